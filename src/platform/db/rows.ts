/**
 * Set-based writing: any number of rows of one table in one statement and one parameter.
 * Keys of a row are column names; values are what JSON can say of them (dates as text, bytea as `\x…`).
 */
import type { Tx } from './types';

type Row = Readonly<Record<string, unknown>>;

/** Inserts rows; all must have the keys of the first. `onConflict` is SQL after `on conflict`. Returns rows written. */
export async function insertRows(tx: Tx, table: string, rows: readonly Row[], onConflict?: string): Promise<number> {
  const first = rows[0];
  if (!first) return 0;
  const columns = Object.keys(first).map(quote).join(', ');
  return tx.execute(
    `insert into ${quote(table)} (${columns}) select ${columns} from json_populate_recordset(null::${quote(table)}, $1::json)` +
      (onConflict ? ` on conflict ${onConflict}` : ''),
    [JSON.stringify(rows)],
  );
}

/**
 * Updates rows found by `tenant_id` and the `key` columns, setting all other keys of the first row and
 * counting `version` up where `versioned`. Returns rows changed.
 */
export async function updateRows(
  tx: Tx,
  table: string,
  rows: readonly Row[],
  options: {
    readonly key?: readonly string[];
    readonly versioned?: boolean;
  } = {},
): Promise<number> {
  const first = rows[0];
  if (!first) return 0;
  const key = ['tenant_id', ...(options.key ?? ['id'])];
  const set = Object.keys(first)
    .filter((column) => !key.includes(column))
    .map((column) => `${quote(column)} = x.${quote(column)}`);
  if (options.versioned) set.push('version = t.version + 1');
  const where = key.map((column) => `t.${quote(column)} = x.${quote(column)}`).join(' and ');
  return tx.execute(
    `update ${quote(table)} t set ${set.join(', ')} from json_populate_recordset(null::${quote(table)}, $1::json) x where ${where}`,
    [JSON.stringify(rows)],
  );
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '')}"`;
}
