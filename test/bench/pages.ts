/** Pages: the player's, which opens a session each time, and what learners see first. */
import { openSession, sessionCookie } from '../../src/people';
import type { Bench } from './bench';
import { tallyCpu } from './cpu';
import { addAccount, copyOf } from './learners';
import type { GetJob } from './load-job';
import { inTurn, percentilesOf } from './measure';
import { rowOf } from './row';

/** Ten times what Moodle 4.5 did at 8 on a machine of this kind. */
const playerAim = 460;
const learnerPages = [
  ['home', '/'],
  ['my-learning', '/learning'],
] as const;

export const pages: Bench = {
  name: 'pages',
  run: async (run) => {
    const stage = await run.stage();
    const numbers = await stage.takeNumbers(400);
    const players = numbers.map((n) => stage.playerOf(n));
    const rounds = run.quick ? 3 : 5;
    const measure = async (
      id: string,
      job: Omit<GetJob, 'kind' | 'atOnce' | 'total' | 'status'>,
      atOnce: number,
      aim?: number,
    ): Promise<void> => {
      const total = (run.quick ? 30 : 100) * atOnce;
      const once = () => run.load.run({ ...job, kind: 'get', status: 200, atOnce, total });
      await once();
      const cpu = tallyCpu(stage.cpu);
      const { ours } = await inTurn(rounds, { ours: () => cpu.of(once) });
      run.add(
        rowOf(`${id}-${atOnce}`, ours.rate, {
          unit: '/s',
          ...(aim === undefined ? {} : { aim }),
          more: { ...percentilesOf(ours), ...cpu.keys() },
        }),
      );
    };

    const player = {
      port: stage.server.contentPort,
      requests: players.map(({ host, attempt, cookie }) => ({
        host,
        path: `/a/${attempt}`,
        headers: { Cookie: cookie },
      })),
    };
    await measure('pages-player', player, 1);
    await measure('pages-player', player, 8, playerAim);

    const { employer } = stage.original.world;
    const accountId = await addAccount(stage.database, employer, copyOf(stage.original.personId, numbers[0] ?? 0));
    const { token } = await openSession(stage.database, employer, accountId);
    const host = `localhost:${stage.server.port}`;
    const headers = { Cookie: `${sessionCookie}=${token}`, Accept: 'text/html' };
    for (const [name, path] of learnerPages) {
      const request = { port: stage.server.port, requests: [{ host, path, headers }] };
      try {
        await run.load.run({ ...request, kind: 'get', status: 200, atOnce: 1, total: 1 });
      } catch (error) {
        run.say(`(pages-${name} left out: ${String(error)})`);
        continue;
      }
      for (const atOnce of [1, 8]) await measure(`pages-${name}`, request, atOnce);
    }
  },
};
