/**
 * Learners by the thousand: one is brought to the point where their course has begun, by the real operations, and
 * copied by SQL, a statement per table. The ids of copy `n` are those of the original with `n` in their last digits.
 */
import type pg from 'pg';
import { createOutcomePort } from '../../src/explain';
import { insertRows, newId, type Database } from '../../src/platform/db';
import { systemClock } from '../../src/platform/clock';
import { createTakeCommits } from '../../src/scorm/runtime';
import { addPersons, buildWorld, enrolForEverything, everything, launch, type World } from '../support/learning-world';

type Copied = {
  readonly table: string;
  /** SQL that finds the rows of the original; `$…` are its ids. */
  readonly where: string;
  readonly ids: readonly string[];
  /** Other columns that differ: name to SQL, with `n` for the number of the copy. */
  readonly other?: Readonly<Record<string, string>>;
};

/** The learner that others are copies of, begun and not finished. */
export type Original = {
  readonly world: World;
  readonly personId: string;
  readonly enrolmentId: string;
  readonly attemptId: string;
  readonly sessionId: string;
};

const ofPerson = 'person_id = :person';
const tables: readonly Copied[] = [
  { table: 'person', where: 'id = :person', ids: ['id'] },
  { table: 'cert_subscription', where: ofPerson, ids: ['id', 'person_id'] },
  {
    table: 'cert_period',
    where: `subscription_id in (select id from cert_subscription where ${ofPerson})`,
    ids: ['id', 'subscription_id'],
  },
  { table: 'path_enrolment', where: ofPerson, ids: ['id', 'person_id'] },
  { table: 'enrolment', where: 'id = :enrolment', ids: ['id', 'person_id', 'cert_period_id', 'path_enrolment_id'] },
  {
    table: 'component_progress',
    where: `period_id in (select p.id from cert_period p join cert_subscription s on s.id = p.subscription_id where s.${ofPerson})`,
    ids: ['period_id', 'enrolment_id'],
  },
  {
    table: 'path_course_progress',
    where: `path_enrolment_id in (select id from path_enrolment where ${ofPerson})`,
    ids: ['path_enrolment_id', 'enrolment_id'],
  },
  { table: 'attempt', where: 'id = :attempt', ids: ['id', 'registration_id'], other: { learner_key: `'bench-' || n` } },
  { table: 'attempt_session', where: 'attempt_id = :attempt', ids: ['id', 'attempt_id'] },
  { table: 'attempt_commit', where: 'attempt_id = :attempt', ids: ['attempt_id', 'session_id'] },
  { table: 'activity_state', where: 'attempt_id = :attempt', ids: ['attempt_id'] },
  { table: 'outcome', where: 'registration_id = :enrolment', ids: ['registration_id', 'attempt_id'] },
];

/** The id of copy `n`, as the SQL below makes it. */
export const copyOf = (id: string, n: number): string => id.slice(0, 24) + n.toString(16).padStart(12, '0');
export const copySql = (id: string, n: string): string =>
  `(left(${id}::text, 24) || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** Builds the small world and its first learner, who has begun. */
export async function makeOriginal(database: Database): Promise<Original> {
  const world = await buildWorld(database);
  const [personId = ''] = await addPersons(database, world.employer, 1);
  const port = createOutcomePort({ t: (key) => key });
  const { enrolmentId, session } = await database.inTransaction(everything, async (tx) => {
    const enrolled = await enrolForEverything(tx, world, personId);
    return { enrolmentId: enrolled, session: await launch(tx, port, world, personId, enrolled) };
  });
  const take = createTakeCommits({ database, lane: database.lane, port, now: () => new Date() });
  const said = { at: new Date().toISOString(), activity: 'SCO' } as const;
  const entries = [
    { ...said, sequence: 1, kind: 'initialize', set: {} },
    { ...said, sequence: 2, kind: 'commit', set: { 'cmi.core.lesson_status': 'incomplete' } },
  ] as const;
  const answer = await take({
    tenantId: world.employer,
    attemptId: session.attempt,
    sessionId: session.session,
    scormVersion: '1.2',
    entries,
  });
  if (answer.acknowledged.length !== 2 || answer.outcome?.completion !== 'incomplete')
    throw new Error('the first learner could not begin');
  return { world, personId, enrolmentId, attemptId: session.attempt, sessionId: session.session };
}

/** Sequence of the next commit of a copy's session. */
export const nextSequence = 3;

/** Makes copies `from` to `to`, inclusive. */
export async function copyLearners(client: pg.Client, original: Original, from: number, to: number): Promise<void> {
  await inBulk(client, async () => {
    for (const { table, where, ids, other } of tables) {
      const differing = { ...Object.fromEntries(ids.map((id) => [id, copySql(`t.${id}`, 'n')])), ...other };
      await copyRows(client, table, differing, `t, generate_series(${from}, ${to}) n where ${named(where, original)}`);
    }
  });
}

/** Copies rows of a table: `differing` are SQL by column, the rest is as it was. */
export async function copyRows(
  client: pg.Client,
  table: string,
  differing: Readonly<Record<string, string>>,
  from: string,
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
  const names = rows.map((row) => row.name);
  const values = names.map((name) => differing[name] ?? `t.${name}`);
  await client.query(`insert into ${table} (${names.join(', ')}) select ${values.join(', ')} from ${table} ${from}`);
}

/** Fast and without checks: what is copied was checked once. Afterwards the tables are as after a night's rest. */
export async function inBulk(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query(`set session_replication_role = replica; set synchronous_commit = off`);
  await work();
  await client.query('reset session_replication_role; reset synchronous_commit');
  await client.query('vacuum (analyze)');
  await client.query('checkpoint');
}

function named(sql: string, { personId, enrolmentId, attemptId }: Original): string {
  return sql
    .replaceAll(':person', `'${personId}'`)
    .replaceAll(':enrolment', `'${enrolmentId}'`)
    .replaceAll(':attempt', `'${attemptId}'`);
}

/** The row the floor updates for each of as many players. */
export async function makeFloorTable(client: pg.Client, players: number): Promise<void> {
  await client.query(
    'create table if not exists bench_floor (id int primary key, data text not null, at timestamptz not null)',
  );
  // Kept in its row and not compressed, as our own log is.
  await client.query(
    'alter table bench_floor set (toast_tuple_target = 8160); alter table bench_floor alter column data set storage external',
  );
  await client.query(
    `insert into bench_floor select n, '', now() from generate_series(0, $1 - 1) n on conflict do nothing`,
    [players],
  );
  await client.query('grant all on bench_floor to preceptor');
}

/** An account of a person, to sign in as. */
export async function addAccount(database: Database, tenantId: string, personId: string): Promise<string> {
  const id = newId();
  await database.inTransaction(everything, (tx) =>
    insertRows(tx, 'account', [
      {
        tenant_id: tenantId,
        id,
        username: `bench-${id}`,
        display_name: 'Pat Learner',
        password_hash: null,
        person_id: personId,
        status: 'active',
        created_at: systemClock.now(),
        version: 1,
      },
    ]),
  );
  return id;
}
