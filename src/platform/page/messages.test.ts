import { expect, test } from 'vitest';
import type { IsoDate } from '../dates/types';
import { urlWith } from './environment';
import { createMessages } from './messages';
import { messages as pageMessages } from './messages.en';
import { dateInWords, dueInWords, durationInWords, instantInWords, sizeInWords } from './words';

const messages = createMessages([
  pageMessages,
  { 'x.valid': 'Valid until {date, date, long}', 'x.count': '{n, plural, one {# person} other {# people}}' },
]);
const date = (text: string): IsoDate => text as IsoDate;

test('a sentence takes calendar dates and counts', () => {
  expect(messages.t('x.valid', { date: '2028-03-03' })).toBe('Valid until 3 March 2028');
  expect(messages.t('x.count', { n: 1 })).toBe('1 person');
  expect(messages.t('x.count', { n: 2000 })).toBe('2,000 people');
});

test('a missing key, a missing value and a key defined twice are errors', () => {
  expect(() => messages.t('x.nothing')).toThrow('x.nothing');
  expect(() => messages.t('x.count')).toThrow();
  expect(() => createMessages([{ a: '1' }, { a: '2' }])).toThrow('Two rooms define the message a');
});

test('due words', () => {
  const today = date('2026-03-28');
  expect(dueInWords(messages, date('2026-04-09'), today)).toBe('Due in 12 days');
  expect(dueInWords(messages, date('2026-03-29'), today)).toBe('Due in 1 day');
  expect(dueInWords(messages, today, today)).toBe('Due today');
  expect(dueInWords(messages, date('2026-03-25'), today)).toBe('Overdue by 3 days');
});

test('dates, times, durations and sizes in words', () => {
  expect(dateInWords(date('2028-03-03'))).toBe('3 March 2028');
  expect(dateInWords(null)).toBe('');
  expect(instantInWords('2026-07-01T12:05:00Z')).toBe('1 July 2026 at 13:05');
  expect(durationInWords(messages, 40)).toBe('40 seconds');
  expect(durationInWords(messages, 3899)).toBe('1 h 5 min');
  expect(sizeInWords(312_000)).toBe('312 KB');
  expect(sizeInWords(4_720_000)).toBe('4.7 MB');
});

test('addresses leave out what is empty', () => {
  expect(urlWith('/people', { q: '', page: 2, tag: ['a', 'b'], none: undefined })).toBe('/people?page=2&tag=a&tag=b');
  expect(urlWith('/people?q=1', { page: 2 })).toBe('/people?q=1&page=2');
});
