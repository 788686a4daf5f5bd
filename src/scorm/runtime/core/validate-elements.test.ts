import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScormVersion } from '../../package/core/types';
import { dataModel12 } from './data-model-12';
import { dataModel2004 } from './data-model-2004';
import { validateElements } from './validate-elements';

type Row = readonly [element: string, value: string, is: string, kept?: string];

/** `ok`: kept as it is; a warning's code with the value kept; a refusal's code. */
const rows12: readonly Row[] = [
  ['cmi.core.lesson_status', 'completed', 'ok'],
  ['cmi.core.lesson_status', 'browsed', 'ok'],
  ['cmi.core.lesson_status', 'not attempted', 'ok'],
  ['cmi.core.lesson_status', 'Completed', 'mended', 'completed'],
  ['cmi.core.lesson_status', ' PASSED ', 'mended', 'passed'],
  ['cmi.core.lesson_status', 'not_attempted', 'mended', 'not attempted'],
  ['cmi.core.lesson_status', 'complete', 'mended', 'completed'],
  ['cmi.core.lesson_status', '', 'not-in-vocabulary'],
  ['cmi.core.lesson_status', 'done', 'not-in-vocabulary'],
  ['cmi.core.score.raw', '0', 'ok'],
  ['cmi.core.score.raw', '100', 'ok'],
  ['cmi.core.score.raw', '79.5', 'ok'],
  ['cmi.core.score.raw', '', 'ok'],
  ['cmi.core.score.raw', '85%', 'mended', '85'],
  ['cmi.core.score.raw', '85,5', 'mended', '85.5'],
  ['cmi.core.score.raw', '100.00000000001', 'mended', '100'],
  ['cmi.core.score.raw', '101', 'out-of-range'],
  ['cmi.core.score.raw', '-1', 'out-of-range'],
  ['cmi.core.score.raw', 'NaN', 'type-mismatch'],
  ['cmi.core.score.raw', 'Infinity', 'type-mismatch'],
  ['cmi.core.score.max', '1000', 'out-of-range'],
  ['cmi.core.score.min', '0', 'ok'],
  ['cmi.core.exit', '', 'ok'],
  ['cmi.core.exit', 'suspend', 'ok'],
  ['cmi.core.exit', 'Suspend', 'mended', 'suspend'],
  ['cmi.core.exit', 'normal', 'mended', ''],
  ['cmi.core.exit', 'timeout', 'mended', 'time-out'],
  ['cmi.core.session_time', '00:10:00', 'ok'],
  ['cmi.core.session_time', '0000:10:00.25', 'ok'],
  ['cmi.core.session_time', '0:9:75', 'mended', '0000:10:15'],
  ['cmi.core.session_time', 'PT1H30M', 'mended', '0001:30:00'],
  ['cmi.core.session_time', 'NaN:NaN:NaN', 'type-mismatch'],
  ['cmi.core.session_time', '10 minutes', 'type-mismatch'],
  ['cmi.core.session_time', '999999:00:00', 'type-mismatch'],
  ['cmi.core.lesson_location', 'page 3', 'ok'],
  ['cmi.core.lesson_location', 'x'.repeat(256), 'longer-than-standard'],
  ['cmi.core.lesson_location', 'x'.repeat(4097), 'too-long'],
  ['cmi.core.student_id', 'me', 'read-only'],
  ['cmi.core.entry', 'resume', 'read-only'],
  ['cmi.core.total_time', '00:00:01', 'read-only'],
  ['cmi.core._children', 'x', 'read-only'],
  ['cmi.student_data.mastery_score', '10', 'read-only'],
  ['cmi.launch_data', 'x', 'read-only'],
  ['cmi.interactions._count', '3', 'read-only'],
  ['cmi.comments', 'good course', 'ok'],
  ['cmi.student_preference.audio', '50', 'ok'],
  ['cmi.student_preference.audio', '101', 'out-of-range'],
  ['cmi.student_preference.audio', '1.5', 'type-mismatch'],
  ['cmi.student_preference.speed', '-100', 'ok'],
  ['cmi.student_preference.text', '2', 'out-of-range'],
  ['cmi.student_preference.language', 'en-GB', 'ok'],
  ['cmi.student_preference.language', 'en_GB', 'ok'],
  ['nav.event', 'continue', 'ok'],
  ['nav.event', 'home', 'not-in-vocabulary'],
  ['cmi.objectives.0.id', 'OBJ 1', 'ok'],
  ['cmi.objectives.0.id', '  ', 'type-mismatch'],
  ['cmi.objectives.0.status', 'passed', 'ok'],
  ['cmi.objectives.0.score.raw', '50', 'ok'],
  ['cmi.objectives.1000.id', 'a', 'index-too-high'],
  ['cmi.objectives.01.id', 'a', 'unknown-element'],
  ['cmi.objectives.n.id', 'a', 'unknown-element'],
  ['cmi.interactions.0.id', 'q1', 'ok'],
  ['cmi.interactions.0.objectives.0.id', 'OBJ1', 'ok'],
  ['cmi.interactions.0.time', '10:05:00', 'ok'],
  ['cmi.interactions.0.time', '9:05', 'mended', '09:05:00'],
  ['cmi.interactions.0.time', '25:00:00', 'type-mismatch'],
  ['cmi.interactions.0.type', 'choice', 'ok'],
  ['cmi.interactions.0.type', 'multiple-choice', 'mended', 'choice'],
  ['cmi.interactions.0.type', 'other', 'not-in-vocabulary'],
  ['cmi.interactions.0.correct_responses.0.pattern', 'a', 'ok'],
  ['cmi.interactions.0.weighting', '-1.5', 'ok'],
  ['cmi.interactions.0.student_response', 'an essay', 'ok'],
  ['cmi.interactions.0.result', 'wrong', 'ok'],
  ['cmi.interactions.0.result', 'incorrect', 'mended', 'wrong'],
  ['cmi.interactions.0.result', '3.5', 'ok'],
  ['cmi.interactions.0.result', 'maybe', 'not-in-vocabulary'],
  ['cmi.interactions.0.latency', '00:00:05', 'ok'],
  ['cmi.interactions.2000.id', 'q', 'index-too-high'],
  ['cmi.completion_status', 'completed', 'unknown-element'],
  ['cmi.core', 'x', 'unknown-element'],
  ['vendor.thing', 'x', 'unknown-element'],
  ['__proto__', 'x', 'unknown-element'],
  ['constructor', 'x', 'unknown-element'],
];

