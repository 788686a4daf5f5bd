import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addPeriod, dayBefore, formatDate, fromEpochDay, parseIsoDate as d, toEpochDay } from '../../../platform/dates';
import type { ExpiryConvention, Period } from '../../../platform/dates';
import { awardExpiry } from '../../../competence/core/award-dates';
import { complianceState } from '../../../competence/core/compliance';
import { decideAward } from '../../../competence/core/decide-award';
import type { HeldElement } from '../../../competence/core/types';
import { expirationOf } from './dates';
import { TRANSITIONS, decideCertification } from './decide-certification';
import { isCurrentlyCertified, isOverdue, noticeKey, noticesDue, periodToLink, viaPeriod } from './subscription';
import type { CertificationCommand, CertificationDecision, CertificationDefinition, CertificationEvent, CertificationSettings, Subscription } from './types';

const definition: CertificationDefinition = {
  activeFrom: d('2020-01-01'),
  initialCompletion: { n: 60, unit: 'day' },
  renewable: true,
  validity: { n: 12, unit: 'month' },
  validityStart: 'ACTUAL_COMPLETION',
  renewalOpens: { kind: 'BEFORE_EXPIRY', days: 90 },
  notifyDaysBeforeExpire: 30,
  components: ['fire'],
};
const settings: CertificationSettings = { expiryConvention: { years: 'calendar', lastDay: 'same-day' }, renewalDue: 'at-expiry', missedDueDate: 'expired' };

type Step = readonly [date: string, command: CertificationCommand];
const subscribe: CertificationCommand = { type: 'subscribe', approvalNeeded: false, mandatory: false };
const renew: CertificationCommand = { type: 'renew' };
const nightly: CertificationCommand = { type: 'nightly' };
const complete = (sequence: number, completedOn: string, courseId = 'fire'): CertificationCommand => ({ type: 'complete-component', sequence, courseId, completedOn: d(completedOn) });

type World = { subscription?: Subscription; last?: CertificationDecision; events: readonly CertificationEvent[] };
/** Runs the steps; a refusal leaves things as they were and is kept in `last`. */
function after(steps: readonly Step[], def = definition, set = settings): World {
  let world: World = { events: [] };
  for (const [date, command] of steps) {
    const last = decideCertification(world.subscription, command, def, set, d(date));
    world = last.ok ? { subscription: last.subscription, last, events: last.events } : { ...world, last, events: [] };
  }
  return world;
}
const refusal = (world: World): string => (world.last?.ok === false ? world.last.refusal : 'accepted');
const periodsOf = (world: World): string[] => (world.subscription?.periods ?? []).map((one) => `${one.status} ${one.startDate}..${one.endDate}`);

const certified: readonly Step[] = [['2026-02-02', subscribe], ['2026-03-20', complete(1, '2026-03-20')]];
const renewing: readonly Step[] = [...certified, ['2027-01-10', renew]];

