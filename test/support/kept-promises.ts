/** What must be true of a database after any number of kills: asked by SQL, past every operation. */
import { expect } from 'vitest';
import type { RunningServer } from './running-server';
import type { StreamingLearner } from './streaming-learner';

/** ELO-12: every acknowledged entry is there, as it was sent, once; nothing that was never sent is. */
export async function expectLog(server: RunningServer, learners: readonly StreamingLearner[]): Promise<void> {
  for (const { player, acknowledged, journal, wrong } of learners) {
    expect(wrong).toEqual([]);
    const rows = await server.look<{ sequence: number; elements: Record<string, string>; suspended: string | null }>(
      'select sequence, elements, suspend_data as suspended from attempt_commit where attempt_id = $1 and session_id = $2 order by sequence',
      [player.attempt, player.session],
    );
    const kept = new Map(
      rows.map(({ sequence, elements, suspended }) => [
        sequence,
        suspended === null ? elements : { ...elements, 'cmi.suspend_data': suspended },
      ]),
    );
    expect(kept.size).toBe(rows.length);
    expect([...acknowledged].filter((sequence) => !kept.has(sequence))).toEqual([]);
    for (const [sequence, elements] of kept)
      expect([sequence, elements]).toEqual([sequence, journal.get(sequence)?.set]);
  }
  expect(await server.look('select session_id, sequence from commit_conflict')).toEqual([]);
}

/** Each of these finished registrations was told once per version, and awarded, certified, completed and written to once. */
export async function expectAwardedOnce(server: RunningServer, learners: readonly StreamingLearner[]): Promise<void> {
  const persons = learners.map(({ player }) => player.registered.personId);
  const registrations = learners.map(({ player }) => player.registered.enrolmentId);
  const once = async (sql: string): Promise<void> => {
    const rows = await server.look<{ who: string; n: number }>(sql, [persons]);
    expect([sql, Object.fromEntries(rows.map(({ who, n }) => [who, n]))]).toEqual([
      sql,
      Object.fromEntries(persons.map((id) => [id, 1])),
    ]);
  };
  expect(await server.look(`select registration_id, version, error from outcome where status <> 'delivered'`)).toEqual(
    [],
  );
  const doubled = await server.look(
    `select subjects::text, after->>'version' as version, count(*)::int as n from event where type = 'outcome-taken' group by 1, 2 having count(*) > 1`,
  );
  expect(doubled).toEqual([]);
  await once(
    `select person_id as who, count(*)::int as n from competence_element where person_id = any($1) and superseded_at is null group by 1`,
  );
  await once(
    `select s.person_id as who, count(*)::int as n from cert_period p join cert_subscription s on s.id = p.subscription_id where s.person_id = any($1) and s.status = 'CERTIFIED' and p.completion_date is not null group by 1`,
  );
  await once(
    `select person_id as who, count(*)::int as n from path_enrolment where person_id = any($1) and status = 'COMPLETED' group by 1`,
  );
  await once(
    `select person_id as who, count(*)::int as n from message where person_id = any($1) and code = 'N-03' group by 1`,
  );
  const statuses = await server.look<{ status: string }>('select status from enrolment where id = any($1)', [
    registrations,
  ]);
  expect(statuses.map(({ status }) => status)).toEqual(registrations.map(() => 'Attended'));
}

/** Waits until the worker has told the core everything. */
export async function allDelivered(server: RunningServer, seconds = 30): Promise<void> {
  await expect
    .poll(async () => (await server.look(`select 1 from outcome where status = 'pending'`)).length, {
      timeout: seconds * 1000,
      interval: 300,
    })
    .toBe(0);
}
