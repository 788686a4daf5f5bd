/**
 * Answers and objectives as rows, for reports. They are made from the log when somebody asks or a while after it grew, never
 * while content waits for an answer: the lanes of commits know nothing of them. The log only grows, so how many commits were
 * counted says whether anything is missing; correctness never hangs on the time of a job.
 */
import { insertRows, type Database, type Tx } from '../../platform/db';
import type { SequencingState } from '../sequencing';
import type { AttemptKey } from './commit-log';
import { activityKey, loadActivities, type ActivityKey } from './attempt-store';
import { factsOfActivity, type AnswerFact, type ObjectiveFact } from './core/facts-of-activity';
import { foldActivity } from './core/fold-activity';
import { loadPackages } from './packages';
import { wasDelivered } from './settle-attempts';

type FactRow = Readonly<Record<string, unknown>>;

type Stale = AttemptKey & {
  readonly generation: number;
  readonly ownerId: string;
  readonly versionId: string;
  readonly sequencing: SequencingState;
  readonly commits: number;
  readonly activities: readonly string[];
};

/** Attempts folded by one round: enough to make few queries, few enough to hold in memory. */
const roundSize = 250;

const pairs = (keys: readonly AttemptKey[]): [string[], string[]] => [
  keys.map((key) => key.tenantId),
  keys.map((key) => key.attemptId),
];

/**
 * How long the log of attempt `a` is, told by the last sequence of each session: a few steps in an index instead of a count. Equal to
 * the number of commits when none is missing; where one is, the tally says -1 and is made anew every time.
 */
const length = `(select coalesce(sum(last), 0)::int from attempt_session s cross join lateral (
    select max(sequence) as last from attempt_commit c where c.tenant_id = s.tenant_id and c.attempt_id = s.attempt_id and c.session_id = s.id) l
  where s.tenant_id = a.tenant_id and s.attempt_id = a.id)`;

/** Of these attempts, those whose log says more than the rows do, in order. */
export function listUntallied(tx: Pick<Tx, 'query'>, keys: readonly AttemptKey[]): Promise<AttemptKey[]> {
  return tx.query<AttemptKey>(
    `select a.tenant_id as "tenantId", a.id as "attemptId" from unnest($1::uuid[], $2::uuid[]) a (tenant_id, id)
     left join attempt_tally t on t.tenant_id = a.tenant_id and t.attempt_id = a.id
     where t.commits is distinct from ${length} order by a.id`,
    pairs(keys),
  );
}

/** Makes the rows of these attempts anew where the log has grown. @returns how many attempts were counted */
export async function tallyAttempts(tx: Tx, keys: readonly AttemptKey[]): Promise<number> {
  let counted = 0;
  for (let from = 0; from < keys.length; from += roundSize)
    counted += await tallyRound(tx, keys.slice(from, from + roundSize));
  return counted;
}

async function tallyRound(tx: Tx, attempts: readonly AttemptKey[]): Promise<number> {
  // First of all, in order: who counts the same attempts meanwhile waits here.
  await tx.execute(
    `insert into attempt_tally (tenant_id, attempt_id, commits, tallied_at)
     select a.tenant_id, a.id, -1, $3 from attempt a where (a.tenant_id, a.id) in (select * from unnest($1::uuid[], $2::uuid[])) order by a.id
     on conflict (tenant_id, attempt_id) do update set tallied_at = excluded.tallied_at`,
    [...pairs(attempts), tx.now],
  );
  const stale = await tx.query<Stale>(
    `select a.tenant_id as "tenantId", a.id as "attemptId", a.generation, a.object_owner_id as "ownerId", a.object_version_id as "versionId", a.sequencing, ${length} as commits,
       array(select activity from activity_state s where s.tenant_id = a.tenant_id and s.attempt_id = a.id union
         select activity from attempt_commit c where c.tenant_id = a.tenant_id and c.attempt_id = a.id) as activities
     from attempt a
     join attempt_tally t on t.tenant_id = a.tenant_id and t.attempt_id = a.id
     where (a.tenant_id, a.id) in (select * from unnest($1::uuid[], $2::uuid[])) and t.commits <> ${length}`,
    pairs(attempts),
  );
  if (stale.length === 0) return 0;
  const packages = await loadPackages(tx, stale);
  // What was said for a part that is not there, or was never opened, is in the log and counts for nothing.
  const counted = stale.map((each) => {
    const known = packages.get(each.versionId)?.activities;
    return each.activities.filter((one) => known?.has(one) === true && wasDelivered({ attempt: each }, one));
  });
  const keys = stale.flatMap((each, n) =>
    (counted[n] ?? []).map((activity): ActivityKey => ({ ...keyOf(each), activity })),
  );
  const loaded = await loadActivities(tx, keys);
  const answers: FactRow[] = [];
  const objectives: FactRow[] = [];
  const gaps = new Set<string>();
  for (const [n, each] of stale.entries()) {
    const playable = packages.get(each.versionId);
    if (!playable) continue;
    const { scormVersion } = playable.package;
    for (const activity of counted[n] ?? []) {
      const key = { ...keyOf(each), activity };
      const parts = loaded.get(activityKey(key));
      if (parts?.whole === false) gaps.add(each.attemptId);
      const state = foldActivity(scormVersion, parts?.snapshot, parts?.commits ?? [], each.generation);
      const facts = factsOfActivity(scormVersion, playable.activities.get(activity), state.cmi);
      answers.push(...facts.answers.map((fact) => answerRow(key, fact)));
      objectives.push(...facts.objectives.map((fact) => objectiveRow(key, fact)));
    }
  }
  await replace(
    tx,
    stale.map((each) => (gaps.has(each.attemptId) ? { ...each, commits: -1 } : each)),
    answers,
    objectives,
  );
  return stale.length;
}

