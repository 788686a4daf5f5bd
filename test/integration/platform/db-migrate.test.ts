import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate, MigrationRefused } from '../../../src/platform/db';
import { freshDatabase, migrationsDirectory, temporaryFolder, type FreshDatabase } from '../../support/database';

let fresh: FreshDatabase;
let folder: string;
beforeEach(async () => {
  fresh = await freshDatabase({ empty: true });
  folder = await temporaryFolder();
});
afterEach(async () => {
  await fresh.drop();
  await rm(folder, { recursive: true });
});

async function file(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}
const run = (): Promise<readonly string[]> => migrate(fresh.url, folder).then((report) => report.applied);
const names = (): Promise<object[]> =>
  fresh.asOwner(
    'SELECT migration_name AS name, finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS undone FROM _prisma_migrations ORDER BY started_at, migration_name',
  );
const tables = async (): Promise<string[]> =>
  (
    await fresh.asOwner<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1",
    )
  ).map((row) => row.name);

test('an empty database gets every migration in name order, once', async () => {
  await file(
    '20260102000000_second',
    'ALTER TABLE a ADD b int; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;',
  );
  await file('20260101000000_first', 'CREATE TABLE a (id int);');
  expect(await run()).toEqual(['20260101000000_first', '20260102000000_second']);
  expect(await run()).toEqual([]);
  expect(await names()).toEqual([
    { name: '20260101000000_first', finished: true, undone: false },
    { name: '20260102000000_second', finished: true, undone: false },
  ]);
});

test('an old database gets what it misses', async () => {
  await file('20260101000000_first', 'CREATE TABLE a (id int);');
  await run();
  await file('20260102000000_second', 'CREATE TABLE b (id int);');
  expect(await run()).toEqual(['20260102000000_second']);
});

test('two processes at once: each file is applied once, both are content', async () => {
  for (let i = 1; i <= 6; i += 1)
    await file(`2026010${i}000000_step`, `CREATE TABLE t${i} (id int); SELECT pg_sleep(0.05);`);
  const reports = await Promise.all([run(), run(), run()]);
  expect(reports.flat().sort()).toHaveLength(6);
  expect(new Set(reports.flat()).size).toBe(6);
  expect(await tables()).toHaveLength(6);
});

test('the migrations of the project run on an empty database, from two processes at once', async () => {
  const reports = await Promise.all([migrate(fresh.url, migrationsDirectory), migrate(fresh.url, migrationsDirectory)]);
  expect(reports.flatMap((report) => report.applied).length).toBeGreaterThan(0);
  expect((await migrate(fresh.url, migrationsDirectory)).applied).toEqual([]);
});

test('a file that fails is undone whole, with those before it kept; corrected, it is applied', async () => {
  await file('20260101000000_first', 'CREATE TABLE a (id int);');
  await file('20260102000000_second', 'CREATE TABLE b (id int); CREATE TABLE a (id int);');
  await expect(run()).rejects.toThrow(
    /20260102000000_second could not be applied and was undone: relation "a" already exists/,
  );
  expect(await tables()).toEqual(['a']);
  await file('20260102000000_second', 'CREATE TABLE b (id int);');
  expect(await run()).toEqual(['20260102000000_second']);
});

test('half-migrated: a row that was started and never finished is set aside and its file applied whole', async () => {
  await file('20260101000000_first', 'CREATE TABLE a (id int);');
  await run();
  await file('20260102000000_second', 'CREATE TABLE b (id int);');
  await fresh.asOwner(
    "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'whatever', '20260102000000_second')",
  );
  expect(await run()).toEqual(['20260102000000_second']);
  expect(await names()).toEqual([
    { name: '20260101000000_first', finished: true, undone: false },
    { name: '20260102000000_second', finished: false, undone: true },
    { name: '20260102000000_second', finished: true, undone: false },
  ]);
});

test('half-migrated: when part of the interrupted attempt still stands, nothing is changed and the words say so', async () => {
  await file('20260102000000_second', 'CREATE TABLE b (id int); CREATE TABLE c (id int);');
  await migrate(fresh.url, folder).then(() =>
    fresh.asOwner('DROP TABLE c; UPDATE _prisma_migrations SET finished_at = NULL'),
  );
  await expect(run()).rejects.toThrow(/earlier attempt .* was interrupted.* relation "b" already exists/s);
  expect(await tables()).toEqual(['b']);
  expect(await names()).toEqual([{ name: '20260102000000_second', finished: false, undone: false }]);
});

test('a file that was changed after it was applied is refused with its name; line ends do not count', async () => {
  await file('20260101000000_first', 'CREATE TABLE a (id int);\n-- end\n');
  await run();
  await file('20260101000000_first', 'CREATE TABLE a (id int);\r\n-- end\r\n');
  expect(await run()).toEqual([]);
  await file('20260101000000_first', 'CREATE TABLE a (id bigint);\n');
  const refused = await run().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(MigrationRefused);
  expect(String(refused)).toMatch(/20260101000000_first was changed/);
});

test('a database of a newer version, and a file that comes too late, are refused', async () => {
  await file('20260102000000_second', 'CREATE TABLE b (id int);');
  await run();
  await file('20260101000000_late', 'CREATE TABLE a (id int);');
  await expect(run()).rejects.toThrow(/later timestamp/);
  await rm(folder, { recursive: true });
  await mkdir(folder);
  await expect(run()).rejects.toThrow(/newer version/);
});

test('a file that ends its transaction by itself is refused', async () => {
  await file('20260101000000_first', 'CREATE TABLE a (id int); COMMIT; CREATE TABLE b (id int);');
  await expect(run()).rejects.toThrow(/COMMIT/);
});

test('a migrator that is killed between its statements leaves nothing, and the next one goes on', async () => {
  await file('20260101000000_first', 'CREATE TABLE a (id int); SELECT pg_sleep(30);');
  const cut = run().catch((error: unknown) => error);
  for (;;) {
    const [killed] = await fresh.asOwner<{ n: number }>(
      "SELECT count(pg_terminate_backend(pid))::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'",
    );
    if (killed && killed.n > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await cut).toBeInstanceOf(Error);
  expect(await tables()).toEqual([]);
  await file('20260101000000_first', 'CREATE TABLE a (id int);');
  expect(await run()).toEqual(['20260101000000_first']);
});
