/** Commits and final commits over HTTP, beside the floor. */
import type { Bench, Run } from './bench';
import { startFloor, type Floor } from './children';
import { tallyCpu, type Tally } from './cpu';
import { makeFloorTable, nextSequence } from './learners';
import type { CommitJob, JobResult, Player } from './load-job';
import { inTurn, percentilesOf } from './measure';
import { rowOf } from './row';
import type { Stage } from './stage';

const levels = [1, 8, 32, 128] as const;
const playing = 1_000;
/** Twenty times what Moodle 4.5 did at 32 on a machine of this kind, and ten times for final commits. */
const progressAim = 7_000;
const finalAim = 1_000;

const seconds = {
  progress: { 1: 900, 8: 3_000, 32: 5_000, 128: 5_000 },
  heavy: { 1: 200, 8: 500, 32: 700, 128: 700 },
} as const;

export const commitProgress: Bench = { name: 'commit-progress', run: (run) => commits(run, 'progress') };
export const commitHeavy: Bench = { name: 'commit-heavy', run: (run) => commits(run, 'heavy') };

type Sender = (atOnce: number, total: number) => Promise<JobResult>;

/** Counts sequences up over any number of jobs of the same players. */
export function sender(
  run: Run,
  port: number,
  players: readonly Player[],
  payload: CommitJob['payload'],
  bare: boolean,
): Sender {
  let sequence = nextSequence;
  return (atOnce, total) => {
    const job = { kind: 'commit', port, players, payload, sequence, atOnce, total, bare } as const;
    sequence += Math.ceil(total / players.length);
    return run.load.run(job);
  };
}

export async function openFloor(stage: Stage): Promise<Floor> {
  await stage.asOwner((client) => makeFloorTable(client, playing));
  return startFloor(stage.database.url);
}

/** As many as the floor has rows; it knows them by number. */
export const barePlayers = (suffix = ''): Player[] =>
  Array.from({ length: playing }, (_, n) => ({
    host: 'localhost',
    attempt: `${n}${suffix}`,
    session: crypto.randomUUID(),
    cookie: 'a=b',
  }));

async function commits(run: Run, payload: 'progress' | 'heavy'): Promise<void> {
  const stage = await run.stage();
  const players = await stage.takePlayers(playing, payload === 'heavy' ? '2004 4th Edition' : '1.2');
  const floor = await openFloor(stage);
  const ours = sender(run, stage.server.contentPort, players, payload, false);
  const bare = sender(run, floor.port, barePlayers(), payload, true);
  const grouped = sender(run, floor.port, barePlayers('g'), payload, true);
  try {
    for (const warm of [ours, bare, grouped]) await warm(32, run.quick ? 500 : 2_000);
    for (const atOnce of levels) {
      const total = Math.ceil(seconds[payload][atOnce] * (run.quick ? 0.4 : 1));
      const cpu = tallyCpu(stage.cpu);
      const found = await inTurn(run.quick ? 3 : 5, {
        ours: () => cpu.of(() => ours(atOnce, total)),
        bare: () => bare(atOnce, total),
        grouped: () => grouped(atOnce, total),
      });
      const id = `commit-${payload}-${atOnce}`;
      const more = {
        ...percentilesOf(found.ours),
        ...cpu.keys(),
        groupedFloor: Math.round(found.grouped.rate),
        floorP50: Number(found.bare.p50.toFixed(2)),
      };
      run.add(
        rowOf(id, found.ours.rate, {
          unit: '/s',
          floor: found.bare.rate,
          ...(atOnce === 32 ? { aim: 0.7, aimOf: 'ratio' } : {}),
          more,
        }),
      );
      if (payload === 'progress' && atOnce === 32)
        run.add(rowOf(`${id}-per-second`, found.ours.rate, { unit: '/s', aim: progressAim }));
    }
  } finally {
    floor.stop();
  }
}

/** A final commit is the last of its learner: every one needs a learner of its own. */
export const commitFinal: Bench = {
  name: 'commit-final',
  run: async (run) => {
    const stage = await run.stage();
    const floor = await openFloor(stage);
    const rounds = run.quick ? 3 : 5;
    const bare = sender(run, floor.port, barePlayers(), 'final', true);
    const once = async (atOnce: number, total: number, tally?: Tally): Promise<JobResult> => {
      const players = await stage.takePlayers(total);
      const play = (): Promise<JobResult> =>
        sender(run, stage.server.contentPort, players, 'final', false)(atOnce, total);
      return tally === undefined ? play() : tally.of(play);
    };
    try {
      await once(32, run.quick ? 400 : 1_000);
      await bare(32, 1_000);
      for (const [atOnce, total] of [
        [1, 200],
        [8, 600],
        [32, 1_200],
      ] as const) {
        const cpu = tallyCpu(stage.cpu);
        const found = await inTurn(rounds, {
          ours: () => once(atOnce, run.quick ? total / 2 : total, cpu),
          bare: () => bare(atOnce, total),
        });
        run.add(
          rowOf(`commit-final-${atOnce}`, found.ours.rate, {
            unit: '/s',
            floor: found.bare.rate,
            ...(atOnce === 32 ? { aim: finalAim } : {}),
            more: { ...percentilesOf(found.ours), ...cpu.keys() },
          }),
        );
      }
      await expectWholeChain(stage);
    } finally {
      floor.stop();
    }
  },
};

/** What the answers said is looked up: everything of a final commit is there, once. */
async function expectWholeChain(stage: Stage): Promise<void> {
  const { rows } = await stage.asOwner((client) =>
    client.query<Record<string, number>>(
      `select (select count(*)::int from enrolment where status = 'Attended') as attended, (select count(*)::int from competence_element) as awarded,
         (select count(*)::int from cert_subscription where status = 'CERTIFIED') as certified, (select count(*)::int from path_enrolment where status = 'COMPLETED') as completed,
         (select count(*)::int from message where code = 'N-03') as told, (select count(*)::int from outcome where status = 'pending') as pending`,
    ),
  );
  const { attended, awarded, certified, completed, told, pending } = rows[0] ?? {};
  if (attended === 0 || pending !== 0 || new Set([attended, awarded, certified, completed, told]).size !== 1)
    throw new Error(`the chain is not whole: ${JSON.stringify(rows[0])}`);
}