describe('V15, worked example A: the normal cycle, row by row', () => {
  test('2 Feb 2026, CERT-T1, CERT-2: subscribed, due 3 Apr 2026', () => {
    const world = after(certified.slice(0, 1));
    expect(world.subscription?.status).toBe('ENROLLED');
    expect(periodsOf(world)).toEqual(['ENROLLED 2026-02-02..2026-04-03']);
  });
  test('4 Mar 2026, CERT-17: due in 30 days, told once', () => {
    const { subscription } = after(certified.slice(0, 1));
    if (!subscription) throw new Error('no subscription');
    expect(noticesDue(definition, subscription, new Set(), d('2026-03-03'))).toEqual([]);
    const notices = noticesDue(definition, subscription, new Set(), d('2026-03-04'));
    expect(notices).toEqual([{ kind: 'due-soon', sequence: 1, on: '2026-04-03', daysLeft: 30 }]);
    expect(noticesDue(definition, subscription, new Set(notices.map(noticeKey)), d('2026-03-05'))).toEqual([]);
    expect(noticesDue(definition, subscription, new Set(), d('2026-04-04'))).toEqual([]);
  });
  test('20 Mar 2026, CERT-T4, CERT-5, CERT-6: certified to 20 Mar 2027, renewable from 20 Dec 2026', () => {
    const world = after(certified);
    expect(world.subscription).toMatchObject({ status: 'CERTIFIED', completionDate: '2026-03-20', expirationDate: '2027-03-20', earliestRenewDate: '2026-12-20' });
    expect(world.events).toContainEqual({ type: 'certified', sequence: 1, completedOn: '2026-03-20', expirationDate: '2027-03-20', earliestRenewDate: '2026-12-20', basis: 'ACTUAL_COMPLETION' });
    expect(awardExpiry(d('2026-03-20'), { renewalPeriod: { n: 12, unit: 'month' } })).toBe('2027-03-20');
  });
  test('19 Dec 2026, CERT-T6: renewing is refused, not open yet', () => {
    expect(after([...certified, ['2026-12-19', renew]]).last).toEqual({ ok: false, refusal: 'renewal-not-open', opensOn: '2026-12-20' });
    expect(refusal(after([...certified, ['2026-12-20', renew]]))).toBe('accepted');
  });
  test('20 Dec 2026: the competence turns amber on the day renewal opens', () => {
    const rows = [{ key: 'certPeriod:1', dateFrom: d('2026-03-20'), ownDateTo: d('2027-03-20'), dateTo: d('2027-03-20'), provenance: { kind: 'learning' as const } }];
    expect(['2026-12-19', '2026-12-20'].map((day) => complianceState({ required: {}, rows, today: d(day) })?.colour)).toEqual(['green', 'amber']);
  });
  test('10 Jan 2027, CERT-8: renewing until 20 Mar 2027 and still certified', () => {
    const world = after(renewing);
    expect(world.subscription?.status).toBe('RENEWING');
    expect(periodsOf(world)).toEqual(['COMPLETED 2026-02-02..2026-04-03', 'ENROLLED 2027-01-10..2027-03-20']);
    expect(world.subscription && isCurrentlyCertified(world.subscription, d('2027-01-10'))).toBe(true);
    expect(world.subscription && isCurrentlyCertified(world.subscription, d('2027-03-21'))).toBe(false);
  });
  test('1 Feb 2027, CERT-T8: certified to 1 Feb 2028, and the competence rows follow', () => {
    const world = after([...renewing, ['2027-02-01', complete(2, '2027-02-01')]]);
    expect(world.subscription).toMatchObject({ status: 'CERTIFIED', expirationDate: '2028-02-01', earliestRenewDate: '2027-11-03' });
    const old: HeldElement = { elementId: 'e1', version: 1, key: 'certPeriod:1', dateFrom: d('2026-03-20'), ownDateTo: d('2027-03-20'), dateTo: d('2027-03-20'), provenance: { kind: 'learning' } };
    const award = decideAward([old], { key: 'certPeriod:2', dateFrom: d('2027-02-01'), ownDateTo: awardExpiry(d('2027-02-01'), { renewalPeriod: { n: 12, unit: 'month' } }), provenance: { kind: 'learning' } });
    expect(award).toMatchObject({ ok: true, changes: [{ insert: { dateFrom: '2026-03-20', dateTo: '2027-01-31' } }, { insert: { dateFrom: '2027-02-01', dateTo: '2028-02-01' } }] });
  });
  test('1 Feb 2027, CERT-9, COMP-10: with DUE_DATE to 20 Mar 2028, the competence too', () => {
    const due = { ...definition, validityStart: 'DUE_DATE' } as const;
    const world = after([...renewing, ['2027-02-01', complete(2, '2027-02-01')]], due);
    expect(world.subscription).toMatchObject({ status: 'CERTIFIED', completionDate: '2027-02-01', expirationDate: '2028-03-20' });
    expect(world.events).toContainEqual(expect.objectContaining({ type: 'certified', basis: 'DUE_DATE', expirationDate: '2028-03-20' }));
    expect(awardExpiry(d('2027-02-01'), { renewalPeriod: { n: 12, unit: 'month' }, certificationExpiration: d('2028-03-20') })).toBe('2028-03-20');
    expect(after(certified, due).subscription?.expirationDate).toBe('2027-03-20');
  });
});

