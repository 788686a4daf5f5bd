import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/platform/clock';
import { DatabaseAway, openDatabase, startEmbeddedPostgres, type Scope } from '../../../src/platform/db';
import { isAlive } from '../../../src/platform/db/embedded/postmaster';
import { temporaryFolder } from '../../support/database';

const root = new URL('../../..', import.meta.url).pathname;
const program = join(root, 'test', 'output', `embedded-child-${process.pid}.mjs`);
const all: Scope = { tenant: 'all', actor: { source: 'process:test' } };

beforeAll(async () => {
  await build({
    entryPoints: [join(root, 'test/support/embedded-child.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
});
afterAll(() => rm(program, { force: true }));

let dataDir: string;
let children: ChildProcess[];
beforeEach(async () => {
  dataDir = await temporaryFolder();
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  if (existsSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'))) {
    const left = await startEmbeddedPostgres(dataDir, { revive: false });
    await left.stop();
  }
  await rm(dataDir, { recursive: true, force: true });
});

type Line = {
  readonly url?: string;
  readonly pid?: number;
  readonly startedHere?: boolean;
  readonly stopped?: boolean;
  readonly id?: string;
};

/** Starts a process and collects what it says. */
function child(
  mode: 'wait' | 'write' | 'leave',
  folder = dataDir,
): { process: ChildProcess; lines: Line[]; said: (count: number) => Promise<Line[]>; ended: Promise<number | null> } {
  const started = spawn(process.execPath, [program, folder, mode], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(started);
  const lines: Line[] = [];
  let rest = '';
  started.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((part) => JSON.parse(part) as Line));
  });
  const ended = new Promise<number | null>((resolve) => started.once('close', resolve));
  const said = async (count: number): Promise<Line[]> => {
    for (const until = Date.now() + 30_000; lines.length < count; await sleep(20))
      if (Date.now() > until) throw new Error('the process said nothing');
    return lines;
  };
  return { process: started, lines, said, ended };
}

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const running = (pid: number | undefined): boolean => pid !== undefined && isAlive(pid);

test('a new folder: an ordinary role that owns its database, durable settings, loopback only, secrets for the owner alone', async () => {
  const server = await startEmbeddedPostgres(dataDir);
  const [role] = await ask<Record<string, unknown>>(
    server.url,
    `
    SELECT current_user AS name, rolsuper OR rolbypassrls OR rolcreaterole AS mighty, pg_get_userbyid(d.datdba) AS owner
    FROM pg_roles, pg_database d WHERE rolname = current_user AND d.datname = current_database()`,
  );
  expect(role).toEqual({ name: 'preceptor', mighty: false, owner: 'preceptor' });
  const settings = ['fsync', 'full_page_writes', 'listen_addresses', 'synchronous_commit', 'unix_socket_directories'];
  const { rows } = await server.asOwner('postgres', (client) =>
    client.query<{ setting: string }>('SELECT setting FROM pg_settings WHERE name = ANY ($1) ORDER BY name', [
      settings,
    ]),
  );
  expect(rows.map((row) => row.setting)).toEqual(['on', 'on', '127.0.0.1', 'on', '']);
  expect((await stat(join(dataDir, 'database.json'))).mode & 0o777).toBe(0o600);
  await expect(ask(server.url.replace(/preceptor:[^@]+@/, 'preceptor:wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
  expect(await server.stop()).toBe(true);
  expect(existsSync(join(server.folder, 'data', 'postmaster.pid'))).toBe(false);
});

test('kill -9 of the parent: the server lives on, the next start uses it, everything acknowledged is there', async () => {
  const writer = child('write');
  await writer.said(50);
  writer.process.kill('SIGKILL');
  await writer.ended;
  const next = await startEmbeddedPostgres(dataDir);
  expect({ startedHere: next.startedHere, pid: next.pid() }).toEqual({ startedHere: false, pid: writer.lines[0]?.pid });
  const kept = new Set((await ask<{ id: string }>(next.url, 'SELECT id FROM kept')).map((row) => row.id));
  expect(writer.lines.slice(1).filter((line) => !kept.has(line.id ?? ''))).toEqual([]);
  expect(await next.stop()).toBe(true);
  expect(running(writer.lines[0]?.pid)).toBe(false);
});

test('kill -9 of the parent and then of postgres: the next start recovers, everything acknowledged is there', async () => {
  const writer = child('write');
  await writer.said(50);
  writer.process.kill('SIGKILL');
  await writer.ended;
  process.kill(writer.lines[0]?.pid ?? 0, 'SIGKILL');
  const next = await startEmbeddedPostgres(dataDir);
  expect(next.startedHere).toBe(true);
  const kept = new Set((await ask<{ id: string }>(next.url, 'SELECT id FROM kept')).map((row) => row.id));
  expect(writer.lines.length).toBeGreaterThanOrEqual(50);
  expect(writer.lines.slice(1).filter((line) => !kept.has(line.id ?? ''))).toEqual([]);
  await next.stop();
});

test('kill -9 of postgres while we run: DatabaseAway meanwhile, then it is back at the same address and the pool recovers', async () => {
  const server = await startEmbeddedPostgres(dataDir);
  const database = openDatabase({ url: server.url, policies: {}, clock: systemClock });
  const look = (): Promise<object[]> => database.inTransaction(all, (tx) => tx.query('SELECT 1 AS one'));
  try {
    await look();
    const caught = database.inTransaction(all, async (tx) => {
      process.kill(server.pid() ?? 0, 'SIGKILL');
      await tx.query('SELECT pg_sleep(20)');
    });
    await expect(caught).rejects.toBeInstanceOf(DatabaseAway);
    let answer: object[] | undefined;
    for (const until = Date.now() + 30_000; !answer && Date.now() < until; await sleep(50)) {
      answer = await look().catch((error: unknown) => {
        if (!(error instanceof DatabaseAway)) throw error;
        return undefined;
      });
    }
    expect(answer).toEqual([{ one: 1 }]);
  } finally {
    await database.close();
    await server.stop();
  }
});

test('several processes at once: one starts it, all use it', async () => {
  const three = [child('wait'), child('wait'), child('wait')];
  const lines = (await Promise.all(three.map((each) => each.said(1)))).map(([line]) => line);
  expect(new Set(lines.map((line) => line?.url)).size).toBe(1);
  expect(lines.filter((line) => line?.startedHere)).toHaveLength(1);
});

test('a command leaves a running server alone, and stops one that it started itself when nobody else is there', async () => {
  const alone = child('leave');
  await alone.ended;
  expect(alone.lines.at(-1)).toEqual({ stopped: true });
  const web = child('wait');
  await web.said(1);
  const command = child('leave');
  await command.ended;
  expect(command.lines).toMatchObject([{ startedHere: false }, { stopped: false }]);
  expect(running(web.lines[0]?.pid)).toBe(true);
});

test('a command that started the server leaves it to a web process that came in between', async () => {
  const command = await startEmbeddedPostgres(dataDir);
  const web = child('wait');
  await web.said(1);
  expect(command.startedHere).toBe(true);
  expect(await command.leave()).toBe(false);
  expect(running(web.lines[0]?.pid)).toBe(true);
});

test('SIGTERM stops the server in order', async () => {
  const web = child('wait');
  await web.said(1);
  web.process.kill('SIGTERM');
  expect(await web.ended).toBe(0);
  expect(web.lines.at(-1)).toEqual({ stopped: true });
  expect(running(web.lines[0]?.pid)).toBe(false);
});

test('a pid file whose number belongs to another program is stale', async () => {
  const first = await startEmbeddedPostgres(dataDir);
  await first.stop();
  const pidFile = join(first.folder, 'data', 'postmaster.pid');
  await writeFile(
    pidFile,
    `${process.pid}\n${join(first.folder, 'data')}\n1\n${first.port}\n\n127.0.0.1\n  1 2\nready   \n`,
  );
  const next = await startEmbeddedPostgres(dataDir);
  expect(next.startedHere).toBe(true);
  expect(await next.stop()).toBe(true);
});

test('a start that was cut off leaves nothing that hinders the next: lock of a dead process, half-made data', async () => {
  await writeFile(join(dataDir, 'database.lock'), '999999999');
  await mkdir(join(dataDir, 'postgres', 'data.unfinished', 'base'), { recursive: true });
  const server = await startEmbeddedPostgres(dataDir);
  expect(await ask(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await server.stop();
});

test('the port of the last time is taken by another program: another is found and kept', async () => {
  const first = await startEmbeddedPostgres(dataDir);
  await first.stop();
  const { createServer } = await import('node:net');
  const squatter = createServer().listen(first.port, '127.0.0.1');
  try {
    const next = await startEmbeddedPostgres(dataDir);
    expect(next.port).not.toBe(first.port);
    expect(JSON.parse(await readFile(join(dataDir, 'database.json'), 'utf8'))).toMatchObject({ port: next.port });
    await next.stop();
  } finally {
    squatter.close();
  }
});

describe.runIf(process.getuid?.() === 0)('as root', () => {
  test('the server runs as somebody else', async () => {
    const server = await startEmbeddedPostgres(dataDir);
    const status = await readFile(`/proc/${server.pid()}/status`, 'utf8');
    expect(Number(/^Uid:\s+(\d+)/m.exec(status)?.[1])).toBeGreaterThan(0);
    await server.stop();
  });

  test('under a folder that others cannot enter, its files are kept elsewhere, said so, and found again', async () => {
    const closed = join(dataDir, 'closed');
    const inside = join(closed, 'data');
    await mkdir(inside, { recursive: true });
    await chmod(closed, 0o700);
    const first = await startEmbeddedPostgres(inside);
    expect(first.folder.startsWith(inside)).toBe(false);
    expect(first.notice).toContain(first.folder);
    await ask(first.url, 'CREATE TABLE here (id int)');
    await first.stop();
    const second = await startEmbeddedPostgres(inside);
    expect(second.folder).toBe(first.folder);
    expect(await ask(second.url, 'SELECT * FROM here')).toEqual([]);
    await second.stop();
    await rm(second.folder, { recursive: true });
  });
});
