import { alongside, newId, type Tx } from '../db';
import type { Event } from './types';

/** What a caller says of an event; the rest comes from the transaction. */
export type NewEvent = {
  readonly type: string;
  /** The tenant whose audit trail it belongs to; the transaction's when left out. Needed in a transaction of all tenants. */
  readonly tenantId?: string;
  /** Of the shape of before and after (default 1). */
  readonly version?: number;
  /** Default: today. */
  readonly businessDate?: Event['businessDate'];
  readonly subjects: Event['subjects'];
  readonly before?: unknown;
  readonly after?: unknown;
  /** The event that led to this one, or its id. */
  readonly causedBy?: string | Event;
  readonly reason?: string;
};

/** An event with its id, ready for `publish`. Throws in a transaction of all tenants when no tenant is given. */
export function newEvent(tx: Pick<Tx, 'tenant' | 'today'>, given: NewEvent): Event {
  const { causedBy, tenantId = tx.tenant, version = 1, businessDate = tx.today, ...rest } = given;
  if (tenantId === 'all') throw new Error(`event ${given.type} needs a tenant`);
  return {
    ...rest,
    id: newId(),
    tenantId,
    version,
    businessDate,
    ...(causedBy === undefined ? {} : { causedBy: typeof causedBy === 'string' ? causedBy : causedBy.id }),
  };
}

const insert = `
  INSERT INTO event (tenant_id, id, occurred_at, business_date, type, type_version, account_id, source, subjects, before, after, caused_by, reason, request_id)
  SELECT e.tenant_id, e.id, $1, e.business_date, e.type, e.type_version, $2, $3, e.subjects, e.before, e.after, e.caused_by, e.reason, $4
  FROM unnest($5::uuid[], $6::uuid[], $7::date[], $8::text[], $9::int[], $10::jsonb[], $11::jsonb[], $12::jsonb[], $13::uuid[], $14::text[])
    AS e (tenant_id, id, business_date, type, type_version, subjects, before, after, caused_by, reason)`;

/**
 * AUD-1: records the events in one statement, then runs what follows from them: for each type, in the order of first
 * appearance, the handlers of the policy table with all its events. Everything is one transaction; a throw undoes all.
 */
export async function publish(tx: Tx, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return;
  const column = <T>(pick: (event: Event) => T): T[] => events.map(pick);
  const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
  const recorded = tx.execute(insert, [
    tx.now,
    tx.actor.accountId ?? null,
    tx.actor.source,
    tx.requestId,
    column((e) => e.tenantId),
    column((e) => e.id),
    column((e) => e.businessDate),
    column((e) => e.type),
    column((e) => e.version),
    column((e) => json(e.subjects)),
    column((e) => json(e.before)),
    column((e) => json(e.after)),
    column((e) => e.causedBy ?? null),
    column((e) => e.reason ?? null),
  ]);
  await alongside([recorded], async () => {
    for (const [type, ofType] of byType(events)) {
      for (const handler of tx.policies[type] ?? []) await handler(tx, ofType);
    }
  });
}

function byType(events: readonly Event[]): Map<string, Event[]> {
  const groups = new Map<string, Event[]>();
  for (const event of events) {
    const group = groups.get(event.type);
    if (group) group.push(event);
    else groups.set(event.type, [event]);
  }
  return groups;
}
