import type { IsoDate } from '../dates/types';
import type { Tx } from '../db/types';

/** A recorded fact as history pages show it. */
export type RecordedEvent = {
  readonly id: string;
  readonly occurredAt: Date;
  readonly businessDate: IsoDate;
  readonly type: string;
  /** Whoever names accounts knows who that is. */
  readonly accountId: string | null;
  readonly source: string;
  readonly subjects: Readonly<Record<string, string>>;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly reason: string | null;
};

/** AUD-1: what happened to these objects of one tenant, the latest first. */
export function listEvents(
  tx: Pick<Tx, 'query'>,
  wish: { readonly tenantId: string; readonly objectIds: readonly string[]; readonly most?: number },
): Promise<RecordedEvent[]> {
  return tx.query<RecordedEvent>(
    `select id, occurred_at as "occurredAt", business_date as "businessDate", type, account_id as "accountId", source, subjects, before, after, reason
     from event where tenant_id = $1 and object_id = any($2::uuid[]) order by id desc limit $3`,
    [wish.tenantId, wish.objectIds, wish.most ?? 100],
  );
}
