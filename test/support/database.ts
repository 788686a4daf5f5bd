/**
 * One embedded PostgreSQL per test run, one database per test file: `await freshDatabase()`.
 * The migrations are applied once, to a template; a database is a copy of it, made in about 50 ms.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { fixedClock, type Clock } from '../../src/platform/clock';
import { migrate, openDatabase, startEmbeddedPostgres, type Database } from '../../src/platform/db';
import type { Policies } from '../../src/platform/events';

export const migrationsDirectory = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** How a test reaches the server of its run. */
type TestServer = { readonly url: string; readonly ownerUrl: string };

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: TestServer;
  }
}

const prefix = 'preceptor-test-';
const template = 'preceptor_template';
// Nothing here survives the run: no need to wait for the disk.
const quick = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
  max_connections: '200',
};

/** vitest's global set-up: starts the server, makes the template. The function it returns stops and removes all. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const folder = await temporaryFolder(`${prefix}${process.pid}-`);
  const server = await startEmbeddedPostgres(folder, { settings: quick, revive: false });
  const end = async (): Promise<void> => {
    // Workers that were cut off may still hold connections.
    await server.asOwner('postgres', (client) =>
      client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
      ),
    );
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await server.asOwner('postgres', async (client) => {
      await client.query(`CREATE DATABASE ${template} OWNER preceptor`);
      await client.query("CREATE ROLE tester SUPERUSER LOGIN PASSWORD 'tester'");
    });
    await migrate(inDatabase(server.url, template), migrationsDirectory);
  } catch (error) {
    await end();
    throw error;
  }
  project.provide('databaseServer', {
    url: server.url,
    ownerUrl: `postgres://tester:tester@127.0.0.1:${server.port}/postgres`,
  });
  return end;
}

/** A folder under the system's temporary one that the server's user can pass through. */
export async function temporaryFolder(start = 'preceptor-'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), start));
  chmodSync(folder, 0o711);
  return folder;
}

/** Servers of runs that were killed. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
    if (!pid || isAlive(pid)) continue;
    const folder = join(tmpdir(), name);
    await startEmbeddedPostgres(folder, { settings: quick, revive: false })
      .then((server) => server.stop())
      .catch(() => undefined);
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export type FreshDatabase = {
  readonly database: Database;
  /** As the ordinary role, for whatever opens its own connections (a web process, pg-boss). */
  readonly url: string;
  /** Runs SQL past row-level security, as the superuser: for looking, and for what no operation does. */
  readonly asOwner: <Row extends object = Record<string, unknown>>(
    sql: string,
    params?: readonly unknown[],
  ) => Promise<Row[]>;
  /** Closes it and removes it. */
  readonly drop: () => Promise<void>;
};

export type FreshOptions = {
  readonly policies?: Policies;
  readonly clock?: Clock;
  readonly poolSize?: number;
  readonly empty?: boolean;
};

/** A database of its own with all migrations applied (`empty`: none). The clock stands at noon on 2026-06-15 unless given. */
export async function freshDatabase(options: FreshOptions = {}): Promise<FreshDatabase> {
  const { inject } = await import('vitest');
  const server = inject('databaseServer');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await once(server.ownerUrl, `CREATE DATABASE ${name} OWNER preceptor ${options.empty ? '' : `TEMPLATE ${template}`}`);
  const url = inDatabase(server.url, name);
  const database = openDatabase({
    url,
    policies: options.policies ?? {},
    clock: options.clock ?? fixedClock('2026-06-15T12:00:00Z'),
    poolSize: options.poolSize ?? 5,
  });
  return {
    database,
    url,
    asOwner: (sql, params) => once(inDatabase(server.ownerUrl, name), sql, params),
    drop: async () => {
      await database.close();
      await once(server.ownerUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function once<Row extends object>(url: string, sql: string, params: readonly unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row & pg.QueryResultRow>(sql, [...params])).rows;
  } finally {
    await client.end();
  }
}

/** The same server and role, another database. */
export function inDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}
