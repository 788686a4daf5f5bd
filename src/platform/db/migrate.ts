/** Applies prisma/migrations in name order: one file, one transaction, one row of `_prisma_migrations`. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { words } from './messages.en';

/** The database and the migrations do not fit; the message says what to do. Nothing was changed by the refusing step. */
export class MigrationRefused extends Error {
  readonly code = 'migration-refused';
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'MigrationRefused';
  }
}

export type MigrationReport = {
  /** Names applied by this call, in order. */
  readonly applied: readonly string[];
};

type File = { readonly name: string; readonly sql: string; readonly checksum: string };
type Row = { readonly migration_name: string; readonly checksum: string; readonly finished_at: Date | null };

// Any number that only we use; every migrator of the database waits on it.
const lockKey = 7_302_526_113;

// The layout Prisma's own tools read.
const table = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/**
 * Brings the database up to the newest migration. Several processes may call it at once: each file is applied by one.
 *
 * @param url role must own the database
 * @param directory holds `<timestamp>_<name>/migration.sql`
 * @throws MigrationRefused when a file changed after it was applied, when the database is ahead of the files, or when a file fails
 */
export async function migrate(url: string, directory: string): Promise<MigrationReport> {
  const files = await migrationFiles(directory);
  const client = new pg.Client({
    connectionString: url,
    application_name: 'preceptor migrations',
    options: '-c timezone=UTC',
  });
  client.on('error', () => undefined);
  await client.connect();
  const applied: string[] = [];
  try {
    for (;;) {
      const name = await applyNext(client, files);
      if (!name) return { applied };
      applied.push(name);
    }
  } finally {
    await client.end();
  }
}

/** The migrations of a folder in the order they are applied. Line ends do not count towards the checksum. */
export async function migrationFiles(directory: string): Promise<File[]> {
  if (!existsSync(directory)) throw new MigrationRefused(words.migrationsMissing(directory));
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = (await readFile(join(directory, name, 'migration.sql'), 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** One transaction: lock, look, apply the first file that is missing. Returns its name, or undefined when all are there. */
async function applyNext(client: pg.Client, files: readonly File[]): Promise<string | undefined> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [lockKey]);
    await client.query('SET LOCAL client_min_messages = warning');
    await client.query(table);
    const { rows } = await client.query<Row>(
      'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
    );
    const next = nextFile(files, rows);
    if (next)
      await apply(
        client,
        next,
        rows.some((row) => row.migration_name === next.name),
      );
    await client.query('COMMIT');
    return next?.name;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Which file comes next; refuses a history that the files do not continue. */
function nextFile(files: readonly File[], rows: readonly Row[]): File | undefined {
  const known = new Map(files.map((file) => [file.name, file]));
  const unknown = rows.filter((row) => !known.has(row.migration_name)).map((row) => row.migration_name);
  if (unknown.length > 0) throw new MigrationRefused(words.migrationUnknown(unknown.sort().join(', ')));
  const finished = rows.filter((row) => row.finished_at !== null);
  for (const row of finished) {
    if (known.get(row.migration_name)?.checksum !== row.checksum)
      throw new MigrationRefused(words.migrationChanged(row.migration_name));
  }
  const done = new Set(finished.map((row) => row.migration_name));
  const next = files.find((file) => !done.has(file.name));
  const last = [...done].sort().at(-1);
  if (next && last && last > next.name) throw new MigrationRefused(words.migrationOutOfOrder(next.name, last));
  return next;
}

/**
 * Runs a file and records it. Our own attempts leave no trace when they are cut off, so an unfinished row is another
 * tool's: it is set aside (rolled back with us if the file fails) and the file is tried whole.
 */
async function apply(client: pg.Client, file: File, interrupted: boolean): Promise<void> {
  const startedAt = new Date();
  if (interrupted) {
    await client.query(
      `UPDATE "_prisma_migrations" SET rolled_back_at = now() WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
      [file.name],
    );
  }
  try {
    // Row-level security binds the owner too: a migration that moves data sees every tenant.
    await client.query(
      `SELECT set_config('preceptor.tenant', 'all', true), set_config('preceptor.migration', $1, true)`,
      [file.name],
    );
    await client.query(file.sql);
  } catch (error) {
    const cause = error instanceof Error ? error.message.replace(/\.?$/, '.') : String(error);
    throw new MigrationRefused(
      interrupted ? words.migrationFailedAfterInterrupted(file.name, cause) : words.migrationFailed(file.name, cause),
      error,
    );
  }
  const { rows } = await client.query<{ here: string | null }>(
    `SELECT current_setting('preceptor.migration', true) AS here`,
  );
  if (rows[0]?.here !== file.name) throw new MigrationRefused(words.migrationEndsTransaction(file.name));
  await client.query(
    `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
    [randomUUID(), file.checksum, file.name, startedAt],
  );
}
