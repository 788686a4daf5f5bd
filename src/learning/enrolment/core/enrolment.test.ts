import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, parseIsoDate as d } from '../../../platform/dates';
import { applyOutcome } from './apply-outcome';
import type { OutcomeContext } from './apply-outcome';
import { decideChange } from './decide-change';
import type { ClassDates, EnrolmentCommand } from './decide-change';
import { mayPlay } from './may-play';
import { playerStatusOf, verdictOf } from './player-outcome';
import { TRANSITIONS } from './status';
import type { Enrolment, EnrolmentEvent, EnrolmentStatus, PlayerOutcome, PlayerStatus } from './types';

const today = d('2026-05-20');
const at = (status: EnrolmentStatus, more: Partial<Enrolment> = {}): Enrolment => ({
  status,
  successfulAttendance: false,
  ...more,
});
const online: ClassDates = { online: true };
const room: ClassDates = { online: false, startsOn: d('2026-05-20'), endsOn: d('2026-05-21') };
const plain: OutcomeContext = { attemptsRemain: true, masteryRequired: false };
const outcome = (status: PlayerStatus, more: Partial<PlayerOutcome> = {}): PlayerOutcome => ({
  version: 1,
  status,
  ...more,
});
const types = (events: readonly EnrolmentEvent[]): string[] =>
  events.map((event) => (event.type === 'status-changed' ? `${event.from ?? 'new'}>${event.to}` : event.type));
function change(
  enrolment: Enrolment,
  command: EnrolmentCommand,
  facts: ClassDates = room,
  day = '2026-05-20',
): string[] | string {
  const decision = decideChange(enrolment, command, facts, d(day));
  return decision.ok ? types(decision.events) : decision.refusal;
}
const play = (
  from: Enrolment,
  status: PlayerStatus,
  context: Partial<OutcomeContext> = {},
  more: Partial<PlayerOutcome> = {},
) => applyOutcome(from, outcome(status, more), { ...plain, ...context }, today);

