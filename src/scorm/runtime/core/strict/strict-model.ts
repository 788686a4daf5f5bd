/**
 * The data model as content may see it: gives the verdict on every read and write, and keeps the values and the rows.
 * A refused write changes nothing: no row comes of it.
 */
import type { Elements } from '../protocol';
import { storable } from '../storable';
import { packed } from './packed-rows';
import type { Code, Leaf, Sibling, Table } from './table';

/** What may be done with each row of `adl.data`, in order. */
export type Buckets = readonly { readonly read: boolean; readonly write: boolean }[];

export type StrictStart = {
  /** Values the server gave, full names; gaps between rows close up. */
  readonly elements: Elements;
  readonly buckets?: Buckets;
  /** Elements whose value is known only at the moment, all read-only: undefined for any other name. */
  readonly live?: (name: string) => string | undefined;
};

export type StrictModel = {
  /** Code 0 with the value, or the code with an empty one. */
  readonly get: (name: string) => { readonly value: string; readonly code: Code };
  /** 0 when the value was taken. */
  readonly set: (name: string, value: string) => Code;
};

type Row = {
  readonly collection: string;
  readonly generic: string;
  readonly index: number;
  /** Written as the books want it: no sign, no leading zero. */
  readonly canonical: boolean;
};

type Place = {
  readonly generic: string;
  readonly rows: readonly Row[];
};

/** No element's name is longer; content that asks for one is told so without a look at it. */
const LONGEST_NAME = 200;
const digits = /^\d{1,9}$/;
const keywords = ['_children', '_count', '_version'] as const;
type Keyword = (typeof keywords)[number];
const isKeyword = (part: string | undefined): part is Keyword =>
  (keywords as readonly (string | undefined)[]).includes(part);

