/** SCORM 1.2 RTE 3.4.4: every element, read and written, with values of its type and one that is not. */
import { describe, expect, test } from 'vitest';
import { fresh12, learner12, run12 } from './run-12';

type Values = { readonly good: readonly string[]; readonly bad: readonly string[] };

/** RTE 3.4.3, types of data. */
const string255: Values = { good: ['', 'a', 'Seite 5 – größer', 'x'.repeat(255)], bad: ['x'.repeat(256)] };
const string4096: Values = { good: ['', 'line\nline', 'x'.repeat(4_096)], bad: ['x'.repeat(4_097)] };
const score: Values = {
  good: ['', '0', '100', '50.5', '.5', '007'],
  bad: ['101', '-1', '85%', 'ten', '1,5', '1e1', ' 5'],
};
const decimal: Values = { good: ['0', '-3.25', '1000', '.5'], bad: ['', 'heavy', '1,5', '--1'] };
/** One digit of hours is no letter of the book: authors' scripts write it. */
const timespan: Values = {
  good: ['00:00:00', '0001:30:00', '12:34:56.7', '9999:59:59.99', '1:02:03', '0:00:07.5'],
  bad: ['', ':30:00', '1:2:3', '00:00', '10000:00:00', '00:00:00.123', 'PT1H', '90', '00:0:00'],
};
const clock: Values = {
  good: ['00:00:00', '23:59:59.99', '12:00:00.5'],
  bad: ['', '24:00:00', '12:60:00', '9:00:00', '12:00'],
};
/** Nor are blanks in an identifier: questions are named by their titles. */
const identifier: Values = {
  good: ['q1', 'Q_1-a.b:c', 'two words', 'tab\there', ' edge ', 'x'.repeat(255)],
  bad: ['', ' ', '\t', 'bell\u0007', 'x'.repeat(256)],
};
const lessonStatus: Values = {
  good: ['passed', 'completed', 'failed', 'incomplete', 'browsed'],
  bad: ['', 'not attempted', 'Completed', 'COMPLETED', 'complete', 'unknown', ' passed'],
};
const objectiveStatus: Values = {
  good: [...lessonStatus.good, 'not attempted'],
  bad: ['', 'Passed', 'unknown'],
};
const exit: Values = { good: ['time-out', 'suspend', 'logout', ''], bad: ['normal', 'Suspend', 'timeout'] };
const type: Values = {
  good: ['true-false', 'choice', 'fill-in', 'matching', 'performance', 'sequencing', 'likert', 'numeric'],
  bad: ['', 'other', 'long-fill-in', 'Choice', 'true false'],
};
const result: Values = {
  good: ['correct', 'wrong', 'unanticipated', 'neutral', '0', '-1.5', '99.9'],
  bad: ['', 'incorrect', 'Correct', 'true', '50%'],
};
const integer = (good: readonly string[], bad: readonly string[]): Values => ({
  good,
  bad: ['', 'loud', '1.5', ...bad],
});

const readWrite: readonly (readonly [string, Values])[] = [
  ['cmi.core.lesson_location', string255],
  ['cmi.core.lesson_status', lessonStatus],
  ['cmi.core.score.raw', score],
  ['cmi.core.score.min', score],
  ['cmi.core.score.max', score],
  ['cmi.suspend_data', { good: ['', 'a\nb', 'x'.repeat(65_536)], bad: ['x'.repeat(65_537)] }],
  ['cmi.comments', string4096],
  ['cmi.objectives.0.id', identifier],
  ['cmi.objectives.0.status', objectiveStatus],
  ['cmi.objectives.0.score.raw', score],
  ['cmi.objectives.0.score.min', score],
  ['cmi.objectives.0.score.max', score],
  ['cmi.student_preference.audio', integer(['-1', '0', '100'], ['-2', '101'])],
  ['cmi.student_preference.language', string255],
  ['cmi.student_preference.speed', integer(['-100', '0', '100'], ['-101', '101'])],
  ['cmi.student_preference.text', integer(['-1', '0', '1'], ['-2', '2'])],
];

const writeOnly: readonly (readonly [string, Values])[] = [
  ['cmi.core.exit', exit],
  ['cmi.core.session_time', timespan],
  ['cmi.interactions.0.id', identifier],
  ['cmi.interactions.0.objectives.0.id', identifier],
  ['cmi.interactions.0.time', clock],
  ['cmi.interactions.0.type', type],
  ['cmi.interactions.0.correct_responses.0.pattern', { good: ['', 'a,b'], bad: ['x'.repeat(4_097)] }],
  ['cmi.interactions.0.weighting', decimal],
  ['cmi.interactions.0.student_response', { good: ['', 'a,b'], bad: ['x'.repeat(4_097)] }],
  ['cmi.interactions.0.result', result],
  ['cmi.interactions.0.latency', timespan],
];