describe('§11.3: results and what they mean', () => {
  test.each<[PlayerStatus, string[], EnrolmentStatus, boolean]>([
    ['not attempted', [], 'Confirmed', false],
    ['browsed', ['Confirmed>InProgress'], 'InProgress', false],
    ['incomplete', ['Confirmed>InProgress'], 'InProgress', false],
    ['completed', ['Confirmed>Attended', 'completed'], 'Attended', true],
    ['passed', ['Confirmed>Attended', 'completed'], 'Attended', true],
    ['failed', ['Confirmed>InProgress'], 'InProgress', false],
  ])('ENR-T6, ENR-T9: %s on a Confirmed enrolment', (status, events, to, success) => {
    const applied = play(at('Confirmed'), status);
    expect(types(applied.events)).toEqual(events);
    expect(applied.enrolment).toMatchObject({ status: to, successfulAttendance: success });
  });
  test('ATT-4: completed without the mastery that is asked for is Attended without success', () => {
    const applied = play(at('InProgress'), 'completed', { masteryRequired: true });
    expect(types(applied.events)).toEqual(['InProgress>Attended']);
    expect(applied.enrolment.successfulAttendance).toBe(false);
    expect(types(play(at('InProgress'), 'passed', { masteryRequired: true }).events)).toEqual([
      'InProgress>Attended',
      'completed',
    ]);
    expect(types(play(applied.enrolment, 'passed', { masteryRequired: true }, { version: 2 }).events)).toEqual([
      'completed',
    ]);
  });
  test('ENR-T10, CERT-23: completed on the day the learner finished', () => {
    const applied = play(at('InProgress'), 'passed', {}, { finishedOn: d('2026-05-18') });
    expect(applied.events).toContainEqual({ type: 'completed', completedOn: '2026-05-18' });
    expect(play(at('InProgress'), 'passed').enrolment.completedOn).toBe(today);
  });
  test('ENR-T11: failed for good only when no attempt remains', () => {
    expect(types(play(at('InProgress'), 'failed').events)).toEqual([]);
    expect(types(play(at('InProgress'), 'failed', { attemptsRemain: false }).events)).toEqual([
      'InProgress>Incomplete',
    ]);
    expect(types(play(at('Confirmed'), 'failed', { attemptsRemain: false }).events)).toEqual([
      'Confirmed>InProgress',
      'InProgress>Incomplete',
    ]);
  });
  test('ENR-T17: a late success inside its period revives what the period withdrew', () => {
    const certPeriod = { start: d('2026-02-02'), end: d('2026-04-03') };
    const late = (reason: 'PeriodEnded' | 'Asked', on: string, status: PlayerStatus = 'passed') =>
      types(play(at('Withdrawn', { withdrawnReason: reason }), status, { certPeriod }, { finishedOn: d(on) }).events);
    expect(late('PeriodEnded', '2026-04-03')).toEqual(['Withdrawn>Attended', 'completed']);
    expect(late('PeriodEnded', '2026-04-04')).toEqual([]);
    expect(late('PeriodEnded', '2026-04-03', 'failed')).toEqual([]);
    expect(late('Asked', '2026-04-03')).toEqual([]);
  });
  test('ELO-7: success never goes backwards and the best score is kept', () => {
    const passed = play(at('InProgress'), 'passed', {}, { percent: 80, version: 3 }).enrolment;
    const worse = play(passed, 'failed', { attemptsRemain: false }, { percent: 40, version: 4 });
    expect(worse).toMatchObject({
      events: [],
      enrolment: { status: 'Attended', successfulAttendance: true, bestPercent: 80, completedOn: today },
    });
    expect(play(passed, 'passed', {}, { percent: 95, version: 4 }).events).toEqual([
      { type: 'score-improved', percent: 95 },
    ]);
  });
  test('ELO-12: the same or an older version changes nothing', () => {
    const seen = at('InProgress', { outcomeVersion: 5 });
    expect(play(seen, 'passed', {}, { version: 5 })).toEqual({ enrolment: seen, events: [] });
    expect(play(seen, 'passed', {}, { version: 6 }).enrolment.status).toBe('Attended');
  });
  test('ELO-13: the two words of SCORM 2004', () => {
    const word = (
      completion: 'unknown' | 'incomplete' | 'completed' | 'not attempted',
      success: 'unknown' | 'passed' | 'failed',
      masteryRequired = false,
      requireBoth = false,
    ) => playerStatusOf({ completion, success }, { masteryRequired, requireBoth });
    expect([
      word('incomplete', 'passed'),
      word('completed', 'unknown'),
      word('completed', 'failed'),
      word('incomplete', 'failed'),
      word('not attempted', 'unknown'),
    ]).toEqual(['passed', 'completed', 'failed', 'incomplete', 'not attempted']);
    expect([
      word('completed', 'unknown', true),
      word('incomplete', 'passed', false, true),
      word('completed', 'passed', false, true),
    ]).toEqual(['incomplete', 'incomplete', 'passed']);
    expect(verdictOf('failed', true)).toEqual({ performance: 'Failed', success: false });
  });
});

describe('ELO-10: may it be played', () => {
  const may = (status: EnrolmentStatus, facts: ClassDates = online, day = '2026-05-20', success = false): string => {
    const decision = mayPlay({ status, successfulAttendance: success }, facts, d(day));
    return decision.ok ? `${decision.mode} ${decision.credit}` : decision.refusal;
  };
  test('with a place, within the class dates; after success in review', () => {
    expect([may('Confirmed'), may('InProgress'), may('Attended', online, '2026-05-20', true)]).toEqual([
      'normal credit',
      'normal credit',
      'review no-credit',
    ]);
    expect([may('Requested'), may('Waitlisted'), may('Withdrawn'), may('DNA'), may('Incomplete')]).toEqual([
      'no-place',
      'no-place',
      'no-place',
      'no-place',
      'no-attempt-left',
    ]);
    const dated = { ...room, online: true };
    expect(['2026-05-19', '2026-05-20', '2026-05-21', '2026-05-22'].map((day) => may('Confirmed', dated, day))).toEqual(
      ['class-not-started', 'normal credit', 'normal credit', 'class-over'],
    );
    expect(may('Confirmed', room)).toBe('not-online');
    expect(may('Attended')).toBe('normal credit');
  });
});

