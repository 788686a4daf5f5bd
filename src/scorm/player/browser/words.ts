import type { SentenceKey } from '../messages.en';

export type Say = (key: SentenceKey, values?: Readonly<Record<string, string>>) => string;

/** Looks sentences up in those the server sent; a key without one shows itself, which a test would see. */
export const sayWith =
  (sentences: Readonly<Record<string, string>>): Say =>
  (key, values = {}) =>
    (sentences[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
