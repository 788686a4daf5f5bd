/** What runs by the clock: taking up interrupted imports, and taking away what they left in the store. */
import { isId, type Database } from '../../platform/db';
import type { FileStore } from '../../platform/files';
import type { Jobs, QueueDeclaration } from '../../platform/jobs';
import type { Log } from '../../platform/log';
import type { Importer } from './importer';
import { keysInUse, uploadsUnderWay } from './queries';

const tidying = 'scorm-library-tidy';

/** Queues of the library, for the program's list. */
export const libraryQueues: readonly QueueDeclaration[] = [{ name: tidying, policy: 'short', retryLimit: 0 }];

export type LibraryJobDeps = {
  readonly database: Database;
  readonly files: FileStore;
  readonly importer: Importer;
  readonly log: Log;
};

/** Starts working: once now, for what was under way when the last process ended, then every five minutes. */
export async function startLibraryJobs(jobs: Jobs, deps: LibraryJobDeps): Promise<void> {
  const work = async (): Promise<void> => {
    await deps.importer.recover();
    await tidyLibrary(deps, new Date(Date.now() - leftoverAfterMs));
  };
  await jobs.work(tidying, work, { pollingSeconds: 60 });
  await jobs.schedule(tidying, '*/5 * * * *');
  await work().catch((error: unknown) => deps.log.error({ err: error }, 'tidying the library'));
}

const leftoverAfterMs = 3600 * 1000;

/**
 * Removes what a killed process left in the store: files of versions and uploads that no row speaks of, untouched since
 * `before`. Younger ones may belong to an import that has not written its rows yet. @returns the keys removed
 */
export async function tidyLibrary(
  { database, files }: Pick<LibraryJobDeps, 'database' | 'files'>,
  before: Date,
): Promise<readonly string[]> {
  await files.sweep(before);
  const old = async (prefix: string): Promise<string[]> =>
    (await files.children(prefix)).filter(({ changedAt }) => changedAt < before).map(({ key }) => key);
  // Listed before the rows are read: what is new in the store afterwards is not among them.
  const [versions, uploads] = [await old('versions'), await old('uploads')];
  if (versions.length + uploads.length === 0) return [];
  const idOf = (key: string): string => key.slice(key.indexOf('/') + 1);
  const { used, underWay } = await database.inTransaction(
    { tenant: 'all', actor: { source: 'process:library' } },
    async (tx) => ({
      used: await keysInUse(tx, versions),
      underWay: await uploadsUnderWay(tx, uploads.map(idOf).filter(isId)),
    }),
  );
  const orphans = [...versions.filter((key) => !used.has(key)), ...uploads.filter((key) => !underWay.has(idOf(key)))];
  for (const key of orphans) await files.deleteAll(key);
  return orphans;
}
