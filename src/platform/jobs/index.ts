/** Work for later. job: data for a queue's handler; queued in the transaction that caused it, run at least once. */
export { queue, queueAll, type QueueOptions } from './queue';
export { startJobs, type Job, type Jobs, type QueueDeclaration, type StartJobs, type WorkOptions } from './start-jobs';
