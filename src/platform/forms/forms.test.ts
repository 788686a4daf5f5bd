import { expect, test } from 'vitest';
import {
  changedFields,
  datePartsOf,
  listOf,
  listQuery,
  many,
  one,
  readDate,
  readNumber,
  readPeriod,
  readReference,
  readReferences,
} from '.';

test('a date is typed as day, month, year', () => {
  expect(readDate({ 'from-day': '3', 'from-month': '03', 'from-year': ' 2028 ' }, 'from')).toEqual({
    ok: true,
    date: '2028-03-03',
  });
  expect(readDate({}, 'from')).toEqual({ ok: true, date: undefined });
  for (const parts of [
    ['31', '2', '2027'],
    ['1', '', '2027'],
    ['1', '1', '27'],
    ['x', '1', '2027'],
  ])
    expect(readDate({ 'd-day': parts[0], 'd-month': parts[1], 'd-year': parts[2] }, 'd')).toEqual({ ok: false });
  expect(readDate(datePartsOf('d', '2028-03-03' as never), 'd')).toEqual({ ok: true, date: '2028-03-03' });
});

test('numbers and lengths of time', () => {
  expect(readNumber({ n: '30' }, 'n')).toBe(30);
  expect(readNumber({ n: '' }, 'n')).toBeUndefined();
  for (const n of ['-1', '1.5', '1e3', 'x', '999999999']) expect(readNumber({ n }, 'n')).toBeNaN();
  expect(readPeriod({ 'v-n': '2', 'v-unit': 'year' }, 'v')).toEqual({ ok: true, period: { n: 2, unit: 'year' } });
  expect(readPeriod({ 'v-n': '2', 'v-unit': 'century' }, 'v')).toEqual({ ok: false });
  expect(readPeriod({ 'v-n': '0', 'v-unit': 'year' }, 'v')).toEqual({ ok: false });
  expect(readPeriod({ 'v-unit': 'year' }, 'v')).toEqual({ ok: true, period: undefined });
});

test('references, texts and lists', () => {
  const owner = '00000000-0000-7000-8000-000000000001';
  const id = '00000000-0000-7000-8000-000000000002';
  expect(readReference(`${owner}.${id}`)).toEqual({ ownerId: owner, id });
  expect(readReference(`${owner}.x`)).toBeUndefined();
  expect(readReferences([`${owner}.${id}`, `${owner}.${id}`, 'x'])).toHaveLength(1);
  expect(one({ a: [' x ', 'y'] }, 'a')).toBe('x');
  expect(one({ a: { b: 'x' } }, 'a')).toBe('');
  expect(many({ a: ['x', { y: 1 }, ''] }, 'a')).toEqual(['x']);
  const query = listQuery(['title', 'when']).parse({ q: ['x'], sort: 'nonsense', page: '-1' });
  expect(query).toEqual({ q: '', sort: 'title', direction: 'asc', page: 1 });
  expect(listOf('/x', query, 26)).toMatchObject({ total: 26, list: { page: 1, pages: 2 } });
});

test('what changed is told field by field', () => {
  expect(changedFields({ a: 1, b: null, c: [1] }, { a: 2, b: undefined, c: [1] })).toEqual([
    { field: 'a', before: 1, after: 2 },
  ]);
});
