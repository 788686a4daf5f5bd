import { describe, expect, test } from 'vitest';
import { parseIsoDate as d } from '../../../platform/dates';
import { decideApproval, decideEnrol, decideWalkIn } from './decide-enrol';
import type { EnrolRequest } from './decide-enrol';
import { checkMaximum, isEnrolmentOpen, isLive, isSeatFree, seatsUsed } from './status';
import type { ClassFacts } from './types';

const online: ClassFacts = {
  status: 'Normal',
  online: true,
  seatsUsed: 0,
  certificationOnly: false,
  waitlist: { enabled: true, waiting: 0 },
};
const room: ClassFacts = {
  ...online,
  online: false,
  startsOn: d('2026-05-20'),
  endsOn: d('2026-05-21'),
  maximum: 10,
  seatsUsed: 9,
};
const via = { certPeriodId: 'p', live: true, containsCourse: true };
function enrol(facts: Partial<ClassFacts>, more: Partial<EnrolRequest> = {}, today = '2026-05-01'): string {
  const decision = decideEnrol(
    { class: { ...online, ...facts }, by: 'learner', hasLiveEnrolment: false, ...more },
    d(today),
  );
  return decision.ok ? decision.enrolment.status : decision.refusal;
}

test('ENR-1: placed and attended use seats', () => {
  expect(seatsUsed(['Requested', 'Waitlisted', 'Withdrawn', 'Rejected', 'DNA'])).toBe(0);
  expect(seatsUsed(['Confirmed', 'InProgress', 'PendingEvaluation', 'Attended', 'Incomplete'])).toBe(5);
});
test('ENR-2: a seat is free without a maximum or below it', () => {
  expect([
    isSeatFree({ seatsUsed: 900 }),
    isSeatFree({ maximum: 10, seatsUsed: 9 }),
    isSeatFree({ maximum: 10, seatsUsed: 10 }),
  ]).toEqual([true, true, false]);
});
test('ENR-13: the maximum does not go below the seats used', () => {
  expect([checkMaximum(9, 10), checkMaximum(10, 10), checkMaximum(undefined, 10)]).toEqual([
    'below-seats-used',
    undefined,
    undefined,
  ]);
});

describe('ENR-3: the enrolment window', () => {
  const facts = { enrolmentStart: d('2026-05-01'), enrolmentEnd: d('2026-05-10') };
  test('both days are inside, blanks are open', () => {
    expect(
      ['2026-04-30', '2026-05-01', '2026-05-10', '2026-05-11'].map((day) => isEnrolmentOpen(facts, d(day))),
    ).toEqual([false, true, true, false]);
    expect(isEnrolmentOpen({}, d('2026-05-01'))).toBe(true);
  });
  test('it binds administrators too; self-service also ends with the class start', () => {
    expect(enrol(facts, { by: 'admin' }, '2026-05-11')).toBe('enrolment-not-open');
    expect(enrol(facts, { by: 'admin' }, '2026-05-10')).toBe('Confirmed');
    expect(enrol(room, {}, '2026-05-20')).toBe('Confirmed');
    expect(enrol(room, {}, '2026-05-21')).toBe('class-started');
    expect(enrol(room, { by: 'admin' }, '2026-05-21')).toBe('Confirmed');
  });
});

describe('ENR-T1 to ENR-T3', () => {
  test('ENR-T1: self-service that needs approval is Requested, on an open class only', () => {
    expect(
      (['Planned', 'Normal', 'Full', 'Closed', 'Cancelled'] as const).map((status) =>
        enrol({ status }, { approvalNeeded: true }),
      ),
    ).toEqual(['Requested', 'Requested', 'Requested', 'class-closed', 'class-closed']);
    expect(enrol({}, { approvalNeeded: true, by: 'admin' })).toBe('Confirmed');
  });
  test('ENR-T2: Confirmed with a seat, in a Normal class, without overlap', () => {
    expect(enrol(room)).toBe('Confirmed');
    expect(enrol(room, { overlaps: true })).toBe('times-overlap');
    expect(enrol({ ...room, status: 'Full', seatsUsed: 10 }, { overlaps: true })).toBe('Waitlisted');
  });
  test('ENR-T3: Full or Planned goes to the list when there is one', () => {
    expect(enrol({ ...room, status: 'Full', seatsUsed: 10 })).toBe('Waitlisted');
    expect(enrol({ status: 'Planned' })).toBe('Waitlisted');
    expect(enrol({ ...room, status: 'Full', seatsUsed: 10, waitlist: { enabled: false, waiting: 0 } })).toBe(
      'class-full',
    );
    expect(enrol({ status: 'Planned', waitlist: { enabled: false, waiting: 0 } })).toBe('class-planned');
  });
  test('V8: a list at its maximum refuses, one below it does not', () => {
    const full = (waiting: number): ClassFacts => ({
      ...room,
      status: 'Full',
      seatsUsed: 10,
      waitlist: { enabled: true, maximum: 2, waiting },
    });
    expect([enrol(full(2)), enrol(full(1))]).toEqual(['waitlist-full', 'Waitlisted']);
  });
  test('ENR-T3, WAIT-13: people waiting go first while more than R days are left', () => {
    const waiting = { ...room, waitlist: { enabled: true, waiting: 1 } };
    expect(enrol(waiting, {}, '2026-05-12')).toBe('Waitlisted');
    expect(enrol(waiting, {}, '2026-05-13')).toBe('Confirmed');
    expect(enrol({ ...waiting, restrictAutoEnrolDays: 5 }, {}, '2026-05-13')).toBe('Waitlisted');
    expect(enrol(waiting, { by: 'admin' }, '2026-05-12')).toBe('Confirmed');
  });
  test('ENR-T2: automatic enrolment is online and self-paced only', () => {
    expect(enrol({}, { by: 'autoEnrol' })).toBe('Confirmed');
    expect(enrol(room, { by: 'autoEnrol' })).toBe('never-automatic');
    expect(enrol({ startsOn: d('2026-05-20') }, { by: 'autoEnrol' })).toBe('never-automatic');
  });
});