/** A model that is carried out by a table, loaded with what the server gave. */
export function createStrictModel(table: Table, start: StrictStart): StrictModel {
  const { codes } = table;
  const leaves = new Map(Object.entries(table.leaves));
  const collections = new Map(Object.entries(table.collections));
  const children = new Map(Object.entries(table.children));
  const inner = new Set<string>();
  for (const name of leaves.keys()) {
    for (let at = name.lastIndexOf('.'); at > 0; at = name.lastIndexOf('.', at - 1)) inner.add(name.slice(0, at));
  }
  const values = new Map<string, string>();
  const counts = new Map<string, number>();
  const live = start.live ?? (() => undefined);

  function placeOf(parts: readonly string[]): Place {
    const rows: Row[] = [];
    let generic = '';
    let path = '';
    for (const part of parts) {
      if (collections.has(generic) && digits.test(part)) {
        const index = Number(part);
        rows.push({ collection: path, generic, index, canonical: String(index) === part });
        generic += '.#';
      } else generic += `${generic === '' ? '' : '.'}${part === '#' ? '?' : part}`;
      path += `${path === '' ? '' : '.'}${part}`;
    }
    return { generic, rows };
  }

  const countOf = (collection: string): number => counts.get(collection) ?? 0;
  const exists = (row: Row): boolean => row.canonical && row.index < countOf(row.collection);

  function siblingOf(rows: readonly Row[]): Sibling {
    const outer = rows[0];
    return outer ? (name) => values.get(`${outer.collection}.${outer.index}.${name}`) : () => undefined;
  }

  const answer = (value: string): { value: string; code: Code } => ({ value, code: 0 });
  const refusal = (code: Code): { value: string; code: Code } => ({ value: '', code });

  function readKeyword(keyword: Keyword, base: string, { generic, rows }: Place): { value: string; code: Code } {
    if (!leaves.has(generic) && !inner.has(generic)) return refusal(codes.unknown);
    if (!rows.every(exists)) return refusal(codes.indexRead);
    if (keyword === '_children') {
      const list = children.get(generic);
      return list === undefined ? refusal(codes.noChildren) : answer(list);
    }
    if (keyword === '_count') return collections.has(generic) ? answer(String(countOf(base))) : refusal(codes.noCount);
    return refusal(codes.noVersion);
  }

  const bucketOf = (rows: readonly Row[]): { read: boolean; write: boolean } =>
    start.buckets?.[rows[0]?.index ?? 0] ?? { read: true, write: true };

  function get(name: string): { value: string; code: Code } {
    if (name === '') return refusal(codes.noNameRead);
    const momentary = live(name);
    if (momentary !== undefined) return answer(momentary);
    if (name.length > LONGEST_NAME) return refusal(codes.unknown);
    const parts = name.split('.');
    const last = parts.at(-1);
    const place = placeOf(parts);
    const leaf = leaves.get(place.generic);
    if (!leaf) {
      if (!isKeyword(last)) return refusal(codes.unknown);
      return readKeyword(last, parts.slice(0, -1).join('.'), placeOf(parts.slice(0, -1)));
    }
    if (leaf.access === 'write-only') return refusal(codes.writeOnly);
    if (!place.rows.every(exists)) return refusal(codes.indexRead);
    if (leaf.bucket && !bucketOf(place.rows).read) return refusal(codes.writeOnly);
    const value = leaf.derived?.((other) => values.get(other)) ?? values.get(name) ?? leaf.initial;
    if (value === undefined || (value === '' && leaf.bucket)) return refusal(codes.unset);
    return answer(value);
  }

  /** Every index known, or the next to come where content may add one; nothing below a row that is not there yet. */
  function indexFault(rows: readonly Row[], sibling: Sibling): boolean {
    return rows.some((row) => {
      const count = countOf(row.collection);
      const collection = collections.get(row.generic);
      const most = Math.min(collection?.most ?? 0, collection?.limit?.(sibling) ?? Infinity);
      return !row.canonical || row.index > count || (row.index === count && (collection?.closed || count >= most));
    });
  }

  function conflicts(name: string, value: string, leaf: Leaf, rows: readonly Row[], sibling: Sibling): boolean {
    const held = values.get(name);
    if (leaf.once && held !== undefined && held !== value) return true;
    const row = rows.at(-1);
    if (!row || !leaf.unique?.(sibling)) return false;
    const tail = name.slice(name.lastIndexOf('.'));
    for (let other = 0; other < countOf(row.collection); other += 1) {
      if (other !== row.index && values.get(`${row.collection}.${other}${tail}`) === value) return true;
    }
    return false;
  }

  function set(name: string, value: string): Code {
    if (name === '') return codes.noNameWritten;
    if (live(name) !== undefined) return codes.readOnly;
    if (name.length > LONGEST_NAME) return codes.unknown;
    const parts = name.split('.');
    const { generic, rows } = placeOf(parts);
    const leaf = leaves.get(generic);
    if (!leaf) {
      const base = placeOf(parts.slice(0, -1)).generic;
      return isKeyword(parts.at(-1)) && (leaves.has(base) || inner.has(base)) ? codes.keywordWritten : codes.unknown;
    }
    if (leaf.access === 'read-only') return isKeyword(parts.at(-1)) ? codes.keywordWritten : codes.readOnly;
    const sibling = siblingOf(rows);
    if (indexFault(rows, sibling)) return codes.indexWritten;
    if (leaf.needs?.some((needed) => sibling(needed) === undefined)) return codes.dependency;
    if (leaf.bucket && !bucketOf(rows).write) return codes.readOnly;
    // What the server named itself may be said again, however it is written.
    if (!(leaf.once && values.get(name) === value)) {
      // Half a character cannot be kept, and to say otherwise would be a lie.
      if (storable(value) !== value) return codes.unstorable;
      const wrong = leaf.check(value, sibling);
      if (wrong !== 0) return wrong;
      if (conflicts(name, value, leaf, rows, sibling)) return codes.conflict;
    }
    values.set(name, value);
    for (const row of rows) if (row.index >= countOf(row.collection)) counts.set(row.collection, row.index + 1);
    return 0;
  }

  for (const [name, value] of packed(start.elements)) {
    const { generic, rows } = placeOf(name.split('.'));
    const leaf = leaves.get(generic);
    if (!leaf || isKeyword(name.slice(name.lastIndexOf('.') + 1))) continue;
    for (const row of rows) counts.set(row.collection, Math.max(countOf(row.collection), row.index + 1));
    // The server writes nothing where there is nothing; what content left empty is empty.
    if (value !== '' || leaf.access !== 'read-only' || leaf.initial === '') values.set(name, value);
  }
  return { get, set };
}
