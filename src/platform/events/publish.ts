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

// One text for all: arrays of JSON would be quoted by us and parsed by the database once more.
const insert = `
  INSERT INTO event (tenant_id, id, occurred_at, business_date, type, type_version, account_id, source, subjects, before, after, caused_by, reason, request_id)
  SELECT e."tenantId", e.id, $1, e."businessDate", e.type, e.version, $2, $3, e.subjects, e.before, e.after, e."causedBy", e.reason, $4
  FROM json_to_recordset($5::json) AS e ("tenantId" uuid, id uuid, "businessDate" date, type text, version int, subjects jsonb, before jsonb, after jsonb,
    "causedBy" uuid, reason text)`;

/**
 * AUD-1: records the events in one statement, then runs what follows from them: for each type, in the order of first
 * appearance, the handlers of the policy table with all its events. Everything is one transaction; a throw undoes all.
 */
export async function publish(tx: Tx, events: readonly Event[]): Promise<void> {
  if (events.length === 0) return;
  const recorded = tx.execute(insert, [
    tx.now,
    tx.actor.accountId ?? null,
    tx.actor.source,
    tx.requestId,
    JSON.stringify(events),
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
