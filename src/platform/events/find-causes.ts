import type { Tx } from '../db/types';
import type { RecordedEvent } from './list-events';

/** A recorded fact with what led to it. */
export type CausedEvent = RecordedEvent & { readonly causedBy: string | null };

/** Deeper than any chain is; a circle cannot be recorded, but a query must end. */
const deepest = 30;

const columns = `e.id, e.occurred_at as "occurredAt", e.business_date as "businessDate", e.type, e.account_id as "accountId", e.source, e.subjects, e.before, e.after, e.reason,
  e.caused_by as "causedBy"`;

/**
 * "Why": the events given, those that led to them, and so on back to the first, the latest first and an effect before its cause.
 * One tenant: a person's learning and all that happens to it stand in the audit trail of the person's employer.
 */
export function findCausesOf(
  tx: Pick<Tx, 'query'>,
  wish: { readonly tenantId: string; readonly eventIds: readonly string[] },
): Promise<CausedEvent[]> {
  return tx.query<CausedEvent>(
    `with recursive chain as (
       select e.id, e.caused_by, 0 as depth from event e where e.tenant_id = $1 and e.id = any($2::uuid[])
       union
       select e.id, e.caused_by, c.depth + 1 from chain c join event e on e.tenant_id = $1 and e.id = c.caused_by where c.depth < $3
     )
     select ${columns} from event e where e.tenant_id = $1 and e.id in (select id from chain) order by e.occurred_at desc, e.id desc`,
    [wish.tenantId, wish.eventIds, deepest],
  );
}

/** Events about these objects, known by an instant, the latest first; of one person where an object is shared by many. */
export function listCausedEvents(
  tx: Pick<Tx, 'query'>,
  wish: {
    readonly tenantId: string;
    readonly objectIds: readonly string[];
    readonly personId?: string;
    readonly before?: Date;
    readonly types?: readonly string[];
  },
): Promise<CausedEvent[]> {
  return tx.query<CausedEvent>(
    `select ${columns} from event e
     where e.tenant_id = $1 and e.object_id = any($2::uuid[]) and ($3::uuid is null or e.person_id = $3)
       and ($4::timestamptz is null or e.occurred_at < $4) and ($5::text[] is null or e.type = any($5))
     order by e.occurred_at desc, e.id desc`,
    [wish.tenantId, wish.objectIds, wish.personId ?? null, wish.before ?? null, wish.types ?? null],
  );
}