describe('ENR-T5 to ENR-T16: marked by people', () => {
  const attend: EnrolmentCommand = { type: 'mark-attended', successMarkSeparate: false };
  test('ENR-T6, CERT-23: Attended once the class has started, dated by its last day', () => {
    expect(change(at('Confirmed'), attend, room, '2026-05-19')).toBe('class-not-started');
    const decision = decideChange(at('Confirmed'), attend, room, d('2026-05-25'));
    expect(decision).toMatchObject({
      ok: true,
      enrolment: { status: 'Attended', successfulAttendance: true, completedOn: '2026-05-21' },
    });
    expect(change(at('Withdrawn'), attend)).toBe('not-in-that-status');
  });
  test('V28, ATT-4: a separate success mark that is absent completes nothing, until it is set', () => {
    const decision = decideChange(at('Confirmed'), { type: 'mark-attended', successMarkSeparate: true }, room, today);
    expect(decision.ok && types(decision.events)).toEqual(['Confirmed>Attended']);
    expect(change(at('Confirmed'), { type: 'mark-attended', successMarkSeparate: true, success: true })).toEqual([
      'Confirmed>Attended',
      'completed',
    ]);
    const merely = decision.ok ? decision.enrolment : at('Confirmed');
    expect(change(merely, { type: 'set-success', success: true })).toEqual(['completed']);
    expect(change({ ...merely, successfulAttendance: true }, { type: 'set-success', success: false })).toEqual([
      'completion-reversed',
    ]);
    expect(change({ ...merely, successfulAttendance: true }, { type: 'set-success', success: true })).toEqual([]);
  });
  test('ENR-T7: did not attend, once the class has started', () => {
    expect(change(at('Confirmed'), { type: 'mark-did-not-attend' })).toEqual(['Confirmed>DNA']);
    expect(change(at('Confirmed'), { type: 'mark-did-not-attend' }, room, '2026-05-19')).toBe('class-not-started');
  });
  test('ENR-T5: promotion needs a seat', () => {
    expect(change(at('Waitlisted'), { type: 'promote', seatFree: true })).toEqual(['Waitlisted>Confirmed']);
    expect(change(at('Waitlisted'), { type: 'promote', seatFree: false })).toBe('no-seat');
  });
  test('ENR-T9: the first launch, and launching again', () => {
    expect(change(at('Confirmed'), { type: 'launch' }, online)).toEqual(['Confirmed>InProgress']);
    expect(change(at('InProgress'), { type: 'launch' }, online)).toEqual([]);
    expect(change(at('Confirmed'), { type: 'launch' }, room)).toBe('not-online');
  });
  test('ENR-T8, ENR-T12: withdrawing', () => {
    for (const status of ['Requested', 'Waitlisted', 'Confirmed', 'InProgress'] as const) {
      expect(change(at(status), { type: 'withdraw', by: 'process', reason: 'PeriodEnded' })).toEqual([
        `${status}>Withdrawn`,
      ]);
    }
    expect(change(at('Attended'), { type: 'withdraw', by: 'admin', reason: 'Other' })).toBe('not-in-that-status');
  });
  test('V9, WAIT-11: the lock of L = 3 for a class on 20 May 2026', () => {
    const leave = (
      day: string,
      by: 'learner' | 'admin' = 'learner',
      withdrawLockDays: number | undefined = 3,
      status: EnrolmentStatus = 'Confirmed',
    ) => change(at(status), { type: 'withdraw', by, reason: 'Asked' }, { ...room, withdrawLockDays }, day);
    expect(leave('2026-05-16')).toEqual(['Confirmed>Withdrawn']);
    expect(leave('2026-05-17')).toBe('withdrawal-locked');
    expect(leave('2026-05-21')).toBe('class-started');
    expect(leave('2026-05-17', 'admin')).toEqual(['Confirmed>Withdrawn']);
    expect(change(at('Confirmed'), { type: 'withdraw', by: 'learner', reason: 'Asked' }, room, '2026-05-21')).toBe(
      'class-started',
    );
    expect(leave('2026-05-17', 'learner', 3, 'Waitlisted')).toEqual(['Waitlisted>Withdrawn']);
  });
  test('ENR-T13: an extra attempt reopens', () => {
    expect(change(at('Incomplete'), { type: 'grant-attempt' }, online)).toEqual(['Incomplete>InProgress']);
    expect(change(at('InProgress'), { type: 'grant-attempt' }, online)).toBe('not-in-that-status');
  });
  test('ENR-T14, ENR-T15: a mandatory evaluation holds completion back', () => {
    const decision = decideChange(at('Confirmed'), { ...attend, evaluationOutstanding: true }, room, today);
    expect(decision.ok && types(decision.events)).toEqual(['Confirmed>PendingEvaluation']);
    expect(change(decision.ok ? decision.enrolment : at('DNA'), { type: 'evaluation-done' })).toEqual([
      'PendingEvaluation>Attended',
      'completed',
    ]);
  });
  test('ENR-T16, ATT-7: a correction needs a reason and takes the completion back', () => {
    const done = at('Attended', { successfulAttendance: true, completedOn: d('2026-05-21') });
    expect(change(done, { type: 'correct', to: 'DNA', reason: ' ' })).toBe('reason-missing');
    expect(change(done, { type: 'correct', to: 'DNA', reason: 'wrong person' })).toEqual([
      'Attended>DNA',
      'completion-reversed',
    ]);
    expect(change(at('Attended'), { type: 'correct', to: 'DNA', reason: 'wrong person' })).toEqual(['Attended>DNA']);
    expect(change(at('DNA'), { type: 'correct', to: 'Attended', reason: 'was there' })).toEqual([
      'DNA>Attended',
      'completed',
    ]);
  });
});