describe('worked examples B, C, D', () => {
  test('B, CERT-T5: missed; the night after 3 Apr expires it, 10 Apr begins again to 9 Jun 2026', () => {
    const missed: readonly Step[] = [['2026-02-02', subscribe], ['2026-04-04', nightly]];
    expect(after([['2026-02-02', subscribe], ['2026-04-03', nightly]]).subscription?.status).toBe('ENROLLED');
    expect(after(missed).subscription?.status).toBe('EXPIRED');
    expect(after(missed).events).toContainEqual({ type: 'period-expired', sequence: 1 });
    const again = after([...missed, ['2026-04-10', subscribe]]);
    expect(again.subscription?.status).toBe('ENROLLED');
    expect(periodsOf(again)).toEqual(['EXPIRED 2026-02-02..2026-04-03', 'ENROLLED 2026-04-10..2026-06-09']);
  });
  test('C, CERT-T9: renewal missed; the night after 20 Mar 2027 expires period and subscription', () => {
    expect(after([...renewing, ['2027-03-20', nightly]]).subscription?.status).toBe('RENEWING');
    const world = after([...renewing, ['2027-03-21', nightly]]);
    expect(world.subscription?.status).toBe('EXPIRED');
    expect(periodsOf(world).at(-1)).toBe('EXPIRED 2027-01-10..2027-03-20');
    const rows = [{ key: 'k', dateFrom: d('2026-03-20'), dateTo: d('2027-03-20'), provenance: { kind: 'learning' as const } }];
    expect(['2027-03-20', '2027-03-21'].map((day) => complianceState({ required: {}, rows, today: d(day) })?.colour)).toEqual(['amber', 'red']);
  });
  test('D, CERT-5: completed 29 Feb 2024, valid for a year to 28 Feb 2025', () => {
    const world = after([['2024-02-01', subscribe], ['2024-02-29', complete(1, '2024-02-29')]], { ...definition, validity: { n: 1, unit: 'year' } });
    expect(world.subscription?.expirationDate).toBe('2025-02-28');
  });
});

