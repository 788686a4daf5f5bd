/** What the runtime does a while after content spoke: answers become rows that reports can count. */
import type { Database, Tx } from '../../platform/db';
import { queue, type Jobs, type QueueDeclaration } from '../../platform/jobs';
import { tallyObject, tallyRecent, type TallyRequest } from './tally-answers';

const recent = 'scorm-tally-recent';
const whole = 'scorm-tally-object';

/** Recent talk is counted again in five minutes anyway; an object that a report asked for is tried twice more. */
export const runtimeQueues: readonly QueueDeclaration[] = [
  { name: recent, policy: 'stately', retryLimit: 0 },
  { name: whole, policy: 'short', retryLimit: 2 },
];

/** Twice the time between two runs, so that one may be missed. */
const lookBackMs = 10 * 60_000;

/** Starts working: every five minutes what was said since, and whole objects when a report asks for it. */
export async function startRuntimeJobs(jobs: Jobs, { database }: { readonly database: Database }): Promise<void> {
  await jobs.work(recent, async () => void (await tallyRecent(database, new Date(Date.now() - lookBackMs))));
  await jobs.schedule(recent, '*/5 * * * *');
  await jobs.work<TallyRequest>(whole, async (found) => {
    for (const { data } of found) await tallyObject(database, data);
  });
}

/** Asks for all attempts of an object to be counted soon; once, however often it is asked. */
export async function queueTally(tx: Tx, request: TallyRequest): Promise<void> {
  await queue(tx, whole, request, { singletonKey: `${request.tenantId} ${request.ownerId} ${request.objectId}` });
}
