/** What both tables of elements are made of, and the limits that hold for both. */
import type { Check } from './value-checks';

/** `rw`: content reads and writes; `wo`: writes only; `ro`: only we write. */
export type Access = 'rw' | 'wo' | 'ro';

export type ElementSpec = { readonly access: Access; readonly check: Check };

/** Keys are element names with `n` in the place of every index, such as `cmi.objectives.n.id`. */
export type DataModel = {
  readonly elements: Readonly<Record<string, ElementSpec>>;
  /** Rows kept per collection, by the name before the `n`. Far above the books' smallest maximum. */
  readonly rows: Readonly<Record<string, number>>;
};

/** One name, or the same spec for several. */
export const rw = (check: Check): ElementSpec => ({ access: 'rw', check });
export const wo = (check: Check): ElementSpec => ({ access: 'wo', check });
/** Never checked: a write is refused before. */
export const ro: ElementSpec = { access: 'ro', check: (value) => value };

/** Prefixes every key: `under('cmi.core', { entry: ro })` -> `cmi.core.entry`. */
export function under(prefix: string, specs: Readonly<Record<string, ElementSpec>>): Record<string, ElementSpec> {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [`${prefix}.${name}`, spec]));
}

/** `_children` and `_count` of collections and categories. */
export function keywords(children: readonly string[], counts: readonly string[]): Record<string, ElementSpec> {
  const names = [...children.map((name) => `${name}._children`), ...counts.map((name) => `${name}._count`)];
  return Object.fromEntries(names.map((name) => [name, ro]));
}

/** Characters of one value that are ever looked at; the specs set tighter limits. */
export const MOST_VALUE_CHARACTERS = 131_072;
/** Characters of all names and values of one commit. */
export const MOST_COMMIT_CHARACTERS = 1_048_576;
/** Elements of one commit. */
export const MOST_COMMIT_ELEMENTS = 5_000;