describe('CERT-T1 to CERT-T13', () => {
  test('CERT-T2: with approval there is no period, and the due date counts from the approval', () => {
    const asked: Step = ['2026-02-02', { type: 'subscribe', approvalNeeded: true, mandatory: false }];
    expect(after([asked]).subscription).toMatchObject({ status: 'AWAITING_APPROVAL', periods: [] });
    expect(periodsOf(after([asked, ['2026-02-10', { type: 'approve' }]]))).toEqual(['ENROLLED 2026-02-10..2026-04-11']);
    expect(after([asked, ['2026-02-10', { type: 'reject' }]]).subscription?.status).toBe('REJECTED');
    expect(refusal(after([...certified, ['2026-04-01', { type: 'approve' }]]))).toBe('not-awaiting-approval');
    expect(refusal(after([...certified, ['2026-04-01', { type: 'reject' }]]))).toBe('not-awaiting-approval');
  });
  test('CERT-T3: starting a component makes the period active, once', () => {
    const start: CertificationCommand = { type: 'start-component', sequence: 1, courseId: 'fire', enrolmentId: 'e' };
    const world = after([['2026-02-02', subscribe], ['2026-02-05', start]]);
    expect(periodsOf(world)).toEqual(['ACTIVE 2026-02-02..2026-04-03']);
    expect(world.events).toEqual([{ type: 'period-started', sequence: 1 }]);
    expect(after([['2026-02-02', subscribe], ['2026-02-05', start], ['2026-02-06', start]]).events).toEqual([]);
    expect(refusal(after([['2026-02-02', subscribe], ['2026-02-05', { ...start, courseId: 'other' }]]))).toBe('no-such-component');
    expect(refusal(after([['2026-02-02', subscribe], ['2026-02-05', { ...start, sequence: 2 }]]))).toBe('no-such-period');
  });
  test('CERT-T7: the night after expiration', () => {
    expect(after([...certified, ['2027-03-20', nightly]]).events).toEqual([]);
    expect(after([...certified, ['2027-03-21', nightly]]).subscription?.status).toBe('EXPIRED');
  });
  test('CERT-T9: a renewal period that ends before expiration leaves it certified', () => {
    const world = after([...renewing, ['2027-03-12', nightly]], { ...definition, initialCompletion: { n: 60, unit: 'day' } }, { ...settings, renewalDue: 'by-duration' });
    expect(periodsOf(world).at(-1)).toBe('EXPIRED 2027-01-10..2027-03-11');
    expect(world.subscription?.status).toBe('CERTIFIED');
  });
  test('CERT-T10: from EXPIRED it is a renewal once it was certified, counted from today', () => {
    const world = after([...certified, ['2027-03-21', nightly], ['2027-04-01', renew]]);
    expect(world.subscription?.status).toBe('RENEWING');
    expect(periodsOf(world).at(-1)).toBe('ENROLLED 2027-04-01..2027-05-31');
  });
  test('CERT-T10: a one-time certification that was completed is not renewed; one that was missed is tried again', () => {
    const once: CertificationDefinition = { ...definition, renewable: false };
    expect(refusal(after([...certified, ['2027-01-10', renew]], once))).toBe('one-time');
    expect(refusal(after([...certified, ['2027-03-21', nightly], ['2027-04-01', subscribe]], once))).toBe('one-time');
    expect(refusal(after([['2026-02-02', subscribe], ['2026-04-04', nightly], ['2026-04-10', subscribe]], once))).toBe('accepted');
  });
  test('CERT-T11, CERT-23: a success dated inside an expired period completes it as of that date', () => {
    const missed: readonly Step[] = [['2026-02-02', subscribe], ['2026-04-04', nightly]];
    const late = after([...missed, ['2026-04-06', complete(1, '2026-04-03')]]);
    expect(late.subscription).toMatchObject({ status: 'CERTIFIED', completionDate: '2026-04-03', expirationDate: '2027-04-03' });
    expect(refusal(after([...missed, ['2026-04-06', complete(1, '2026-04-04')]]))).toBe('outside-period');
    expect(after([...missed, ['2027-06-01', complete(1, '2026-04-03')]]).subscription?.status).toBe('EXPIRED');
  });
  test('CERT-T11: a valid late certificate ends the attempt that runs; an outdated one lets it run', () => {
    const again: readonly Step[] = [['2026-02-02', subscribe], ['2026-04-04', nightly], ['2026-04-10', subscribe]];
    const world = after([...again, ['2026-04-11', complete(1, '2026-04-03')]]);
    expect(world.subscription?.status).toBe('CERTIFIED');
    expect(world.events).toContainEqual({ type: 'period-cancelled', sequence: 2 });
    const short = { ...definition, validity: { n: 61, unit: 'day' } } as const;
    const lapsed = after([...again, ['2026-06-05', complete(1, '2026-04-03')]], short);
    expect(lapsed.subscription?.status).toBe('ENROLLED');
    expect(periodsOf(lapsed)).toEqual(['COMPLETED 2026-02-02..2026-04-03', 'ENROLLED 2026-04-10..2026-06-09']);
  });
  test('CERT-23: not when a later period is complete', () => {
    const world = after([['2026-02-02', subscribe], ['2026-04-04', nightly], ['2026-04-10', subscribe], ['2026-04-20', complete(2, '2026-04-20')], ['2026-04-21', complete(1, '2026-04-01')]]);
    expect(refusal(world)).toBe('later-period-complete');
    expect(world.subscription).toMatchObject({ status: 'CERTIFIED', completionDate: '2026-04-20' });
  });
  test('CERT-T12, CERT-22: leaving cancels the open period; a mandatory one the learner cannot leave', () => {
    const leave = (by: 'self' | 'admin'): CertificationCommand => ({ type: 'unsubscribe', by });
    const world = after([...renewing, ['2027-01-20', leave('self')]]);
    expect(world.subscription).toMatchObject({ status: 'CANCELLED', unsubscribedOn: '2027-01-20' });
    expect(world.events).toContainEqual({ type: 'period-cancelled', sequence: 2 });
    const mandatory: Step = ['2026-02-02', { type: 'subscribe', approvalNeeded: false, mandatory: true }];
    expect(refusal(after([mandatory, ['2026-02-03', leave('self')]]))).toBe('mandatory');
    expect(refusal(after([mandatory, ['2026-02-03', leave('admin')]]))).toBe('accepted');
    expect(refusal(after([['2026-02-03', leave('self')]]))).toBe('not-subscribed');
    expect(refusal(after([...renewing, ['2027-01-20', leave('self')], ['2027-01-21', complete(2, '2027-01-21')]]))).toBe('period-cancelled');
  });
  test('CERT-T13: coming back uses the same subscription with a new period', () => {
    const left: readonly Step[] = [['2026-02-02', subscribe], ['2026-02-03', { type: 'unsubscribe', by: 'self' }]];
    const world = after([...left, ['2026-03-01', subscribe]]);
    expect(world.subscription?.status).toBe('ENROLLED');
    expect(periodsOf(world)).toEqual(['CANCELLED 2026-02-02..2026-04-03', 'ENROLLED 2026-03-01..2026-04-30']);
    expect(world.subscription).not.toHaveProperty('unsubscribedOn');
    expect(after([...left, ['2026-03-01', { ...subscribe, approvalNeeded: true } as CertificationCommand]]).subscription?.status).toBe('AWAITING_APPROVAL');
    expect(refusal(after([['2026-02-02', subscribe], ['2026-02-03', subscribe]]))).toBe('already-subscribed');
  });
});

