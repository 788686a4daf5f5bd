/**
 * The record of an attempt that an administrator asked for: what content called (sent by the page), how sequencing decided,
 * and, beside it in the log, every commit. Append only and bounded; nothing a learner does waits for it.
 */
import type { Tx } from '../../platform/db';
import { newEvent, publish } from '../../platform/events';
import type { Decision, NavigationRequest, SequencingStep } from '../sequencing';
import type { AttemptKey } from './commit-log';
import { callWithoutPersonal, withoutPersonal } from './core/leave-out-personal';
import type { TraceAnswer, TraceRecord } from './core/protocol';
import { findAttempt, type AttemptView } from './queries';

/** Of one attempt; when it is full, nothing more is written. */
export const mostTraceBytes = 16 * 1024 ** 2;

export type TraceCommand = AttemptKey & {
  readonly sessionId: string;
  readonly number: number;
  readonly records: readonly TraceRecord[];
};

/** Takes what a page sends. A number that was taken before is not taken again; for an attempt that nobody traces nothing is. */
export async function takeTrace(
  tx: Tx,
  { tenantId, attemptId, sessionId, number, records }: TraceCommand,
): Promise<TraceAnswer> {
  const text = JSON.stringify(records);
  const [row] = await tx.query<{ more: boolean }>(
    `with found as (
       select a.tenant_id, a.id, $6::int + coalesce((select sum(size_bytes) from attempt_trace t where t.tenant_id = a.tenant_id and t.attempt_id = a.id), 0) as size
       from attempt a join attempt_session s on s.tenant_id = a.tenant_id and s.attempt_id = a.id
       where a.tenant_id = $1 and a.id = $2 and s.id = $3::uuid and a.traced
     ), written as (
       insert into attempt_trace (tenant_id, attempt_id, session_id, source, number, received_at, records, size_bytes)
       select tenant_id, id, $3::uuid, 'page', $4::int, $8::timestamptz, $5::json, $6::int from found where size <= $7::int
       on conflict do nothing
     )
     select size <= $7::int as more from found`,
    [tenantId, attemptId, sessionId, number, text, text.length, mostTraceBytes, tx.now],
  );
  return { more: row?.more ?? false };
}

/** One decision, as it is kept. */
type DecisionRecord = {
  readonly kind: 'decision';
  readonly at: string;
  readonly request: NavigationRequest;
  readonly result: string;
  readonly activity?: string;
  readonly refusal?: string;
  readonly steps: readonly SequencingStep[];
};

/** Writes a decision down; the caller holds the lock of the attempt and has seen that it is traced. */
export async function traceDecision(
  tx: Tx,
  { tenantId, attemptId }: AttemptKey,
  sessionId: string,
  request: NavigationRequest,
  decision: Decision,
): Promise<void> {
  const record: DecisionRecord = {
    kind: 'decision',
    at: tx.now.toISOString(),
    request,
    result: decision.kind,
    ...(decision.kind === 'deliver' ? { activity: decision.activity } : {}),
    ...(decision.kind === 'refuse' ? { refusal: decision.refusal } : {}),
    steps: decision.steps ?? [],
  };
  const text = JSON.stringify([record]);
  await tx.execute(
    `insert into attempt_trace (tenant_id, attempt_id, session_id, source, number, received_at, records, size_bytes)
     select $1::uuid, $2::uuid, $3::uuid, 'server', coalesce(max(number) filter (where source = 'server' and session_id = $3::uuid), 0) + 1, $7::timestamptz, $4::json, $5::int
     from attempt_trace where tenant_id = $1::uuid and attempt_id = $2::uuid having coalesce(sum(size_bytes), 0) + $5::int <= $6::int`,
    [tenantId, attemptId, sessionId, text, text.length, mostTraceBytes, tx.now],
  );
}

/** Begins or ends the record of an attempt, and says in the events who did. Open pages are asked at their next launch. */
export async function switchTrace(tx: Tx, { tenantId, attemptId }: AttemptKey, on: boolean): Promise<void> {
  const changed = await tx.execute('update attempt set traced = $3 where tenant_id = $1 and id = $2 and traced <> $3', [
    tenantId,
    attemptId,
    on,
  ]);
  const type = on ? 'attempt-record-begun' : 'attempt-record-ended';
  if (changed === 1) await publish(tx, [newEvent(tx, { type, tenantId, subjects: { attemptId } })]);
}

export type AttemptTrace = {
  readonly attempt: Omit<AttemptView, 'sessions' | 'activities'>;
  /** What was left out, in a word for whoever reads the file later. */
  readonly personalData: 'included' | 'left out';
  /** Commits, with what was refused of them. */
  readonly sessions: readonly unknown[];
  readonly activities: readonly unknown[];
  readonly records: readonly {
    readonly session: string;
    readonly source: 'page' | 'server';
    readonly receivedAt: Date;
    readonly records: readonly unknown[];
  }[];
};

/** The whole record of an attempt for a file. Undefined when there is no such attempt (or it is of another tenant). */
export async function readTrace(tx: Tx, attemptId: string, personal: boolean): Promise<AttemptTrace | undefined> {
  const found = await findAttempt(tx, attemptId);
  if (!found) return undefined;
  const rows = await tx.query<{
    session: string;
    source: 'page' | 'server';
    receivedAt: Date;
    records: (TraceRecord | DecisionRecord)[];
  }>(
    `select session_id as session, source, received_at as "receivedAt", records from attempt_trace
     where tenant_id = $1 and attempt_id = $2 order by received_at, source, number`,
    [found.tenantId, attemptId],
  );
  const { sessions, activities, ...attempt } = found;
  const shown = (value: readonly unknown[]): readonly unknown[] =>
    personal ? value : (withoutPersonal(value) as readonly unknown[]);
  return {
    attempt,
    personalData: personal ? 'included' : 'left out',
    sessions: shown(sessions),
    activities: shown(activities),
    records: rows.map((row) => ({
      ...row,
      records: personal
        ? row.records
        : row.records.map((each) => (each.kind === 'call' ? callWithoutPersonal(each) : withoutPersonal(each))),
    })),
  };
}
