/**
 * The kinds of value both data models are made of. A check answers with the text itself when it is
 * right, or with what is to be said about it; `value` present means it is kept (mended or with a
 * remark), absent means it is refused. Checks look at the length before anything else, so that a
 * long text costs nothing.
 *
 * Lenient or refused (SCORM.md §4, what authors really wrote): we mend what has only one meaning
 * (`Completed`, `85%`, `85,5`, `00:10:00` in 2004) and refuse what would need a guess (`101` where
 * 100 is the most, `NaN`, `10 minutes`).
 */
import type { ElementCode } from './element-notes';
import { formatInterval, formatTimespan, isStrictInterval, isStrictTimespan, parseDuration } from './scorm-time';

export type Remark = { readonly code: ElementCode; readonly value?: string; readonly limit?: number };
export type Check = (value: string) => string | Remark;

const mended = (value: string): Remark => ({ code: 'mended', value });
const WRONG_TYPE: Remark = { code: 'type-mismatch' };
const NOT_A_WORD: Remark = { code: 'not-in-vocabulary' };
const OUT_OF_RANGE: Remark = { code: 'out-of-range' };

/** Text; above `promised` characters it is kept with a warning, above `most` refused (SCO-7). */
export function text(promised: number, most: number): Check {
  return (value) => {
    if (value.length <= promised) return value;
    if (value.length <= most) return { code: 'longer-than-standard', value, limit: promised };
    return { code: 'too-long', limit: most };
  };
}

/** An identifier of 1.2: text that is not blank, kept to the letter because content was told that it is taken. */
export function name(promised: number, most: number): Check {
  const length = text(promised, most);
  return (value) => (value.length <= most && value.trim() === '' ? WRONG_TYPE : length(value));
}

/** An identifier of 2004: text that is not blank. Spaces within and other signs the books forbid are kept. */
export function identifier(promised: number, most: number): Check {
  const length = text(promised, most);
  return (value) => {
    if (value.length > most) return length(value);
    const trimmed = value.trim();
    if (trimmed === '') return WRONG_TYPE;
    return trimmed === value ? length(value) : mended(trimmed);
  };
}

const DECIMAL = /^-?(?:\d{1,15}(?:\.\d{1,30})?|\.\d{1,30})$/;
const LOOSE_DECIMAL = /^[+-]?(\d{1,15}([.,]\d*)?|[.,]\d{1,18})([eE][+-]?\d{1,2})?\s*%?$/;

/** Plain decimal notation of what an author meant by a number, or undefined. */
function readDecimal(value: string): string | undefined {
  const trimmed = value.trim();
  if (trimmed.length > 40 || !LOOSE_DECIMAL.test(trimmed)) return undefined;
  const number = Number(trimmed.replace(/\s*%$/, '').replace(',', '.'));
  if (!Number.isFinite(number)) return undefined;
  return Object.is(number, -0) ? '0' : String(Number(number.toFixed(7)));
}

/** Rounding noise beyond a bound (`1.0000000001`) that is taken for the bound itself. */
const NOISE = 1e-6;

/** A decimal number within bounds; `blank` lets the empty text stand for "no value" (RTE 1.2). */
export function decimal(least = -Infinity, most = Infinity, blank = false): Check {
  return (value) => {
    if (value === '') return blank ? value : WRONG_TYPE;
    const strict = value.length <= 50 && DECIMAL.test(value);
    const meant = strict ? value : readDecimal(value);
    if (meant === undefined) return WRONG_TYPE;
    const number = Number(meant);
    if (number > most) return number <= most + NOISE ? mended(String(most)) : OUT_OF_RANGE;
    if (number < least) return number >= least - NOISE ? mended(String(least)) : OUT_OF_RANGE;
    return strict ? value : mended(meant);
  };
}

/** A whole number within bounds. */
export function integer(least: number, most: number): Check {
  const number = decimal(least, most);
  return (value) => {
    const checked = number(value);
    const kept = typeof checked === 'string' ? checked : checked.value;
    return kept !== undefined && !Number.isInteger(Number(kept)) ? WRONG_TYPE : checked;
  };
}

const LONGEST_WORD = 40;