describe('rules of periods and dates', () => {
  const two = { ...definition, components: ['fire', 'lift'] };
  test('CERT-1: all components within one period, dated by the last', () => {
    const half: readonly Step[] = [['2026-02-02', subscribe], ['2026-03-20', complete(1, '2026-03-20')]];
    expect(after(half, two).subscription?.status).toBe('ENROLLED');
    expect(periodsOf(after(half, two))).toEqual(['ACTIVE 2026-02-02..2026-04-03']);
    expect(after([...half, ['2026-03-25', complete(1, '2026-03-10', 'lift')]], two).subscription).toMatchObject({ status: 'CERTIFIED', completionDate: '2026-03-20' });
  });
  test('CERT-10: only dates from the start to the due date count, both ends included', () => {
    const on = (date: string): string => refusal(after([['2026-02-02', subscribe], ['2026-04-03', complete(1, date)]]));
    expect(['2026-02-01', '2026-02-02', '2026-04-03', '2026-04-04'].map(on)).toEqual(['outside-period', 'accepted', 'accepted', 'outside-period']);
  });
  test('CERT-10, CERT-T6: progress of an earlier period does not count in a later one', () => {
    const world = after([['2026-02-02', subscribe], ['2026-03-20', complete(1, '2026-03-20')], ['2026-04-04', nightly], ['2026-04-10', subscribe], ['2026-04-12', complete(2, '2026-04-12', 'lift')]], two);
    expect(world.subscription?.status).toBe('ENROLLED');
    expect(world.subscription?.periods.at(-1)?.components).toMatchObject([{ courseId: 'fire', status: 'NOT_STARTED' }, { courseId: 'lift', status: 'COMPLETED' }]);
  });
  test('CERT-15, ATT-6: the same component again, by whichever delivery, changes nothing', () => {
    const world = after(certified);
    const again = after([...certified, ['2026-03-22', { ...complete(1, '2026-03-22'), enrolmentId: 'other' } as CertificationCommand]]);
    expect(again.events).toEqual([]);
    expect(again.subscription).toEqual(world.subscription);
  });
  test('CERT-8: by duration, after expiry, and when renewal opens at once', () => {
    const renewFor = { ...definition, renewalDuration: { n: 30, unit: 'day' } } as const;
    expect(periodsOf(after(renewing, renewFor)).at(-1)).toBe('ENROLLED 2027-01-10..2027-03-20');
    expect(periodsOf(after(renewing, renewFor, { ...settings, renewalDue: 'by-duration' })).at(-1)).toBe('ENROLLED 2027-01-10..2027-02-09');
    expect(periodsOf(after([...certified, ['2027-03-21', renew]], renewFor)).at(-1)).toBe('ENROLLED 2027-03-21..2027-04-20');
    expect(periodsOf(after([...certified, ['2027-03-20', renew]], renewFor)).at(-1)).toBe('ENROLLED 2027-03-20..2027-03-20');
    const atOnce = { ...renewFor, renewalOpens: { kind: 'IMMEDIATELY_AFTER_COMPLETION' } } as const;
    const world = after([...certified, ['2026-03-20', renew]], atOnce);
    expect(world.subscription?.earliestRenewDate).toBe('2026-03-20');
    expect(periodsOf(world).at(-1)).toBe('ENROLLED 2026-03-20..2026-04-19');
  });
  test('CERT-9: DUE_DATE counts for renewals opened on or before expiry, not for later ones', () => {
    const due = { ...definition, validityStart: 'DUE_DATE' } as const;
    expect(after([...certified, ['2027-03-20', renew], ['2027-03-20', complete(2, '2027-03-20')]], due).subscription?.expirationDate).toBe('2028-03-20');
    expect(after([...certified, ['2027-03-21', renew], ['2027-03-25', complete(2, '2027-03-25')]], due).subscription?.expirationDate).toBe('2028-03-25');
  });
  test('CERT-5: one-time without validity never expires', () => {
    const { validity: _, ...rest } = definition;
    const world = after([...certified, ['2099-01-01', nightly]], { ...rest, renewable: false });
    expect(world.subscription?.status).toBe('CERTIFIED');
    expect(world.subscription?.expirationDate).toBeUndefined();
    expect(world.subscription && isCurrentlyCertified(world.subscription, d('2099-01-01'))).toBe(true);
  });
  test('CERT-2: a fixed due date, refused once it has passed', () => {
    const byDate = { ...definition, initialCompletion: { byDate: d('2026-04-30') } };
    expect(periodsOf(after([['2026-04-30', subscribe]], byDate))).toEqual(['ENROLLED 2026-04-30..2026-04-30']);
    expect(refusal(after([['2026-05-01', subscribe]], byDate))).toBe('due-date-passed');
  });
  test('CERT-18: after its end no subscription and no renewal, but running periods finish', () => {
    const ended = (on: string) => ({ ...definition, activeTo: d(on) });
    expect(refusal(after([['2026-02-02', subscribe]], ended('2026-02-01')))).toBe('not-active');
    expect(refusal(after([['2026-02-02', subscribe]], ended('2026-02-02')))).toBe('accepted');
    expect(refusal(after(renewing, ended('2027-01-09')))).toBe('not-active');
    expect(after(certified, ended('2026-02-02')).subscription?.status).toBe('CERTIFIED');
    expect(refusal(after([['2019-12-31', subscribe]]))).toBe('not-active');
  });
  test('CERT-20: where late completion is allowed the period stays, overdue, and a later day counts', () => {
    const late = { ...settings, missedDueDate: 'overdue' } as const;
    const waiting = after([['2026-02-02', subscribe], ['2026-05-01', nightly]], definition, late);
    expect(waiting.subscription?.status).toBe('ENROLLED');
    expect(waiting.subscription && isOverdue(waiting.subscription, d('2026-05-01'))).toBe(true);
    expect(waiting.subscription && isOverdue(waiting.subscription, d('2026-04-03'))).toBe(false);
    expect(after([['2026-02-02', subscribe], ['2026-05-02', complete(1, '2026-05-02')]], definition, late).subscription).toMatchObject({ status: 'CERTIFIED', completionDate: '2026-05-02' });
  });
  test('CERT-17: before expiration, once per certificate', () => {
    const { subscription } = after(certified);
    if (!subscription) throw new Error('no subscription');
    expect(noticesDue(definition, subscription, new Set(), dayBefore(d('2027-02-18')))).toEqual([]);
    expect(noticesDue(definition, subscription, new Set(), d('2027-02-18'))).toEqual([{ kind: 'expires-soon', sequence: 1, on: '2027-03-20', daysLeft: 30 }]);
    expect(noticesDue(definition, subscription, new Set(['1:expires-soon']), d('2027-02-19'))).toEqual([]);
  });
  test('CERT-12: a plain scheduled enrolment is linked when one live period fits; an online one never', () => {
    const candidates = [{ certPeriodId: 'a', live: true, courseIds: ['fire'] }, { certPeriodId: 'b', live: false, courseIds: ['fire'] }];
    expect(periodToLink(candidates, 'fire', false)).toBe('a');
    expect(periodToLink(candidates, 'fire', true)).toBeUndefined();
    expect(periodToLink([...candidates, { certPeriodId: 'c', live: true, courseIds: ['fire'] }], 'fire', false)).toBeUndefined();
  });
  test('CERT-13: what a period shows at the door of a class', () => {
    const [period] = after(certified.slice(0, 1)).subscription?.periods ?? [];
    const [closed] = after(certified).subscription?.periods ?? [];
    if (!period || !closed) throw new Error('no period');
    expect(viaPeriod('p', period, 'fire')).toEqual({ certPeriodId: 'p', live: true, containsCourse: true });
    expect([viaPeriod('p', period, 'lift').containsCourse, viaPeriod('p', closed, 'fire').live]).toEqual([false, false]);
  });
});

