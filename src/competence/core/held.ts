import type { IsoDate } from '../../platform/dates';
import { isWithin } from '../../platform/dates';
import type { ElementFact } from './types';

/** COMP-12: a level above the one asked for still counts; no level never meets a level. */
export function meetsLevel(held: number | undefined, asked: number | undefined): boolean {
  return asked === undefined || (held !== undefined && held >= asked);
}

/** COMP-12: for sorting by rank, lowest first; no level ranks below every level. */
export function compareLevels(a: number | undefined, b: number | undefined): number {
  return (a ?? -Infinity) === (b ?? -Infinity) ? 0 : (a ?? -Infinity) - (b ?? -Infinity);
}

/** Achieved, and not taken back: the rows that count for anything. */
export function counts(row: ElementFact): boolean {
  return row.reversed !== true && (row.status ?? 'Achieved') === 'Achieved';
}

/** The row that is valid on the day, if there is one (COMP-6: never two). */
export function rowOn<Row extends ElementFact>(rows: readonly Row[], date: IsoDate): Row | undefined {
  return rows.find((row) => counts(row) && isWithin(date, { from: row.dateFrom, to: row.dateTo }));
}

/** COMP-11: held on that day, at that level when one is asked for. `rows` are of one person and competence. */
export function isHeldOn(rows: readonly ElementFact[], date: IsoDate, level?: number): boolean {
  const row = rowOn(rows, date);
  return row !== undefined && meetsLevel(row.level, level);
}
