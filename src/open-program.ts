/** What the server and the commands share: configuration to database, files and queue, on the same data. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createKeys, type Keys } from './platform/auth';
import { clockFromSetting, type Clock } from './platform/clock';
import { masterSecret, type Config } from './platform/config';
import { migrate, openDatabase, startEmbeddedPostgres, whyRoleIsTooMighty, type Database } from './platform/db';
import { openDiskStore, type FileStore } from './platform/files';
import { startJobs, type Jobs } from './platform/jobs';
import type { Log } from './platform/log';
import { openMail, type MailTransport } from './platform/mail';
import { policies } from './policies';
import { queues } from './queues';
import { prerequisiteNotes } from './scorm/sequencing';

export type Program = {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly database: Database;
  readonly files: FileStore;
  readonly jobs: Jobs;
  readonly mail: MailTransport;
  /** For imports: the rooms of the packages do not know the language. */
  readonly readPrerequisites: typeof prerequisiteNotes;
  /** Closes everything that was opened, last first. */
  readonly close: () => Promise<void>;
};

export type OpenOptions = {
  /** Whether this process works on queued jobs. */
  readonly working: boolean;
  /** A command leaves an embedded server that it only found; a server process stops it when it is the last. */
  readonly passingBy: boolean;
};

const jobPatienceMs = 10_000;
const migrations = fileURLToPath(new URL('../prisma/migrations', import.meta.url));

/** Opens everything in order; what was opened is closed again when a later step fails. */
export async function openProgram(config: Config, log: Log, { working, passingBy }: OpenOptions): Promise<Program> {
  const undo: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop())
      await step().catch((error: unknown) => log.error({ err: error }, 'closing'));
  };
  try {
    const clock = clockFromSetting(config.clock);
    const keys = createKeys(masterSecret(config));
    const url = await findDatabase(config, log, passingBy, undo);
    await migrate(url, migrations);

    const database = openDatabase({ url, policies, clock });
    undo.push(() => database.close());
    const files = await openDiskStore({ folder: join(config.dataDir, 'store') });
    const mail = openMail(config);
    undo.push(async () => mail.close());
    const jobs = await startJobs({ url, log, queues, working });
    undo.push(() => jobs.stop(jobPatienceMs));
    return { config, log, clock, keys, database, files, jobs, mail, readPrerequisites: prerequisiteNotes, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function findDatabase(
  config: Config,
  log: Log,
  passingBy: boolean,
  undo: (() => Promise<unknown>)[],
): Promise<string> {
  if (config.database.kind === 'url') {
    const reason = await whyRoleIsTooMighty(config.database.url);
    if (reason !== undefined)
      log.warn({ reason }, 'row-level security does not bind the role of DATABASE_URL: use an ordinary role');
    return config.database.url;
  }
  const embedded = await startEmbeddedPostgres(config.dataDir);
  undo.push(passingBy ? embedded.leave : embedded.stop);
  if (embedded.notice !== undefined) log.info(embedded.notice);
  return embedded.url;
}
