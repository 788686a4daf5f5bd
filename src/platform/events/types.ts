import type { Tx } from '../db/types';
import type { IsoDate } from '../dates/types';

/** A recorded fact: audit trail, cause of what follows, material of "why". Ids, no names. */
export type Event = {
  readonly id: string;
  readonly tenantId: string;
  readonly type: string;
  /** Of the shape of before and after. */
  readonly version: number;
  readonly businessDate: IsoDate;
  /** Role -> id, such as `{ personId, classId }`. */
  readonly subjects: Readonly<Record<string, string>>;
  readonly before?: unknown;
  readonly after?: unknown;
  /** The event that led to this one. */
  readonly causedBy?: string;
  readonly reason?: string;
};

/** Handlers are plural, like operations. They run in the transaction of the event. */
export type Handler = (tx: Tx, events: readonly Event[]) => Promise<void>;

/** Event type -> what follows, in this order. */
export type Policies = Readonly<Record<string, readonly Handler[]>>;
