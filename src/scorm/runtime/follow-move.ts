/** At a launch: does the attempt go to another version now? */
import type { Tx } from '../../platform/db';
import type { AttemptRow } from './attempt-store';
import { carryAttempt, restartAttempt } from './carry-attempt';
import type { AttemptKey } from './commit-log';
import type { Registration } from './outcome-port';
import { loadPackages } from './packages';

type Waiting = { readonly moveId: string; readonly toVersionId: string; readonly policy: 'restart' | 'carry' };

/** ELN-4: the attempt that goes on in place of this one, when its owner decided so and nobody is playing it. One look-up when not. */
export async function followMove(
  tx: Tx,
  registration: Registration,
  from: AttemptRow,
  attemptId: string,
): Promise<{ readonly objectVersionId: string } | undefined> {
  const [waiting] = await tx.query<Waiting>(
    `select move_id as "moveId", to_version_id as "toVersionId", policy from attempt_move m
     where tenant_id = $1 and attempt_id = $2 and state = 'waiting'
       and not exists (select 1 from attempt_session s where s.tenant_id = m.tenant_id and s.attempt_id = m.attempt_id and s.closed_at is null)
     for update`,
    [from.tenantId, from.attemptId],
  );
  if (!waiting) return undefined;
  const { toVersionId } = waiting;
  const to = (await loadPackages(tx, [{ ownerId: from.objectOwnerId, versionId: toVersionId }])).get(toVersionId);
  if (!to) return undefined;
  const made = { registration, from, to, attemptId };
  await (waiting.policy === 'carry' ? carryAttempt(tx, made) : restartAttempt(tx, made));
  await tx.execute(
    `update attempt_move set state = 'moved', new_attempt_id = $4, changed_at = $5 where tenant_id = $1 and move_id = $2 and attempt_id = $3`,
    [from.tenantId, waiting.moveId, from.attemptId, attemptId, tx.now],
  );
  return { objectVersionId: toVersionId };
}

/** What the player tells once, when an attempt is opened that took the place of another: the course was updated. */
export async function updateNotice(tx: Tx, key: AttemptKey): Promise<'kept' | 'restarted' | undefined> {
  const [row] = await tx.query<{ policy: Waiting['policy'] }>(
    `select policy from attempt_move where tenant_id = $1 and new_attempt_id = $2
       and not exists (select 1 from attempt_session s where s.tenant_id = $1 and s.attempt_id = $2)`,
    [key.tenantId, key.attemptId],
  );
  if (!row) return undefined;
  return row.policy === 'carry' ? 'kept' : 'restarted';
}
