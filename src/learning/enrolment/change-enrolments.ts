import { lockPersons } from '../../people';
import type { Tx } from '../../platform/db';
import { publish, type Event } from '../../platform/events';
import { findClasses, type ClassView } from '../catalogue';
import { decideChange, type ChangeRefusal, type EnrolmentCommand } from './core/decide-change';
import { factsOf } from './enrol-persons';
import { recordedEvents } from './enrolment-events';
import { loadEnrolments, saveEnrolments, type EnrolmentChange, type EnrolmentRow } from './store';

export type Change = {
  readonly tenantId: string;
  readonly enrolmentId: string;
  readonly command: EnrolmentCommand;
  readonly reason?: string;
  readonly causedBy?: Event;
};
export type Changed =
  | { readonly ok: true; readonly row: EnrolmentRow; readonly class: ClassView }
  | { readonly ok: false; readonly refusal: ChangeRefusal | 'enrolment-not-found' };

/** ENR-T5 to T16: what commands do to enrolments, each on its own; one refusal does not stop the others. */
export async function changeEnrolments(tx: Tx, commands: readonly Change[]): Promise<Changed[]> {
  const keys = commands.map((each) => ({ tenantId: each.tenantId, id: each.enrolmentId }));
  await lockPersons(tx, await loadEnrolments(tx, keys));
  const rows = new Map((await loadEnrolments(tx, keys)).map((row) => [row.id, row]));
  const classes = new Map(
    (
      await findClasses(
        tx,
        [...rows.values()].map((row) => ({ ownerId: row.classOwnerId, id: row.classId })),
      )
    ).map((row) => [row.classId, row]),
  );
  const changes: EnrolmentChange[] = [];
  const events: Event[] = [];
  const results = commands.map(({ enrolmentId, command, reason, causedBy }): Changed => {
    const row = rows.get(enrolmentId);
    const found = row && classes.get(row.classId);
    if (!row || !found) return { ok: false, refusal: 'enrolment-not-found' };
    const decision = decideChange(row.state, command, factsOf(found), tx.today);
    if (!decision.ok) return decision;
    const changed = { ...row, state: decision.enrolment };
    rows.set(row.id, changed);
    if (decision.events.length > 0) changes.push({ ...changed, statusChangedAt: tx.now });
    events.push(
      ...recordedEvents(tx, changed, decision.events, {
        ...(reason === undefined ? {} : { reason }),
        ...(causedBy ? { causedBy } : {}),
      }),
    );
    return { ok: true, row: changed, class: found };
  });
  await saveEnrolments(tx, changes);
  await publish(tx, events);
  return results;
}
