import PgBoss from 'pg-boss';
import { oneAtATime } from '../db';
import type { Log } from '../log';
import { queueSchema } from './queue';

/** A queue of the program; all are declared in one list at the composition root. */
export type QueueDeclaration = {
  readonly name: string;
  /** `short`: at most one waiting job per singletonKey. `singleton`: one running at a time. */
  readonly policy?: 'standard' | 'short' | 'singleton' | 'stately';
  /** Tries after the first (default 5), with growing pauses. */
  readonly retryLimit?: number;
  readonly retryDelaySeconds?: number;
  /** A job that runs longer than this is taken for dead (default 15 minutes). */
  readonly expireInSeconds?: number;
};

export type Job<T> = { readonly id: string; readonly data: T };

export type WorkOptions = {
  /** Jobs per call of the handler at most (default 1). */
  readonly batchSize?: number;
  /** How often the queue is looked at (default 2; at least 0.5). */
  readonly pollingSeconds?: number;
};

export type Jobs = {
  /** Runs jobs of a queue. The handler is plural; a throw fails all it was given, and they are tried again. It may see a job twice. */
  readonly work: <T extends object>(
    name: string,
    handler: (jobs: readonly Job<T>[]) => Promise<void>,
    options?: WorkOptions,
  ) => Promise<void>;
  /** Queues a job at times of a cron line, in London time; once, however many workers there are. */
  readonly schedule: (name: string, cron: string, data?: object) => Promise<void>;
  /** Finishes what is running, for so long at most; what is left will be run again elsewhere. */
  readonly stop: (patienceMs: number) => Promise<void>;
};

export type StartJobs = {
  readonly url: string;
  readonly log: Log;
  readonly queues: readonly QueueDeclaration[];
  /** False: only make the tables and queues (web processes and commands queue, they do not work). */
  readonly working: boolean;
};

/** Makes the queue's tables and queues where they are missing (safe for several processes at once) and starts working. */
export async function startJobs({ url, log, queues, working }: StartJobs): Promise<Jobs> {
  const boss = new PgBoss({
    connectionString: url,
    schema: queueSchema,
    application_name: 'preceptor jobs',
    max: working ? 3 : 1,
    supervise: working,
    schedule: working,
    retryLimit: 5,
    retryDelay: 10,
    retryBackoff: true,
  });
  // Without a listener an error while polling would end the process; polling goes on by itself.
  boss.on('error', (error) => log.warn({ err: error }, 'queue'));
  // pg-boss 10.4 makes a table per queue; two processes that do so at once deadlock.
  await oneAtATime(url, 'jobs', async () => {
    await boss.start();
    const there = new Set((await boss.getQueues()).map(({ name }) => name));
    for (const one of queues.filter(({ name }) => !there.has(name))) await declare(boss, one);
  });
  if (!working) await boss.stop({ graceful: false, wait: true });

  return {
    work: async <T extends object>(
      name: string,
      handler: (jobs: readonly Job<T>[]) => Promise<void>,
      { batchSize = 1, pollingSeconds = 2 }: WorkOptions = {},
    ) => {
      await boss.work<T>(name, { batchSize, pollingIntervalSeconds: pollingSeconds }, async (jobs) => {
        try {
          await handler(jobs);
        } catch (error) {
          log.error({ queue: name, jobs: jobs.map(({ id }) => id), err: error }, 'job failed');
          throw error;
        }
      });
    },
    schedule: (name, cron, data = {}) => boss.schedule(name, cron, data, { tz: 'Europe/London' }),
    stop: async (patienceMs) => {
      if (working) await boss.stop({ graceful: true, wait: true, timeout: Math.max(1000, patienceMs) });
    },
  };
}

async function declare(
  boss: PgBoss,
  { name, policy = 'standard', retryLimit, retryDelaySeconds, expireInSeconds }: QueueDeclaration,
): Promise<void> {
  await boss.createQueue(name, {
    name,
    policy,
    retryBackoff: true,
    retryLimit: retryLimit ?? 5,
    retryDelay: retryDelaySeconds ?? 10,
    ...(expireInSeconds === undefined ? {} : { expireInSeconds }),
  });
}