describe('ATT-7: a completion is taken back', () => {
  const back: CertificationCommand = { type: 'reverse-component', sequence: 1, courseId: 'fire' };
  test('before the due date the period is active again, after it expired', () => {
    const early = after([...certified, ['2026-03-25', back]]);
    expect(early.subscription?.status).toBe('ENROLLED');
    expect(early.subscription).not.toHaveProperty('expirationDate');
    expect(early.events).toContainEqual({ type: 'certificate-reversed', sequence: 1 });
    expect(periodsOf(early)).toEqual(['ACTIVE 2026-02-02..2026-04-03']);
    expect(after([...certified, ['2026-04-04', back]]).subscription?.status).toBe('EXPIRED');
  });
  test('an earlier certificate counts again', () => {
    const world = after([...renewing, ['2027-02-01', complete(2, '2027-02-01')], ['2027-02-02', { ...back, sequence: 2 } as CertificationCommand]]);
    expect(world.subscription).toMatchObject({ status: 'RENEWING', completionDate: '2026-03-20', expirationDate: '2027-03-20' });
  });
  test('completing once more gives the same certificate; taking back what is not complete changes nothing', () => {
    expect(after([...certified, ['2026-03-25', back], ['2026-03-26', complete(1, '2026-03-20')]]).subscription).toMatchObject({ status: 'CERTIFIED', expirationDate: '2027-03-20' });
    expect(after([['2026-02-02', subscribe], ['2026-03-25', back]]).events).toEqual([]);
  });
});

