import { describe, expect, test } from 'vitest';
import { dayBefore, parseIsoDate as d } from '../../../platform/dates';
import {
  after,
  certified,
  complete,
  definition,
  nightly,
  periodsOf,
  refusal,
  renew,
  renewing,
  settings,
  subscribe,
} from './given-fixture';
import type { Step } from './given-fixture';
import { isCurrentlyCertified, isOverdue, noticesDue, periodToLink, viaPeriod } from './subscription';

describe('rules of periods and dates', () => {
  const two = { ...definition, components: ['fire', 'lift'] };
  test('CERT-1: all components within one period, dated by the last', () => {
    const half: readonly Step[] = [
      ['2026-02-02', subscribe],
      ['2026-03-20', complete(1, '2026-03-20')],
    ];
    expect(after(half, two).subscription?.status).toBe('ENROLLED');
    expect(periodsOf(after(half, two))).toEqual(['ACTIVE 2026-02-02..2026-04-03']);
    expect(after([...half, ['2026-03-25', complete(1, '2026-03-10', 'lift')]], two).subscription).toMatchObject({
      status: 'CERTIFIED',
      completionDate: '2026-03-20',
    });
  });
  test('CERT-10: only dates from the start to the due date count, both ends included', () => {
    const on = (date: string): string =>
      refusal(
        after([
          ['2026-02-02', subscribe],
          ['2026-04-03', complete(1, date)],
        ]),
      );
    expect(['2026-02-01', '2026-02-02', '2026-04-03', '2026-04-04'].map(on)).toEqual([
      'outside-period',
      'accepted',
      'accepted',
      'outside-period',
    ]);
  });
  test('CERT-10, CERT-T6: progress of an earlier period does not count in a later one', () => {
    const world = after(
      [
        ['2026-02-02', subscribe],
        ['2026-03-20', complete(1, '2026-03-20')],
        ['2026-04-04', nightly],
        ['2026-04-10', subscribe],
        ['2026-04-12', complete(2, '2026-04-12', 'lift')],
      ],
      two,
    );
    expect(world.subscription?.status).toBe('ENROLLED');
    expect(world.subscription?.periods.at(-1)?.components).toMatchObject([
      { courseId: 'fire', status: 'NOT_STARTED' },
      { courseId: 'lift', status: 'COMPLETED' },
    ]);
  });
  test('CERT-15, ATT-6: the same component again, by whichever delivery, changes nothing', () => {
    const world = after(certified);
    const again = after([...certified, ['2026-03-22', { ...complete(1, '2026-03-22'), enrolmentId: 'other' }]]);
    expect(again.events).toEqual([]);
    expect(again.subscription).toEqual(world.subscription);
  });
  test('CERT-8: by duration, after expiry, and when renewal opens at once', () => {
    const renewFor = { ...definition, renewalDuration: { n: 30, unit: 'day' } } as const;
    expect(periodsOf(after(renewing, renewFor)).at(-1)).toBe('ENROLLED 2027-01-10..2027-03-20');
    expect(periodsOf(after(renewing, renewFor, { ...settings, renewalDue: 'by-duration' })).at(-1)).toBe(
      'ENROLLED 2027-01-10..2027-02-09',
    );
    expect(periodsOf(after([...certified, ['2027-03-21', renew]], renewFor)).at(-1)).toBe(
      'ENROLLED 2027-03-21..2027-04-20',
    );
    expect(periodsOf(after([...certified, ['2027-03-20', renew]], renewFor)).at(-1)).toBe(
      'ENROLLED 2027-03-20..2027-03-20',
    );
    const atOnce = { ...renewFor, renewalOpens: { kind: 'IMMEDIATELY_AFTER_COMPLETION' } } as const;
    const world = after([...certified, ['2026-03-20', renew]], atOnce);
    expect(world.subscription?.earliestRenewDate).toBe('2026-03-20');
    expect(periodsOf(world).at(-1)).toBe('ENROLLED 2026-03-20..2026-04-19');
  });
  test('CERT-9: DUE_DATE counts for renewals opened on or before expiry, not for later ones', () => {
    const due = { ...definition, validityStart: 'DUE_DATE' } as const;
    expect(
      after([...certified, ['2027-03-20', renew], ['2027-03-20', complete(2, '2027-03-20')]], due).subscription
        ?.expirationDate,
    ).toBe('2028-03-20');
    expect(
      after([...certified, ['2027-03-21', renew], ['2027-03-25', complete(2, '2027-03-25')]], due).subscription
        ?.expirationDate,
    ).toBe('2028-03-25');
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
    const waiting = after(
      [
        ['2026-02-02', subscribe],
        ['2026-05-01', nightly],
      ],
      definition,
      late,
    );
    expect(waiting.subscription?.status).toBe('ENROLLED');
    expect(waiting.subscription && isOverdue(waiting.subscription, d('2026-05-01'))).toBe(true);
    expect(waiting.subscription && isOverdue(waiting.subscription, d('2026-04-03'))).toBe(false);
    expect(
      after(
        [
          ['2026-02-02', subscribe],
          ['2026-05-02', complete(1, '2026-05-02')],
        ],
        definition,
        late,
      ).subscription,
    ).toMatchObject({ status: 'CERTIFIED', completionDate: '2026-05-02' });
  });
  test('CERT-17: before expiration, once per certificate', () => {
    const { subscription } = after(certified);
    if (!subscription) throw new Error('no subscription');
    expect(noticesDue(definition, subscription, new Set(), dayBefore(d('2027-02-18')))).toEqual([]);
    expect(noticesDue(definition, subscription, new Set(), d('2027-02-18'))).toEqual([
      { kind: 'expires-soon', sequence: 1, on: '2027-03-20', daysLeft: 30 },
    ]);
    expect(noticesDue(definition, subscription, new Set(['1:expires-soon']), d('2027-02-19'))).toEqual([]);
  });
  test('CERT-12: a plain scheduled enrolment is linked when one live period fits; an online one never', () => {
    const candidates = [
      { certPeriodId: 'a', live: true, courseIds: ['fire'] },
      { certPeriodId: 'b', live: false, courseIds: ['fire'] },
    ];
    expect(periodToLink(candidates, 'fire', false)).toBe('a');
    expect(periodToLink(candidates, 'fire', true)).toBeUndefined();
    expect(
      periodToLink([...candidates, { certPeriodId: 'c', live: true, courseIds: ['fire'] }], 'fire', false),
    ).toBeUndefined();
  });
  test('CERT-13: what a period shows at the door of a class', () => {
    const [period] = after(certified.slice(0, 1)).subscription?.periods ?? [];
    const [closed] = after(certified).subscription?.periods ?? [];
    if (!period || !closed) throw new Error('no period');
    expect(viaPeriod('p', period, 'fire')).toEqual({ certPeriodId: 'p', live: true, containsCourse: true });
    expect([viaPeriod('p', period, 'lift').containsCourse, viaPeriod('p', closed, 'fire').live]).toEqual([
      false,
      false,
    ]);
  });
});
