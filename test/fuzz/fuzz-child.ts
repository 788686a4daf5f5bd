/** Runs inputs in a thread with a memory cap: one that never comes back, or eats all memory, costs this thread only. */
import { parentPort, workerData } from 'node:worker_threads';
import { newTally, runInputs, type Run, type Tally } from './run-inputs';

/** What the thread is told; `now` holds the number of the input under way. */
export type ChildJob = Omit<Run, 'beginning'> & { readonly now: Int32Array };
export type ChildWord = { readonly tally: Tally; readonly next: number };

/** Counts are handed over so often that little is lost with the thread. */
const STRIDE = 250;

const job = workerData as ChildJob;
for (let from = job.from; from < job.to; from += STRIDE) {
  const to = Math.min(job.to, from + STRIDE);
  const tally = await runInputs({ ...job, from, to, beginning: (at) => (job.now[0] = at) }, newTally());
  parentPort?.postMessage({ tally, next: to } satisfies ChildWord);
}
