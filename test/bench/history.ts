/** A million earlier attempts: commits cost what they cost in an empty house, and the fiftieth attempt what the first did. */
import { newId } from '../../src/platform/db';
import type { Bench, Run } from './bench';
import { sender } from './commits';
import { copyRows, copySql, inBulk } from './learners';
import type { JobResult, Player } from './load-job';
import { inTurn, percentilesOf } from './measure';
import { rowOf } from './row';
import type { Stage } from './stage';

const attemptsEach = 50;
/** Slower by a tenth at most. */
const aim = 1 / 1.1;

export const history: Bench = {
  name: 'history',
  run: async (run) => {
    const [small, large] = [await run.stage(), await run.openStage()];
    try {
      const began = performance.now();
      const old = await large.takeNumbers(Math.ceil((run.quick ? 110_000 : 1_000_000) / (attemptsEach - 1)));
      const [from = 0, to = 0] = [old[0], old.at(-1)];
      await addEarlier(large, from, to);
      run.say(
        `(${((to - from + 1) * (attemptsEach - 1)).toLocaleString('en-GB')} earlier attempts laid in ${Math.round((performance.now() - began) / 1000)} s)`,
      );
      const fiftieth = old.map((n) => large.playerOf(n));
      await progress(run, small, large, fiftieth);
      await final(run, small, large, fiftieth);
    } finally {
      await large.stop();
    }
  },
};

/** The learners' present attempt becomes their fiftieth: 49 lie before it, each with its session, commit, state and outcome. */
async function addEarlier(stage: Stage, from: number, to: number): Promise<void> {
  const { attemptId, enrolmentId } = stage.original;
  const [attempt, session] = [`'${newId()}'`, `'${newId()}'`].map((base) =>
    copySql(base, `(n * ${attemptsEach} + k)`),
  ) as [string, string];
  const numbered = `t, generate_series(${from}, ${to}) n, generate_series(1, ${attemptsEach - 1}) k`;
  const registration = copySql(`'${enrolmentId}'`, 'n');
  const ids = `array(select ${copySql(`'${enrolmentId}'`, 'n')} from generate_series(${from}, ${to}) n)`;
  const versioned = `jsonb_set(jsonb_set(t.result, '{version}', to_jsonb(k)), '{report,version}', to_jsonb(k))`;
  await stage.asOwner((client) =>
    inBulk(client, async () => {
      // The present one comes after them.
      const last = `jsonb_set(jsonb_set(result, '{version}', '${attemptsEach}'), '{report,version}', '${attemptsEach}')`;
      await client.query(
        `update attempt set number = ${attemptsEach} where registration_id = any(${ids}) and status = 'open'`,
      );
      await client.query(`update enrolment set outcome_version = ${attemptsEach} where id = any(${ids})`);
      const { rowCount } = await client.query(
        `update outcome o set version = ${attemptsEach}, result = ${last} from attempt a where o.registration_id = any(${ids}) and a.tenant_id = o.tenant_id and a.id = o.attempt_id and a.number = ${attemptsEach}`,
      );
      if (rowCount !== to - from + 1) throw new Error('the first learner has no outcome to copy');
      await copyRows(
        client,
        'attempt',
        {
          id: attempt,
          registration_id: registration,
          number: 'k',
          learner_key: `'bench-' || n`,
          status: `'ended'`,
          ended_at: 't.last_at',
        },
        `${numbered} where t.id = '${attemptId}'`,
      );
      await copyRows(
        client,
        'attempt_session',
        { id: session, attempt_id: attempt, closed_at: 't.last_at', closed_by: `'terminate'` },
        `${numbered} where t.attempt_id = '${attemptId}'`,
      );
      await copyRows(
        client,
        'attempt_commit',
        { attempt_id: attempt, session_id: session, suspend_data: `repeat(md5(k::text), 10)` },
        `${numbered} where t.attempt_id = '${attemptId}'`,
      );
      await copyRows(
        client,
        'outcome',
        { registration_id: registration, attempt_id: attempt, version: 'k', result: versioned },
        `${numbered} where t.registration_id = '${enrolmentId}' and t.version = 1`,
      );
    }),
  );
}

async function progress(run: Run, small: Stage, large: Stage, old: readonly Player[]): Promise<void> {
  const total = run.quick ? 1_500 : 5_000;
  const players = {
    small: await small.takePlayers(1_000),
    first: await large.takePlayers(1_000),
    fiftieth: old.slice(-1_000),
  };
  const ways = {
    small: sender(run, small.server.contentPort, players.small, 'progress', false),
    first: sender(run, large.server.contentPort, players.first, 'progress', false),
    fiftieth: sender(run, large.server.contentPort, players.fiftieth, 'progress', false),
  };
  for (const warm of Object.values(ways)) await warm(32, 1_000);
  const found = await inTurn(run.quick ? 3 : 7, {
    small: () => ways.small(32, total),
    first: () => ways.first(32, total),
    fiftieth: () => ways.fiftieth(32, total),
  });
  add(run, 'commit-progress-32', found);
}

async function final(run: Run, small: Stage, large: Stage, old: readonly Player[]): Promise<void> {
  const total = run.quick ? 300 : 1_000;
  const rounds = run.quick ? 3 : 5;
  const send = (stage: Stage, players: readonly Player[]): Promise<JobResult> =>
    sender(run, stage.server.contentPort, players, 'final', false)(32, players.length);
  const fresh = {
    small: await small.takePlayers(total * (rounds + 1)),
    first: await large.takePlayers(total * (rounds + 1)),
    fiftieth: old.slice(0, total * (rounds + 1)),
  };
  const part = (players: readonly Player[], round: number): Player[] =>
    players.slice(round * total, (round + 1) * total);
  for (const [stage, players] of [
    [small, fresh.small],
    [large, fresh.first],
    [large, fresh.fiftieth],
  ] as const)
    await send(stage, part(players, rounds));
  // The chain's tables were empty when they were analysed; plans made then would scan them whole.
  for (const stage of [small, large]) await stage.asOwner((client) => client.query('vacuum (analyze)'));
  const found = await inTurn(rounds, {
    small: (round) => send(small, part(fresh.small, round)),
    first: (round) => send(large, part(fresh.first, round)),
    fiftieth: (round) => send(large, part(fresh.fiftieth, round)),
  });
  add(run, 'commit-final-32', found);
}

type Found = Awaited<ReturnType<typeof inTurn<'small' | 'first' | 'fiftieth'>>>;

function add(run: Run, id: string, { small, first, fiftieth }: Found): void {
  run.add(
    rowOf(`history-${id}`, first.rate, {
      unit: '/s',
      floor: small.rate,
      aim,
      aimOf: 'ratio',
      more: percentilesOf(first),
    }),
  );
  run.add(
    rowOf(`history-fiftieth-${id}`, fiftieth.rate, {
      unit: '/s',
      floor: first.rate,
      aim,
      aimOf: 'ratio',
      more: percentilesOf(fiftieth),
    }),
  );
}
