import type { IsoDate } from './types';

/** Thrown for text or numbers that are no calendar date, time, period or zone. A programming or input fault, never a business refusal. */
export class InvalidDate extends RangeError {
  override readonly name = 'InvalidDate';
}

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Days in a month; `month` counts from 1. */
export function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

/** Year, month (1 to 12) and day of a date. */
export function partsOf(date: IsoDate): { year: number; month: number; day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** A date from its parts. Throws `InvalidDate` when there is no such day, or the year lies outside 1 to 9999. */
export function dateOf(year: number, month: number, day: number): IsoDate {
  const real =
    [year, month, day].every(Number.isInteger) &&
    year >= 1 &&
    year <= 9999 &&
    day >= 1 &&
    day <= daysInMonth(year, month);
  if (!real) throw new InvalidDate(`There is no date with year ${year}, month ${month}, day ${day}.`);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as IsoDate;
}

/** True for text that is exactly `YYYY-MM-DD` and a day that exists (DATE-1). */
export function isIsoDate(text: unknown): text is IsoDate {
  if (typeof text !== 'string') return false;
  const match = PATTERN.exec(text);
  if (!match) return false;
  const day = Number(match[3]);
  return Number(match[1]) >= 1 && day >= 1 && day <= daysInMonth(Number(match[1]), Number(match[2]));
}

/** Reads `YYYY-MM-DD` (DATE-1). Throws `InvalidDate` naming the text for anything else. */
export function parseIsoDate(text: string): IsoDate {
  if (isIsoDate(text)) return text;
  throw new InvalidDate(`"${String(text).slice(0, 40)}" is not a calendar date written YYYY-MM-DD.`);
}

/** Days since 1 January 1970; negative before it. */
export function toEpochDay(date: IsoDate): number {
  const { year, month, day } = partsOf(date);
  // Years begin in March here, so that the leap day is the last one of a year.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** The inverse of `toEpochDay`. Throws `InvalidDate` outside the years 1 to 9999. */
export function fromEpochDay(epochDay: number): IsoDate {
  const z = epochDay + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const m = Math.floor((5 * dayOfYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return dateOf(year, month, dayOfYear - Math.floor((153 * m + 2) / 5) + 1);
}

/** `n` whole days later, or earlier when `n` is negative. */
export function addDays(date: IsoDate, n: number): IsoDate {
  return fromEpochDay(toEpochDay(date) + n);
}

/** The day before. */
export function dayBefore(date: IsoDate): IsoDate {
  return addDays(date, -1);
}

/** The day after. */
export function dayAfter(date: IsoDate): IsoDate {
  return addDays(date, 1);
}

/** Whole days from one date to another; negative when `to` is earlier (DATE-5). */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return toEpochDay(to) - toEpochDay(from);
}

/** Days until `date` as seen today: 0 today, negative when it has passed (DATE-5). */
export function daysUntil(date: IsoDate, today: IsoDate): number {
  return daysBetween(today, date);
}

/** For sorting; `YYYY-MM-DD` sorts as text. */
export function compareDates(a: IsoDate, b: IsoDate): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The earliest of the dates that are given; undefined stands for "no end" and never wins. */
export function earliest(...dates: readonly (IsoDate | undefined)[]): IsoDate | undefined {
  return dates.reduce(
    (least, date) => (date !== undefined && (least === undefined || date < least) ? date : least),
    undefined,
  );
}

/** The earlier of two dates. */
export function minDate(a: IsoDate, b: IsoDate): IsoDate {
  return b < a ? b : a;
}

/** The later of two dates. */
export function maxDate(a: IsoDate, b: IsoDate): IsoDate {
  return b > a ? b : a;
}