test('ENR-5: one live enrolment in a class', () => {
  expect(enrol({}, { hasLiveEnrolment: true })).toBe('already-enrolled');
  expect(
    (['Requested', 'Waitlisted', 'Confirmed', 'InProgress', 'Attended', 'Withdrawn', 'DNA'] as const).map(isLive),
  ).toEqual([true, true, true, true, false, false, false]);
});
test('ENR-14: an online class completed with success is not taken again plainly', () => {
  expect(enrol({}, { completedBefore: true })).toBe('already-completed');
  expect(enrol({}, { completedBefore: true, allowPlainRepeat: true })).toBe('Confirmed');
  expect(enrol({}, { completedBefore: true, via })).toBe('Confirmed');
  expect(enrol(room, { completedBefore: true })).toBe('Confirmed');
});
test('V17, CERT-13: a certification-only class needs a live period with its course', () => {
  const only = { certificationOnly: true };
  expect(enrol(only)).toBe('certification-only');
  expect(enrol(only, { by: 'admin' })).toBe('certification-only');
  expect(enrol(only, { via: { ...via, live: false } })).toBe('certification-only');
  expect(enrol(only, { via: { ...via, containsCourse: false } })).toBe('certification-only');
  expect(enrol(only, { via })).toBe('Confirmed');
});
test('CERT-12: a class open to all still takes no period that is over', () => {
  expect(enrol({}, { via: { ...via, live: false } })).toBe('certification-period-not-live');
  expect(enrol({}, { via })).toBe('Confirmed');
});

describe('ENR-T4: approval', () => {
  const answer = (
    approve: boolean,
    facts: Partial<ClassFacts> = {},
    status: 'Requested' | 'Confirmed' = 'Requested',
  ): string => {
    const decision = decideApproval(status, { approve }, { ...room, ...facts }, d('2026-05-15'));
    return decision.ok ? decision.enrolment.status : decision.refusal;
  };
  test('the seat is looked at when it is approved', () => {
    expect(answer(true)).toBe('Confirmed');
    expect(answer(true, { status: 'Full', seatsUsed: 10 })).toBe('Waitlisted');
    expect(answer(true, { status: 'Full', seatsUsed: 10, waitlist: { enabled: false, waiting: 0 } })).toBe(
      'class-full',
    );
    expect(answer(true, { status: 'Closed' })).toBe('class-closed');
    expect(answer(false)).toBe('Rejected');
    expect(answer(true, {}, 'Confirmed')).toBe('not-requested');
  });
});

describe('ENR-11: walk-ins', () => {
  const walkIn = (today: string, facts: Partial<ClassFacts> = {}, walkInDays = 0, hasLiveEnrolment = false): string => {
    const decision = decideWalkIn(
      { class: { ...room, ...facts }, hasLiveEnrolment, walkInDays, successMarkSeparate: false },
      d(today),
    );
    return decision.ok ? `${decision.enrolment.status} ${decision.enrolment.completedOn ?? ''}` : decision.refusal;
  };
  test('on the days of the class, also when it is full; administrators some days longer', () => {
    expect(walkIn('2026-05-20', { status: 'Full', seatsUsed: 10 })).toBe('Attended 2026-05-21');
    expect(walkIn('2026-05-19')).toBe('not-a-walk-in-day');
    expect(walkIn('2026-05-22')).toBe('not-a-walk-in-day');
    expect(walkIn('2026-06-03', {}, 13)).toBe('Attended 2026-05-21');
    expect(walkIn('2026-06-04', {}, 13)).toBe('not-a-walk-in-day');
    expect(walkIn('2026-05-20', {}, 0, true)).toBe('already-enrolled');
    expect(walkIn('2026-05-20', { certificationOnly: true })).toBe('certification-only');
  });
});
