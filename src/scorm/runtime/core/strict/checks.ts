/** Kinds of value that both versions know; the codes they tell are the version's own. */
import type { Check, Code } from './table';

/** One of these words, letter by letter. */
export function words(list: readonly string[], wrong: Code): Check {
  const allowed = new Set(list);
  return (value) => (allowed.has(value) ? 0 : wrong);
}

const decimal = /^-?(?:\d{1,15}(?:\.\d{1,30})?|\.\d{1,30})$/;

/** Plain decimal notation, at least one digit. */
export const isDecimal = (value: string): boolean => decimal.test(value);

/** A decimal number within bounds. */
export function real(codes: { readonly wrong: Code; readonly range: Code }, least = -Infinity, most = Infinity): Check {
  return (value) => {
    if (!isDecimal(value)) return codes.wrong;
    const number = Number(value);
    return number < least || number > most ? codes.range : 0;
  };
}

/** Any text up to a length: the books say what is promised at least, the server's data model what is kept. */
export const text =
  (most: number, tooLong: Code): Check =>
  (value) =>
    value.length <= most ? 0 : tooLong;

/** The first check that is content decides. */
export const either =
  (...checks: readonly Check[]): Check =>
  (value, sibling) => {
    let code = 0;
    for (const check of checks) {
      code = check(value, sibling);
      if (code === 0) return 0;
    }
    return code;
  };
