/** What waits to be taken by the core, for those who look after it. */
import type { Tx } from '../../platform/db';
import type { OutcomePort, ReportedOutcome } from './outcome-port';

export type PendingOutcome = {
  readonly registrationId: string;
  readonly version: number;
  readonly attemptId: string;
  readonly recordedAt: Date;
  readonly triedAt: Date;
  readonly tries: number;
  readonly error: string | null;
  readonly status: string;
  readonly completion: string;
  readonly success: string;
  readonly percent: number | null;
};

/** The tenant's outcomes that the core has not taken, the oldest first. */
export async function listPendingOutcomes(
  tx: Pick<Tx, 'query'>,
  wish: { readonly tenantId: string; readonly most: number; readonly from?: number },
): Promise<{ readonly rows: readonly PendingOutcome[]; readonly total: number }> {
  const rows = await tx.query<PendingOutcome & { total: number }>(
    `select count(*) over () as total, registration_id as "registrationId", version, attempt_id as "attemptId", recorded_at as "recordedAt", tried_at as "triedAt", tries, error,
       result->'report'->>'status' as status, result->'report'->>'completion' as completion, result->'report'->>'success' as success, (result->'report'->>'percent')::float8 as percent
     from outcome where tenant_id = $1 and status = 'pending' order by recorded_at, registration_id, version limit $2 offset $3`,
    [wish.tenantId, wish.most, wish.from ?? 0],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) };
}

/**
 * Gives the pending outcomes of a registration to the core now, in order, whatever the pause. The first that fails keeps the
 * rest waiting. A core on another machine answers later: then it stays `waiting`.
 */
export async function retryRegistration(
  tx: Tx,
  port: OutcomePort,
  key: { readonly tenantId: string; readonly registrationId: string },
): Promise<'none' | 'delivered' | 'waiting' | 'failed'> {
  const rows = await tx.query<{ version: number; report: ReportedOutcome }>(
    `select version, result->'report' as report from outcome where tenant_id = $1 and registration_id = $2 and status = 'pending' order by version for update skip locked`,
    [key.tenantId, key.registrationId],
  );
  if (rows.length === 0) return 'none';
  for (const row of rows) {
    try {
      const [receipt] = await tx.savepoint(() => port(tx, [row.report]));
      if (!receipt) return 'waiting';
      await tx.execute(
        `update outcome set status = 'delivered', delivered_at = $4, tried_at = $4, tries = tries + 1, error = null, led_to = $5::jsonb where tenant_id = $1 and registration_id = $2 and version = $3`,
        [key.tenantId, key.registrationId, row.version, tx.now, JSON.stringify(receipt.ledTo)],
      );
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 1000) : 'unknown';
      await tx.execute(
        `update outcome set tried_at = $4, tries = tries + 1, error = $5 where tenant_id = $1 and registration_id = $2 and version = $3`,
        [key.tenantId, key.registrationId, row.version, tx.now, reason],
      );
      return 'failed';
    }
  }
  return 'delivered';
}
