/** What runs later or by the clock, of every room. */
import type { OpenedPlayer } from './open-player';
import type { Program } from './open-program';
import type { Messages } from './platform/page';
import { createSender } from './scorm/adapter';
import { startLibraryJobs, type Importer } from './scorm/library';
import { startRuntimeJobs } from './scorm/runtime';

export type WorkDeps = Program & OpenedPlayer & { readonly messages: Messages; readonly importer: Importer };

/**
 * Declares the work of this process to the queue. Queues themselves stand in `queues.ts`.
 * @returns ends what does not end with the queue
 */
export async function startWork(deps: WorkDeps): Promise<() => Promise<void>> {
  const { config, jobs, player, sharedKeys } = deps;
  await player.startJobs(jobs);
  await startLibraryJobs(jobs, deps);
  await startRuntimeJobs(jobs, deps);
  // Rooms add their jobs here.
  if (config.mode !== 'adapter' || config.coreUrl === undefined || sharedKeys === undefined)
    return async () => undefined;
  const sender = createSender({ ...deps, coreUrl: config.coreUrl, keys: sharedKeys });
  sender.start();
  return sender.stop;
}
