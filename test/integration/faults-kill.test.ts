/** kill -9 of the server between commit and answer, twice. `test/long/kill-commits.test.ts` does it many times, and to PostgreSQL too. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allDelivered, expectAwardedOnce, expectLog } from '../support/kept-promises';
import { prepareServer, type RunningServer } from '../support/running-server';
import { streamLearner } from '../support/streaming-learner';

let server: RunningServer;
beforeAll(async () => {
  server = await prepareServer();
  await server.start();
}, 120_000);
afterAll(() => server.close());

test('ELO-12: killed between commit and answer, twice: everything acknowledged is there, nothing twice, and each learner is awarded once', async () => {
  const registered = await server.register(6);
  const learners = await Promise.all(
    registered.map(async (each) => streamLearner(await server.visit(each), server.say)),
  );
  await sleep(500);
  await server.kill();
  await server.start();
  await sleep(300);
  // The second time while everybody is passing.
  for (const learner of learners) learner.finish();
  await sleep(15);
  await server.kill();
  await server.start();
  await Promise.all(learners.map(({ ended }) => ended));
  expect(learners.some(({ resent }) => resent() > 0)).toBe(true);
  await expectLog(server, learners);
  await allDelivered(server);
  await expectAwardedOnce(server, learners);
  expect(await server.stop()).toBe(0);
  expect(server.postgresPid()).toBeUndefined();
}, 60_000);
