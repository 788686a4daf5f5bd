import { expect, test } from 'vitest';
import { answerQuestion } from './answer-questions';
import type { ControlsShown, EntryShown } from './report';
import type { Question } from './script';

const on = { shown: true, enabled: true };
const off = { shown: true, enabled: false };
const hidden = { shown: false, enabled: false };
const entry = (title: string, parts: Partial<EntryShown> = {}): EntryShown => ({
  title,
  selectable: false,
  current: false,
  ...parts,
});

function answer(kind: Question['kind'], shown: Partial<ControlsShown>, title?: string) {
  const none: ControlsShown = {
    continue: hidden,
    previous: hidden,
    exit: on,
    suspend: on,
    contents: hidden,
    entries: [],
  };
  const question: Question = { text: kind, kind, expected: 'Y', ...(title === undefined ? {} : { title }) };
  return answerQuestion(question, { ...none, ...shown }, { title: 'Course', titles: [] }).answer;
}

test.each([
  ['continue.enabled', { continue: on }, 'Y'],
  ['continue.enabled', { continue: off }, 'N'],
  ['continue.enabled', { continue: hidden }, 'N'],
  ['continue.disabled', { continue: hidden }, 'Y'],
  ['continue.disabled', { continue: on }, 'N'],
  ['previous.enabled', { previous: on }, 'Y'],
  ['previous.disabled', { previous: off }, 'Y'],
  ['click.button', {}, 'Y'],
] as const)('%s of %j', (kind, shown, expected) => expect(answer(kind, shown)).toBe(expected));

test('contents are usable when something else than this activity and the bare course can be chosen', () => {
  const here = entry('One', { selectable: true, current: true });
  const course = entry('Course', { selectable: true });
  expect(answer('toc.enabled', { entries: [here, course, entry('Two')] })).toBe('N');
  expect(answer('toc.enabled', { entries: [here, entry('Two', { selectable: true })] })).toBe('Y');
});

test('an entry is asked about by its whole title; the root by its phrase', () => {
  const entries = [
    entry('Activity 10', { selectable: true }),
    entry('Activity 1'),
    entry('Course', { selectable: true }),
  ];
  expect(answer('toc.enabled.selectable', { entries }, 'Activity 1')).toBe('N');
  expect(answer('toc.enabled.selectable', { entries }, 'Activity 10')).toBe('Y');
  const course = 'the activity that corresponds to the root of "Whatever"';
  expect(answer('toc.enabled.selectable', { entries }, course)).toBe('Y');
  expect(answer('toc.visible', { entries }, 'Activity 1')).toBe('Y');
  expect(answer('toc.visible', { entries }, 'Activity')).toBe('N');
});
