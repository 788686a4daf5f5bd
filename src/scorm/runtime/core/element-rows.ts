/** Rows of collections inside a flat data model: `cmi.interactions.<n>.…`. */
import type { Elements } from './protocol';

/** Leaves out what has no value. */
export const present = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** Groups the elements of one collection by row, rows in order of their index. */
export function rowsOf(set: Elements, collection: string): ReadonlyMap<number, Elements> {
  const prefix = `${collection}.`;
  const rows = new Map<number, Record<string, string>>();
  for (const name in set) {
    const value = set[name];
    if (value === undefined || !name.startsWith(prefix)) continue;
    const dot = name.indexOf('.', prefix.length);
    const index = dot === -1 ? NaN : Number(name.slice(prefix.length, dot));
    if (!Number.isInteger(index)) continue;
    let row = rows.get(index);
    if (row === undefined) rows.set(index, (row = {}));
    row[name.slice(dot + 1)] = value;
  }
  return new Map([...rows].sort(([a], [b]) => a - b));
}

/**
 * The same data model with the rows of the named collections counted 0, 1, 2 without gaps, for a
 * loader that refuses an index before its turn. Gaps come from refused or late rows. Rows without an
 * `id` are left out of the collections in `needId`, where the loader would refuse them.
 */
export function packRows(
  set: Elements,
  collections: readonly string[],
  needId: readonly string[] = [],
): Record<string, string> {
  const packed: Record<string, string> = {};
  for (const name in set) {
    const value = set[name];
    if (value !== undefined && !collections.some((collection) => name.startsWith(`${collection}.`)))
      packed[name] = value;
  }
  for (const collection of collections) {
    let next = 0;
    for (const row of rowsOf(set, collection).values()) {
      if (needId.includes(collection) && row['id'] === undefined) continue;
      for (const name in row) packed[`${collection}.${next}.${name}`] = row[name] ?? '';
      next += 1;
    }
  }
  return packed;
}
