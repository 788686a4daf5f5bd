/**
 * SCORM 1.2 RTE 3.4.4, what LMSFinish makes of a run: lesson_status, mastery, credit, mode, entry, time; from the
 * content's calls to what the server records and what the next session reads.
 */
import { describe, expect, test } from 'vitest';
import type { Activity } from '../../../src/scorm/package';
import { timeLimit } from '../../../src/scorm/player/browser/times';
import { secondsOf12 } from '../../../src/scorm/player/browser/times';
import type { Mode } from '../../../src/scorm/runtime/core/protocol';
import { learner12, run12 } from './run-12';

type Sets = Readonly<Record<string, string>>;

/** One run that ends with LMSFinish: what is recorded, and the lesson_status and entry that the next session reads. */
function finished(sets: Sets, parts: Partial<Activity> = {}, mode: Mode = 'normal') {
  const learner = learner12(parts, mode);
  const { call, set, visit } = run12(learner.visit());
  for (const [element, value] of Object.entries(sets)) {
    const code = set(element, value);
    if (code !== '0') throw new Error(`${element}: ${code}`);
  }
  expect(call('LMSFinish', '')).toEqual(['true', '0']);
  const { lost, wish } = visit.leave();
  expect(lost).toEqual([]);
  const { completion, success, raw } = learner.result();
  const next = run12(learner.visit());
  return {
    recorded: `${completion}/${success}`,
    raw,
    wish: wish?.type,
    next: next.get('cmi.core.lesson_status')[0],
    entry: next.get('cmi.core.entry')[0],
    total: next.get('cmi.core.total_time')[0],
    nextRun: next,
  };
}

const status = 'cmi.core.lesson_status';
const raw = 'cmi.core.score.raw';
const exit = 'cmi.core.exit';

describe('RTE 1.2 3.4.4 lesson_status at LMSFinish', () => {
  test.each<readonly [string, Sets, number | undefined, string, string]>([
    ['SCO-2: never set', {}, undefined, 'completed/unknown', 'completed'],
    ['incomplete stays', { [status]: 'incomplete' }, undefined, 'incomplete/unknown', 'incomplete'],
    ['completed stays', { [status]: 'completed' }, undefined, 'completed/unknown', 'completed'],
    ['passed stays', { [status]: 'passed' }, undefined, 'completed/passed', 'passed'],
    ['failed stays', { [status]: 'failed' }, undefined, 'completed/failed', 'failed'],
    ['browsed stays', { [status]: 'browsed' }, undefined, 'incomplete/unknown', 'browsed'],
    ['SCO-4: no mastery score, low raw', { [status]: 'passed', [raw]: '10' }, undefined, 'completed/passed', 'passed'],
    ['SCO-3: raw at mastery', { [status]: 'completed', [raw]: '80' }, 80, 'completed/passed', 'passed'],
    ['SCO-3: raw below mastery', { [status]: 'completed', [raw]: '79.9' }, 80, 'completed/failed', 'failed'],
    ['SCO-3: passed, but below', { [status]: 'passed', [raw]: '0' }, 80, 'completed/failed', 'failed'],
    ['SCO-3: failed, but above', { [status]: 'failed', [raw]: '100' }, 80, 'completed/passed', 'passed'],
    ['SCO-3: never set, raw above', { [raw]: '90' }, 80, 'completed/passed', 'passed'],
    ['SCO-3: never set, raw below', { [raw]: '10' }, 80, 'completed/failed', 'failed'],
    [
      'SCO-3: incomplete is not judged',
      { [status]: 'incomplete', [raw]: '100' },
      80,
      'incomplete/unknown',
      'incomplete',
    ],
    ['SCO-3: no raw, nothing to judge by', { [status]: 'completed' }, 80, 'completed/unknown', 'completed'],
    ['SCO-3: mastery of nothing', { [status]: 'completed', [raw]: '0' }, 0, 'completed/passed', 'passed'],
    [
      'SCO-3: suspended is not failed',
      { [status]: 'incomplete', [raw]: '0', [exit]: 'suspend' },
      80,
      'incomplete/unknown',
      'incomplete',
    ],
    ['SCO-2: never set and suspended', { [exit]: 'suspend' }, undefined, 'incomplete/unknown', 'incomplete'],
  ])('%s', (_, sets, masteryScore, recorded, next) => {
    const all = finished(sets, masteryScore === undefined ? {} : { masteryScore });
    expect([all.recorded, all.next]).toEqual([recorded, next]);
  });

  test.each<readonly [Mode, string, string, string]>([
    ['browse', 'no-credit', 'browse', 'incomplete/unknown'],
    ['review', 'no-credit', 'review', 'not attempted/unknown'],
  ])('SCO-5: without credit (%s) nothing is earned', (mode, credit, lessonMode, recorded) => {
    const learner = learner12({ masteryScore: 50 }, mode);
    const { get, set, call, visit } = run12(learner.visit());
    expect(get('cmi.core.credit')).toEqual([credit, '0']);
    expect(get('cmi.core.lesson_mode')).toEqual([lessonMode, '0']);
    set(status, 'passed');
    set(raw, '100');
    call('LMSFinish', '');
    visit.leave();
    const { completion, success } = learner.result();
    expect(`${completion}/${success}`).toBe(recorded);
  });
});