const rows2004: readonly Row[] = [
  ['cmi.completion_status', 'incomplete', 'ok'],
  ['cmi.completion_status', 'Completed', 'mended', 'completed'],
  ['cmi.completion_status', 'passed', 'not-in-vocabulary'],
  ['cmi.success_status', 'passed', 'ok'],
  ['cmi.success_status', 'Failed', 'mended', 'failed'],
  ['cmi.score.scaled', '0.85', 'ok'],
  ['cmi.score.scaled', '-1', 'ok'],
  ['cmi.score.scaled', '1.00000000002', 'mended', '1'],
  ['cmi.score.scaled', '85', 'out-of-range'],
  ['cmi.score.scaled', '', 'type-mismatch'],
  ['cmi.score.raw', '1000', 'ok'],
  ['cmi.score.raw', '85%', 'mended', '85'],
  ['cmi.score.max', 'ten', 'type-mismatch'],
  ['cmi.progress_measure', '0.5', 'ok'],
  ['cmi.progress_measure', '1.5', 'out-of-range'],
  ['cmi.exit', 'normal', 'ok'],
  ['cmi.exit', 'timeout', 'mended', 'time-out'],
  ['cmi.session_time', 'PT10M3.25S', 'ok'],
  ['cmi.session_time', 'PT0S', 'ok'],
  ['cmi.session_time', '00:10:00', 'mended', 'PT10M'],
  ['cmi.session_time', 'PT', 'mended', 'PT0S'],
  ['cmi.session_time', 'PT1.123456S', 'ok'],
  ['cmi.session_time', 'P', 'type-mismatch'],
  ['cmi.location', 'x'.repeat(1000), 'ok'],
  ['cmi.location', 'x'.repeat(1001), 'longer-than-standard'],
  ['cmi.entry', 'resume', 'read-only'],
  ['cmi.mode', 'normal', 'read-only'],
  ['cmi.scaled_passing_score', '0', 'read-only'],
  ['cmi.learner_preference.audio_level', '2', 'ok'],
  ['cmi.learner_preference.delivery_speed', '-1', 'out-of-range'],
  ['cmi.learner_preference.audio_captioning', '1', 'ok'],
  ['cmi.learner_preference.language', 'english!', 'type-mismatch'],
  ['cmi.comments_from_learner.0.comment', 'fine', 'ok'],
  ['cmi.comments_from_learner.0.location', 'p1', 'ok'],
  ['cmi.comments_from_learner.0.timestamp', '2026-11-23T10:00:00', 'ok'],
  ['cmi.comments_from_lms.0.comment', 'x', 'read-only'],
  ['cmi.objectives.3.id', 'urn:obj:3', 'ok'],
  ['cmi.objectives.3.score.scaled', '1', 'ok'],
  ['cmi.objectives.3.progress_measure', '2', 'out-of-range'],
  ['cmi.objectives.3.success_status', 'passed', 'ok'],
  ['cmi.objectives.3.completion_status', 'completed', 'ok'],
  ['cmi.objectives.3.description', 'the third', 'ok'],
  ['cmi.objectives.3.status', 'passed', 'unknown-element'],
  ['cmi.interactions.0.id', 'q1', 'ok'],
  ['cmi.interactions.0.type', 'long-fill-in', 'ok'],
  ['cmi.interactions.0.timestamp', '2026-11-23T10:00:00.123Z', 'ok'],
  ['cmi.interactions.0.timestamp', '2026-11-23 10:00:00', 'mended', '2026-11-23T10:00:00'],
  ['cmi.interactions.0.timestamp', '23/11/2026', 'type-mismatch'],
  ['cmi.interactions.0.learner_response', 'a[,]b', 'ok'],
  ['cmi.interactions.0.correct_responses.0.pattern', 'a[,]b', 'ok'],
  ['cmi.interactions.0.result', 'wrong', 'mended', 'incorrect'],
  ['cmi.interactions.0.result', '0.5', 'ok'],
  ['cmi.interactions.0.weighting', '1', 'ok'],
  ['cmi.interactions.0.latency', 'PT5S', 'ok'],
  ['cmi.interactions.0.description', 'Which?', 'ok'],
  ['cmi.interactions.0.objectives.0.id', 'o', 'ok'],
  ['cmi.interactions.0.objectives.100.id', 'o', 'index-too-high'],
  ['adl.nav.request', 'continue', 'ok'],
  ['adl.nav.request', 'suspendAll', 'ok'],
  ['adl.nav.request', 'suspendall', 'mended', 'suspendAll'],
  ['adl.nav.request', '{target=activity_1}choice', 'ok'],
  ['adl.nav.request', '{target=activity_1}jump', 'ok'],
  ['adl.nav.request', '{target=}choice', 'not-in-vocabulary'],
  ['adl.nav.request_valid.continue', 'true', 'read-only'],
  ['adl.data.0.store', 'shared', 'ok'],
  ['adl.data.0.id', 'x', 'read-only'],
  ['cmi.core.lesson_status', 'passed', 'unknown-element'],
];

