/** Sentences by key. */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Catalogue, MessageValues } from './types';

/** Looks up and fills in sentences. */
export type Messages = {
  /** The sentence of that key. Throws when there is none, or when a value it names is missing. */
  readonly t: (key: string, values?: MessageValues) => string;
  readonly has: (key: string) => boolean;
  readonly keys: () => readonly string[];
};

const locale = 'en-GB';
const zone = 'Europe/London';

/** `{x, date, long}`: 3 March 2028; `{x, time, long}`: 3 March 2028 at 14:05, in London. */
const formats = {
  date: {
    long: { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
    short: { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  },
  time: {
    long: { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: zone },
    short: { hour: '2-digit', minute: '2-digit', timeZone: zone },
  },
} as const;

const calendarDate = /^\d{4}-\d{2}-\d{2}$/;

/** Calendar dates become instants of that day in UTC, which the `date` formats print in UTC again. */
function formattable(
  values: MessageValues,
  dates: ReadonlySet<string>,
): Record<string, string | number | boolean | Date | null | undefined> {
  const result: Record<string, string | number | boolean | Date | null | undefined> = { ...values };
  for (const name of dates) {
    const value = result[name];
    if (typeof value === 'string' && calendarDate.test(value)) result[name] = new Date(`${value}T00:00:00Z`);
  }
  return result;
}

type Compiled = { readonly format: IntlMessageFormat; readonly dates: ReadonlySet<string> };

function compile(text: string): Compiled {
  const dates = new Set([...text.matchAll(/\{\s*(\w+)\s*,\s*date\b/g)].flatMap(([, name]) => (name ? [name] : [])));
  return { format: new IntlMessageFormat(text, locale, formats), dates };
}

/**
 * Joins the rooms' catalogues into one.
 * @throws Error when two define the same key
 */
export function createMessages(catalogues: readonly Catalogue[]): Messages {
  const texts = new Map<string, string>();
  for (const catalogue of catalogues) {
    for (const [key, text] of Object.entries(catalogue)) {
      if (texts.has(key)) throw new Error(`Two rooms define the message ${key}`);
      texts.set(key, text);
    }
  }
  const compiled = new Map<string, Compiled>();

  function t(key: string, values: MessageValues = {}): string {
    const text = texts.get(key);
    if (text === undefined) throw new Error(`There is no message ${key}`);
    if (!text.includes('{') && !text.includes("'")) return text;
    let entry = compiled.get(key);
    if (!entry) compiled.set(key, (entry = compile(text)));
    const sentence: unknown = entry.format.format(formattable(values, entry.dates));
    return String(sentence);
  }

  return { t, has: (key) => texts.has(key), keys: () => [...texts.keys()] };
}
