/** ELN-4: the owner of an object decides what becomes of attempts under way when a version is current, and may take it back. */
import { newId, type Tx } from '../../platform/db';
import { newEvent, publish } from '../../platform/events';
import { underWaySql, type MoveObject } from './preview-move';

/** The old attempt ends and a new one begins, or goes on in it; to finish on the old version is to decide nothing. */
export type MovePolicy = 'restart' | 'carry';

/** A decision that stands, with how far it has come. */
export type MoveDecision = {
  readonly moveId: string;
  readonly toVersionId: string;
  readonly policy: MovePolicy;
  readonly attempts: number;
  readonly decidedAt: Date;
  /** Of its attempts: gone at a launch, still to go, on their old version for good (a later decision took them). */
  readonly moved: number;
  readonly waiting: number;
  readonly replaced: number;
  /** Moved ones that could not come back, because they have been opened on the new version. */
  readonly played: number;
};

/** One at a time for an object. */
const lock = (tx: Tx, { objectId }: MoveObject): Promise<unknown> =>
  tx.execute('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`version-move ${objectId}`]);

const currentVersion = async (tx: Tx, { ownerId, objectId }: MoveObject): Promise<string | undefined> => {
  const [row] = await tx.query<{ versionId: string | null }>(
    `select current_version_id as "versionId" from scorm_library_v_object where tenant_id = $1 and object_id = $2 and status = 'active'`,
    [ownerId, objectId],
  );
  return row?.versionId ?? undefined;
};

export type DecideResult =
  | { readonly ok: true; readonly moveId: string; readonly attempts: number }
  | {
      readonly ok: false;
      readonly refusal: 'object-not-found' | 'other-version' | 'decided-already' | 'nothing-under-way';
    };

/**
 * Marks every attempt under way, whoever's people they are; each goes at its next launch, so nobody who plays is disturbed and nothing
 * waits for anybody. One statement, whatever their number. In a transaction of all tenants.
 * @param toVersionId the version the preview was about; another one may have become current meanwhile
 */
export async function decideMove(
  tx: Tx,
  { toVersionId, policy, ...object }: MoveObject & { readonly toVersionId: string; readonly policy: MovePolicy },
): Promise<DecideResult> {
  await lock(tx, object);
  const current = await currentVersion(tx, object);
  if (current === undefined) return { ok: false, refusal: 'object-not-found' };
  if (current !== toVersionId) return { ok: false, refusal: 'other-version' };
  if (await findStanding(tx, object, toVersionId)) return { ok: false, refusal: 'decided-already' };
  const moveId = newId();
  const of = [object.ownerId, object.objectId, toVersionId];
  await tx.execute(
    `update attempt_move m set state = 'replaced', changed_at = $4 from (${underWaySql} select tenant_id, id from under_way) u
     where m.tenant_id = u.tenant_id and m.attempt_id = u.id and m.state = 'waiting'`,
    [...of, tx.now],
  );
  const attempts = await tx.execute(
    `insert into attempt_move (tenant_id, move_id, attempt_id, object_owner_id, to_version_id, policy, state, changed_at)
     ${underWaySql} select tenant_id, $4, id, $1, $3, $5, 'waiting', $6 from under_way order by id`,
    [...of, moveId, policy, tx.now],
  );
  if (attempts === 0) return { ok: false, refusal: 'nothing-under-way' };
  await tx.execute(
    `insert into version_move (tenant_id, id, object_id, to_version_id, policy, attempts, decided_at, decided_by) values ($1, $4, $2, $3, $5, $6, $7, $8)`,
    [...of, moveId, policy, attempts, tx.now, tx.actor.accountId ?? null],
  );
  await publish(tx, [
    newEvent(tx, {
      type: 'version-move-decided',
      tenantId: object.ownerId,
      subjects: { objectId: object.objectId, versionId: toVersionId },
      after: { policy, attempts },
    }),
  ]);
  return { ok: true, moveId, attempts };
}

/** Moved attempts that nobody has opened on the new version: no session of it was ever there. */
const unplayed = `m.new_attempt_id is not null and not exists (
  select 1 from attempt_session s where s.tenant_id = m.tenant_id and s.attempt_id = m.new_attempt_id)`;

/** The decision that stands for a version, with how far it has come. */
export async function findStanding(
  tx: Pick<Tx, 'query'>,
  { ownerId }: MoveObject,
  toVersionId: string,
): Promise<MoveDecision | undefined> {
  const [row] = await tx.query<MoveDecision>(
    `select v.id as "moveId", v.to_version_id as "toVersionId", v.policy, v.attempts, v.decided_at as "decidedAt", c.*
     from version_move v cross join lateral (
       select count(*) filter (where m.state = 'moved')::int as moved, count(*) filter (where m.state = 'waiting')::int as waiting,
         count(*) filter (where m.state = 'replaced')::int as replaced, count(*) filter (where m.state = 'moved' and not (${unplayed}))::int as played
       from attempt_move m where m.object_owner_id = v.tenant_id and m.move_id = v.id) c
     where v.tenant_id = $1 and v.to_version_id = $2 and v.undone_at is null`,
    [ownerId, toVersionId],
  );
  return row;
}

export type UndoResult =
  | { readonly ok: true; readonly returned: number; readonly stayed: number }
  | { readonly ok: false; readonly refusal: 'nothing-to-undo' };

/**
 * Takes a decision back: what waits stays on its old version, and what has gone but was never opened there goes back to it. Attempts
 * that were played on the new version stay on it; their number is said. In a transaction of all tenants.
 */
export async function undoMove(tx: Tx, object: MoveObject): Promise<UndoResult> {
  await lock(tx, object);
  const [standing] = await tx.query<{ id: string; toVersionId: string; policy: MovePolicy }>(
    `select id, to_version_id as "toVersionId", policy from version_move where tenant_id = $1 and object_id = $2 and undone_at is null order by decided_at desc limit 1 for update`,
    [object.ownerId, object.objectId],
  );
  if (!standing) return { ok: false, refusal: 'nothing-to-undo' };
  // In this order a launch that is taking one along just now is waited for, and then seen as gone.
  const waiting = await tx.execute(
    `update attempt_move set state = 'returned', changed_at = $3 where object_owner_id = $1 and move_id = $2 and state = 'waiting'`,
    [object.ownerId, standing.id, tx.now],
  );
  const back = await returnUnplayed(tx, object.ownerId, standing.id);
  const [left] = await tx.query<{ count: number }>(
    `select count(*)::int as count from attempt_move where object_owner_id = $1 and move_id = $2 and state = 'moved'`,
    [object.ownerId, standing.id],
  );
  const [returned, stayed] = [waiting + back, left?.count ?? 0];
  await tx.execute(
    'update version_move set undone_at = $3, undone_by = $4, returned = $5, stayed = $6 where tenant_id = $1 and id = $2',
    [object.ownerId, standing.id, tx.now, tx.actor.accountId ?? null, returned, stayed],
  );
  await publish(tx, [
    newEvent(tx, {
      type: 'version-move-undone',
      tenantId: object.ownerId,
      subjects: { objectId: object.objectId, versionId: standing.toVersionId },
      before: { policy: standing.policy },
      after: { returned, stayed },
    }),
  ]);
  return { ok: true, returned, stayed };
}

/** Attempts that were made and never opened are taken away again; the old ones are open as before. */
async function returnUnplayed(tx: Tx, ownerId: string, moveId: string): Promise<number> {
  const rows = await tx.query<{ tenantId: string; attemptId: string; newAttemptId: string }>(
    `select m.tenant_id as "tenantId", m.attempt_id as "attemptId", m.new_attempt_id as "newAttemptId"
     from attempt_move m join attempt a on a.tenant_id = m.tenant_id and a.id = m.new_attempt_id
     where m.object_owner_id = $1 and m.move_id = $2 and m.state = 'moved' and ${unplayed} order by a.id for update of a`,
    [ownerId, moveId],
  );
  // Under the locks: who opened one meanwhile keeps it.
  const opened = await tx.query<{ id: string }>(
    `select distinct attempt_id as id from attempt_session where (tenant_id, attempt_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [rows.map((row) => row.tenantId), rows.map((row) => row.newAttemptId)],
  );
  const kept = new Set(opened.map((row) => row.id));
  const back = rows.filter((row) => !kept.has(row.newAttemptId));
  const olds = [back.map((row) => row.tenantId), back.map((row) => row.attemptId)];
  const news = [back.map((row) => row.tenantId), back.map((row) => row.newAttemptId)];
  const these = 'in (select * from unnest($1::uuid[], $2::uuid[]))';
  await tx.execute(
    `update attempt_move set state = 'returned', new_attempt_id = null, changed_at = $4 where move_id = $3 and (tenant_id, attempt_id) ${these}`,
    [...olds, moveId, tx.now],
  );
  await tx.execute(
    `update attempt set status = 'open', ended_at = null, continued_by = null, carried_seconds = 0 where (tenant_id, id) ${these}`,
    olds,
  );
  await tx.execute(`delete from activity_state where (tenant_id, attempt_id) ${these}`, news);
  await tx.execute(
    'delete from learner_shared where (tenant_id, scope) in (select * from unnest($1::uuid[], $2::text[]))',
    news,
  );
  await tx.execute(`delete from attempt where (tenant_id, id) ${these}`, news);
  return back.length;
}