/** One of the words; `synonyms` are lower-case wrong words with one meaning only. */
export function vocabulary(words: readonly string[], synonyms: Readonly<Record<string, string>> = {}): Check {
  const allowed = new Set(words);
  const meant = new Map(Object.entries(synonyms));
  for (const word of words) meant.set(word.toLowerCase(), word);
  return (value) => {
    if (allowed.has(value)) return value;
    if (value.length > LONGEST_WORD) return NOT_A_WORD;
    const word =
      meant.get(
        value
          .trim()
          .toLowerCase()
          .replace(/[_\s]+/g, ' '),
      ) ?? meant.get(value.trim().toLowerCase());
    return word === undefined ? NOT_A_WORD : mended(word);
  };
}

/** A word or a number, as results of interactions are. */
export function wordOrDecimal(words: Check, number: Check): Check {
  return (value) => {
    const word = words(value);
    if (typeof word === 'string' || word.value !== undefined) return word;
    const checked = number(value);
    return typeof checked === 'string' || checked.value !== undefined ? checked : word;
  };
}

/** Durations: CMITimespan in 1.2, ISO 8601 interval in 2004; the other notation is mended. */
function duration(isStrict: (value: string) => boolean, write: (seconds: number) => string): Check {
  return (value) => {
    // Content was told that it is kept, however long it is; beyond belief it is only not counted (`parseDuration`).
    if (isStrict(value)) return value;
    const seconds = parseDuration(value);
    return seconds === undefined ? WRONG_TYPE : mended(write(seconds));
  };
}

export const timespan12: Check = duration(isStrictTimespan, formatTimespan);
export const interval2004: Check = duration(isStrictInterval, formatInterval);

const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?$/;
const LOOSE_CLOCK_TIME = /^(\d|[01]\d|2[0-3]):([0-5]?\d)(?::([0-5]?\d)(?:\.\d{0,6})?)?$/;
const two = (part: string | undefined): string => (part ?? '0').padStart(2, '0');

/** CMITime `HH:MM:SS` of the day (1.2). */
export const clockTime: Check = (value) => {
  if (value.length > 20) return WRONG_TYPE;
  if (CLOCK_TIME.test(value)) return value;
  const m = LOOSE_CLOCK_TIME.exec(value.trim());
  return m === null ? WRONG_TYPE : mended(`${two(m[1])}:${two(m[2])}:${two(m[3])}`);
};

const TIMESTAMP =
  /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3])(:[0-5]\d(:[0-5]\d(\.\d{1,9})?(Z|[+-]\d{2}(:?\d{2})?)?)?)?)?)?)?$/;
const LOOSE_TIMESTAMP = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)$/;

/** time(second,10,0) (2004); JavaScript's milliseconds and a space for the T are understood. */
export const timestamp: Check = (value) => {
  if (value.length > 40) return WRONG_TYPE;
  if (TIMESTAMP.test(value)) return value;
  const m = LOOSE_TIMESTAMP.exec(value.trim());
  const joined = m === null ? '' : `${m[1]}T${m[2]}`;
  return TIMESTAMP.test(joined) ? mended(joined) : WRONG_TYPE;
};

const LANGUAGE = /^([A-Za-z]{2,8}|[ix])(-[A-Za-z0-9]{1,8})*$/;

/** A language tag or nothing. */
export const language: Check = (value) => {
  if (value === '' || (value.length <= 250 && LANGUAGE.test(value))) return value;
  const trimmed = value.length > 250 ? '' : value.trim().replaceAll('_', '-');
  return LANGUAGE.test(trimmed) ? mended(trimmed) : WRONG_TYPE;
};

const NAVIGATION = /^\{target=[^{}]{1,4000}\}(choice|jump)$/;
const navigationWords = vocabulary(
  ['continue', 'previous', 'exit', 'exitAll', 'abandon', 'abandonAll', 'suspendAll', '_none_'],
  { next: 'continue', none: '_none_' },
);

/** `adl.nav.request` (SN book, RTE 5.6). */
export const navigation: Check = (value) => {
  if (value.length > LONGEST_WORD || value.startsWith('{')) {
    return value.length <= 4020 && NAVIGATION.test(value) ? value : NOT_A_WORD;
  }
  return navigationWords(value);
};
