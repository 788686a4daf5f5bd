import { dateOf, partsOf, type IsoDate } from '../dates';
import { one, type Typed } from './typed';

export type ReadDate = { readonly ok: true; readonly date: IsoDate | undefined } | { readonly ok: false };

/** The date typed as `<name>-day`, `-month` and `-year`; all three empty is no date. Years in full. */
export function readDate(typed: Typed, name: string): ReadDate {
  const texts = (['day', 'month', 'year'] as const).map((part) => one(typed, `${name}-${part}`, 10));
  if (texts.every((text) => text === '')) return { ok: true, date: undefined };
  const [day, month, year] = texts.map((text) => (/^\d{1,4}$/.test(text) ? Number(text) : Number.NaN));
  if (day === undefined || month === undefined || year === undefined || !(year >= 1900)) return { ok: false };
  try {
    return { ok: true, date: dateOf(year, month, day) };
  } catch {
    return { ok: false };
  }
}

/** The three boxes filled from a date; empty for none. */
export function datePartsOf(name: string, date: IsoDate | null | undefined): Record<string, string> {
  if (!date) return {};
  const { day, month, year } = partsOf(date);
  return { [`${name}-day`]: String(day), [`${name}-month`]: String(month), [`${name}-year`]: String(year) };
}
