import { lockPersons } from '../../people';
import { alongside, type Tx } from '../../platform/db';
import { newEvent, publish, type Event } from '../../platform/events';
import type { ReportedOutcome } from '../../scorm/runtime';
import { applyOutcome } from './core/apply-outcome';
import { recordedEvents, subjectsOf } from './enrolment-events';
import { loadEnrolments, saveEnrolments, type EnrolmentChange, type EnrolmentRow } from './store';

/**
 * The core's end of the door: what players report (DOMAIN 11.3, ELO-7, ELO-12). An outcome is taken once; an older one,
 * or one of a registration that is no enrolment, changes nothing. What follows a success runs in this transaction.
 */
export async function takeOutcomes(tx: Tx, outcomes: readonly ReportedOutcome[]): Promise<void> {
  const keys = outcomes.map((each) => ({ tenantId: each.tenantId, id: each.registrationId }));
  const unlocked = await loadEnrolments(tx, keys);
  // Sent together, answered in order: what is read again is read under the locks.
  const [, locked] = await Promise.all([lockPersons(tx, unlocked), loadEnrolments(tx, keys)]);
  const rows = new Map(locked.map((row) => [row.id, row]));
  const changes: EnrolmentChange[] = [];
  const taken: Event[] = [];
  const following: Event[] = [];
  for (const outcome of outcomes) {
    const row = rows.get(outcome.registrationId);
    if (!row || outcome.version <= (row.state.outcomeVersion ?? 0)) continue;
    const { enrolment, events } = applyOutcome(
      row.state,
      { version: outcome.version, status: outcome.status, finishedOn: outcome.reachedOn, percent: outcome.percent },
      { attemptsRemain: true, masteryRequired: outcome.masteryRequired, certPeriod: periodOf(row) },
      tx.today,
    );
    const changed: EnrolmentRow = { ...row, state: enrolment };
    const cause = outcomeTaken(tx, row, outcome);
    rows.set(row.id, changed);
    taken.push(cause);
    following.push(...recordedEvents(tx, changed, events, { causedBy: cause }));
    changes.push({
      ...changed,
      ...(enrolment.status === row.state.status ? {} : { statusChangedAt: tx.now }),
      performance: { completion: outcome.completion, success: outcome.success, totalSeconds: outcome.totalSeconds },
    });
  }
  await alongside([saveEnrolments(tx, changes)], () => publish(tx, [...taken, ...following]));
}

function periodOf(
  row: EnrolmentRow,
):
  { start: NonNullable<EnrolmentRow['certPeriodStart']>; end: NonNullable<EnrolmentRow['certPeriodEnd']> } | undefined {
  return row.certPeriodStart !== null && row.certPeriodEnd !== null
    ? { start: row.certPeriodStart, end: row.certPeriodEnd }
    : undefined;
}

function outcomeTaken(tx: Tx, row: EnrolmentRow, outcome: ReportedOutcome): Event {
  return newEvent(tx, {
    type: 'outcome-taken',
    tenantId: row.tenantId,
    businessDate: outcome.reachedOn,
    subjects: { ...subjectsOf(row), attemptId: outcome.attemptId },
    after: {
      version: outcome.version,
      status: outcome.status,
      completion: outcome.completion,
      success: outcome.success,
      percent: outcome.percent ?? null,
    },
  });
}
