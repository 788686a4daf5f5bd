/** The embedded server of a DATA_DIR: found when it runs, started when it does not. */
import { mkdir } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { findHome, type Home } from './home';
import { isServerOf, readPidFile } from './postmaster';
import { stayPresent, type Presence } from './presence';
import { freePort, keep, secretsOf, type Secrets } from './secrets';
import { answers, asOwner, dataOf, makeData, makeRole, startServer, stopServer } from './server';
import { withStartLock } from './start-lock';

export type EmbeddedPostgres = {
  /** As the ordinary role `preceptor`, on the database `preceptor`. */
  readonly url: string;
  readonly port: number;
  /** Process id of the server. */
  readonly pid: () => number | undefined;
  /** Whether this call started it (false: it was running already). */
  readonly startedHere: boolean;
  /** Where its files are. */
  readonly folder: string;
  /** To be told to whoever starts the program, when the files are not under DATA_DIR. */
  readonly notice: string | undefined;
  /** Leaves the server. Stops it if nobody else uses it. Close the own pools first. Returns whether it was stopped. */
  readonly stop: () => Promise<boolean>;
  /** Leaves as a command does: stops the server only if this process started it and nobody else uses it. */
  readonly leave: () => Promise<boolean>;
  /** Runs statements as the superuser (tests, clean-up). */
  readonly asOwner: <T>(database: string, work: (client: import('pg').Client) => Promise<T>) => Promise<T>;
};

export type StartOptions = {
  /** Settings for tests, such as `fsync: 'off'`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Starts the server again when it dies while we are here (default true). */
  readonly revive?: boolean;
};

/**
 * Finds or starts the server under `dataDir`. Safe to call from several processes at once. The server outlives this
 * process when it is killed; the next call finds it again.
 */
export async function startEmbeddedPostgres(dataDir: string, options: StartOptions = {}): Promise<EmbeddedPostgres> {
  // Others may pass through but not look: the server's user must reach its own folder in it.
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const place = realpathSync(dataDir);
  const { home, secrets, startedHere, presence } = await withStartLock(place, () => ensureRunning(place, options));
  const stopping = { now: false };
  let here: Presence = presence;

  const revive = async (): Promise<void> => {
    let crashed = false;
    while (!stopping.now) {
      await sleep(500, undefined, { ref: false });
      // A server that ended in order was stopped on purpose; one that crashed left its pid file. Seen once is enough: a try
      // of ours that fails (its port is taken, no memory) takes the file away.
      crashed ||= readPidFile(dataOf(home)) !== undefined;
      if (stopping.now || !crashed) return;
      try {
        ({ presence: here } = await withStartLock(place, () => ensureRunning(place, options, secrets.port)));
        void here.lost.then(revive);
        return;
      } catch {
        continue; // Try again: the log under DATA_DIR tells why.
      }
    }
  };
  if (options.revive ?? true) void presence.lost.then(revive);

  const stop = async (): Promise<boolean> => {
    if (stopping.now) return false;
    stopping.now = true;
    return withStartLock(place, async () => {
      await here.end();
      if (!(await isAlone(secrets))) return false;
      await stopServer(home);
      return true;
    });
  };

  return {
    url: `postgres://preceptor:${secrets.rolePassword}@127.0.0.1:${secrets.port}/preceptor`,
    port: secrets.port,
    pid: () => readPidFile(dataOf(home))?.pid,
    startedHere,
    folder: home.folder,
    notice: home.notice,
    stop,
    leave: async () => {
      if (startedHere) return stop();
      stopping.now = true;
      await here.end();
      return false;
    },
    asOwner: (database, work) => asOwner(secrets, database, work),
  };
}

type Running = {
  readonly home: Home;
  readonly secrets: Secrets;
  readonly startedHere: boolean;
  readonly presence: Presence;
};

async function ensureRunning(dataDir: string, options: StartOptions, onlyPort?: number): Promise<Running> {
  const home = await findHome(dataDir);
  let secrets = await secretsOf(dataDir);
  await makeData(home, secrets);
  const found = await runningServer(home, secrets);
  if (found) secrets = found;
  else {
    // Pools of this process know the old port: a server that comes back must come back there.
    if (!onlyPort) secrets = await withFreePort(dataDir, secrets);
    await startServer(home, secrets, options.settings ?? {});
  }
  await makeRole(secrets);
  return { home, secrets, startedHere: !found, presence: await stayPresent(secrets) };
}

/** The running server of this data folder, given time to finish starting, recovering or stopping. */
async function runningServer(home: Home, secrets: Secrets): Promise<Secrets | undefined> {
  const data = dataOf(home);
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(100)) {
    const file = readPidFile(data);
    if (!file || !isServerOf(file.pid, data)) return undefined;
    const there = { ...secrets, port: file.port };
    if (file.ready && (await answers(there))) return there;
  }
  return undefined;
}

async function withFreePort(dataDir: string, secrets: Secrets): Promise<Secrets> {
  const port = await freePort(secrets.port);
  return port === secrets.port ? secrets : keep(dataDir, { ...secrets, port });
}

/** Whether nobody else is connected; a server that does not answer has nobody. */
async function isAlone(secrets: Secrets): Promise<boolean> {
  try {
    return await asOwner(secrets, 'postgres', async (client) => {
      const { rowCount } = await client.query(
        `SELECT FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
      );
      return rowCount === 0;
    });
  } catch {
    return true;
  }
}