const readOnly: readonly (readonly [string, string])[] = [
  ['cmi.core.student_id', 'learner-2'],
  ['cmi.core.student_name', 'Learner, Two'],
  ['cmi.core.credit', 'credit'],
  ['cmi.core.entry', 'ab-initio'],
  ['cmi.core.total_time', '0000:00:00'],
  ['cmi.core.lesson_mode', 'normal'],
  ['cmi.launch_data', 'start=1'],
  ['cmi.comments_from_lms', ''],
  ['cmi.student_data.mastery_score', '80'],
  ['cmi.student_data.max_time_allowed', '01:00:00'],
  ['cmi.student_data.time_limit_action', 'exit,message'],
];

const children: readonly (readonly [string, string])[] = [
  [
    'cmi.core',
    'student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,lesson_mode,exit,session_time',
  ],
  ['cmi.core.score', 'raw,min,max'],
  ['cmi.objectives', 'id,score,status'],
  ['cmi.student_data', 'mastery_score,max_time_allowed,time_limit_action'],
  ['cmi.student_preference', 'audio,language,speed,text'],
  ['cmi.interactions', 'id,objectives,time,type,correct_responses,weighting,student_response,result,latency'],
];

const activity = {
  masteryScore: 80,
  maxTimeAllowed: '01:00:00',
  timeLimitAction: 'exit,message',
  dataFromLms: 'start=1',
} as const;

describe('RTE 1.2 3.4.4: read and write', () => {
  test.each(readWrite)('%s takes what is of its type, and gives it back', (element, { good, bad }) => {
    const { get, set } = fresh12();
    for (const value of good) {
      expect([value.slice(0, 20), set(element, value)]).toEqual([value.slice(0, 20), '0']);
      expect(get(element)).toEqual([value, '0']);
    }
    for (const value of bad) {
      expect([value.slice(0, 20), set(element, value)]).toEqual([value.slice(0, 20), '405']);
      expect(get(element)).toEqual([good.at(-1), '0']);
    }
  });

  test.each(readWrite)('%s is read in the next session as it was left', (element, { good }) => {
    const learner = learner12();
    const first = run12(learner.visit());
    const value = good.at(-1) ?? '';
    first.set(element, value);
    first.set('cmi.core.exit', 'suspend');
    first.call('LMSFinish', '');
    expect(first.visit.leave().lost).toEqual([]);
    expect(run12(learner.visit()).get(element)).toEqual([value, '0']);
  });

  test.each(readWrite.filter(([element]) => !element.startsWith('cmi.objectives')))(
    '%s is empty, without an error, until it is set',
    (element) => {
      expect(fresh12().get(element)).toEqual([element.endsWith('lesson_status') ? 'not attempted' : '', '0']);
    },
  );
});

describe('RTE 1.2 3.4.4: write only', () => {
  test.each(writeOnly)('%s takes what is of its type, and is read by nobody (404)', (element, { good, bad }) => {
    const { get, set } = fresh12();
    for (const value of good) expect([value, set(element, value)]).toEqual([value, '0']);
    for (const value of bad) expect([value.slice(0, 20), set(element, value)]).toEqual([value.slice(0, 20), '405']);
    expect(get(element)).toEqual(['', '404']);
  });
});

describe('RTE 1.2 3.4.4: read only', () => {
  test.each(readOnly)('%s is %s, and is not to be written (403)', (element, value) => {
    const { get, set } = fresh12(activity);
    expect(set(element, 'x')).toBe('403');
    expect(set(element, value)).toBe('403');
    expect(get(element)).toEqual([value, '0']);
  });
});

describe('RTE 1.2 3.4.2: keywords', () => {
  test.each(children)('%s._children, which is not to be written (402)', (element, list) => {
    const { get, set } = fresh12();
    set('cmi.objectives.0.id', 'o');
    expect(get(`${element}._children`)).toEqual([list, '0']);
    expect(set(`${element}._children`, 'x')).toBe('402');
    expect(get(`${element}._count`)).toEqual(
      element === 'cmi.objectives' ? ['1', '0'] : element === 'cmi.interactions' ? ['0', '0'] : ['', '203'],
    );
  });

  test('the score of an objective has children too', () => {
    const { get, set } = fresh12();
    set('cmi.objectives.0.id', 'o');
    expect(get('cmi.objectives.0.score._children')).toEqual(['raw,min,max', '0']);
  });

  test.each([
    ['cmi._version', ['3.4', '0'], '402'],
    ['cmi.core.student_id._children', ['', '202'], '402'],
    ['cmi.suspend_data._count', ['', '203'], '402'],
    ['cmi.core._count', ['', '203'], '402'],
    ['cmi.objectives._count', ['0', '0'], '402'],
    ['cmi.interactions._count', ['0', '0'], '402'],
  ] as const)('%s: reading gives %s, writing %s', (element, read, written) => {
    const { get, set } = fresh12();
    expect(set(element, '5')).toBe(written);
    expect(get(element)).toEqual(read);
  });
});

