/**
 * `node dist/main.js` as a real process with a DATA_DIR, ports and an embedded database of its own, and a small world
 * put into that database by the operations themselves. It can be asked to stop, killed, and started again on its data.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { playEnrolment } from '../../src/learning/enrolment';
import { createKeys } from '../../src/platform/auth';
import { systemClock } from '../../src/platform/clock';
import { masterSecret, readConfig, type Config } from '../../src/platform/config';
import {
  migrate,
  openDatabase,
  startEmbeddedPostgres,
  type Database,
  type EmbeddedPostgres,
} from '../../src/platform/db';
import { openDiskStore } from '../../src/platform/files';
import { policies } from '../../src/policies';
import { importPackage } from '../../src/scorm/library';
import { createStartLaunch, type StartedLaunch } from '../../src/scorm/player';
import type { PlayerStart } from '../../src/scorm/runtime';
import { ask, embeddedIn, grantIn, type Answer } from './content-server';
import { migrationsDirectory, temporaryFolder } from './database';
import { addPersons, buildWorld, enrolForEverything, everything, type World } from './learning-world';

const cli = fileURLToPath(new URL('../../.config/cli.mjs', import.meta.url));
const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** What a learner plays: an enrolment, and the object when it is not the one of the world. */
export type Registered = {
  readonly personId: string;
  readonly enrolmentId: string;
  readonly object?: { readonly ownerId: string; readonly id: string };
};

/** A learner on the player page, by plain HTTP. */
export type Player = {
  readonly registered: Registered;
  readonly origin: string;
  readonly attempt: string;
  readonly cookie: string;
  readonly session: string;
};

export type RunningServer = {
  readonly folder: string;
  readonly config: Config;
  readonly world: World;
  /** What the process wrote, of all its lives. */
  readonly said: { out: string; err: string };
  /** Milliseconds from spawn to `Ready:`. */
  readonly start: () => Promise<number>;
  /** SIGTERM. Resolves with the exit code when the process is gone. */
  readonly stop: () => Promise<number | null>;
  /** kill -9, and gone. */
  readonly kill: () => Promise<void>;
  readonly running: () => boolean;
  readonly postgresPid: () => number | undefined;
  /** As the superuser, on a connection of this moment, so that nobody counts us as present. */
  readonly look: <Row extends object = Record<string, unknown>>(
    sql: string,
    params?: readonly unknown[],
  ) => Promise<Row[]>;
  /** Work by operations, on a pool that is closed afterwards. */
  readonly within: <T>(work: (database: Database) => Promise<T>) => Promise<T>;
  /** New persons, each subscribed to certification and path and enrolled through them. */
  readonly register: (count: number) => Promise<Registered[]>;
  /** Brings a package in, as the library does. */
  readonly addPackage: (zip: Buffer, name?: string) => Promise<{ readonly ownerId: string; readonly id: string }>;
  /** A launch as the app makes it; `url` opens it in a browser. */
  readonly launch: (registered: Registered) => Promise<StartedLaunch>;
  /** Launch, enter, player page, by plain HTTP. */
  readonly visit: (registered: Registered) => Promise<Player>;
  /** The player page again: a new session on the same attempt. */
  readonly reopen: (player: Player) => Promise<Player>;
  readonly say: (player: Player, action: 'commit' | 'navigate', body: unknown) => Promise<Answer>;
  readonly close: () => Promise<void>;
};

/** A port of the loopback that is free now. */
export const freePort = (): Promise<string> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(String(port)));
    });
  });

export type RunningOptions = { readonly env?: Readonly<Record<string, string>> };

