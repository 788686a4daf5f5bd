/** Content that floods, in a real browser against the real server, while others learn: nobody else notices. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAwardedOnce, expectLog } from '../support/kept-promises';
import { content, run, saved } from '../support/player-page';
import { openRealPlayer, type RealPlayer } from '../support/real-player';
import { streamLearner } from '../support/streaming-learner';

const others = 20;
let real: RealPlayer;
beforeAll(async () => {
  real = await openRealPlayer();
}, 120_000);
afterAll(() => real.close());

test(
  'ELO-12: ten thousand sets a second and commits in a loop, beside twenty who learn',
  { timeout: 300_000 },
  async () => {
    const { server } = real;
    const players = [];
    for (const registered of await server.register(others)) players.push(await server.visit(registered));
    const where = await real.person();
    const page = await real.play(await real.registered(), where);
    const frame = await content(page);
    await saved(page, 'Saved');
    const attempt = new URL(page.url()).pathname.replace('/a/', '');
    const wire = { requests: 0, bytes: 0 };
    page.on('request', (request) => {
      if (request.method() !== 'POST') return;
      wire.requests += 1;
      wire.bytes += request.postDataBuffer()?.length ?? 0;
    });

    const began = Date.now();
    await run(
      frame,
      `window.sets = 0; window.commits = 0; window.refused = 0; setInterval(function () {
      for (var i = 0; i < 400; i++) { if (set('cmi.core.lesson_location', String(window.sets++)) !== 'true') window.refused++; if (i % 4 === 0) { commit(); window.commits++ } }
      set('cmi.suspend_data', String(window.sets) + 'x'.repeat(3000));
    }, 40)`,
    );
    const learners = players.map((player) => streamLearner(player, server.say));
    await expect.poll(() => run(frame, 'window.sets'), { timeout: 200_000 }).toBeGreaterThan(20_000);
    await expect
      .poll(() => Math.min(...learners.map((one) => one.acknowledged.size)), { timeout: 200_000 })
      .toBeGreaterThan(15);
    const seconds = (Date.now() - began) / 1000;
    const { requests, bytes } = wire;
    learners.forEach((one) => one.finish());
    await Promise.all(learners.map((one) => one.ended));
    await expectLog(server, learners);
    await expectAwardedOnce(server, learners);

    // Each of five thousand commits as a request of its own would be hundreds of times as much.
    expect(Number(await run(frame, 'window.commits'))).toBeGreaterThan(4_000);
    expect(requests).toBeLessThan(50 + seconds * 10);
    expect(bytes / seconds).toBeLessThan(1_000_000);
    expect(await run(frame, 'window.refused')).toBe(0);

    await page.getByRole('button', { name: 'Exit' }).click();
    await page.getByRole('heading', { name: 'You have left' }).waitFor();
    await expect
      .poll(async () => {
        const [row] = await server.look<{ place: number }>(
          `select max((elements->>'cmi.core.lesson_location')::int) as place from attempt_commit where attempt_id = $1`,
          [attempt],
        );
        return row?.place;
      })
      .toBeGreaterThan(20_000);
    expect(`${server.said.out}${server.said.err}`).not.toMatch(/"level":(50|60|"error"|"fatal")/);
  },
);
