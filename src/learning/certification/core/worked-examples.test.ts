import { describe, expect, test } from 'vitest';
import { parseIsoDate as d } from '../../../platform/dates';
import { awardExpiry } from '../../../competence/core/award-dates';
import { complianceState } from '../../../competence/core/compliance';
import { decideAward } from '../../../competence/core/decide-award';
import type { HeldElement } from '../../../competence/core/types';
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
  subscribe,
} from './given-fixture';
import type { Step } from './given-fixture';
import { isCurrentlyCertified, noticeKey, noticesDue } from './subscription';

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
    expect(world.subscription).toMatchObject({
      status: 'CERTIFIED',
      completionDate: '2026-03-20',
      expirationDate: '2027-03-20',
      earliestRenewDate: '2026-12-20',
    });
    expect(world.events).toContainEqual({
      type: 'certified',
      sequence: 1,
      completedOn: '2026-03-20',
      expirationDate: '2027-03-20',
      earliestRenewDate: '2026-12-20',
      basis: 'ACTUAL_COMPLETION',
    });
    expect(awardExpiry(d('2026-03-20'), { renewalPeriod: { n: 12, unit: 'month' } })).toBe('2027-03-20');
  });
  test('19 Dec 2026, CERT-T6: renewing is refused, not open yet', () => {
    expect(after([...certified, ['2026-12-19', renew]]).last).toEqual({
      ok: false,
      refusal: 'renewal-not-open',
      opensOn: '2026-12-20',
    });
    expect(refusal(after([...certified, ['2026-12-20', renew]]))).toBe('accepted');
  });
  test('20 Dec 2026: the competence turns amber on the day renewal opens', () => {
    const rows = [
      {
        key: 'certPeriod:1',
        dateFrom: d('2026-03-20'),
        ownDateTo: d('2027-03-20'),
        dateTo: d('2027-03-20'),
        provenance: { kind: 'learning' as const },
      },
    ];
    expect(
      ['2026-12-19', '2026-12-20'].map((day) => complianceState({ required: {}, rows, today: d(day) })?.colour),
    ).toEqual(['green', 'amber']);
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
    expect(world.subscription).toMatchObject({
      status: 'CERTIFIED',
      expirationDate: '2028-02-01',
      earliestRenewDate: '2027-11-03',
    });
    const old: HeldElement = {
      elementId: 'e1',
      version: 1,
      key: 'certPeriod:1',
      dateFrom: d('2026-03-20'),
      ownDateTo: d('2027-03-20'),
      dateTo: d('2027-03-20'),
      provenance: { kind: 'learning' },
    };
    const award = decideAward([old], {
      key: 'certPeriod:2',
      dateFrom: d('2027-02-01'),
      ownDateTo: awardExpiry(d('2027-02-01'), { renewalPeriod: { n: 12, unit: 'month' } }),
      provenance: { kind: 'learning' },
    });
    expect(award).toMatchObject({
      ok: true,
      changes: [
        { insert: { dateFrom: '2026-03-20', dateTo: '2027-01-31' } },
        { insert: { dateFrom: '2027-02-01', dateTo: '2028-02-01' } },
      ],
    });
  });
  test('1 Feb 2027, CERT-9, COMP-10: with DUE_DATE to 20 Mar 2028, the competence too', () => {
    const due = { ...definition, validityStart: 'DUE_DATE' } as const;
    const world = after([...renewing, ['2027-02-01', complete(2, '2027-02-01')]], due);
    expect(world.subscription).toMatchObject({
      status: 'CERTIFIED',
      completionDate: '2027-02-01',
      expirationDate: '2028-03-20',
    });
    expect(world.events).toContainEqual(
      expect.objectContaining({ type: 'certified', basis: 'DUE_DATE', expirationDate: '2028-03-20' }),
    );
    expect(
      awardExpiry(d('2027-02-01'), {
        renewalPeriod: { n: 12, unit: 'month' },
        certificationExpiration: d('2028-03-20'),
      }),
    ).toBe('2028-03-20');
    expect(after(certified, due).subscription?.expirationDate).toBe('2027-03-20');
  });
});

describe('worked examples B, C, D', () => {
  test('B, CERT-T5: missed; the night after 3 Apr expires it, 10 Apr begins again to 9 Jun 2026', () => {
    const missed: readonly Step[] = [
      ['2026-02-02', subscribe],
      ['2026-04-04', nightly],
    ];
    expect(
      after([
        ['2026-02-02', subscribe],
        ['2026-04-03', nightly],
      ]).subscription?.status,
    ).toBe('ENROLLED');
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
    const rows = [
      { key: 'k', dateFrom: d('2026-03-20'), dateTo: d('2027-03-20'), provenance: { kind: 'learning' as const } },
    ];
    expect(
      ['2027-03-20', '2027-03-21'].map((day) => complianceState({ required: {}, rows, today: d(day) })?.colour),
    ).toEqual(['amber', 'red']);
  });
  test('D, CERT-5: completed 29 Feb 2024, valid for a year to 28 Feb 2025', () => {
    const world = after(
      [
        ['2024-02-01', subscribe],
        ['2024-02-29', complete(1, '2024-02-29')],
      ],
      { ...definition, validity: { n: 1, unit: 'year' } },
    );
    expect(world.subscription?.expirationDate).toBe('2025-02-28');
  });
});
