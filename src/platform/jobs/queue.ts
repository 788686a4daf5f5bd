import PgBoss from 'pg-boss';
import type { Tx } from '../db/types';

/** The PostgreSQL schema of the queue's own tables. */
export const queueSchema = 'queue';

export type QueueOptions = {
  /** Not before this instant. */
  readonly startAfter?: Date;
  /** With a queue of policy `short`: no second waiting job under this key. */
  readonly singletonKey?: string;
  readonly priority?: number;
  readonly retryLimit?: number;
};

/** Never started: it only knows how to write a job, and has no connection of its own to do it on. */
const writer = new PgBoss({
  schema: queueSchema,
  db: { executeSql: () => Promise.reject(new Error('a job is queued in the transaction that caused it')) },
});

/**
 * Queues a job in the transaction that caused it: both happen or neither. The data are ids, never names (they stay in the queue).
 * @returns false when `singletonKey` says that one is waiting already
 * @throws Error when no such queue is declared
 */
export async function queue<T extends object>(
  tx: Tx,
  name: string,
  data: T,
  options: QueueOptions = {},
): Promise<boolean> {
  return (await queueAll(tx, name, [data], options)) === 1;
}

/** Queues many jobs of one kind by one statement. @returns how many. */
export async function queueAll<T extends object>(
  tx: Tx,
  name: string,
  data: readonly T[],
  options: QueueOptions = {},
): Promise<number> {
  if (data.length === 0) return 0;
  let queued = 0;
  const hook = {
    executeSql: async (text: string, values: readonly unknown[]) => {
      queued = await tx.execute(text, values);
      return { rows: [] };
    },
  };
  await writer.insert(
    data.map((one) => ({ name, data: one, ...options })),
    { db: hook },
  );
  // The statement joins the declared queues: an unknown name inserts nothing and says nothing.
  if (queued < data.length && options.singletonKey === undefined)
    throw new Error(`no queue is declared under the name ${name}`);
  return queued;
}
