import { insertRows, updateRows, type Tx } from '../../platform/db';
import type { Rollup, SequencingState } from '../sequencing';
import type { Commit, Snapshot } from './core/activity-state';
import type { CourseOutcome } from './core/course-outcome';
import { suspendData, type AttemptKey } from './commit-log';
import type { RunStart } from './core/run-start';
import type { Registration } from './outcome-port';

/** What an attempt keeps of how it was registered. */
export type AttemptSettings = Registration['settings'] & { readonly returnUrl: string };

export type AttemptRow = AttemptKey & {
  readonly registrationId: string;
  readonly number: number;
  readonly objectOwnerId: string;
  readonly objectId: string;
  readonly objectVersionId: string;
  readonly learner: { readonly id: string; readonly name: string };
  readonly learnerKey: string;
  readonly mode: 'normal' | 'review' | 'browse' | 'preview';
  readonly settings: AttemptSettings;
  readonly generation: number;
  readonly sequencing: SequencingState;
  /** 2004: where the present attempt on an activity begins in its log, for those that were visited before. */
  readonly runs: Readonly<Record<string, RunStart>>;
  /** An administrator asked for a record of what happens. */
  readonly traced: boolean;
  readonly status: 'open' | 'ended';
};

const columns = `tenant_id as "tenantId", id as "attemptId", registration_id as "registrationId", number, object_owner_id as "objectOwnerId", object_id as "objectId",
  object_version_id as "objectVersionId", learner, learner_key as "learnerKey", mode, settings, generation, sequencing, runs, traced, status`;

/**
 * Locks attempts, always in the order of their ids, and loads them. Not against rows that only refer to an attempt: the
 * progress lane, reports and moves write such rows, and neither waits for the other.
 */
export function lockAttempts(tx: Tx, keys: readonly AttemptKey[]): Promise<AttemptRow[]> {
  return tx.query<AttemptRow>(
    `select ${columns} from attempt where (tenant_id, id) in (select * from unnest($1::uuid[], $2::uuid[])) order by id for no key update`,
    [keys.map((key) => key.tenantId), keys.map((key) => key.attemptId)],
  );
}

/** The latest attempt of a registration in one of the modes, locked. */
export async function lockLatestAttempt(
  tx: Tx,
  tenantId: string,
  registrationId: string,
  modes: readonly string[],
): Promise<AttemptRow | undefined> {
  const [row] = await tx.query<AttemptRow>(
    `select ${columns} from attempt where tenant_id = $1 and registration_id = $2 and mode = any($3) order by number desc limit 1 for no key update`,
    [tenantId, registrationId, modes],
  );
  return row;
}

/** Identifiers come from packages: `constructor` is a name like any other. */
export const runOf = ({ runs }: Pick<AttemptRow, 'runs'>, activity: string): RunStart | undefined =>
  Object.hasOwn(runs, activity) ? runs[activity] : undefined;

/** Notes where a new attempt on an activity begins. */
export async function saveRun(tx: Tx, key: AttemptKey, activity: string, begins: RunStart): Promise<void> {
  await tx.execute(
    'update attempt set runs = runs || jsonb_build_object($3::text, $4::jsonb) where tenant_id = $1 and id = $2',
    [key.tenantId, key.attemptId, activity, JSON.stringify(begins)],
  );
}

export type ActivityKey = AttemptKey & { readonly activity: string };
export const activityKey = (key: ActivityKey): string => `${key.attemptId} ${key.activity}`;

export type LoadedActivity = {
  readonly snapshot: Snapshot | undefined;
  readonly commits: Commit[];
  /**
   * The log of the attempt had no gap: each session's sequences run from 1 without one missing. Then nothing can come any
   * more that belongs before what was loaded, not even a commit that another transaction is writing now.
   */
  readonly whole: boolean;
};