const keyOf = ({ tenantId, attemptId }: AttemptKey): AttemptKey => ({ tenantId, attemptId });

async function replace(
  tx: Tx,
  stale: readonly Stale[],
  answers: readonly FactRow[],
  objectives: readonly FactRow[],
): Promise<void> {
  const these = '(tenant_id, attempt_id) in (select * from unnest($1::uuid[], $2::uuid[]))';
  await tx.execute(`delete from attempt_answer where ${these}`, pairs(stale));
  await tx.execute(`delete from attempt_objective where ${these}`, pairs(stale));
  await insertRows(tx, 'attempt_answer', answers);
  await insertRows(tx, 'attempt_objective', objectives);
  await tx.execute(
    `update attempt_tally t set commits = x.commits from unnest($1::uuid[], $2::uuid[], $3::int[]) x (tenant_id, id, commits)
     where t.tenant_id = x.tenant_id and t.attempt_id = x.id`,
    [...pairs(stale), stale.map((each) => each.commits)],
  );
}

const answerRow = (key: ActivityKey, fact: AnswerFact): FactRow => ({
  tenant_id: key.tenantId,
  attempt_id: key.attemptId,
  activity: key.activity,
  n: fact.n,
  question: fact.question,
  description: fact.description ?? null,
  type: fact.type ?? null,
  response: fact.response ?? null,
  result: fact.result ?? null,
  verdict: fact.verdict,
  patterns: fact.patterns,
  latency_seconds: fact.latencySeconds ?? null,
  weighting: fact.weighting ?? null,
  said_at: fact.saidAt ?? null,
  latest: fact.latest,
});

const objectiveRow = (key: ActivityKey, fact: ObjectiveFact): FactRow => ({
  tenant_id: key.tenantId,
  attempt_id: key.attemptId,
  activity: key.activity,
  n: fact.n,
  objective: fact.objective,
  description: fact.description ?? null,
  completion: fact.completion,
  success: fact.success,
  scaled: fact.scaled ?? null,
  raw: fact.raw ?? null,
  min: fact.min ?? null,
  max: fact.max ?? null,
});

const process = { tenant: 'all', actor: { source: 'process:tally-answers' } } as const;

/**
 * Counts attempts by rounds, each in a transaction of its own: one that fails stops no other.
 * @throws AggregateError when all were tried and some failed: the queue writes it down
 */
async function tallyAll(database: Database, keys: readonly AttemptKey[]): Promise<number> {
  let counted = 0;
  const faults: unknown[] = [];
  for (let from = 0; from < keys.length; from += roundSize)
    await database
      .inTransaction(process, (tx) => tallyAttempts(tx, keys.slice(from, from + roundSize)))
      .then((more) => (counted += more))
      .catch((error: unknown) => faults.push(error));
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} rounds of attempts could not be counted`);
  return counted;
}

/** Attempts of learners that said something since then. @returns how many were counted */
export async function tallyRecent(database: Database, since: Date): Promise<number> {
  const keys = await database.inTransaction(process, (tx) =>
    tx.query<AttemptKey>(
      `select distinct c.tenant_id as "tenantId", c.attempt_id as "attemptId" from attempt_commit c
       join attempt a on a.tenant_id = c.tenant_id and a.id = c.attempt_id and a.mode = 'normal' where c.received_at >= $1`,
      [since],
    ),
  );
  return tallyAll(database, keys);
}

/** Every attempt of an object by a tenant's learners. @returns how many were counted */
export async function tallyObject(database: Database, { tenantId, ownerId, objectId }: TallyRequest): Promise<number> {
  const keys = await database.inTransaction(process, (tx) =>
    tx.query<AttemptKey>(
      `select tenant_id as "tenantId", id as "attemptId" from attempt where tenant_id = $1 and object_owner_id = $2 and object_id = $3 and mode = 'normal'`,
      [tenantId, ownerId, objectId],
    ),
  );
  return tallyAll(database, keys);
}

/** A tenant's attempts of one object, to be counted later. */
export type TallyRequest = { readonly tenantId: string; readonly ownerId: string; readonly objectId: string };
