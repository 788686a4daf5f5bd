/** Opens the database: the pool, transactions with their tenant, the content lane. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Clock } from '../clock';
import type { Policies } from '../events/types';
import { DatabaseAway, isConnectionError } from './database-away';
import { isId } from './ids';
import { recordsOf, type RecordsSource } from './records';
import { connectionOf, isConflict, prepared, transactionOn, type Connection } from './transaction';
import { typeParsers } from './type-parsers';
import type { Database, Scope, Tx } from './types';

export type OpenDatabase = {
  /** postgres://role:password@host:port/database; the role must not be a superuser, or row-level security does not bite. */
  readonly url: string;
  readonly policies: Policies;
  readonly clock: Clock;
  /** Connections for transactions at most (default 10). */
  readonly poolSize?: number;
  /** Connections for the content lane at most (default 2), opened at its first use. */
  readonly laneSize?: number;
};

const attempts = 6;

/** Opens the database lazily: the first connection is made by the first use. */
export function openDatabase(options: OpenDatabase): Database {
  const { url, policies, clock } = options;
  const pool = openPool(url, options.poolSize ?? 10, '-c timezone=UTC');
  // A connection of its own setting, so that a statement costs one round trip and needs no transaction to name the tenant.
  const lanePool = openPool(url, options.laneSize ?? 2, '-c timezone=UTC -c preceptor.tenant=all');
  const records = recordsOf(url);
  const underWay = new AsyncLocalStorage<{ open: boolean }>();

  const inTransaction = async <T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> => {
    if (underWay.getStore()?.open)
      throw new Error('a transaction is already under way: pass its tx on instead of opening another');
    if (scope.tenant !== 'all' && !isId(scope.tenant)) throw new Error('the tenant of a transaction is an id or "all"');
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await underWay.run({ open: true }, () => once(scope, work));
      if (outcome.ok) return outcome.value;
      if (!outcome.again || attempt === attempts) throw outcome.error;
      await sleep(Math.random() * 10 * 2 ** attempt);
    }
  };

  type Outcome<T> = { ok: true; value: T } | { ok: false; error: unknown; again: boolean };

  async function once<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<Outcome<T>> {
    const { client, connection } = await take(pool);
    const begun = begin(connection, scope);
    const source = records.on(connection);
    let ended: Promise<string> | undefined;
    try {
      const working = work(transactionFor(connection, source, scope));
      if (scope.atOnce) ended = end(connection, 'COMMIT');
      const value = await working;
      await source.end();
      if (scope.dryRun) await end(connection, 'ROLLBACK');
      else if ((await (ended ?? end(connection, 'COMMIT'))) !== 'COMMIT') {
        return {
          ok: false,
          again: false,
          error: new Error('a statement failed and its error was swallowed: the transaction was rolled back'),
        };
      }
      return { ok: true, value };
    } catch (error) {
      await source.end();
      // A lost connection has rolled back by itself.
      if (!connection.broken) await (ended ?? end(connection, 'ROLLBACK')).catch(() => (connection.broken = true));
      return {
        ok: false,
        // One that broke while idle has done nothing yet: another is taken.
        again: connection.conflict || isConflict(error) || !(await begun),
        error: connection.broken && isDrivers(error) ? asAway(error) : error,
      };
    } finally {
      connection.open = false;
      const store = underWay.getStore();
      if (store) store.open = false;
      client.release(connection.broken);
    }
  }

  function transactionFor(connection: Connection, source: RecordsSource, scope: Scope): Tx {
    return transactionOn(connection, {
      records: source.records,
      tenant: scope.tenant,
      now: clock.now(),
      today: clock.today(),
      actor: scope.actor,
      requestId: scope.requestId ?? randomUUID(),
      policies,
    });
  }

  return {
    url,
    inTransaction,
    lane: {
      runStatement: async <Row extends object>(sql: string, params?: readonly unknown[]) => {
        try {
          return (await lanePool.query(prepared(sql, params))).rows as Row[];
        } catch (error) {
          throw isConnectionError(error) ? asAway(error) : error;
        }
      },
    },
    close: async () => {
      await records.close();
      await Promise.all([pool.end(), lanePool.end()]);
    },
  };
}

function openPool(url: string, max: number, settings: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types: typeParsers,
    options: settings,
    pipeline: true,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'preceptor',
  });
  // Idle connections break when the server goes: the pool drops them, the next use finds out.
  pool.on('error', () => undefined);
  return pool;
}

async function take(pool: pg.Pool): Promise<{ readonly client: pg.PoolClient; readonly connection: Connection }> {
  try {
    const client = await pool.connect();
    const connection = connectionOf(client);
    watch(client, connection);
    return { client, connection };
  } catch (error) {
    throw isConnectionError(error) ? asAway(error) : error;
  }
}

/**
 * Begins without waiting for it: what the work asks first leaves in the same piece. Without its tenant row-level security
 * shows nothing, so what follows a failed begin does nothing either. Resolves to whether it began.
 */
function begin(connection: Connection, { tenant, keepPlans }: Scope): Promise<boolean> {
  const settings = [
    `SET LOCAL preceptor.tenant = '${tenant}'`,
    ...(keepPlans ? ['SET LOCAL plan_cache_mode = force_generic_plan'] : []),
  ];
  return connection.send({ text: ['BEGIN', ...settings].join('; ') }).then(
    () => true,
    () => false,
  );
}

const watched = new WeakMap<pg.ClientBase, Connection>();

// Without a listener an error between two queries would end the process. One listener per connection, for its life.
function watch(client: pg.PoolClient, connection: Connection): void {
  if (!watched.has(client)) {
    client.on('error', () => {
      const current = watched.get(client);
      if (current) current.broken = true;
    });
  }
  watched.set(client, connection);
}

async function end(connection: Connection, command: 'COMMIT' | 'ROLLBACK'): Promise<string> {
  connection.open = true;
  const ended = connection.send({ text: command });
  // Nobody else shall call it unhandled while the work is still awaited.
  ended.catch(() => undefined);
  // From here on nothing may follow on this connection: it would be outside of any transaction.
  connection.open = false;
  return (await ended).command;
}

/** Whether an error comes from the connection itself, or from Prisma's wrapping of it. */
function isDrivers(error: unknown): boolean {
  return isConnectionError(error) || (error instanceof Error && error.name.startsWith('PrismaClient'));
}

function asAway(error: unknown): DatabaseAway {
  return error instanceof DatabaseAway ? error : new DatabaseAway(error);
}
