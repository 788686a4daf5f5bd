/** SCORM 1.2 RTE 3.3.2 and 3.3.3: the eight calls, before, during and after a run. */
import { describe, expect, test } from 'vitest';
import { fresh12, learner12, run12 } from './run-12';

const before = () => run12(learner12().visit(), false);

function after() {
  const run = fresh12();
  run.set('cmi.core.lesson_location', 'p1');
  run.call('LMSFinish', '');
  return run;
}

describe('RTE 1.2 3.3.2', () => {
  test.each([
    ['LMSGetValue', ['cmi.core.student_id'], ['', '301']],
    ['LMSSetValue', ['cmi.core.lesson_location', 'x'], ['false', '301']],
    ['LMSCommit', [''], ['false', '301']],
    ['LMSFinish', [''], ['false', '301']],
    ['LMSInitialize', ['x'], ['false', '201']],
    ['LMSInitialize', [''], ['true', '0']],
  ])('before LMSInitialize: %s', (verb, args, answer) => {
    expect(before().call(verb, ...args)).toEqual(answer);
  });

  test.each([
    ['LMSInitialize', [''], ['false', '101']],
    ['LMSCommit', ['x'], ['false', '201']],
    ['LMSFinish', ['x'], ['false', '201']],
    ['LMSGetValue', [''], ['', '201']],
    ['LMSSetValue', ['', 'x'], ['false', '201']],
    ['LMSGetValue', [], ['', '201']],
    ['LMSCommit', [''], ['true', '0']],
    ['LMSFinish', [''], ['true', '0']],
  ])('between LMSInitialize and LMSFinish: %s(%s)', (verb, args, answer) => {
    expect(fresh12().call(verb, ...args)).toEqual(answer);
  });

  test.each([
    ['LMSGetValue', ['cmi.core.lesson_location'], ['', '301']],
    ['LMSSetValue', ['cmi.core.lesson_location', 'p2'], ['false', '301']],
    ['LMSCommit', [''], ['false', '301']],
    ['LMSFinish', [''], ['false', '301']],
    ['LMSInitialize', [''], ['false', '101']],
  ])('after LMSFinish: %s', (verb, args, answer) => {
    const run = after();
    expect(run.call(verb, ...args)).toEqual(answer);
    expect(run.visit.leave().set).toEqual({ 'cmi.core.entry': 'ab-initio', 'cmi.core.lesson_location': 'p1' });
  });

  test('an error stands until the next call that works; asking for it changes nothing', () => {
    const { call, get } = fresh12();
    get('cmi.nonsense');
    expect(call('LMSGetLastError')[0]).toBe('401');
    expect(call('LMSGetErrorString', '401')[0]).not.toBe('');
    expect(call('LMSGetDiagnostic', '401')).toHaveLength(2);
    expect(call('LMSGetLastError')[0]).toBe('401');
    get('cmi.core.student_id');
    expect(call('LMSGetLastError')[0]).toBe('0');
  });

  test.each(['0', '101', '201', '202', '203', '301', '401', '402', '403', '404', '405'])(
    'RTE 1.2 3.3.3: error %s has words of at most 255 characters',
    (code) => {
      const words = fresh12().call('LMSGetErrorString', code)[0];
      expect(words.length).toBeGreaterThan(3);
      expect(words.length).toBeLessThanOrEqual(255);
      expect(fresh12().call('LMSGetDiagnostic', code)[0].length).toBeLessThanOrEqual(255);
    },
  );

  test.each(['1', '999', '', 'abc', '406'])('%s is no error of SCORM 1.2 and has no words', (code) => {
    expect(fresh12().call('LMSGetErrorString', code)[0]).toBe('');
  });

  test('numbers and missing arguments are read as the text they stand for', () => {
    const { get, set } = fresh12();
    expect(set('cmi.core.score.raw', 0)).toBe('0');
    expect(get('cmi.core.score.raw')).toEqual(['0', '0']);
    expect(set('cmi.core.score.raw', undefined)).toBe('0');
    expect(get('cmi.core.score.raw')).toEqual(['', '0']);
    expect(set('cmi.core.score.raw', null)).toBe('405');
  });
});
