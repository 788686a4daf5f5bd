import type { Tx } from '../../platform/db';
import { newEvent, type Event } from '../../platform/events';
import type { EnrolmentEvent } from './core/types';
import type { EnrolmentRow } from './store';

/** Who and what an enrolment's events are about. */
export function subjectsOf(row: EnrolmentRow): Record<string, string> {
  return {
    personId: row.personId,
    objectId: row.id,
    classOwnerId: row.classOwnerId,
    classId: row.classId,
    offeringId: row.offeringId,
    courseId: row.courseId,
    ...(row.certPeriodId === null ? {} : { certPeriodId: row.certPeriodId }),
    ...(row.pathEnrolmentId === null ? {} : { pathEnrolmentId: row.pathEnrolmentId }),
  };
}

/** AUD-1: what a decision says, as recorded events. A better score alone is no event: the outcome says it. */
export function recordedEvents(
  tx: Tx,
  row: EnrolmentRow,
  events: readonly EnrolmentEvent[],
  options: { readonly causedBy?: Event; readonly reason?: string } = {},
): Event[] {
  return events.flatMap((event): Event[] => {
    const base = { tenantId: row.tenantId, subjects: subjectsOf(row), ...options };
    switch (event.type) {
      case 'status-changed':
        return [
          newEvent(tx, {
            ...base,
            type: 'enrolment-status-changed',
            before: { status: event.from ?? null },
            after: { status: event.to, reason: event.reason ?? null },
          }),
        ];
      case 'completed':
        return [
          newEvent(tx, {
            ...base,
            type: 'enrolment-completed',
            businessDate: event.completedOn,
            after: { completedOn: event.completedOn, percent: row.state.bestPercent ?? null },
          }),
        ];
      case 'completion-reversed':
        return [
          newEvent(tx, {
            ...base,
            type: 'enrolment-completion-reversed',
            before: { completedOn: event.completedOn ?? null },
          }),
        ];
      case 'score-improved':
        return [];
    }
  });
}
