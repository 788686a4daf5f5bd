/**
 * What a strict data model is made of: one table for each version says which elements there are, what content may do
 * with them and which error code tells it off. `strict-model.ts` carries a table out. Pure, and small: it travels to
 * every learner with the player.
 */

/** An error code of the version's book; 0 when all is well. */
export type Code = number;

/** Value of another element of the same row, `type` for instance; undefined when it was never set. */
export type Sibling = (name: string) => string | undefined;

/** 0 when the value is right for this element, else the code that content is told. */
export type Check = (value: string, sibling: Sibling) => Code;

export type Leaf = {
  readonly access: 'read-write' | 'read-only' | 'write-only';
  readonly check: Check;
  /** What is read while nobody has set anything. */
  readonly initial?: string;
  /** Elements of the outermost row that must be set before this one. */
  readonly needs?: readonly string[];
  /** May be set again to the same value only. */
  readonly once?: boolean;
  /** No two rows of its collection may have the same. */
  readonly unique?: (sibling: Sibling) => boolean;
  /** A bucket of `adl.data`: what may be done with it is said row by row, and an empty one counts as never set. */
  readonly bucket?: boolean;
  /** What is read instead of the value that was set, when this is defined. `get` takes full names. */
  readonly derived?: (get: Sibling) => string | undefined;
};

export type Collection = {
  /** Rows that are kept: those of the server's data model. */
  readonly most: number;
  /** Content adds no rows. */
  readonly closed?: boolean;
  /** Rows that make sense beside the other elements of the outer row. */
  readonly limit?: (sibling: Sibling) => number;
};

export type Table = {
  /** Full names with `#` in the place of every index. */
  readonly leaves: Readonly<Record<string, Leaf>>;
  /** By the name before the index. */
  readonly collections: Readonly<Record<string, Collection>>;
  /** What `_children` says, for those elements that have it. */
  readonly children: Readonly<Record<string, string>>;
  readonly codes: Readonly<
    Record<
      | 'noNameRead'
      | 'noNameWritten'
      | 'unknown'
      | 'noChildren'
      | 'noCount'
      | 'noVersion'
      | 'keywordWritten'
      | 'readOnly'
      | 'writeOnly'
      | 'indexRead'
      | 'indexWritten'
      | 'unset'
      | 'dependency'
      | 'conflict'
      | 'unstorable',
      Code
    >
  >;
};

export const readWrite = (check: Check, more: Partial<Leaf> = {}): Leaf => ({ access: 'read-write', check, ...more });
export const writeOnly = (check: Check, more: Partial<Leaf> = {}): Leaf => ({ access: 'write-only', check, ...more });
export const readOnly = (initial?: string): Leaf => ({
  access: 'read-only',
  check: () => 0,
  ...(initial === undefined ? {} : { initial }),
});

/** Prefixes every name: `under('cmi.core', { entry })` -> `cmi.core.entry`. */
export const under = (prefix: string, leaves: Readonly<Record<string, Leaf>>): Record<string, Leaf> =>
  Object.fromEntries(Object.entries(leaves).map(([name, leaf]) => [`${prefix}.${name}`, leaf]));
