import type { Database, Tx } from '../../platform/db';
import { lockAttempts } from './attempt-store';
import type { OutcomePort } from './outcome-port';
import { loadPlays } from './plays';
import { retryOutcome } from './report-outcomes';
import { settleAttempts } from './settle-attempts';

/** ELO-14: a session that says nothing for so long is closed by the server. */
export const silentMinutes = 30;

type Silent = { readonly tenantId: string; readonly attemptId: string; readonly sessionId: string };

/**
 * Closes silent sessions, each in a transaction of its own: one that fails waits for the next run and stops no other.
 * Returns how many were closed.
 * @throws AggregateError when all were tried and some failed: the queue writes it down
 */
export async function closeSilentSessions(database: Database, port: OutcomePort, most = 500): Promise<number> {
  const scope = { tenant: 'all', actor: { source: 'process:close-silent-sessions' } } as const;
  const silent = await database.inTransaction(scope, (tx) => findSilent(tx, most));
  const faults: unknown[] = [];
  for (const each of silent)
    await database.inTransaction(scope, (tx) => closeOne(tx, port, each)).catch((error: unknown) => faults.push(error));
  if (faults.length > 0)
    throw new AggregateError(faults, `${faults.length} of ${silent.length} silent sessions could not be closed`);
  return silent.length;
}

function findSilent(tx: Tx, most: number): Promise<Silent[]> {
  const before = new Date(tx.now.getTime() - silentMinutes * 60_000);
  return tx.query<Silent>(
    `select s.tenant_id as "tenantId", s.attempt_id as "attemptId", s.id as "sessionId" from attempt_session s
     where s.closed_at is null and s.last_at < $1
       and not exists (select 1 from attempt_commit c where c.tenant_id = s.tenant_id and c.attempt_id = s.attempt_id and c.session_id = s.id and c.received_at >= $1)
     order by s.last_at limit $2`,
    [before, most],
  );
}

async function closeOne(tx: Tx, port: OutcomePort, { tenantId, attemptId, sessionId }: Silent): Promise<void> {
  const [play] = await loadPlays(tx, await lockAttempts(tx, [{ tenantId, attemptId }]));
  const current = play?.attempt.sequencing.current;
  if (play && current !== undefined)
    await settleAttempts(tx, port, [{ ...play, activities: [current], closing: 'silent', saidAt: tx.now }]);
  await tx.execute(
    `update attempt_session set closed_at = $3, closed_by = 'silent' where tenant_id = $1 and id = $2 and closed_at is null`,
    [tenantId, sessionId, tx.now],
  );
}

/** Gives pending outcomes to the core again, one transaction each. Returns how many it took. */
export async function retryOutcomes(database: Database, port: OutcomePort, most = 500): Promise<number> {
  let delivered = 0;
  for (let count = 0; count < most; count += 1) {
    const result = await database.inTransaction({ tenant: 'all', actor: { source: 'process:retry-outcomes' } }, (tx) =>
      retryOutcome(tx, port),
    );
    if (result === 'none') break;
    if (result === 'delivered') delivered += 1;
  }
  return delivered;
}
