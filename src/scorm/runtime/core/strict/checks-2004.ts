/** Kinds of value of SCORM 2004 (RTE 4.1.1). */
import { isLanguage, isTag } from './languages';
import type { Check } from './table';

export const TYPE = 406;
export const RANGE = 407;
/** General set failure: right by the book, and more than is kept. */
export const TOO_LONG = 351;

/** What depends on the edition: see `editions.ts`. */
export type Rules = {
  /** Timestamps and durations letter by letter. */
  readonly exactTimes: boolean;
  /** Identifiers that are URIs letter by letter. */
  readonly uris: boolean;
  /** Languages that exist. */
  readonly knownLanguages: boolean;
};

/** Signs that a URI may have, and whatever is not ASCII and no blank. */
const uri = /^(?:[\w\-.~:/?#@!$&'()*+,;=%]|[^\s\u0000-\u00a0])+$/;
const urn = /^urn:[a-z0-9][a-z0-9-]{0,31}:.+$/i;

/** RTE 4.1.1.2 and 4.1.1.6: a URI; one that begins with `urn:` is a complete URN. */
export function isIdentifier(value: string, rules: Rules): boolean {
  if (!rules.uris) return value !== '' && value.trim() === value;
  return uri.test(value) && (!/^urn:/i.test(value) || urn.test(value));
}

export const identifier =
  (rules: Rules, most: number): Check =>
  (value) =>
    value.length > most ? TOO_LONG : isIdentifier(value, rules) ? 0 : TYPE;

/** A language tag, or nothing where the book allows it. */
export const isLanguageTag = (value: string, rules: Rules): boolean =>
  rules.knownLanguages ? isLanguage(value) : isTag(value);

export const language =
  (rules: Rules): Check =>
  (value) =>
    value === '' || isLanguageTag(value, rules) ? 0 : TYPE;

const langDelimiter = /^\{lang=([^}]*)\}/;

/** RTE 4.1.1.3: text that may begin with `{lang=…}`, which then must be a language. */
export function isLocalized(value: string, rules: Rules): boolean {
  const tag = langDelimiter.exec(value)?.[1];
  return tag === undefined || isLanguageTag(tag, rules);
}

export const localized =
  (rules: Rules, most: number): Check =>
  (value) =>
    value.length > most ? TOO_LONG : isLocalized(value, rules) ? 0 : TYPE;

const interval =
  /^P(?=\d|T\d)(?:\d{1,9}Y)?(?:\d{1,9}M)?(?:\d{1,9}D)?(?:T(?=\d)(?:\d{1,9}H)?(?:\d{1,9}M)?(?:\d{1,12}(?:\.(\d{1,9}))?S)?)?$/;

/** RTE 4.1.1.7, timeinterval(second,10,2): hundredths at the most. */
export const duration =
  (rules: Rules): Check =>
  (value) => {
    const found = interval.exec(value);
    if (!found) return TYPE;
    return rules.exactTimes && (found[1]?.length ?? 0) > 2 ? TYPE : 0;
  };

const time =
  /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01])(?:T(?:[01]\d|2[0-3])(?::[0-5]\d(?::[0-5]\d(?:\.(\d{1,9}))?(Z|[+-](?:[01]\d|2[0-3])(?::[0-5]\d)?)?)?)?)?)?)?$/;

/** RTE 4.1.1.8, time(second,10,0): 1970 to 2038, hundredths at the most, a zone only behind a fraction. */
export const timestamp =
  (rules: Rules): Check =>
  (value) => {
    const found = time.exec(value);
    if (!found) return TYPE;
    const [, year = '', month, day, fraction, zone] = found;
    if (day && Number(day) > daysIn(Number(year), Number(month))) return TYPE;
    if (!rules.exactTimes) return 0;
    const inTime = Number(year) >= 1970 && Number(year) <= 2038;
    return inTime && (fraction?.length ?? 0) <= 2 && (zone === undefined || fraction !== undefined) ? 0 : TYPE;
  };

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
