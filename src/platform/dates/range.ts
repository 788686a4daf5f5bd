import type { IsoDate } from './types';

/** A range of days, inclusive at both ends; no `to` means no end (DATE-2). */
export type DateRange = { readonly from: IsoDate; readonly to?: IsoDate | undefined };

/** True when the day lies in the range, ends included (DATE-2). */
export function isWithin(date: IsoDate, range: DateRange): boolean {
  return range.from <= date && (range.to === undefined || date <= range.to);
}

/** True when the two ranges share a day (DATE-2). */
export function rangesOverlap(a: DateRange, b: DateRange): boolean {
  return (a.to === undefined || b.from <= a.to) && (b.to === undefined || a.from <= b.to);
}

/** True when every day of `inner` is a day of `outer`. */
export function rangeContains(outer: DateRange, inner: DateRange): boolean {
  return outer.from <= inner.from && (outer.to === undefined || (inner.to !== undefined && inner.to <= outer.to));
}