function checkRow(version: ScormVersion, [element, value, is, kept]: Row): void {
  const beside = version === '1.2' ? 'cmi.comments' : 'adl.data.1.store';
  const { accepted, refused, warnings } = validateElements(
    version,
    Object.fromEntries([
      [element, value],
      [beside, 'unharmed'],
    ]),
  );
  expect(accepted[beside]).toBe('unharmed');
  const said = [...refused, ...warnings].filter((note) => note.element === element);
  if (is === 'ok') {
    expect(said).toEqual([]);
    expect(accepted[element]).toBe(element === beside ? 'unharmed' : value);
    return;
  }
  expect(said.map((note) => note.code)).toEqual([is]);
  expect(said[0]?.message).not.toMatch(/[{}]\w+[{}]/);
  const isKept = is === 'mended' || is === 'longer-than-standard';
  expect(Object.hasOwn(accepted, element)).toBe(isKept);
  if (isKept) expect(accepted[element]).toBe(kept ?? value);
}

describe('RTE 1.2 §3.4.4: every element against the data model', () => {
  test.each(rows12.map((row) => [row[0], row[1].slice(0, 30), row[2], row] as const))(
    '%s = %s: %s',
    (_e, _v, _is, row) => {
      checkRow('1.2', row);
    },
  );
  test('every element that can be written has a row here', () => {
    const tried = new Set(rows12.map(([name]) => name.replace(/\.\d+/g, '.n')));
    const writable = Object.entries(dataModel12.elements)
      .filter(([, spec]) => spec.access !== 'ro')
      .map(([name]) => name);
    const apart = ['cmi.suspend_data', 'cmi.objectives.n.score.min', 'cmi.objectives.n.score.max'];
    expect(writable.filter((name) => !tried.has(name) && !apart.includes(name))).toEqual([]);
  });
});

