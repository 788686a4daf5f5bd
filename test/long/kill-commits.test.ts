/** kill -9 of the server, of PostgreSQL, and of both, at random moments, while learners play and pass. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allDelivered, expectAwardedOnce, expectLog } from '../support/kept-promises';
import { prepareServer, type RunningServer } from '../support/running-server';
import { streamLearner, type StreamingLearner } from '../support/streaming-learner';

const rounds = 24;
let server: RunningServer;
beforeAll(async () => {
  server = await prepareServer();
  await server.start();
}, 120_000);
afterAll(() => server.close());

const killPostgres = (): void => {
  const pid = server.postgresPid();
  if (pid === undefined) throw new Error('PostgreSQL is not there');
  process.kill(pid, 'SIGKILL');
};

/** Learners who had everything acknowledged before a kill end without it; registering the next ones needs it. */
async function databaseIsBack(): Promise<void> {
  for (;;) {
    try {
      await server.look('select 1');
      return;
    } catch {
      await sleep(50);
    }
  }
}

/** 0: node. 1: PostgreSQL, the server brings it back. 2: both, PostgreSQL first. 3: both, node first. */
async function kill(how: number): Promise<void> {
  if (how === 1 || how === 2) killPostgres();
  if (how === 2) await sleep(Math.random() * 900);
  if (how !== 1) await server.kill();
  if (how === 3) killPostgres();
  if (how !== 1) await server.start();
}

test(`ELO-12: ${rounds} kills at random moments: every acknowledged entry is there, none twice, each registration awarded exactly once`, async () => {
  const all: StreamingLearner[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const learners: StreamingLearner[] = [];
    await databaseIsBack();
    for (const registered of await server.register(5))
      learners.push(streamLearner(await server.visit(registered), server.say));
    all.push(...learners);
    await sleep(Math.random() * 700);
    // Half of the kills come while everybody passes.
    if (round % 2 === 1) {
      for (const learner of learners) learner.finish();
      await sleep(Math.random() * 60);
    }
    await kill(Math.floor(round / 2) % 4);
    await sleep(Math.random() * 300);
    for (const learner of learners) learner.finish();
    await Promise.all(learners.map(({ ended }) => ended));
  }
  expect(all.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0)).toBeGreaterThan(rounds * 20);
  expect(all.reduce((sum, learner) => sum + learner.resent(), 0)).toBeGreaterThan(rounds);
  await expectLog(server, all);
  await allDelivered(server, 150);
  await expectAwardedOnce(server, all);
  expect(await server.stop()).toBe(0);
  expect(server.postgresPid()).toBeUndefined();
});
