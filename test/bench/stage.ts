/** A server process with its database and learners: what benches play on. */
import { mkdtempSync, chmodSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { createKeys, type Keys } from '../../src/platform/auth';
import { systemClock } from '../../src/platform/clock';
import { masterSecret } from '../../src/platform/config';
import { openDatabase, startEmbeddedPostgres, type Database, type EmbeddedPostgres } from '../../src/platform/db';
import { policies } from '../../src/policies';
import { createPasses } from '../../src/scorm/player/passes';
import { labelOf } from '../../src/scorm/player/tickets';
import type { ScormVersion } from '../../src/scorm/package/core/types';
import { startServerProcess, type ServerProcess } from './children';
import { cpuSeconds, cpuSecondsOfFamily, type CpuUse } from './cpu';
import { copyLearners, copyOf, makeOriginal, type Original } from './learners';
import type { Player } from './load-job';

export type Stage = {
  readonly folder: string;
  readonly server: ServerProcess;
  readonly database: Database;
  readonly keys: Keys;
  readonly original: Original;
  /** As the superuser. */
  readonly asOwner: <T>(work: (client: pg.Client) => Promise<T>) => Promise<T>;
  /** Copies of the first learner that nobody has played yet. */
  readonly takePlayers: (count: number, as?: ScormVersion) => Promise<Player[]>;
  /** Numbers of the same, for whoever needs more than to play. */
  readonly takeNumbers: (count: number) => Promise<number[]>;
  readonly playerOf: (n: number, as?: ScormVersion) => Player;
  /** The cookie of an attempt on the origin of a version, and that origin's host. */
  readonly passFor: (about: {
    readonly attemptId: string;
    readonly versionId: string;
    readonly storeKey: string;
    readonly learnerKey: string;
    readonly scormVersion?: ScormVersion;
  }) => { readonly host: string; readonly cookie: string };
  /** CPU seconds used so far by the server, and by the database with all its processes. */
  readonly cpu: () => CpuUse;
  readonly stop: () => Promise<void>;
};

export type StageOptions = {
  /** `dist/main.js`. */
  readonly main: string;
  readonly flags?: readonly string[];
  /** Of the database server, for profiles. */
  readonly settings?: Readonly<Record<string, string>>;
};

/** A folder of our own under the system's temporary one, which the database's user can pass through. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'preceptor-bench-'));
  chmodSync(folder, 0o711);
  return folder;
}

export async function openStage({ main, flags = [], settings }: StageOptions): Promise<Stage> {
  const folder = temporaryFolder();
  const early: EmbeddedPostgres | undefined = settings && (await startEmbeddedPostgres(folder, { settings }));
  const server = await startServerProcess(main, folder, flags);
  const postgres = early ?? (await startEmbeddedPostgres(folder, { revive: false }));
  const database = openDatabase({ url: postgres.url, policies, clock: systemClock, poolSize: 4 });
  const keys = createKeys(masterSecret({ dataDir: folder }));
  const passes = createPasses({ keys, clock: systemClock, secure: false });
  const original = await makeOriginal(database);
  const { world } = original;
  const asOwner: Stage['asOwner'] = (work) => postgres.asOwner('preceptor', work);
  let copies = 0;

  const passFor: Stage['passFor'] = ({ attemptId, versionId, storeKey, learnerKey, scormVersion = '1.2' }) => {
    const label = labelOf(keys, versionId, learnerKey);
    const content = {
      tenantId: world.employer,
      attemptId,
      ownerId: world.object.ownerId,
      versionId,
      storeKey,
      scormVersion,
      mode: 'normal',
      label,
    } as const;
    return {
      host: `p${label}.content.localhost:${server.contentPort}`,
      cookie: passes.cookie(content).split(';')[0] ?? '',
    };
  };
  // The version of SCORM stands in the cookie alone: it decides which elements a commit may hold.
  const playerOf = (n: number, scormVersion: ScormVersion = '1.2'): Player => {
    const attempt = copyOf(original.attemptId, n);
    const pass = passFor({
      attemptId: attempt,
      versionId: world.versionId,
      storeKey: `test/${world.versionId}`,
      learnerKey: `bench-${n}`,
      scormVersion,
    });
    return { ...pass, attempt, session: copyOf(original.sessionId, n) };
  };
  const takeNumbers = async (count: number): Promise<number[]> => {
    const from = copies + 1;
    copies += count;
    await asOwner((client) => copyLearners(client, original, from, copies));
    return Array.from({ length: count }, (_, index) => from + index);
  };

  return {
    folder,
    server,
    database,
    keys,
    original,
    asOwner,
    takeNumbers,
    playerOf,
    takePlayers: async (count, as) => (await takeNumbers(count)).map((n) => playerOf(n, as)),
    passFor,
    cpu: () => ({ server: cpuSeconds(server.pid), database: cpuSecondsOfFamily(postgres.pid() ?? 0) }),
    stop: async () => {
      await database.close();
      await server.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
