/** Before a report is read: what its attempts said since they were last counted is counted now, within reason. */
import type { Tx } from '../platform/db';
import { listUntallied, queueTally, tallyAttempts } from '../scorm/runtime';
import { findScope } from './queries';
import type { ReportWish } from './scope';

/** As many as a person waits for without noticing; the rest is counted by a job. */
const mostAtOnce = 250;

export type Freshened = Awaited<ReturnType<typeof findScope>> & {
  /** Attempts whose answers are not in the report yet. */
  readonly uncounted: number;
};

/**
 * Counts what is new of the attempts asked for, up to `mostAtOnce` of them; the rest is queued when the object is known.
 * @returns the attempts of the scope, their versions, and how many are not counted yet
 */
export async function freshen(
  tx: Tx,
  wish: ReportWish,
  subject: { readonly objectOwnerId?: string; readonly objectId?: string },
): Promise<Freshened> {
  const scope = await findScope(tx, wish);
  const stale = await listUntallied(
    tx,
    scope.attemptIds.map((attemptId) => ({ tenantId: wish.tenantId, attemptId })),
  );
  await tallyAttempts(tx, stale.slice(0, mostAtOnce));
  const uncounted = Math.max(0, stale.length - mostAtOnce);
  if (uncounted > 0 && subject.objectId !== undefined && subject.objectOwnerId !== undefined)
    await queueTally(tx, {
      tenantId: wish.tenantId,
      ownerId: subject.objectOwnerId,
      objectId: subject.objectId,
    });
  return { ...scope, uncounted };
}
