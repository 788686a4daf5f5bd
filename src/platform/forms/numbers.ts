import type { Period } from '../dates';
import { one, type Typed } from './typed';

/** A number, undefined when nothing was typed, NaN when it was not a number from `least` to `most`. */
export function readNumber(
  typed: Typed,
  name: string,
  { least = 0, most = 100_000, whole = true }: { least?: number; most?: number; whole?: boolean } = {},
): number | undefined {
  const text = one(typed, name, 20);
  if (text === '') return undefined;
  const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most && (!whole || Number.isInteger(value)) ? value : Number.NaN;
}

export type ReadPeriod = { readonly ok: true; readonly period: Period | undefined } | { readonly ok: false };

const units: readonly string[] = ['day', 'week', 'month', 'year'] satisfies readonly Period['unit'][];

/** A length of time typed as `<name>-n` and `<name>-unit`; none when no number was typed. 1 to 3650. */
export function readPeriod(typed: Typed, name: string): ReadPeriod {
  const n = readNumber(typed, `${name}-n`, { least: 1, most: 3650 });
  if (n === undefined) return { ok: true, period: undefined };
  const unit = one(typed, `${name}-unit`, 10);
  return Number.isNaN(n) || !units.includes(unit)
    ? { ok: false }
    : { ok: true, period: { n, unit: unit as Period['unit'] } };
}