describe('RTE 2004 ch. 4: every element against the data model', () => {
  test.each(rows2004.map((row) => [row[0], row[1].slice(0, 30), row[2], row] as const))(
    '%s = %s: %s',
    (_e, _v, _is, row) => {
      checkRow('2004 3rd Edition', row);
    },
  );
  test('every element that can be written has a row here', () => {
    const tried = new Set(rows2004.map(([name]) => name.replace(/\.\d+/g, '.n')));
    const writable = Object.entries(dataModel2004.elements)
      .filter(([, spec]) => spec.access !== 'ro')
      .map(([name]) => name);
    const apart = [
      'cmi.suspend_data',
      'cmi.score.min',
      'cmi.objectives.n.score.raw',
      'cmi.objectives.n.score.min',
      'cmi.objectives.n.score.max',
    ];
    expect(writable.filter((name) => !tried.has(name) && !apart.includes(name))).toEqual([]);
  });
});

describe('sizes', () => {
  const codes = (version: ScormVersion, length: number): readonly string[] => {
    const { accepted, refused, warnings } = validateElements(version, { 'cmi.suspend_data': 'x'.repeat(length) });
    expect(accepted['cmi.suspend_data']?.length ?? 0).toBe(refused.length > 0 ? 0 : length);
    return [...refused, ...warnings].map((note) => note.code);
  };
  test('SCO-7: suspend data of 1.2 up to 64 KB, with a warning above 4,096', () => {
    expect(codes('1.2', 4_096)).toEqual([]);
    expect(codes('1.2', 4_097)).toEqual(['longer-than-standard']);
    expect(codes('1.2', 65_536)).toEqual(['longer-than-standard']);
    expect(codes('1.2', 65_537)).toEqual(['too-long']);
  });
  test('SCO-7: suspend data of 2004 up to 64,000, the 80 KB of real authors with a warning, and an end to it', () => {
    expect(codes('2004 4th Edition', 64_000)).toEqual([]);
    expect(codes('2004 4th Edition', 80_000)).toEqual(['longer-than-standard']);
    expect(codes('2004 4th Edition', 131_073)).toEqual(['too-long']);
  });
  test('a commit too large as a whole keeps what is small and names what is left out', () => {
    const rows = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`cmi.comments_from_learner.${n}.comment`, 'x'.repeat(60_000)]),
    );
    const { accepted, refused } = validateElements('2004 4th Edition', {
      ...rows,
      'cmi.completion_status': 'completed',
    });
    expect(accepted['cmi.completion_status']).toBe('completed');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((note) => note.code === 'commit-too-large')).toBe(true);
    expect(Object.keys(accepted).length + refused.length).toBe(31);
  });
  test('too many elements are left out', () => {
    const many = Object.fromEntries(Array.from({ length: 6_000 }, (_, n) => [`vendor.${n}`, 'x']));
    expect(validateElements('1.2', many).refused.filter((note) => note.code === 'commit-too-large')).toHaveLength(
      1_000,
    );
  });
});

