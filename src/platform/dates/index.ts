/**
 * Calendar dates, periods, ranges and zones. Pure: "today" is always passed in.
 *
 * Business date: a day with no time (`IsoDate`). Range: inclusive at both ends. Period: a length in
 * calendar units. Expiry: the last valid day. Instant: a JavaScript `Date`, always UTC.
 */
export type { ExpiryConvention, IsoDate, Period } from './types';
export * from './iso-date';
export * from './period';
export * from './range';
export * from './zone';
export * from './format';
