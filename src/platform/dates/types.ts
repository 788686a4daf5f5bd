/** A calendar date `YYYY-MM-DD`, with no time and no zone (DATE-1). */
export type IsoDate = string & { readonly __isoDate: true };

/** A length in calendar units (DATE-3). */
export type Period = { readonly n: number; readonly unit: 'day' | 'week' | 'month' | 'year' };

/** SET-1: how an expiry is counted from a start (DATE-4). */
export type ExpiryConvention = {
  readonly years: 'calendar' | '365-day';
  readonly lastDay: 'same-day' | 'day-before';
};