describe('what cannot be stored', () => {
  test('NUL and half a surrogate pair are removed, so that they cannot fail a group of commits', () => {
    const { accepted, warnings } = validateElements('1.2', { 'cmi.suspend_data': 'a\0b', 'cmi.comments': 'c\ud800d' });
    expect(accepted).toEqual({ 'cmi.suspend_data': 'ab', 'cmi.comments': 'c\ufffdd' });
    expect(warnings.map((note) => note.code)).toEqual(['characters-removed', 'characters-removed']);
  });
  test('numbers are taken as text, other things refused', () => {
    const set = JSON.parse('{"cmi.core.score.raw":0,"cmi.comments":{"length":3},"cmi.suspend_data":null}') as Record<
      string,
      string
    >;
    const { accepted, refused } = validateElements('1.2', set);
    expect(accepted).toEqual({ 'cmi.core.score.raw': '0' });
    expect(refused.map((note) => note.code)).toEqual(['not-text', 'not-text']);
  });
  test('the delivered entry is accepted in initialize only', () => {
    expect(validateElements('2004 3rd Edition', { 'cmi.entry': 'ab-initio' }, 'initialize').accepted).toEqual({
      'cmi.entry': 'ab-initio',
    });
    expect(validateElements('2004 3rd Edition', { 'cmi.entry': 'nonsense' }, 'initialize').accepted).toEqual({});
    expect(validateElements('2004 3rd Edition', { 'cmi.entry': 'ab-initio' }, 'commit').accepted).toEqual({});
  });
});

describe('interaction patterns', () => {
  test.each([
    ['1.2', 'choice', 'student_response', 'a,b', true],
    ['1.2', 'choice', 'student_response', 'The blue one', false],
    ['1.2', 'true-false', 'student_response', 't', true],
    ['1.2', 'numeric', 'student_response', 'seven', false],
    ['2004 4th Edition', 'true-false', 'learner_response', 'true', true],
    ['2004 4th Edition', 'true-false', 'learner_response', 't', false],
    ['2004 4th Edition', 'numeric', 'correct_responses.0.pattern', '3[:]5', true],
    ['2004 4th Edition', 'matching', 'learner_response', 'a[.]1[,]b[.]2', true],
    ['2004 4th Edition', 'other', 'learner_response', 'any thing', true],
  ] as const)('%s %s %s %s is kept, usual: %s', (version, type, field, value, usual) => {
    const set = {
      'cmi.interactions.0.id': 'q',
      'cmi.interactions.0.type': type,
      [`cmi.interactions.0.${field}`]: value,
    };
    const { accepted, warnings } = validateElements(version, set);
    expect(accepted).toEqual(set);
    expect(warnings.map((note) => note.code)).toEqual(usual ? [] : ['unusual-pattern']);
  });
});

test('validate never throws, and what it accepts is accepted again unchanged', () => {
  const known = [...rows12, ...rows2004].map(([name]) => name);
  const name = fc.oneof(
    fc.constantFrom(...known),
    fc.string(),
    fc.stringMatching(/^cmi(\.[a-z_]{1,8}|\.\d{1,4}){0,6}$/),
  );
  const value = fc.oneof(
    fc.constantFrom(...[...rows12, ...rows2004].map(([, text]) => text)),
    fc.string({ unit: 'binary' }),
    fc.anything(),
  );
  fc.assert(
    fc.property(
      fc.constantFrom<ScormVersion>('1.2', '2004 2nd Edition', '2004 4th Edition'),
      fc.dictionary(name, value),
      (version, set) => {
        const once = validateElements(version, set as Record<string, string>);
        const again = validateElements(version, once.accepted);
        expect(again.accepted).toEqual(once.accepted);
        expect(again.refused).toEqual([]);
        for (const text of Object.values(once.accepted)) expect(typeof text).toBe('string');
      },
    ),
    { numRuns: 1_000 },
  );
  for (const nothing of [null, undefined, 7, 'cmi', [1]]) {
    expect(validateElements('1.2', nothing as unknown as Record<string, string>)).toEqual({
      accepted: {},
      refused: [],
      warnings: [],
    });
  }
}, 60_000);

test('a stream of new names does not slow it down or grow it', () => {
  for (let n = 0; n < 20_000; n += 1) validateElements('1.2', { [`vendor.${n}`]: 'x' });
  expect(validateElements('1.2', { 'cmi.comments': 'still right' }).accepted).toEqual({
    'cmi.comments': 'still right',
  });
});
