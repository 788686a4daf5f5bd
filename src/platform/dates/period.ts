import type { ExpiryConvention, IsoDate, Period } from './types';
import { InvalidDate, addDays, dateOf, dayBefore, daysInMonth, parseIsoDate, partsOf } from './iso-date';

/** The default of SET-1: same day, calendar years. */
export const DEFAULT_EXPIRY_CONVENTION: ExpiryConvention = { years: 'calendar', lastDay: 'same-day' };

/** CERT-3 and CERT-7 compare lengths from this day, so that a year spans 365 days. */
const REFERENCE_DAY = parseIsoDate('2025-01-01');

function addMonths(date: IsoDate, n: number): IsoDate {
  const { year, month, day } = partsOf(date);
  const months = year * 12 + (month - 1) + n;
  const newYear = Math.floor(months / 12);
  const newMonth = months - newYear * 12 + 1;
  return dateOf(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/**
 * DATE-3: days and weeks count days; months and years keep the day of the month and
 * clamp to the month's last day (29 Feb 2024 + 1 year = 28 Feb 2025).
 */
export function addPeriod(date: IsoDate, period: Period): IsoDate {
  switch (period.unit) {
    case 'day':
      return addDays(date, period.n);
    case 'week':
      return addDays(date, period.n * 7);
    case 'month':
      return addMonths(date, period.n);
    case 'year':
      return addMonths(date, period.n * 12);
  }
}

/**
 * DATE-4 with SET-1: the last valid day of something that starts on `start` and lasts `period`.
 * Competence and certification both use it, so that their dates agree (CERT-19).
 */
export function expiryOf(
  start: IsoDate,
  period: Period,
  convention: ExpiryConvention = DEFAULT_EXPIRY_CONVENTION,
): IsoDate {
  const counted: Period =
    period.unit === 'year' && convention.years === '365-day' ? { n: period.n * 365, unit: 'day' } : period;
  const end = addPeriod(start, counted);
  return convention.lastDay === 'day-before' ? dayBefore(end) : end;
}

/** Negative, 0 or positive as `a` is shorter, equally long or longer than `b`, counted from 1 January 2025 (CERT-3, CERT-7). */
export function comparePeriods(a: Period, b: Period): number {
  const [endA, endB] = [addPeriod(REFERENCE_DAY, a), addPeriod(REFERENCE_DAY, b)];
  return endA < endB ? -1 : endA > endB ? 1 : 0;
}

/** True when both give the same date from every start: 1 year and 12 months, 1 week and 7 days; not 1 year and 365 days. */
export function samePeriod(a: Period, b: Period): boolean {
  const [x, y] = [normal(a), normal(b)];
  return x.n === y.n && (x.unit === y.unit || x.n === 0);
}

function normal({ n, unit }: Period): Period {
  if (unit === 'year') return { n: n * 12, unit: 'month' };
  return unit === 'week' ? { n: n * 7, unit: 'day' } : { n, unit };
}

const WRITTEN = /^\s*(\d{1,4})\s*(day|week|month|year)s?\s*$/i;
const ISO_WRITTEN = /^P(\d{1,4})([DWMY])$/;
const ISO_UNITS = { D: 'day', W: 'week', M: 'month', Y: 'year' } as const;

/** Reads `2 years`, `1 Month` or `P90D`. Throws `InvalidDate` naming the text for anything else. */
export function parsePeriod(text: string): Period {
  const written = WRITTEN.exec(text);
  if (written?.[1] && written[2]) return { n: Number(written[1]), unit: written[2].toLowerCase() as Period['unit'] };
  const iso = ISO_WRITTEN.exec(text);
  if (iso?.[1] && iso[2]) return { n: Number(iso[1]), unit: ISO_UNITS[iso[2] as keyof typeof ISO_UNITS] };
  throw new InvalidDate(`"${text.slice(0, 40)}" is not a period such as "90 days" or "2 years".`);
}

/** Writes `1 year`, `90 days`; what `parsePeriod` reads. */
export function formatPeriod({ n, unit }: Period): string {
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}
