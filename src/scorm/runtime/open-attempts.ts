import { randomInt } from 'node:crypto';
import { insertRows, newId, type Tx } from '../../platform/db';
import type { Registration } from './outcome-port';
import type { AttemptRow } from './attempt-store';
import { lockLatestAttempt } from './attempt-store';
import type { AttemptKey } from './commit-log';
import { followMove } from './follow-move';
import { forgetOwn, withGlobals } from './learner-shared';
import { loadPackages, type PlayablePackage } from './packages';
import type { SequencingState } from '../sequencing';

export type OpenedAttempt = AttemptKey & {
  readonly objectVersionId: string;
  readonly objectOwnerId: string;
  readonly isNew: boolean;
};
export type OpenRefusal = { readonly ok: false; readonly refusal: 'object-not-found' | 'nothing-to-review' };

/**
 * Finds the attempt to go on with, or makes one. ELN-4: an attempt under way stays on its version unless the object's owner
 * decided otherwise (`followMove`), a new one takes the current one. A further attempt of a 2004 registration keeps what SCORM
 * keeps of the one before (tracking and global objectives); a new registration of the same object, such as a renewal, begins
 * without what this object wrote into the learner's global objectives and shared data the last time, and with what other
 * objects wrote. Review (ELO-10) copies where the last attempt stands into an attempt of its own that reports nothing; preview
 * is an attempt of no registration.
 * @param proposedId id for a new attempt (a remote core has chosen it already)
 */
export async function openAttempt(
  tx: Tx,
  registration: Registration,
  proposedId: string = newId(),
): Promise<(OpenedAttempt & { readonly ok: true }) | OpenRefusal> {
  const { tenantId, registrationId, mode } = registration;
  await tx.execute('select pg_advisory_xact_lock(hashtextextended($1, 0))', [registrationId]);
  const latest = await lockLatestAttempt(tx, tenantId, registrationId, ['normal']);
  if (mode === 'normal' && latest?.status === 'open' && !registration.newAttempt) {
    const moved = await followMove(tx, registration, latest, proposedId);
    return moved
      ? { ok: true, ...existing(latest), ...moved, attemptId: proposedId, isNew: true }
      : { ok: true, ...existing(latest) };
  }
  if (mode === 'review' && !latest) return { ok: false, refusal: 'nothing-to-review' };
  const versionId = mode === 'review' && latest ? latest.objectVersionId : await currentVersion(tx, registration);
  if (versionId === undefined) return { ok: false, refusal: 'object-not-found' };
  const [playable] = (await loadPackages(tx, [{ ownerId: registration.object.ownerId, versionId }])).values();
  if (!playable) return { ok: false, refusal: 'object-not-found' };
  const rows = await tx.query<{ next: number }>(
    'select coalesce(max(number), 0) + 1 as next from attempt where tenant_id = $1 and registration_id = $2',
    [tenantId, registrationId],
  );
  const attemptId = proposedId;
  await insertRows(tx, 'attempt', [
    {
      tenant_id: tenantId,
      id: attemptId,
      registration_id: registrationId,
      number: rows[0]?.next ?? 1,
      object_owner_id: registration.object.ownerId,
      object_id: registration.object.id,
      object_version_id: versionId,
      learner: registration.learner,
      learner_key: registration.learnerKey,
      mode,
      // What is tried is told on the record of its content (`findTrial`).
      traced: mode === 'preview',
      settings: { ...registration.settings, returnUrl: registration.returnUrl },
      generation: 0,
      sequencing: await stateFor(tx, mode, playable, latest),
      status: 'open',
      completion: 'not attempted',
      success: 'unknown',
      total_seconds: 0,
      started_at: tx.now,
      last_at: tx.now,
    },
  ]);
  if (mode === 'review' && latest) await copyActivities(tx, latest, attemptId);
  if (mode === 'normal' && !latest) await forgetOwn(tx, ownerOf(registration, attemptId), playable);
  return {
    ok: true,
    tenantId,
    attemptId,
    objectVersionId: versionId,
    objectOwnerId: registration.object.ownerId,
    isNew: true,
  };
}

const ownerOf = (registration: Registration, attemptId: string): Parameters<typeof forgetOwn>[1] => ({
  tenantId: registration.tenantId,
  learnerKey: registration.learnerKey,
  attemptId,
  mode: registration.mode,
  objectOwnerId: registration.object.ownerId,
  objectId: registration.object.id,
  registrationId: registration.registrationId,
});

/** What an attempt begins with. `latest` is the registration's last one that counts. */
async function stateFor(
  tx: Tx,
  mode: Registration['mode'],
  playable: PlayablePackage,
  latest: AttemptRow | undefined,
): Promise<SequencingState> {
  if (mode === 'review' && latest) {
    // From here on it shares nothing, so it takes the learner's global objectives with it.
    const [shown] = await withGlobals(tx, [{ attempt: latest, playable }]);
    return shown?.attempt.sequencing ?? latest.sequencing;
  }
  const { initial, again } = playable.engine;
  const goesOn = mode === 'normal' && latest?.objectVersionId === playable.versionId;
  return goesOn && again ? again(latest.sequencing) : initial(randomInt(2 ** 31));
}

const existing = (row: AttemptRow): OpenedAttempt => ({
  tenantId: row.tenantId,
  attemptId: row.attemptId,
  objectVersionId: row.objectVersionId,
  objectOwnerId: row.objectOwnerId,
  isNew: false,
});

async function currentVersion(tx: Tx, { object }: Registration): Promise<string | undefined> {
  const [row] = await tx.query<{ versionId: string | null }>(
    'select current_version_id as "versionId" from scorm_library_v_object where tenant_id = $1 and object_id = $2',
    [object.ownerId, object.id],
  );
  return row?.versionId ?? undefined;
}

/** A review shows what was saved: the log is copied under one closed session. */
async function copyActivities(tx: Tx, from: AttemptRow, attemptId: string): Promise<void> {
  await tx.execute(
    `insert into attempt_commit (tenant_id, attempt_id, session_id, sequence, generation, activity, kind, hash, said_at, received_at, elements, suspend_data, size_bytes)
     select tenant_id, $3, session_id, sequence, generation, activity, kind, hash, said_at, received_at, elements, suspend_data, size_bytes
     from attempt_commit where tenant_id = $1 and attempt_id = $2`,
    [from.tenantId, from.attemptId, attemptId],
  );
  await tx.execute('update attempt set generation = $3 where tenant_id = $1 and id = $2', [
    from.tenantId,
    attemptId,
    from.generation,
  ]);
}