/** Snapshot and the commits after it, of each activity asked for; one query for any number. */
export async function loadActivities(tx: Tx, keys: readonly ActivityKey[]): Promise<Map<string, LoadedActivity>> {
  const found = new Map<string, LoadedActivity>(
    keys.map((key) => [activityKey(key), { snapshot: undefined, commits: [], whole: false }]),
  );
  const params = [keys.map((key) => key.tenantId), keys.map((key) => key.attemptId), keys.map((key) => key.activity)];
  const rows = await tx.query<{
    attemptId: string;
    activity: string;
    snapshot: Snapshot | null;
    commits: Commit[] | null;
    suspended: Suspended | null;
    whole: boolean;
  }>(
    `select k.attempt_id as "attemptId", k.activity, s.snapshot, c.commits, d.suspended,
       not exists (select 1 from attempt_commit where tenant_id = k.tenant_id and attempt_id = k.attempt_id
         group by session_id having count(*) < max(sequence)) as whole
     from unnest($1::uuid[], $2::uuid[], $3::text[]) k (tenant_id, attempt_id, activity)
     left join activity_state s on s.tenant_id = k.tenant_id and s.attempt_id = k.attempt_id and s.activity = k.activity
     left join lateral (
       select json_agg(json_build_object('generation', generation, 'sequence', sequence, 'kind', kind, 'elements', elements, 'receivedAt', received_at)) as commits
       from attempt_commit
       where tenant_id = k.tenant_id and attempt_id = k.attempt_id and activity = k.activity
         and sequence > coalesce((s.snapshot->'through'->>generation::text)::int, 0)
     ) c on true
     left join lateral (
       select json_build_object('generation', generation, 'sequence', sequence, 'text', suspend_data) as suspended
       from attempt_commit
       where tenant_id = k.tenant_id and attempt_id = k.attempt_id and activity = k.activity and suspend_data is not null
         and sequence > coalesce((s.snapshot->'through'->>generation::text)::int, 0)
       order by generation desc, sequence desc limit 1
     ) d on true`,
    params,
  );
  for (const row of rows)
    found.set(activityKey({ tenantId: '', ...row }), {
      snapshot: row.snapshot ?? undefined,
      commits: withSuspendData(row.commits ?? [], row.suspended),
      whole: row.whole,
    });
  return found;
}

type Suspended = { readonly generation: number; readonly sequence: number; readonly text: string };

/** Only the last suspend data counts, so only that one is read from the log and given back to its commit. */
function withSuspendData(commits: Commit[], suspended: Suspended | null): Commit[] {
  return suspended === null
    ? commits
    : commits.map((each) =>
        each.generation === suspended.generation && each.sequence === suspended.sequence
          ? { ...each, elements: { ...each.elements, [suspendData]: suspended.text } }
          : each,
      );
}

/**
 * Keeps folds, so that a long attempt is not folded from its first commit again. Only of a log that was whole when it was
 * folded: what comes later is then also of a higher sequence, so that "after the snapshot" leaves nothing out.
 */
export async function saveSnapshots(
  tx: Tx,
  snapshots: readonly (ActivityKey & { readonly snapshot: Snapshot })[],
): Promise<void> {
  await insertRows(
    tx,
    'activity_state',
    snapshots.map((each) => ({
      tenant_id: each.tenantId,
      attempt_id: each.attemptId,
      activity: each.activity,
      snapshot: each.snapshot,
      taken_at: tx.now,
    })),
    '(tenant_id, attempt_id, activity) do update set snapshot = excluded.snapshot, taken_at = excluded.taken_at',
  );
}

export type RegistrationHistory = {
  readonly registrationId: string;
  readonly previous: CourseOutcome | null;
  readonly earlierSeconds: number;
};

/** Last outcome of each registration, and the seconds spent in its other attempts; those that went on in a later one count once. */
export function loadHistory(tx: Tx, attempts: readonly AttemptRow[]): Promise<RegistrationHistory[]> {
  return tx.query<RegistrationHistory>(
    `select k.registration_id as "registrationId", o.result as previous, coalesce(e.seconds, 0) as "earlierSeconds"
     from unnest($1::uuid[], $2::uuid[], $3::uuid[]) k (tenant_id, registration_id, attempt_id)
     left join lateral (select result from outcome where tenant_id = k.tenant_id and registration_id = k.registration_id order by version desc limit 1) o on true
     left join lateral (select sum(case when id = k.attempt_id then 0 else total_seconds end - carried_seconds) as seconds from attempt
       where tenant_id = k.tenant_id and registration_id = k.registration_id and mode = 'normal') e on true`,
    [
      attempts.map((each) => each.tenantId),
      attempts.map((each) => each.registrationId),
      attempts.map((each) => each.attemptId),
    ],
  );
}

export type AttemptChange = AttemptKey & {
  readonly sequencing: SequencingState;
  /** Of this attempt alone. */ readonly rollup: Rollup;
  readonly ended: boolean;
};

/** Saves where attempts stand now. */
export async function saveAttempts(tx: Tx, changes: readonly AttemptChange[]): Promise<void> {
  await updateRows(
    tx,
    'attempt',
    changes.map(({ tenantId, attemptId, sequencing, rollup, ended }) => ({
      tenant_id: tenantId,
      id: attemptId,
      sequencing,
      completion: rollup.completion,
      success: rollup.success,
      scaled: rollup.scaled ?? null,
      raw: rollup.raw ?? null,
      min: rollup.min ?? null,
      max: rollup.max ?? null,
      total_seconds: rollup.totalSeconds,
      last_at: tx.now,
      ended_at: ended ? tx.now : null,
      status: ended ? 'ended' : 'open',
    })),
  );
}