test('CERT-19: competence and certificate end on the same day, whatever the convention', () => {
  const conventions = fc.record({ years: fc.constantFrom('calendar' as const, '365-day' as const), lastDay: fc.constantFrom('same-day' as const, 'day-before' as const) });
  const periods: fc.Arbitrary<Period> = fc.record({ n: fc.integer({ min: 1, max: 40 }), unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const) });
  const starts = fc.integer({ min: toEpochDay(d('2020-01-01')), max: toEpochDay(d('2040-01-01')) }).map(fromEpochDay);
  fc.assert(
    fc.property(starts, periods, conventions, (start, validity, expiryConvention: ExpiryConvention) => {
      const world = after([[start, subscribe], [start, complete(1, start)]], { ...definition, validity }, { ...settings, expiryConvention });
      expect(awardExpiry(start, { renewalPeriod: validity }, expiryConvention), formatDate(start)).toBe(world.subscription?.expirationDate);
      expect(expirationOf(start, { validity }, expiryConvention)).toBe(world.subscription?.expirationDate);
    }),
  );
});

/** Random lives of subscriptions, checked at every step; the changes of status that occurred. */
function explore(options: { numRuns: number; seed?: number }): Set<string> {
  const commands = fc.constantFrom<(sequence: number, today: string) => CertificationCommand>(
    () => subscribe, () => ({ type: 'subscribe', approvalNeeded: true, mandatory: false }), () => ({ type: 'approve' }), () => ({ type: 'reject' }), () => renew,
    () => nightly, () => nightly, () => ({ type: 'unsubscribe', by: 'admin' }), (sequence) => ({ type: 'start-component', sequence, courseId: 'fire' }),
    (sequence, today) => complete(sequence, today), (sequence, today) => complete(sequence, today, 'lift'),
    (sequence, today) => complete(sequence, addDays(d(today), -15)), (sequence, today) => complete(sequence, addDays(d(today), -15), 'lift'),
    (sequence) => ({ type: 'reverse-component', sequence, courseId: 'lift' }),
  );
  const steps = fc.array(fc.record({ make: commands, wait: fc.nat(30), back: fc.nat(1) }), { minLength: 5, maxLength: 40, size: 'max' });
  const defs = fc.record({ renewable: fc.boolean(), validityStart: fc.constantFrom('ACTUAL_COMPLETION' as const, 'DUE_DATE' as const), atOnce: fc.boolean(), components: fc.constantFrom(['lift'], ['fire', 'lift']), days: fc.integer({ min: 30, max: 120 }) });
  const sets = fc.record({ renewalDue: fc.constantFrom('at-expiry' as const, 'by-duration' as const), missedDueDate: fc.constantFrom('expired' as const, 'overdue' as const) });
  const reached = new Set<string>();
  fc.assert(
    fc.property(steps, defs, sets, (list, { atOnce, days, ...some }, set) => {
      const def: CertificationDefinition = {
        ...definition, ...some, initialCompletion: { n: 20, unit: 'day' }, validity: { n: days, unit: 'day' },
        renewalOpens: atOnce ? { kind: 'IMMEDIATELY_AFTER_COMPLETION' } : { kind: 'BEFORE_EXPIRY', days: 30 },
      };
      let today = d('2026-01-01');
      let now: Subscription | undefined;
      for (const { make, wait, back } of list) {
        today = addPeriod(today, { n: wait, unit: 'day' });
        const sequence = Math.max(1, (now?.periods.length ?? 1) - back);
        const command = make(sequence, today);
        const decision = decideCertification(now, command, def, { ...settings, ...set }, today);
        if (!decision.ok) continue;
        const from = now?.status;
        now = decision.subscription;
        if (from !== now.status) {
          expect(TRANSITIONS[from ?? 'new']).toContain(now.status);
          expect(decision.events).toContainEqual({ type: 'subscription-status-changed', from, to: now.status });
          reached.add(`${from ?? 'new'}>${now.status}`);
        }
        const live = now.periods.filter((one) => one.status === 'ENROLLED' || one.status === 'ACTIVE');
        expect(live.length).toBe(now.status === 'ENROLLED' || now.status === 'RENEWING' ? 1 : 0);
        for (const one of now.periods) expect(one.status === 'COMPLETED').toBe(one.components.every((part) => part.status === 'COMPLETED'));
        if (command.type === 'complete-component' || command.type === 'nightly') {
          const again = decideCertification(now, command, def, { ...settings, ...set }, today);
          expect(again.ok ? again.events : []).toEqual([]);
        }
      }
    }),
    options,
  );
  return reached;
}

test('CERT-T1 to T13: no undeclared state, one live period at most, a completion once only', () => {
  expect(explore({ numRuns: 400 }).size).toBeGreaterThan(0);
});

test('CERT-T1 to T13: every declared change occurs', () => {
  const reached = explore({ numRuns: 1500, seed: 13 });
  const declared = Object.entries(TRANSITIONS).flatMap(([from, tos]) => tos.map((to) => `${from}>${to}`));
  expect([...reached].sort()).toEqual(declared.sort());
});
