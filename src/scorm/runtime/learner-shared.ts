/**
 * What SCORM 2004 keeps beside the activities: global objectives (SN 3.10) and the buckets of shared data (RTE 4.3).
 *
 * - Global objectives of a package with `objectivesGlobalToSystem` belong to the learner and every course that names them;
 *   others live in the state of the attempt.
 * - Buckets of a package with `sharedDataGlobalToSystem` likewise; others live for one attempt on the course. The two kinds
 *   never mix: their scope is part of the key.
 * - Only what counts is shared: a review, a preview and a look around keep theirs to themselves.
 */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { insertRows, type Tx } from '../../platform/db';
import type { ObjectiveStatus, SequencingState } from '../sequencing';
import type { AttemptRow } from './attempt-store';
import type { Elements } from './core/protocol';
import type { PlayablePackage } from './packages';
import type { Play } from './plays';

type Kind = 'objective' | 'bucket';
type Owner = Pick<
  AttemptRow,
  'tenantId' | 'learnerKey' | 'attemptId' | 'mode' | 'objectOwnerId' | 'objectId' | 'registrationId'
>;

const system = 'system';
const keyOf = (target: string): string => createHash('sha256').update(target).digest('base64url');

const sharesObjectives = ({ mode }: Pick<Owner, 'mode'>, playable: PlayablePackage): boolean =>
  mode === 'normal' && playable.sharedObjectives.length > 0;

type Wanted = { readonly n: number; readonly owner: Owner; readonly scope: string; readonly kind: Kind } & {
  readonly targets: readonly string[];
};

async function load(tx: Tx, wanted: readonly Wanted[]): Promise<{ n: number; target: string; value: unknown }[]> {
  const keys = wanted.flatMap(({ n, owner, scope, kind, targets }) =>
    targets.map((target) => [n, owner.tenantId, owner.learnerKey, scope, kind, keyOf(target)] as const),
  );
  // Locked in one order, so that two courses that write one objective at a time do it one after the other.
  return tx.query<{ n: number; target: string; value: unknown }>(
    `select k.n, s.target, s.value
     from unnest($1::int[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) k (n, tenant_id, learner_key, scope, kind, target_key)
     join learner_shared s on s.tenant_id = k.tenant_id and s.learner_key = k.learner_key and s.scope = k.scope and s.kind = k.kind and s.target_key = k.target_key
     order by s.tenant_id, s.learner_key, s.scope, s.kind, s.target_key for update of s`,
    [0, 1, 2, 3, 4, 5].map((column) => keys.map((key) => key[column])),
  );
}

type Written = { readonly owner: Owner; readonly scope: string; readonly kind: Kind } & {
  readonly target: string;
  readonly value: unknown;
};

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

async function save(tx: Tx, written: readonly Written[], over: boolean): Promise<void> {
  // Of two words about one target the last stands; one statement cannot write a row twice.
  const last = new Map(
    written.map((each) => [
      JSON.stringify([each.owner.tenantId, each.owner.learnerKey, each.scope, each.kind, each.target]),
      each,
    ]),
  );
  await insertRows(
    tx,
    'learner_shared',
    // In one order too: two courses that write the same targets for the first time must not wait for each other.
    [...last].sort(byKey).map(([, { owner, scope, kind, target, value }]) => ({
      tenant_id: owner.tenantId,
      learner_key: owner.learnerKey,
      scope,
      kind,
      target_key: keyOf(target),
      target,
      value,
      object_owner_id: owner.objectOwnerId,
      object_id: owner.objectId,
      registration_id: owner.registrationId,
      written_at: tx.now,
    })),
    over
      ? '(tenant_id, learner_key, scope, kind, target_key) do update set value = excluded.value, object_owner_id = excluded.object_owner_id, ' +
          'object_id = excluded.object_id, registration_id = excluded.registration_id, written_at = excluded.written_at'
      : 'do nothing',
  );
}

/** The same attempts with what the learner's other courses say of their global objectives. Packages without any cost nothing. */
export async function withGlobals(tx: Tx, plays: readonly Play[]): Promise<readonly Play[]> {
  const wanted = plays.flatMap(({ attempt, playable }, n): Wanted[] =>
    sharesObjectives(attempt, playable)
      ? [{ n, owner: attempt, scope: system, kind: 'objective', targets: playable.sharedObjectives }]
      : [],
  );
  if (wanted.length === 0) return plays;
  const found = await load(tx, wanted);
  const sharing = new Set(wanted.map(({ n }) => n));
  return plays.map((play, n) => {
    if (!sharing.has(n)) return play;
    const own = found
      .filter((row) => row.n === n)
      .map(({ target, value }) => [target, value as ObjectiveStatus] as const);
    const sequencing = { ...play.attempt.sequencing, globals: Object.fromEntries(own) };
    return { ...play, attempt: { ...play.attempt, sequencing } };
  });
}