/** Makes data and world; the process is not started yet. */
export async function prepareServer(options: RunningOptions = {}): Promise<RunningServer> {
  // Wrong usage, but it builds what is missing first.
  const built = spawnSync(process.execPath, [cli], { encoding: 'utf8' });
  if (built.status !== 2) throw new Error(built.stderr);
  const folder = await temporaryFolder('preceptor-running-');
  const [PORT, CONTENT_PORT] = await Promise.all([freePort(), freePort()]);
  const env = { DATA_DIR: folder, PORT, CONTENT_PORT, SEED: 'none', LOG_LEVEL: 'info', ...options.env };
  const config = readConfig(env);
  const keys = createKeys(masterSecret(config));
  const startLaunch = createStartLaunch({ config, keys, clock: systemClock });
  const world = await makeWorld(folder);

  const said = { out: '', err: '' };
  let child: ChildProcess | undefined;
  let ended: Promise<number | null> = Promise.resolve(null);

  const start = async (): Promise<number> => {
    const began = performance.now();
    const before = said.out.length;
    const started = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    ended = new Promise((done) =>
      started.once('exit', (code) => {
        if (child === started) child = undefined;
        done(code);
      }),
    );
    started.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    await new Promise<void>((done, failed) => {
      started.stdout.setEncoding('utf8').on('data', (text: string) => {
        said.out += text;
        if (said.out.includes('Ready:', before)) done();
      });
      started.once('exit', (code) =>
        failed(new Error(`ended with ${code}: ${said.err.slice(-3000)} ${said.out.slice(-3000)}`)),
      );
    });
    return performance.now() - began;
  };
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> => {
    child?.kill(signal);
    return ended;
  };
  const secrets = (): { port: number; ownerPassword: string; rolePassword: string } =>
    JSON.parse(readFileSync(join(folder, 'database.json'), 'utf8')) as never;
  const within: RunningServer['within'] = async (work) => {
    const { port, rolePassword } = secrets();
    const url = `postgres://preceptor:${rolePassword}@127.0.0.1:${port}/preceptor`;
    const database = openDatabase({ url, policies, clock: systemClock, poolSize: 3 });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  };

  const launch: RunningServer['launch'] = ({ personId, enrolmentId, object }) =>
    within((database) =>
      database.inTransaction(everything, async (tx) => {
        const played = await playEnrolment(tx, {
          tenantId: world.employer,
          enrolmentId,
          personId,
          learner: { id: `pairwise-${personId}`, name: 'Learner, Pat' },
          learnerKey: `key-${personId}`,
          returnUrl: `${config.appUrl}/`,
        });
        if (!played.ok) throw new Error(played.refusal);
        const started = await startLaunch(
          tx,
          object === undefined ? played.registration : { ...played.registration, object },
          { seconds: 300 },
        );
        if (!started.ok) throw new Error(started.refusal);
        return started;
      }),
    );
  const send = (url: string, more?: Parameters<typeof ask>[2]): Promise<Answer> => ask(config.contentPort, url, more);
  const post = (url: string, fields: Record<string, string>): Promise<Answer> =>
    send(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  const reopen: RunningServer['reopen'] = async (player) => {
    const page = await send(`${player.origin}/a/${player.attempt}`, { headers: { Cookie: player.cookie } });
    return { ...player, session: embeddedIn<PlayerStart>(page, 'start').session };
  };

  return {
    folder,
    config,
    world,
    said,
    start,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
    running: () => child !== undefined,
    postgresPid: () => postmasterOf(folder, secrets().port),
    look: async <Row extends object>(sql: string, params: readonly unknown[] = []) => {
      const { port, ownerPassword } = secrets();
      const client = new pg.Client({
        host: '127.0.0.1',
        port,
        user: 'postgres',
        password: ownerPassword,
        database: 'preceptor',
      });
      client.on('error', () => undefined);
      await client.connect();
      try {
        return (await client.query<Row & pg.QueryResultRow>(sql, [...params])).rows as Row[];
      } finally {
        await client.end();
      }
    },
    within,
    register: (count) =>
      within(async (database) => {
        const persons = await addPersons(database, world.employer, count);
        return database.inTransaction(everything, async (tx) => {
          const registered: Registered[] = [];
          for (const personId of persons)
            registered.push({ personId, enrolmentId: await enrolForEverything(tx, world, personId) });
          return registered;
        });
      }),
    addPackage: (zip, name = `${Date.now()}-${zip.length}.zip`) =>
      within(async (database) => {
        const filePath = join(folder, name);
        await writeFile(filePath, zip);
        const files = await openDiskStore({ folder: join(folder, 'store') });
        const imported = await importPackage({ database, files }, { tenantId: world.employer, filePath });
        await rm(filePath);
        if (!imported.ok) throw new Error(JSON.stringify(imported.findings));
        return { ownerId: world.employer, id: imported.learningObjectId };
      }),
    launch,
    visit: async (registered) => {
      const started = await launch(registered);
      const { action, grant } = grantIn(await post(started.launcherUrl, { ticket: started.ticket }));
      const entered = await post(action, { grant });
      const cookie = String(entered.headers['set-cookie']?.[0]).split(';', 1)[0] ?? '';
      return reopen({
        registered,
        cookie,
        origin: new URL(action).origin,
        attempt: String(entered.headers.location).replace('/a/', ''),
        session: '',
      });
    },
    reopen,
    say: ({ origin, attempt, cookie }, action, body) =>
      send(`${origin}/a/${attempt}/${action}`, {
        method: 'POST',
        headers: { Cookie: cookie, 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
        body: JSON.stringify(body),
      }),
    close: async () => {
      await end('SIGKILL');
      await stopDatabase(folder);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function makeWorld(folder: string): Promise<World> {
  const postgres = await startEmbeddedPostgres(folder, { revive: false });
  try {
    await migrate(postgres.url, migrationsDirectory);
    const database = openDatabase({ url: postgres.url, policies, clock: systemClock, poolSize: 3 });
    try {
      return await buildWorld(database);
    } finally {
      await database.close();
    }
  } finally {
    await postgres.stop();
  }
}

/** Joins the server of the folder, which may have died, to stop it in order. */
async function stopDatabase(folder: string): Promise<void> {
  let postgres: EmbeddedPostgres;
  for (let tries = 0; ; tries += 1) {
    try {
      postgres = await startEmbeddedPostgres(folder, { revive: false });
      break;
    } catch (error) {
      if (tries === 5) throw error;
      await sleep(500);
    }
  }
  await postgres.stop();
}

/** The living server of this folder and port, by its own pid file; that of a root's server may lie elsewhere. */
function postmasterOf(folder: string, port: number): number | undefined {
  const found = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).stdout.split('\n');
  const line = found.find((one) => one.includes(' -D ') && (one.includes(folder) || one.includes(`port=${port}`)));
  return line === undefined ? undefined : Number(line.trim().split(/\s+/)[0]);
}
