import type { IsoDate } from './types';
import { partsOf } from './iso-date';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** For people: `3 April 2026`. */
export function formatDate(date: IsoDate): string {
  const { year, month, day } = partsOf(date);
  return `${day} ${MONTHS[month - 1] ?? ''} ${year}`;
}

/** For narrow places: `3 Apr 2026`. */
export function formatShortDate(date: IsoDate): string {
  const { year, month, day } = partsOf(date);
  return `${day} ${(MONTHS[month - 1] ?? '').slice(0, 3)} ${year}`;
}
