/** An attempt on an older version goes on as a new attempt on a newer one. The old one, and its log, stay as they are. */
import { randomInt } from 'node:crypto';
import { insertRows, type Tx } from '../../platform/db';
import type { AttemptKey } from './commit-log';
import { activityKey, loadActivities, saveSnapshots, type ActivityKey, type AttemptRow } from './attempt-store';
import { carryState, type Carried } from './core/carry-state';
import { contentReport } from './core/content-report';
import { is12 } from './core/find-element';
import { foldActivity, snapshotOf } from './core/fold-activity';
import { matchActivities, namesAfter } from './core/match-activities';
import { withGlobals } from './learner-shared';
import type { Registration } from './outcome-port';
import { loadPackages, type PlayablePackage } from './packages';
import { saveStates } from './save-states';

/** Snapshots of one version are read by another of the same data model only. */
export const sameDataModel = (before: PlayablePackage, after: PlayablePackage): boolean =>
  is12(before.package.scormVersion) === is12(after.package.scormVersion);

type NewAttempt = {
  readonly registration: Registration;
  readonly from: AttemptRow;
  readonly to: PlayablePackage;
  readonly attemptId: string;
};

async function insertAttempt(tx: Tx, { registration, from, to, attemptId }: NewAttempt): Promise<AttemptRow> {
  const [row] = await tx.query<{ next: number }>(
    'select max(number) + 1 as next from attempt where tenant_id = $1 and registration_id = $2',
    [from.tenantId, from.registrationId],
  );
  const made: AttemptRow = {
    ...from,
    attemptId,
    number: row?.next ?? from.number + 1,
    objectVersionId: to.versionId,
    learner: registration.learner,
    learnerKey: registration.learnerKey,
    settings: { ...registration.settings, returnUrl: registration.returnUrl },
    generation: 0,
    sequencing: to.engine.initial(randomInt(2 ** 31)),
    runs: {},
    status: 'open',
  };
  await insertRows(tx, 'attempt', [
    {
      tenant_id: made.tenantId,
      id: attemptId,
      registration_id: made.registrationId,
      number: made.number,
      object_owner_id: made.objectOwnerId,
      object_id: made.objectId,
      object_version_id: made.objectVersionId,
      learner: made.learner,
      learner_key: made.learnerKey,
      mode: made.mode,
      settings: made.settings,
      generation: 0,
      sequencing: made.sequencing,
      runs: {},
      traced: made.traced,
      status: 'open',
      completion: 'not attempted',
      success: 'unknown',
      total_seconds: 0,
      carried_seconds: 0,
      started_at: tx.now,
      last_at: tx.now,
    },
  ]);
  return made;
}

/** ELN-4, policy restart: the old attempt ends, its result stays with the registration, and a new one begins. */
export async function restartAttempt(tx: Tx, made: NewAttempt): Promise<void> {
  await insertAttempt(tx, made);
  await tx.execute(
    `update attempt set status = 'ended', ended_at = $3 where tenant_id = $1 and id = $2`,
    keyed(made.from, tx.now),
  );
}

const keyed = (key: AttemptKey, ...rest: readonly unknown[]): unknown[] => [key.tenantId, key.attemptId, ...rest];

/**
 * ELN-4, policy carry over: the new attempt begins with what was saved in every activity that matches: data and suspend data, time,
 * results, objectives and the place. Sessions go on counting from the old attempt's, so that folds read the snapshots rightly.
 */
export async function carryAttempt(tx: Tx, made: NewAttempt): Promise<void> {
  const { from, to } = made;
  const before = (await loadPackages(tx, [{ ownerId: from.objectOwnerId, versionId: from.objectVersionId }])).get(
    from.objectVersionId,
  );
  if (!before) throw new Error(`version ${from.objectVersionId} is gone`);
  const names = namesAfter(matchActivities(before.organisation, to.organisation));
  const readable = sameDataModel(before, to);
  const loaded = await loadActivities(
    tx,
    [...names.keys()].map((activity): ActivityKey => ({ ...keyOf(from), activity })),
  );
  const inserted = await insertAttempt(tx, made);
  const key = keyOf(inserted);
  const snapshots: Parameters<typeof saveSnapshots>[1][number][] = [];
  const parts: Carried[] = [];
  for (const [old, activity] of names) {
    const found = loaded.get(activityKey({ ...keyOf(from), activity: old }));
    const state = foldActivity(before.package.scormVersion, found?.snapshot, found?.commits ?? [], from.generation);
    if (readable && state.visits.length > 0) snapshots.push({ ...key, activity, snapshot: snapshotOf(state) });
    const results = from.sequencing.results;
    const result = Object.hasOwn(results, old) ? results[old] : undefined;
    const described = to.activities.get(activity);
    if (result?.attempted !== true || described === undefined) continue;
    const begins = Object.hasOwn(from.runs, old) ? from.runs[old] : undefined;
    const said =
      is12(to.package.scormVersion) || !readable || state.visits.length === 0
        ? undefined
        : contentReport(described, state, { begins });
    parts.push({ activity, result, said });
  }
  const generation = from.generation;
  const [play] = await withGlobals(tx, [{ attempt: inserted, playable: to }]);
  const attempt = play?.attempt ?? inserted;
  const state = { ...from.sequencing, globals: { ...from.sequencing.globals, ...attempt.sequencing.globals } };
  const next = carryState(to.engine, { state, names, parts, last: await lastPlace(tx, from) });
  const runs = Object.fromEntries(
    Object.entries(from.runs).flatMap(([old, run]) => {
      const activity = names.get(old);
      return activity === undefined || !readable ? [] : [[activity, run] as const];
    }),
  );
  await saveSnapshots(tx, snapshots);
  await saveStates(tx, [{ attempt, playable: to, next, ended: false }]);
  await tx.execute(
    'update attempt set generation = $3, runs = $4 where tenant_id = $1 and id = $2',
    keyed(key, generation, JSON.stringify(runs)),
  );
  // Buckets that belong to one attempt belong to the one that goes on.
  await tx.execute(
    `insert into learner_shared (tenant_id, learner_key, scope, kind, target_key, target, value, object_owner_id, object_id, registration_id, written_at)
     select tenant_id, learner_key, $3, kind, target_key, target, value, object_owner_id, object_id, registration_id, written_at
     from learner_shared where tenant_id = $1 and scope = $2 and learner_key = $4 on conflict do nothing`,
    [from.tenantId, from.attemptId, inserted.attemptId, from.learnerKey],
  );
  await tx.execute(
    `update attempt set status = 'ended', ended_at = $3, continued_by = $4,
       carried_seconds = (select total_seconds from attempt n where n.tenant_id = $1 and n.id = $4)
     where tenant_id = $1 and id = $2`,
    keyed(from, tx.now, inserted.attemptId),
  );
}

const keyOf = ({ tenantId, attemptId }: AttemptRow): AttemptKey => ({ tenantId, attemptId });

async function lastPlace(tx: Tx, from: AttemptRow): Promise<string | undefined> {
  const [row] = await tx.query<{ activity: string }>(
    'select activity from attempt_commit where tenant_id = $1 and attempt_id = $2 order by generation desc, sequence desc limit 1',
    [from.tenantId, from.attemptId],
  );
  return row?.activity;
}
