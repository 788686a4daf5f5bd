/** What every operation is given first. */
import type { IsoDate } from '../dates/types';
import type { Policies } from '../events/types';
import type { PrismaClient } from './generated/client';

/** AUD-1: who or what made a change. */
export type Source =
  | 'self'
  | 'manager'
  | 'admin'
  | 'instructor'
  | 'autoEnrol'
  | 'waitlist'
  | 'iat'
  | 'multiEmployer'
  | 'bulk'
  | 'import'
  | 'content'
  | `process:${string}`;

export type Actor = { readonly accountId?: string; readonly source: Source };

/** The prisma client without what would leave the transaction. */
export type Records = Omit<PrismaClient, `$${string}`>;

/** A transaction under way: the only way to the database. */
export type Tx = {
  /** Single records, by Prisma, on this transaction's connection. */
  readonly records: Records;
  /** Sets, by SQL. Dates come as `IsoDate`, timestamps as `Date`, bigint as number, jsonb parsed. */
  readonly query: <Row extends object = Record<string, unknown>>(
    sql: string,
    params?: readonly unknown[],
  ) => Promise<Row[]>;
  /** Rows changed. */
  readonly execute: (sql: string, params?: readonly unknown[]) => Promise<number>;
  /** Runs `work` behind a savepoint; a throw undoes it alone and is thrown on. */
  readonly savepoint: <T>(work: () => Promise<T>) => Promise<T>;
  /** The tenant row-level security shows, or every tenant for processes and the content lane. */
  readonly tenant: string | 'all';
  readonly now: Date;
  /** DATE-1: today in Europe/London. */
  readonly today: IsoDate;
  readonly actor: Actor;
  readonly requestId: string;
  readonly policies: Policies;
};

export type Scope = {
  readonly tenant: string | 'all';
  readonly actor: Actor;
  readonly requestId?: string;
  /** AUD-4: do everything, then roll back. */
  readonly dryRun?: boolean;
  /**
   * The work only reads, and asks everything in its first turn: the commit leaves with it, so that the whole transaction
   * is one round trip. What is asked later is refused.
   */
  readonly atOnce?: true;
  /**
   * Plans made once are kept, whatever the values: for statements that find their rows by key, which cost less than the
   * making of their plan.
   */
  readonly keepPlans?: true;
};

export type Lane = {
  /** Runs one set-based statement on a connection kept for this; may not be used for pages. */
  readonly runStatement: <Row extends object = Record<string, unknown>>(
    sql: string,
    params?: readonly unknown[],
  ) => Promise<Row[]>;
};

export type Database = {
  /** Opens a transaction, retries serialization failures and deadlocks, commits or rolls back. */
  readonly inTransaction: <T>(scope: Scope, work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** The hot content lane: one prepared statement, its own transaction, every tenant. Durable when it resolves. */
  readonly lane: Lane;
  readonly url: string;
  readonly close: () => Promise<void>;
};
