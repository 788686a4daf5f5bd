import { describe, expect, test } from 'vitest';
import { dayBefore, parseIsoDate as d } from '../../platform/dates';
import { compliancePercentage, compliancePercentageOf, complianceState } from './compliance';
import type { ComplianceQuestion } from './compliance';
import type { ElementFact } from './types';

const row = (from: string, to?: string, level?: number): ElementFact => ({
  key: `${from}`,
  dateFrom: d(from),
  dateTo: to === undefined ? undefined : d(to),
  level,
  provenance: { kind: 'learning' },
});
const ask = (today: string, rows: readonly ElementFact[], more: Partial<ComplianceQuestion> = {}) =>
  complianceState({ required: {}, rows, today: d(today), ...more });

describe('COMPL-1 to COMPL-7, COMPL-14', () => {
  test('COMPL-1: never held is red', () => {
    expect(ask('2026-04-01', [])).toMatchObject({ state: 'NOT_HELD', colour: 'red', compliant: false });
  });
  test('V2, COMPL-3: green on 31 March, amber 1 April to 30 June, red on 1 July 2026', () => {
    const rows = [row('2025-06-30', '2026-06-30')];
    expect(['2026-03-31', '2026-04-01', '2026-06-30', '2026-07-01'].map((day) => ask(day, rows)?.state)).toEqual([
      'COMPLIANT',
      'EXPIRING',
      'EXPIRING',
      'EXPIRED',
    ]);
    expect(ask('2026-04-01', rows)).toMatchObject({
      colour: 'amber',
      compliant: true,
      end: '2026-06-30',
      daysLeft: 90,
    });
    expect(ask('2026-07-01', rows)).toMatchObject({ colour: 'red', compliant: false, daysLeft: -1 });
  });
  test('SET-2: a window in calendar months', () => {
    const more = { amberWindow: { n: 3, unit: 'month' } } as const;
    expect(['2026-03-29', '2026-03-30'].map((day) => ask(day, [row('2025-06-30', '2026-06-30')], more)?.state)).toEqual(
      ['COMPLIANT', 'EXPIRING'],
    );
  });
  test('COMPL-4: no end is green', () => {
    const state = ask('2026-04-01', [row('2020-01-01')]);
    expect(state).toMatchObject({ state: 'COMPLIANT', colour: 'green', compliant: true });
    expect(state).not.toHaveProperty('end');
  });
  test('COMPL-5: held and not required is blue and not counted; neither is no row at all', () => {
    const held = ask('2026-04-01', [row('2026-01-01')], { required: undefined });
    expect(held).toMatchObject({ state: 'HELD_NOT_REQUIRED', colour: 'blue' });
    expect(held?.compliant).toBeUndefined();
    expect(ask('2026-04-01', [row('2025-01-01', '2025-12-31')], { required: undefined })).toBeUndefined();
  });
  test('COMPL-6: held lower, or without a level, is below level; higher counts', () => {
    const required = { minLevel: 2 };
    expect(
      [1, undefined, 2, 3].map(
        (level) => ask('2026-04-01', [row('2026-01-01', undefined, level)], { required })?.state,
      ),
    ).toEqual(['BELOW_LEVEL', 'BELOW_LEVEL', 'COMPLIANT', 'COMPLIANT']);
  });
  test('COMPL-7: only a future row is red and tells from when; ended comes before future', () => {
    expect(ask('2026-04-01', [row('2026-04-02')])).toMatchObject({
      state: 'FUTURE_ONLY',
      colour: 'red',
      compliant: false,
      from: '2026-04-02',
    });
    expect(ask('2026-04-01', [row('2025-01-01', '2026-03-31'), row('2026-04-02')])?.state).toBe('EXPIRED');
  });
  test('COMPL-14: a chain without a gap reaches to its last end; a gap or a lower level breaks it', () => {
    const first = row('2025-06-01', '2026-05-01', 2);
    const chain = (from: string, level: number) =>
      ask('2026-04-01', [row(from, '2027-05-01', level), first], { required: { minLevel: 2 } });
    expect(chain('2026-05-02', 2)).toMatchObject({ state: 'COMPLIANT', end: '2027-05-01' });
    expect(chain('2026-05-03', 2)).toMatchObject({ state: 'EXPIRING', end: '2026-05-01' });
    expect(chain('2026-05-02', 1)).toMatchObject({ state: 'EXPIRING', end: '2026-05-01' });
  });
  test('COMPL-2, SET-9: a grace keeps it amber for n days, between its two dates, at level only', () => {
    const rows = [row('2025-03-31', '2026-03-31', 1)];
    const grace = { days: 30, from: d('2026-04-05'), to: d('2026-06-30') };
    expect(
      ['2026-04-04', '2026-04-05', '2026-04-30', '2026-05-01'].map((day) => ask(day, rows, { grace })?.state),
    ).toEqual(['EXPIRED', 'EXPIRING', 'EXPIRING', 'EXPIRED']);
    expect(ask('2026-04-05', rows, { grace })).toMatchObject({ compliant: true, inGrace: true });
    expect(ask('2026-04-05', rows, { grace, required: { minLevel: 2 } })?.state).toBe('EXPIRED');
  });
  test('ATT-7: reversed rows count for nothing', () => {
    expect(ask('2026-04-01', [{ ...row('2026-01-01'), reversed: true }])?.state).toBe('NOT_HELD');
  });
  test('V36: as known on 25 December 2026, held to 20 March 2027 is amber with 85 days left', () => {
    expect(ask('2026-12-25', [row('2026-03-20', '2027-03-20')])).toMatchObject({ state: 'EXPIRING', daysLeft: 85 });
  });
});

describe('COMPL-10: percentages', () => {
  test('the worked example: 1 April 2026 gives 50.00 %', () => {
    const today = '2026-04-01';
    const rows = [
      ask(today, [row('2025-06-30', '2026-06-30')]),
      ask(today, [row('2023-03-31', '2026-03-31')]),
      ask(today, [row('2024-04-01', '2026-04-01')]),
      ask(today, []),
      ask(today, [row('2026-01-01')], { required: undefined }),
    ];
    expect(rows.map((one) => one?.colour)).toEqual(['amber', 'red', 'amber', 'red', 'blue']);
    expect(compliancePercentageOf(rows)?.toFixed(2)).toBe('50.00');
    expect(ask(dayBefore(d(today)), [row('2025-06-30', '2026-06-30')])?.colour).toBe('green');
  });
  test('V30: nothing required gives null, never 100', () => {
    expect(compliancePercentage(0, 0)).toBeNull();
    expect(compliancePercentageOf([undefined])).toBeNull();
  });
  test('two decimals, half up', () => {
    expect([
      compliancePercentage(1, 3),
      compliancePercentage(2, 3),
      compliancePercentage(1, 800),
      compliancePercentage(3, 3),
    ]).toEqual([33.33, 66.67, 0.13, 100]);
  });
});