/** As it is kept with the attempt: what belongs to the learner has its own place. */
export function withoutGlobals({ attempt, playable }: Play, state: SequencingState): SequencingState {
  if (!sharesObjectives(attempt, playable)) return state;
  const { globals: _, ...rest } = state;
  return rest;
}

/** Saves the global objectives that changed between what `withGlobals` gave and `next`. */
export async function saveGlobals(
  tx: Tx,
  changes: readonly (Play & { readonly next: SequencingState })[],
): Promise<void> {
  const written = changes.flatMap(({ attempt, playable, next }): Written[] => {
    if (!sharesObjectives(attempt, playable)) return [];
    const before = attempt.sequencing.globals ?? {};
    return Object.entries(next.globals ?? {})
      .filter(
        ([target, status]) => !isDeepStrictEqual(Object.hasOwn(before, target) ? before[target] : undefined, status),
      )
      .map(([target, value]) => ({ owner: attempt, scope: system, kind: 'objective' as const, target, value }));
  });
  await save(tx, written, true);
}

/** A review shows what stood where it was copied from; it writes nothing. */
const bucketScope = ({ mode, attemptId }: Owner, playable: PlayablePackage): string =>
  (mode === 'normal' || mode === 'review') && playable.organisation.sharedDataGlobalToSystem ? system : attemptId;

/** The buckets an activity may read, by their target. */
export async function loadBuckets(
  tx: Tx,
  attempt: AttemptRow,
  playable: PlayablePackage,
  activity: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = playable.activities.get(activity)?.sharedData ?? [];
  const targets = [...new Set(rows.filter(({ read }) => read).map(({ targetId }) => targetId))];
  if (targets.length === 0) return new Map();
  const scope = bucketScope(attempt, playable);
  const found = await load(tx, [{ n: 0, owner: attempt, scope, kind: 'bucket', targets }]);
  return new Map(found.map(({ target, value }) => [target, typeof value === 'string' ? value : '']));
}

export type Said = { readonly activity: string; readonly elements: Elements; readonly late: boolean };

const store = /^adl\.data\.(\d+)\.store$/;

/** What an entry puts into which bucket: only rows of its activity that may be written. */
function bucketsIn(playable: PlayablePackage, { activity, elements }: Said): { target: string; value: string }[] {
  const rows = playable.activities.get(activity)?.sharedData ?? [];
  return Object.entries(elements).flatMap(([name, value]) => {
    const row = rows[Number(store.exec(name)?.[1] ?? NaN)];
    return row?.write === true ? [{ target: row.targetId, value }] : [];
  });
}

/** Keeps what content put into buckets, in the order given. What an older session says late only adds. */
export async function saveBuckets(
  tx: Tx,
  plays: readonly (Play & { readonly said: readonly Said[] })[],
): Promise<void> {
  const written = plays.flatMap(({ attempt, playable, said }) =>
    !playable.hasSharedData || attempt.mode === 'review'
      ? []
      : said.flatMap((each) =>
          bucketsIn(playable, each).map((bucket) => ({
            late: each.late,
            row: { owner: attempt, scope: bucketScope(attempt, playable), kind: 'bucket' as const, ...bucket },
          })),
        ),
  );
  const rows = (late: boolean): Written[] => written.filter((each) => each.late === late).map((each) => each.row);
  await save(tx, rows(false), true);
  await save(tx, rows(true), false);
}

/** A new attempt on the course by the same attempt of ours: its own buckets are emptied (RTE 4.3). */
export async function emptyOwnBuckets(tx: Tx, attempt: AttemptRow, playable: PlayablePackage): Promise<void> {
  if (!playable.hasSharedData || bucketScope(attempt, playable) === system) return;
  await tx.execute(`delete from learner_shared where tenant_id = $1 and learner_key = $2 and scope = $3`, [
    attempt.tenantId,
    attempt.learnerKey,
    attempt.attemptId,
  ]);
}

/**
 * A new registration of the same object, such as a renewal, begins without what this object itself wrote for the learner
 * the last time: else a yearly test would be passed before it begins. What other objects wrote stays.
 */
export async function forgetOwn(tx: Tx, owner: Owner, playable: PlayablePackage): Promise<void> {
  if (owner.mode !== 'normal' || (playable.sharedObjectives.length === 0 && !playable.hasSharedData)) return;
  await tx.execute(
    `delete from learner_shared where tenant_id = $1 and learner_key = $2 and scope = $3
       and object_owner_id = $4 and object_id = $5 and registration_id <> $6`,
    [owner.tenantId, owner.learnerKey, system, owner.objectOwnerId, owner.objectId, owner.registrationId],
  );
}