test('ENR-T18: nothing reaches a state that is not declared', () => {
  const commands: fc.Arbitrary<EnrolmentCommand> = fc.constantFrom<EnrolmentCommand>(
    { type: 'launch' },
    { type: 'promote', seatFree: true },
    { type: 'withdraw', by: 'admin', reason: 'Asked' },
    { type: 'withdraw', by: 'process', reason: 'PeriodEnded' },
    { type: 'mark-attended', successMarkSeparate: false },
    { type: 'mark-attended', successMarkSeparate: true },
    { type: 'mark-attended', successMarkSeparate: false, evaluationOutstanding: true },
    { type: 'mark-did-not-attend' },
    { type: 'set-success', success: true },
    { type: 'set-success', success: false },
    { type: 'evaluation-done' },
    { type: 'correct', to: 'DNA', reason: 'r' },
    { type: 'correct', to: 'Attended', reason: 'r' },
    { type: 'grant-attempt' },
  );
  const outcomes = fc.constantFrom<PlayerStatus>(
    'not attempted',
    'browsed',
    'incomplete',
    'completed',
    'passed',
    'failed',
  );
  const starts = fc.constantFrom<EnrolmentStatus>('Requested', 'Waitlisted', 'Confirmed');
  const certPeriod = { start: addDays(today, -10), end: addDays(today, 10) };
  fc.assert(
    fc.property(
      starts,
      fc.array(fc.oneof(commands, outcomes), { maxLength: 25 }),
      fc.boolean(),
      (start, steps, attemptsRemain) => {
        let now = at(start);
        let version = 0;
        for (const one of steps) {
          const before = now;
          let events: readonly EnrolmentEvent[] = [];
          if (typeof one === 'string') {
            version += 1;
            const applied = applyOutcome(
              now,
              { version, status: one },
              { attemptsRemain, masteryRequired: false, certPeriod },
              today,
            );
            [now, events] = [applied.enrolment, applied.events];
            if (before.status === 'Attended' && before.successfulAttendance)
              expect(now.successfulAttendance).toBe(true);
          } else {
            const decision = decideChange(now, one, { online: true, startsOn: today }, today);
            if (decision.ok) [now, events] = [decision.enrolment, decision.events];
          }
          let status = before.status;
          for (const event of events) {
            if (event.type !== 'status-changed') continue;
            expect(event.from).toBe(status);
            expect(TRANSITIONS[status]).toContain(event.to);
            status = event.to;
          }
          expect(now.status).toBe(status);
        }
      },
    ),
    { numRuns: 500 },
  );
});
