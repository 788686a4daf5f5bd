/** What the player's half of the program does later and nightly. */
import type { Database } from '../../platform/db';
import type { Jobs, QueueDeclaration } from '../../platform/jobs';
import { closeSilentSessions, forgetTickets, retryOutcomes, type OutcomePort } from '../runtime';

const closing = 'scorm-close-silent-sessions';
const retrying = 'scorm-retry-outcomes';
const forgetting = 'scorm-forget-tickets';

export const playerQueues: readonly QueueDeclaration[] = [closing, retrying, forgetting].map((name) => ({
  name,
  policy: 'stately',
  retryLimit: 0,
}));

export type PlayerJobDeps = {
  readonly database: Database;
  readonly port: OutcomePort;
  /** On an adapter outcomes are sent, not retried here. */
  readonly remote: boolean;
};

/** Starts working: silent sessions are closed (ELO-14) and waiting outcomes told again every minute, used tickets forgotten hourly. */
export async function startPlayerJobs(jobs: Jobs, { database, port, remote }: PlayerJobDeps): Promise<void> {
  await jobs.work(closing, async () => void (await closeSilentSessions(database, port)));
  await jobs.schedule(closing, '* * * * *');
  if (!remote) {
    await jobs.work(retrying, async () => void (await retryOutcomes(database, port)));
    await jobs.schedule(retrying, '* * * * *');
  }
  await jobs.work(forgetting, async () => {
    await database.inTransaction({ tenant: 'all', actor: { source: 'process:forget-tickets' } }, forgetTickets);
  });
  await jobs.schedule(forgetting, '17 * * * *');
}