describe('RTE 1.2 3.4.2: rows', () => {
  test('are begun in order; an index beyond the next, or written oddly, is an invalid argument (201)', () => {
    const { get, set } = fresh12();
    expect(set('cmi.objectives.1.id', 'o')).toBe('201');
    expect(get('cmi.objectives._count')).toEqual(['0', '0']);
    expect(get('cmi.objectives.0.id')).toEqual(['', '201']);
    expect(set('cmi.objectives.00.id', 'o')).toBe('201');
    expect(set('cmi.objectives.0.status', 'Passed')).toBe('405');
    expect(get('cmi.objectives._count')).toEqual(['0', '0']);
    expect(set('cmi.objectives.0.status', 'passed')).toBe('0');
    expect(set('cmi.objectives.1.id', 'o')).toBe('0');
    expect(get('cmi.objectives._count')).toEqual(['2', '0']);
    expect(get('cmi.objectives.0.status')).toEqual(['passed', '0']);
    expect(get('cmi.objectives.1.status')).toEqual(['', '0']);
    expect(get('cmi.objectives.2.id')).toEqual(['', '201']);
  });

  test('an identifier may be said again, and changed', () => {
    const { get, set } = fresh12();
    expect([set('cmi.objectives.0.id', 'a'), set('cmi.objectives.0.id', 'a'), set('cmi.objectives.0.id', 'b')]).toEqual(
      ['0', '0', '0'],
    );
    expect(get('cmi.objectives.0.id')).toEqual(['b', '0']);
  });

  test('inside an interaction are counted of their own', () => {
    const { get, set } = fresh12();
    expect(set('cmi.interactions.0.id', 'q')).toBe('0');
    expect(set('cmi.interactions.0.objectives.0.id', 'o')).toBe('0');
    expect(set('cmi.interactions.0.objectives.2.id', 'o')).toBe('201');
    expect(set('cmi.interactions.0.correct_responses.0.pattern', 'a')).toBe('0');
    expect(set('cmi.interactions.0.correct_responses.1.pattern', 'b')).toBe('0');
    expect(get('cmi.interactions.0.objectives._count')).toEqual(['1', '0']);
    expect(get('cmi.interactions.0.correct_responses._count')).toEqual(['2', '0']);
    expect(get('cmi.interactions.1.objectives._count')).toEqual(['', '201']);
  });
});

describe('RTE 1.2 3.4.3, CMIFeedback: by the type of the interaction', () => {
  test.each([
    ['true-false', ['0', '1', 't', 'f', 'true', 'False'], ['x', '']],
    ['choice', ['a', '{a,b}', 'a,b', 'Option A'], []],
    ['fill-in', ['London', ''], []],
    ['numeric', ['3', '-0.5'], ['three', '']],
    ['likert', ['3', ''], []],
    ['matching', ['{1.a,2.b}', '1.a'], []],
    ['performance', ['anything at all'], []],
    ['sequencing', ['a,b,c', '{a,b}'], []],
  ] as const)('%s', (kind, good, bad) => {
    for (const element of ['student_response', 'correct_responses.0.pattern']) {
      const { set } = fresh12();
      set('cmi.interactions.0.id', 'q');
      set('cmi.interactions.0.type', kind);
      for (const value of good) expect([value, set(`cmi.interactions.0.${element}`, value)]).toEqual([value, '0']);
      for (const value of bad) expect([value, set(`cmi.interactions.0.${element}`, value)]).toEqual([value, '405']);
    }
  });
});

describe('RTE 1.2 3.3.3, 401: what there is not', () => {
  test.each([
    'cmi',
    'cmi.core',
    'cmi.objectives',
    'cmi.core.score',
    'cmi.nonsense',
    'cmi.core.nonsense',
    'nonsense',
    'cmi.objectives.first.id',
    'cmi.objectives.n.id',
    'cmi.location',
    'cmi.core.lesson_status.x',
    '__proto__',
    'cmi.constructor',
    'cmi.objectives.#.id',
  ])('%s, read and written; nothing breaks', (element) => {
    const { get, set } = fresh12();
    expect(get(element)).toEqual(['', '401']);
    expect(set(element, 'x')).toBe('401');
    expect(set('cmi.core.lesson_location', 'still here')).toBe('0');
    expect(get('cmi.core.lesson_location')).toEqual(['still here', '0']);
  });
});
