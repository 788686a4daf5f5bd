/** Compares prisma/schema with a migrated database. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
// @ts-expect-error -- a plain script of the tool folder, typed by its comments
import { difference as compare } from '../../.config/schema-engine.mjs';

type SchemaFile = { readonly path: string; readonly content: string };
type Answer = { readonly columnNames: string[]; readonly columnTypes: number[]; readonly rows: unknown[][] };
const difference = compare as (
  from: SchemaFile[] | 'nothing' | 'database',
  to: SchemaFile[],
  connection?: object,
) => Promise<string>;

const schemaFolder = fileURLToPath(new URL('../../prisma/schema', import.meta.url));

/** The models as they stand. */
export async function schemaFiles(): Promise<SchemaFile[]> {
  const names = (await readdir(schemaFolder)).filter((name) => name.endsWith('.prisma')).sort();
  return Promise.all(names.map(async (path) => ({ path, content: await readFile(`${schemaFolder}/${path}`, 'utf8') })));
}

/**
 * The statements that would lead from the database to the models. `[]` = they match. What the models cannot say is left
 * out: dropping a foreign key, an index or a computed column that only the migration knows.
 */
export async function schemaMatchesMigrations(url: string, files?: SchemaFile[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  client.on('error', () => undefined);
  const queryRaw = async ({ sql, args }: { sql: string; args: unknown[] }): Promise<Answer> => {
    const { fields, rows } = await client.query<unknown[]>({
      text: sql,
      values: args,
      rowMode: 'array',
      types: rawTypes,
    });
    return {
      columnNames: fields.map((field) => field.name),
      columnTypes: fields.map((field) => columnType(field.dataTypeID)),
      rows,
    };
  };
  try {
    const sql = await difference('database', files ?? (await schemaFiles()), { queryRaw });
    const { rows: generated } = await client.query<{ name: string }>(
      "SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE is_generated = 'ALWAYS'",
    );
    const computed = new Set(generated.map((row) => row.name));
    return sql
      .split(/;\s*(?:\n|$)/)
      .map((statement) => statement.replace(/^--.*$/gm, '').trim())
      .map((statement) => withoutComputed(statement, computed))
      .filter(
        (statement) =>
          statement !== '' &&
          !/^ALTER TABLE "\w+" DROP CONSTRAINT "\w+_fkey\d*"$/.test(statement) &&
          !/^DROP INDEX /.test(statement),
      );
  } finally {
    await client.end();
  }
}

/** Leaves columns that PostgreSQL computes out of a statement; '' when nothing else is in it. */
function withoutComputed(statement: string, computed: ReadonlySet<string>): string {
  const [, head, table, changes] = /^(ALTER TABLE "(\w+)") (DROP COLUMN [^]*)$/.exec(statement) ?? [];
  if (!head || !changes) return statement;
  const left = changes
    .split(/,\n/)
    .filter((change) => !computed.has(`${table}.${/^DROP COLUMN "(\w+)"$/.exec(change)?.[1] ?? ''}`));
  return left.length > 0 ? `${head} ${left.join(',\n')}` : '';
}

// The numbers by which Prisma's drivers name column types. Its own driver does not know "char", which the catalogue is full of.
const kinds: Readonly<Record<number, number>> = {
  16: 5,
  18: 6,
  20: 1,
  21: 0,
  23: 0,
  26: 1,
  1000: 69,
  1002: 70,
  1003: 71,
  1005: 64,
  1007: 64,
  1009: 71,
};
const columnType = (oid: number): number => kinds[oid] ?? 7;
const driversParser = pg.types.getTypeParser as (oid: number, format?: 'text' | 'binary') => (text: string) => unknown;
const rawTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === 20 || oid === 26) return (text: string) => text;
    return driversParser(oid === 1002 || oid === 1003 ? 1009 : oid, format);
  },
};
