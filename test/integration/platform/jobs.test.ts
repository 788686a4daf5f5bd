import { afterAll, beforeAll, expect, test } from 'vitest';
import { queue, queueAll, startJobs, type Jobs } from '../../../src/platform/jobs';
import type { Scope } from '../../../src/platform/db';
import { createLog } from '../../../src/platform/log';
import { freshDatabase, type FreshDatabase } from '../../support/database';

const queues = [
  { name: 'mail', retryDelaySeconds: 1 },
  { name: 'once', policy: 'short' as const },
];
const scope: Scope = { tenant: 'all', actor: { source: 'process:test' } };
const log = createLog('silent');

let fresh: FreshDatabase;
let jobs: Jobs;
beforeAll(async () => {
  fresh = await freshDatabase({ empty: true });
  // Two web processes and a worker that start together.
  const all = await Promise.all(
    [false, false, true].map((working) => startJobs({ url: fresh.url, log, queues, working })),
  );
  jobs = all[2] as Jobs;
});
afterAll(async () => {
  await jobs.stop(1000);
  await fresh.drop();
});

const until = async (ok: () => boolean): Promise<void> => {
  for (let n = 0; n < 200 && !ok(); n += 1) await new Promise((done) => setTimeout(done, 50));
  expect(ok()).toBe(true);
};
const waiting = async (name: string): Promise<number> =>
  Number(
    (
      await fresh.asOwner<{ n: number }>("select count(*) as n from queue.job where name = $1 and state < 'active'", [
        name,
      ])
    )[0]?.n,
  );

test('a job is queued with its transaction or not at all', async () => {
  await expect(
    fresh.database.inTransaction(scope, async (tx) => {
      await queue(tx, 'mail', { messageId: 'undone' });
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  expect(await waiting('mail')).toBe(0);
  const queued = await fresh.database.inTransaction(scope, (tx) =>
    queueAll(tx, 'mail', [{ messageId: 'a' }, { messageId: 'b' }]),
  );
  expect([queued, await waiting('mail')]).toEqual([2, 2]);
});

test('a job of an undeclared queue is an error, not a silence', async () => {
  await expect(fresh.database.inTransaction(scope, (tx) => queue(tx, 'nobody', {}))).rejects.toThrow('nobody');
});

test('a singleton key keeps a second waiting job out', async () => {
  const send = () => fresh.database.inTransaction(scope, (tx) => queue(tx, 'once', {}, { singletonKey: 'k' }));
  expect(await send()).toBe(true);
  expect(await send()).toBe(false);
  expect(await waiting('once')).toBe(1);
});

test('jobs are worked in batches, and tried again when the handler throws', async () => {
  const calls: string[][] = [];
  await jobs.work<{ messageId: string }>(
    'mail',
    async (batch) => {
      calls.push(batch.map(({ data }) => data.messageId).sort());
      await Promise.resolve();
      if (calls.length === 1) throw new Error('mail server away');
    },
    { batchSize: 10, pollingSeconds: 0.5 },
  );
  await until(() => calls.flat().length === 4);
  expect(calls[0]).toEqual(['a', 'b']);
  expect(calls.slice(1).flat().sort()).toEqual(['a', 'b']);
});

// A send without its transaction does not compile; the type check of the tests is the test.
export const forbidden = (): unknown =>
  // @ts-expect-error a database is not a transaction
  queue(fresh.database, 'mail', {});
