/** Makes, starts and stops the server's files and process. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, closeSync, openSync, readFileSync } from 'node:fs';
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { words } from '../messages.en';
import { program } from './binaries';
import type { Home } from './home';
import { isAlive, isServerOf, readPidFile } from './postmaster';
import type { Secrets } from './secrets';
import { initSettings, serverSettings } from './settings';

export const dataOf = (home: Home): string => join(home.folder, 'data');

const identity = (home: Home): { uid?: number; gid?: number } =>
  home.user ? { uid: home.user.uid, gid: home.user.gid } : {};

/** Makes the data folder unless it is there: beside its place first, so that a cut-off attempt leaves nothing half made. */
export async function makeData(home: Home, secrets: Secrets): Promise<void> {
  const data = dataOf(home);
  if (existsSync(join(data, 'PG_VERSION'))) {
    const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
    const ours = home.binaries.version.split('.')[0] ?? '';
    if (found !== ours) throw new Error(words.embeddedOldVersion(found, ours));
    return;
  }
  const unfinished = join(home.folder, 'data.unfinished');
  const passwordFile = join(home.folder, 'password.unfinished');
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(passwordFile, secrets.ownerPassword, { mode: 0o600 });
  if (home.user) await chown(passwordFile, home.user.uid, home.user.gid);
  try {
    const done = spawnSync(
      program(home.binaries, 'initdb'),
      [`--pgdata=${unfinished}`, `--pwfile=${passwordFile}`, ...initSettings],
      {
        ...identity(home),
        cwd: home.folder,
        env: environment(),
        encoding: 'utf8',
      },
    );
    if (done.status !== 0) throw new Error(words.embeddedDidNotStart(done.error?.message ?? done.stderr.slice(-800)));
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, data);
}

/** Starts the server as a process of its own that outlives us, and waits until it answers. */
export async function startServer(
  home: Home,
  secrets: Secrets,
  extra: Readonly<Record<string, string>>,
): Promise<void> {
  const data = dataOf(home);
  const stale = readPidFile(data);
  // The server itself would take a recycled number of another program for a running server.
  if (stale && !isServerOf(stale.pid, data)) await rm(join(data, 'postmaster.pid'), { force: true });
  const logPath = join(home.folder, 'start.log');
  const until = Date.now() + 60_000;
  for (;;) {
    const log = openSync(logPath, 'w', 0o600);
    const server = spawn(program(home.binaries, 'postgres'), ['-D', data, ...serverSettings(secrets.port, extra)], {
      ...identity(home),
      cwd: home.folder,
      env: environment(),
      // Its own session: neither our end nor Ctrl-C at our terminal reaches it.
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    let ended = false;
    let failure = '';
    server.once('error', (error) => ((ended = true), (failure = error.message)));
    server.once('exit', () => (ended = true));
    server.unref();
    while (!ended && Date.now() < until) {
      if (readPidFile(data)?.ready && (await answers(secrets))) return;
      await sleep(30);
    }
    const tail = `${failure} ${await readFile(logPath, 'utf8').catch(() => '')} ${await lastLog(data)}`
      .trim()
      .slice(-1_500);
    // The children of a killed server need a moment to notice that it is gone.
    if (!ended || !/shared memory block|is another postmaster|already in use/.test(tail) || Date.now() > until)
      throw new Error(words.embeddedDidNotStart(tail));
    await sleep(250);
  }
}

async function lastLog(data: string): Promise<string> {
  const current = await readFile(join(data, 'current_logfiles'), 'utf8').catch(() => '');
  const path = /^stderr (.+)$/m.exec(current)?.[1];
  return path ? (await readFile(join(data, path), 'utf8').catch(() => '')).slice(-800) : '';
}

/** Fast shutdown: connections are ended, everything confirmed is on disk. Resolves when the process is gone. */
export async function stopServer(home: Home): Promise<void> {
  const data = dataOf(home);
  const found = readPidFile(data);
  if (!found || !isServerOf(found.pid, data)) return;
  const signal = (name: 'SIGINT' | 'SIGQUIT'): void => {
    try {
      if (process.platform === 'win32')
        spawnSync(program(home.binaries, 'pg_ctl'), [
          'stop',
          '-D',
          data,
          '-m',
          name === 'SIGINT' ? 'fast' : 'immediate',
          '-w',
        ]);
      else process.kill(found.pid, name);
    } catch {
      return; // It ended by itself in between.
    }
  };
  signal('SIGINT');
  const gone = async (ms: number): Promise<boolean> => {
    for (const until = Date.now() + ms; Date.now() < until; await sleep(20)) {
      if (!isAlive(found.pid)) return true;
    }
    return false;
  };
  if (await gone(30_000)) return;
  signal('SIGQUIT');
  await gone(10_000);
}

/** Whether the server takes our connection as its owner. */
export async function answers(secrets: Secrets): Promise<boolean> {
  try {
    await asOwner(secrets, 'postgres', () => Promise.resolve());
    return true;
  } catch {
    return false;
  }
}

/** Connects as the superuser of the server, for what the ordinary role may not do. */
export async function asOwner<T>(
  secrets: Secrets,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: secrets.port,
    user: 'postgres',
    password: secrets.ownerPassword,
    database,
    connectionTimeoutMillis: 5_000,
    application_name: 'preceptor owner',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Makes the ordinary role and its database; safe to repeat. The role is bound by row-level security. */
export async function makeRole(secrets: Secrets): Promise<void> {
  await asOwner(secrets, 'postgres', async (client) => {
    const password = client.escapeLiteral(secrets.rolePassword);
    const { rowCount: role } = await client.query(`SELECT FROM pg_roles WHERE rolname = 'preceptor'`);
    const rights = 'LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION';
    await client.query(`${role ? 'ALTER' : 'CREATE'} ROLE preceptor ${rights} PASSWORD ${password}`);
    await client.query(`ALTER ROLE preceptor SET timezone = 'UTC'`);
    const { rowCount: database } = await client.query(`SELECT FROM pg_database WHERE datname = 'preceptor'`);
    if (!database) await client.query('CREATE DATABASE preceptor OWNER preceptor');
    await client.query('REVOKE CONNECT, TEMPORARY ON DATABASE preceptor FROM PUBLIC');
  });
}

function environment(): NodeJS.ProcessEnv {
  return { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };
}
