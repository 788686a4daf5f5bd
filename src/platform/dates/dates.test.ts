import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  InvalidDate,
  addDays,
  addPeriod,
  compareDates,
  comparePeriods,
  dayAfter,
  dayBefore,
  daysBetween,
  daysInMonth,
  daysUntil,
  earliest,
  expiryOf,
  formatDate,
  formatPeriod,
  formatShortDate,
  fromEpochDay,
  instantToLocal,
  isIsoDate,
  isWithin,
  localToInstant,
  maxDate,
  minDate,
  parseIsoDate,
  parsePeriod,
  partsOf,
  rangeContains,
  rangesOverlap,
  samePeriod,
  toEpochDay,
  todayIn,
} from './index';
import type { Period } from './index';

const d = parseIsoDate;
const days = fc.integer({ min: toEpochDay(d('1950-01-01')), max: toEpochDay(d('2150-12-31')) }).map(fromEpochDay);
const periods: fc.Arbitrary<Period> = fc.record({
  n: fc.integer({ min: 0, max: 60 }),
  unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const),
});

describe('DATE-1: a calendar date', () => {
  test.each(['2026-04-03', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s is one', (text) => {
    expect(parseIsoDate(text)).toBe(text);
  });
  test.each([
    '2025-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-4-3',
    '03/04/2026',
    '2026-04-03T00:00',
    ' 2026-04-03',
    '',
    '0000-01-01',
    '2026-04-00',
  ])('"%s" is none, and the error names it', (text) => {
    expect(isIsoDate(text)).toBe(false);
    expect(() => parseIsoDate(text)).toThrow(InvalidDate);
    expect(() => parseIsoDate(text)).toThrow(`"${text}"`);
  });
  test('epoch days agree with the platform calendar', () => {
    fc.assert(
      fc.property(days, (date) => {
        expect(toEpochDay(date)).toBe(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
        expect(fromEpochDay(toEpochDay(date))).toBe(date);
      }),
    );
  });
  test('leaving the years 1 to 9999 is an error', () => {
    expect(() => addDays(d('9999-12-31'), 1)).toThrow(InvalidDate);
  });
});

describe('DATE-2: ranges', () => {
  const range = { from: d('2026-01-10'), to: d('2026-01-12') };
  test('both ends are inside', () => {
    expect(['2026-01-09', '2026-01-10', '2026-01-12', '2026-01-13'].map((x) => isWithin(d(x), range))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isWithin(d('2999-01-01'), { from: d('2026-01-10') })).toBe(true);
  });
  test('overlap and containment', () => {
    expect(rangesOverlap(range, { from: d('2026-01-12') })).toBe(true);
    expect(rangesOverlap(range, { from: d('2026-01-13') })).toBe(false);
    expect(rangeContains({ from: d('2026-01-10') }, range)).toBe(true);
    expect(rangeContains(range, { from: d('2026-01-10') })).toBe(false);
  });
});

describe('DATE-3: adding a period', () => {
  test.each([
    ['2024-02-29', 1, 'year', '2025-02-28'],
    ['2024-02-29', 12, 'month', '2025-02-28'],
    ['2025-08-31', 6, 'month', '2026-02-28'],
    ['2024-02-29', 4, 'year', '2028-02-29'],
    ['2026-02-02', 60, 'day', '2026-04-03'],
    ['2026-12-30', 1, 'week', '2027-01-06'],
    ['2026-11-30', 3, 'month', '2027-02-28'],
    ['2026-03-31', -1, 'month', '2026-02-28'],
  ] as const)('V1: %s + %d %s = %s', (from, n, unit, to) => {
    expect(addPeriod(d(from), { n, unit })).toBe(to);
  });
  test('later starts never end earlier, and the day of the month is kept or clamped', () => {
    fc.assert(
      fc.property(days, days, periods, (a, b, period) => {
        const [first, second] = [minDate(a, b), maxDate(a, b)];
        const end = addPeriod(first, period);
        expect(end <= addPeriod(second, period)).toBe(true);
        expect(end >= first).toBe(true);
        if (period.unit === 'month' || period.unit === 'year') {
          const [from, to] = [partsOf(first), partsOf(end)];
          expect(to.day).toBe(Math.min(from.day, daysInMonth(to.year, to.month)));
        }
      }),
    );
  });
});

describe('DATE-4: expiry by the four conventions of SET-1', () => {
  const year: Period = { n: 1, unit: 'year' };
  test.each([
    ['2025-03-10', 'calendar', 'same-day', '2026-03-10'],
    ['2025-03-10', 'calendar', 'day-before', '2026-03-09'],
    ['2027-03-10', '365-day', 'same-day', '2028-03-09'],
    ['2027-03-10', '365-day', 'day-before', '2028-03-08'],
    ['2024-02-29', 'calendar', 'same-day', '2025-02-28'],
  ] as const)('%s + 1 year, %s years, %s: %s', (start, years, lastDay, end) => {
    expect(expiryOf(d(start), year, { years, lastDay })).toBe(end);
  });
  test('the default is calendar years and the same day', () => {
    expect(expiryOf(d('2027-03-10'), year)).toBe('2028-03-10');
  });
  test('365-day years leave days, weeks and months alone', () => {
    for (const period of [
      { n: 12, unit: 'month' },
      { n: 52, unit: 'week' },
      { n: 366, unit: 'day' },
    ] as const) {
      expect(expiryOf(d('2027-03-10'), period, { years: '365-day', lastDay: 'same-day' })).toBe(
        addPeriod(d('2027-03-10'), period),
      );
    }
  });
});

describe('DATE-5: days until', () => {
  test('whole calendar days, over a clock change', () => {
    expect(daysUntil(d('2026-06-30'), d('2026-04-01'))).toBe(90);
    expect(daysUntil(d('2026-03-31'), d('2026-04-01'))).toBe(-1);
    expect(daysBetween(d('2026-03-28'), d('2026-03-30'))).toBe(2);
  });
  test('neighbours and order', () => {
    expect([dayBefore(d('2024-03-01')), dayAfter(d('2026-12-31'))]).toEqual(['2024-02-29', '2027-01-01']);
    expect([d('2026-10-01'), d('2025-12-31')].sort(compareDates)).toEqual(['2025-12-31', '2026-10-01']);
    expect(earliest(undefined, d('2026-02-01'), d('2026-01-01'))).toBe('2026-01-01');
    expect(earliest(undefined, undefined)).toBeUndefined();
  });
});

describe('DATE-6: local clocks', () => {
  test('today in London turns at London midnight', () => {
    expect(todayIn('Europe/London', new Date('2026-06-30T22:59:59Z'))).toBe('2026-06-30');
    expect(todayIn('Europe/London', new Date('2026-06-30T23:00:00Z'))).toBe('2026-07-01');
    expect(todayIn('Europe/London', new Date('2026-12-31T23:59:59Z'))).toBe('2026-12-31');
  });
  test('a class at 09:00 stays at 09:00 when copied across 29 March 2026', () => {
    const start = localToInstant({ date: d('2026-03-25'), time: '09:00' }, 'Europe/London');
    const local = instantToLocal(start, 'Europe/London');
    const copy = localToInstant(
      { date: addPeriod(local.date, { n: 1, unit: 'week' }), time: local.time },
      'Europe/London',
    );
    expect(start.toISOString()).toBe('2026-03-25T09:00:00.000Z');
    expect(copy.toISOString()).toBe('2026-04-01T08:00:00.000Z');
    expect(instantToLocal(copy, 'Europe/London')).toEqual({ date: '2026-04-01', time: '09:00' });
  });
  test('a skipped time moves forward, a doubled one is the first', () => {
    expect(localToInstant({ date: d('2026-03-29'), time: '01:30' }, 'Europe/London').toISOString()).toBe(
      '2026-03-29T01:30:00.000Z',
    );
    expect(localToInstant({ date: d('2026-10-25'), time: '01:30' }, 'Europe/London').toISOString()).toBe(
      '2026-10-25T00:30:00.000Z',
    );
  });
  test('there and back in any zone', () => {
    const zones = fc.constantFrom('Europe/London', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'UTC');
    const minutes = fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 });
    fc.assert(
      fc.property(zones, minutes, (zone, minute) => {
        const local = instantToLocal(new Date(minute * 60_000), zone);
        expect(instantToLocal(localToInstant(local, zone), zone)).toEqual(local);
      }),
    );
  });
  test('bad zones, times and instants are named', () => {
    expect(() => todayIn('Mars/Base', new Date(0))).toThrow('"Mars/Base"');
    expect(() => localToInstant({ date: d('2026-01-01'), time: '24:00' }, 'UTC')).toThrow(InvalidDate);
    expect(() => todayIn('UTC', new Date(Number.NaN))).toThrow(InvalidDate);
  });
});