describe('RTE 1.2 3.4.4 exit and entry', () => {
  test.each<readonly [string | undefined, string, string | undefined]>([
    ['suspend', 'resume', undefined],
    ['logout', '', 'exitAll'],
    ['time-out', '', undefined],
    ['', '', undefined],
    [undefined, '', undefined],
  ])('exit %s: the next entry is "%s", the wish %s', (said, entry, wish) => {
    const all = finished({ [status]: 'incomplete', ...(said === undefined ? {} : { [exit]: said }) });
    expect([all.entry, all.wish]).toEqual([entry, wish]);
  });

  test('the first entry is ab-initio', () => {
    expect(run12(learner12().visit()).get('cmi.core.entry')).toEqual(['ab-initio', '0']);
  });
});

describe('RTE 1.2 3.4.4 time', () => {
  test('SCO-6: session_time adds up, the last one of a session counts, total_time stands still meanwhile', () => {
    const learner = learner12();
    for (const [said, before] of [
      [['00:00:30', '00:01:00.50'], '0000:00:00'],
      [['01:00:00'], '0000:01:00.50'],
    ] as const) {
      const { call, get, set, visit } = run12(learner.visit());
      for (const time of said) expect(set('cmi.core.session_time', time)).toBe('0');
      expect(get('cmi.core.total_time')).toEqual([before, '0']);
      call('LMSFinish', '');
      visit.leave();
    }
    expect(run12(learner.visit()).get('cmi.core.total_time')).toEqual(['0001:01:00.50', '0']);
  });

  test.each([
    ['exit,message', { exit: true, message: true }],
    ['exit,no message', { exit: true, message: false }],
    ['continue,message', { exit: false, message: true }],
  ] as const)('max_time_allowed with time_limit_action %s', (action, does) => {
    const { nextRun } = finished(
      { 'cmi.core.session_time': '00:20:00' },
      { maxTimeAllowed: '00:30:00', timeLimitAction: action },
    );
    const max = nextRun.get('cmi.student_data.max_time_allowed')[0];
    const used = nextRun.get('cmi.core.total_time')[0];
    expect(nextRun.get('cmi.student_data.time_limit_action')).toEqual([action, '0']);
    expect(timeLimit({ max, used, action }, secondsOf12)).toEqual({ seconds: 600, ...does });
  });

  test('continue,no message needs no clock, and neither does an activity without a limit', () => {
    expect(
      timeLimit({ max: '00:30:00', used: '0000:00:00', action: 'continue,no message' }, secondsOf12),
    ).toBeUndefined();
    expect(timeLimit({ max: undefined, used: '0000:00:00', action: 'exit,message' }, secondsOf12)).toBeUndefined();
  });
});
