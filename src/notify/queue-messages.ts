import { insertRows, newId, type Tx } from '../platform/db';
import type { Event } from '../platform/events';

export type NewMessage = {
  readonly tenantId: string;
  readonly personId: string;
  /** N-01 to N-20 of DOMAIN 13. */
  readonly code: string;
  /** Idempotency key: the same message is queued once, however often its cause repeats. */
  readonly key: string;
  /** What the template may say; ids and dates, titles looked up when it is sent. */
  readonly fields: Readonly<Record<string, string | number | null>>;
  readonly eventId?: string;
};

/** Queues messages in the transaction that caused them; a worker sends them. Returns how many were new. */
export function queueMessages(tx: Tx, messages: readonly NewMessage[]): Promise<number> {
  return insertRows(
    tx,
    'message',
    messages.map((each) => ({
      tenant_id: each.tenantId,
      id: newId(),
      code: each.code,
      key: each.key,
      person_id: each.personId,
      fields: each.fields,
      status: 'queued',
      tries: 0,
      event_id: each.eventId ?? null,
      created_at: tx.now,
    })),
    '(tenant_id, code, key, person_id) do nothing',
  );
}

/** N-03: the learner hears of a competence that was added or renewed. Key: the element's award. */
export async function tellOfAwards(tx: Tx, awarded: readonly Event[]): Promise<void> {
  await queueMessages(
    tx,
    awarded.map((event): NewMessage => {
      const { key, dateFrom, dateTo } = event.after as { key: string; dateFrom: string; dateTo: string | null };
      return {
        tenantId: event.tenantId,
        personId: event.subjects.personId ?? '',
        code: 'N-03',
        key: `${event.subjects.objectId ?? ''} ${key} ${dateFrom}`,
        fields: {
          competenceOwnerId: event.subjects.competenceOwnerId ?? '',
          competenceId: event.subjects.objectId ?? '',
          dateFrom,
          dateTo,
        },
        eventId: event.id,
      };
    }),
  );
}