describe('periods and dates as text', () => {
  test('written and read', () => {
    fc.assert(
      fc.property(periods, (period) => {
        expect(parsePeriod(formatPeriod(period))).toEqual(period);
      }),
    );
    expect(parsePeriod('P90D')).toEqual({ n: 90, unit: 'day' });
    expect([formatPeriod({ n: 1, unit: 'year' }), formatPeriod({ n: 2, unit: 'week' })]).toEqual(['1 year', '2 weeks']);
    for (const text of ['a year', '', '-1 day', '1.5 years', 'P1Y2M'])
      expect(() => parsePeriod(text)).toThrow(InvalidDate);
  });
  test('CERT-3: lengths are compared from 1 January 2025', () => {
    expect(comparePeriods({ n: 364, unit: 'day' }, { n: 1, unit: 'year' })).toBe(-1);
    expect(comparePeriods({ n: 365, unit: 'day' }, { n: 1, unit: 'year' })).toBe(0);
    expect(comparePeriods({ n: 53, unit: 'week' }, { n: 12, unit: 'month' })).toBe(1);
  });
  test('the same length whatever the start', () => {
    expect(samePeriod({ n: 1, unit: 'year' }, { n: 12, unit: 'month' })).toBe(true);
    expect(samePeriod({ n: 1, unit: 'week' }, { n: 7, unit: 'day' })).toBe(true);
    expect(samePeriod({ n: 1, unit: 'year' }, { n: 365, unit: 'day' })).toBe(false);
  });
  test('for people', () => {
    expect([formatDate(d('2026-04-03')), formatShortDate(d('2026-04-03'))]).toEqual(['3 April 2026', '3 Apr 2026']);
  });
});
