import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '../../../src/platform/db';
import { freshDatabase, temporaryFolder } from '../../support/database';
import { schemaMatchesMigrations } from '../../support/schema-diff';

const root = new URL('../../..', import.meta.url).pathname;
let copy: string;
beforeEach(async () => {
  copy = await temporaryFolder();
  for (const part of ['.config', 'prisma', 'package.json'])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  git('init', '-q');
  git('add', 'prisma', 'package.json');
  git('-c', 'user.name=test', '-c', 'user.email=test@example.org', 'commit', '-q', '-m', 'models');
});
afterEach(() => rmSync(copy, { recursive: true }));

const git = (...args: string[]): string => execFileSync('git', args, { cwd: copy, encoding: 'utf8' });
const dbNew = (...names: string[]): number | null =>
  spawnSync(process.execPath, ['.config/db-new.mjs', ...names], { cwd: copy, stdio: 'ignore' }).status;
const migrations = (): string[] => readdirSync(join(copy, 'prisma/migrations')).sort();

test('a new model and a new field become the next migration, which leads to what the models say', async () => {
  const before = migrations();
  appendFileSync(
    join(copy, 'prisma/schema/platform.prisma'),
    '\nmodel Venue {\n  tenantId String @db.Uuid @map("tenant_id")\n  id String @db.Uuid\n  name String\n  @@id([tenantId, id])\n  @@map("venue")\n}\n',
  );
  expect(dbNew('add_venue')).toBe(0);
  const name = migrations().at(-1) ?? '';
  expect(migrations()).toHaveLength(before.length + 1);
  expect(name > (before.at(-1) ?? '') && name.endsWith('_add_venue')).toBe(true);
  const sql = readFileSync(join(copy, 'prisma/migrations', name, 'migration.sql'), 'utf8');
  expect(sql).toContain('CREATE TABLE "venue"');
  expect(sql).toContain('row-level security');
  // What only the migrations know is left alone.
  expect(sql).not.toContain('DROP');
  const fresh = await freshDatabase();
  try {
    expect((await migrate(fresh.url, join(copy, 'prisma/migrations'))).applied).toEqual([name]);
    const files = readdirSync(join(copy, 'prisma/schema')).map((path) => ({
      path,
      content: readFileSync(join(copy, 'prisma/schema', path), 'utf8'),
    }));
    expect(
      (await schemaMatchesMigrations(fresh.url, files)).filter((statement) => statement.includes('venue')),
    ).toEqual([]);
  } finally {
    await fresh.drop();
  }
});

test('without a change in the models an empty file is written for hand-written SQL; without a name none', () => {
  expect(dbNew()).toBe(2);
  expect(dbNew('../x')).toBe(2);
  const before = migrations().length;
  expect(dbNew('backfill-names')).toBe(0);
  expect(migrations()).toHaveLength(before + 1);
  expect(readFileSync(join(copy, 'prisma/migrations', migrations().at(-1) ?? '', 'migration.sql'), 'utf8').trim()).toBe(
    '',
  );
});

test('before the first commit everything is new', () => {
  rmSync(join(copy, '.git'), { recursive: true });
  git('init', '-q');
  rmSync(join(copy, 'prisma/migrations'), { recursive: true });
  mkdirSync(join(copy, 'prisma/migrations'));
  expect(dbNew('tables')).toBe(0);
  expect(existsSync(join(copy, 'prisma/migrations', migrations()[0] ?? ''))).toBe(true);
  expect(readFileSync(join(copy, 'prisma/migrations', migrations()[0] ?? '', 'migration.sql'), 'utf8')).toContain(
    'CREATE TABLE "event"',
  );
});
