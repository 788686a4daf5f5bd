/**
 * Outcomes between machines. On the adapter the rows of `outcome` are the outbox: pending until the core has answered.
 * On the core the same table remembers what was taken, so that an outcome that comes twice is taken once.
 */
import { insertRows, type Tx } from '../../platform/db';
import type { OutcomeReceipt, ReportedOutcome } from './outcome-port';

/** Longest pause between two tries of one outcome, in seconds. */
const longestPause = 60;

/**
 * Takes pending outcomes out to be sent, oldest first and in order within a registration. They are due again after a
 * pause (2, 4, 8 … seconds), so that a sender that dies loses none and two senders do not send the same.
 */
export async function claimOutcomes(tx: Tx, most: number): Promise<ReportedOutcome[]> {
  const rows = await tx.query<{ report: ReportedOutcome }>(
    `with due as (
       select tenant_id, registration_id, version from outcome
       where status = 'pending' and (tries = 0 or tried_at + make_interval(secs => least(power(2, least(tries, 12)), ${longestPause})) <= $1)
       order by recorded_at, registration_id, version limit $2 for update skip locked
     )
     update outcome o set tried_at = $1, tries = tries + 1 from due
     where o.tenant_id = due.tenant_id and o.registration_id = due.registration_id and o.version = due.version
     returning o.result->'report' as report`,
    [tx.now, most],
  );
  return rows
    .map((row) => row.report)
    .sort((a, b) =>
      a.registrationId < b.registrationId ? -1 : a.registrationId > b.registrationId ? 1 : a.version - b.version,
    );
}

export type DeliveredOutcome = OutcomeReceipt & { readonly tenantId: string };
export type RefusedOutcome = Pick<ReportedOutcome, 'tenantId' | 'registrationId' | 'version'> & {
  readonly error: string;
};

/** The core has them: nothing more to do. */
export async function markDelivered(tx: Tx, delivered: readonly DeliveredOutcome[]): Promise<void> {
  if (delivered.length === 0) return;
  await tx.execute(
    `update outcome o set status = 'delivered', delivered_at = $1, error = null, led_to = g.led_to
     from json_to_recordset($2::json) as g(tenant_id uuid, registration_id uuid, version int, led_to jsonb)
     where o.tenant_id = g.tenant_id and o.registration_id = g.registration_id and o.version = g.version`,
    [
      tx.now,
      JSON.stringify(
        delivered.map((each) => ({
          tenant_id: each.tenantId,
          registration_id: each.registrationId,
          version: each.version,
          led_to: each.ledTo,
        })),
      ),
    ],
  );
}

/**
 * They stay pending, with the reason.
 * @param mostTries counts no higher, so that pauses stay short when the fault is not theirs (the core is away)
 */
export async function markRefused(tx: Tx, refused: readonly RefusedOutcome[], mostTries = 1000): Promise<void> {
  if (refused.length === 0) return;
  await tx.execute(
    `update outcome o set tries = least(tries, $3), tried_at = $1, error = g.error
     from json_to_recordset($2::json) as g(tenant_id uuid, registration_id uuid, version int, error text)
     where o.tenant_id = g.tenant_id and o.registration_id = g.registration_id and o.version = g.version and o.status = 'pending'`,
    [
      tx.now,
      JSON.stringify(
        refused.map((each) => ({
          tenant_id: each.tenantId,
          registration_id: each.registrationId,
          version: each.version,
          error: each.error.slice(0, 1000),
        })),
      ),
      mostTries,
    ],
  );
}

/**
 * What is known of an outcome on the core's side, under a lock of its registration until the transaction ends.
 * `taken`: it, or a newer one (outcomes are cumulative), was taken before; nothing is left to do.
 */
export async function findTaken(
  tx: Tx,
  outcome: ReportedOutcome,
): Promise<{ readonly ledTo: readonly string[] } | undefined> {
  await tx.execute('select pg_advisory_xact_lock(hashtextextended($1, 1))', [outcome.registrationId]);
  const [row] = await tx.query<{ version: number; ledTo: readonly string[] | null }>(
    `select version, led_to as "ledTo" from outcome where tenant_id = $1 and registration_id = $2 and version >= $3 order by version limit 1`,
    [outcome.tenantId, outcome.registrationId, outcome.version],
  );
  if (!row) return undefined;
  return { ledTo: row.version === outcome.version ? (row.ledTo ?? []) : [] };
}

/** Remembers that the core has taken an outcome. */
export async function saveTaken(tx: Tx, outcome: ReportedOutcome, ledTo: readonly string[]): Promise<void> {
  await insertRows(tx, 'outcome', [
    {
      tenant_id: outcome.tenantId,
      registration_id: outcome.registrationId,
      version: outcome.version,
      attempt_id: outcome.attemptId,
      result: { report: outcome },
      recorded_at: tx.now,
      tried_at: tx.now,
      tries: 1,
      status: 'delivered',
      delivered_at: tx.now,
      led_to: ledTo,
    },
  ]);
}
