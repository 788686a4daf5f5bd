/**
 * An outcome is a row first, saved with the commit. The core is told behind a savepoint: if it cannot take it, the
 * learner's commit still stands, the outcome waits as `pending` with its error, and a worker tries again.
 */
import { insertRows, type Tx } from '../../platform/db';
import type { CourseOutcome } from './core/course-outcome';
import type { OutcomePort, ReportedOutcome } from './outcome-port';

export type NewOutcome = { readonly result: CourseOutcome; readonly reported: ReportedOutcome };

/** Saves outcomes and tells the core. Returns what each registration was led to, in sentences. */
export async function reportOutcomes(
  tx: Tx,
  port: OutcomePort,
  outcomes: readonly NewOutcome[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (outcomes.length === 0) return new Map();
  const told = await tell(
    tx,
    port,
    outcomes.map((each) => each.reported),
  );
  await insertRows(
    tx,
    'outcome',
    outcomes.map(({ result, reported }) => ({
      tenant_id: reported.tenantId,
      registration_id: reported.registrationId,
      version: reported.version,
      attempt_id: reported.attemptId,
      result: { ...result, report: reported },
      recorded_at: tx.now,
      tried_at: tx.now,
      tries: !told.ok || told.ledTo.has(reported.registrationId) ? 1 : 0,
      ...stateOf(tx, told, reported.registrationId),
      led_to: told.ledTo.get(reported.registrationId) ?? [],
    })),
  );
  return told.ledTo;
}

/** Taken, refused, or (no receipt) to be sent to a core on another machine. */
function stateOf(
  tx: Tx,
  told: Told,
  registrationId: string,
): { status: 'delivered' | 'pending'; error: string | null; delivered_at: Date | null } {
  const taken = told.ok && told.ledTo.has(registrationId);
  return {
    status: taken ? 'delivered' : 'pending',
    error: told.ok ? null : told.error,
    delivered_at: taken ? tx.now : null,
  };
}

type Told = { readonly ok: boolean; readonly error: string; readonly ledTo: ReadonlyMap<string, readonly string[]> };

async function tell(tx: Tx, port: OutcomePort, outcomes: readonly ReportedOutcome[]): Promise<Told> {
  try {
    const receipts = await tx.savepoint(() => port(tx, outcomes));
    return { ok: true, error: '', ledTo: new Map(receipts.map((each) => [each.registrationId, each.ledTo])) };
  } catch (error) {
    // In a group the fault may be one learner's: the group is undone and each is tried alone, so that only the faulty one waits.
    if (outcomes.length > 1) throw error;
    return { ok: false, error: reasonOf(error), ledTo: new Map() };
  }
}

/** Tries the oldest pending outcome again whose pause (2, 4, 8 … seconds, an hour at most) is over. */
export async function retryOutcome(tx: Tx, port: OutcomePort): Promise<'none' | 'delivered' | 'pending'> {
  const [row] = await tx.query<{
    tenantId: string;
    registrationId: string;
    version: number;
    tries: number;
    report: ReportedOutcome;
  }>(
    `select tenant_id as "tenantId", registration_id as "registrationId", version, tries, result->'report' as report from outcome
     where status = 'pending' and tried_at + make_interval(secs => least(power(2, least(tries, 12)), 3600)) <= $1
     order by recorded_at limit 1 for update skip locked`,
    [tx.now],
  );
  if (!row) return 'none';
  const told = await tell(tx, port, [row.report]);
  const { status, error, delivered_at } = stateOf(tx, told, row.registrationId);
  await tx.execute(
    `update outcome set status = $4, tries = tries + 1, tried_at = $8, error = $5, delivered_at = $6, led_to = $7::jsonb
     where tenant_id = $1 and registration_id = $2 and version = $3`,
    [
      row.tenantId,
      row.registrationId,
      row.version,
      status,
      error,
      delivered_at,
      JSON.stringify(told.ledTo.get(row.registrationId) ?? []),
      tx.now,
    ],
  );
  return status;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 1000) : 'unknown';
}
