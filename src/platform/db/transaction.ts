/** One transaction on one connection: what `Tx` is made of. */
import type { Socket } from 'node:net';
import type pg from 'pg';
import { codeOf, DatabaseAway, isConnectionError } from './database-away';
import { statementName } from './statement-names';
import type { Tx } from './types';

export type Connection = {
  /**
   * Sends queries in the order asked, without waiting for the answers of those before (the pool's connections are
   * pipelined): what is asked together costs one round trip. Remembers what went wrong below.
   */
  readonly send: <R extends pg.QueryResultRow>(
    query: pg.QueryConfig | pg.QueryArrayConfig,
  ) => Promise<pg.QueryResult<R>>;
  /** A conflict that whole transactions are retried for was seen. */
  conflict: boolean;
  /** The connection is of no use any more. */
  broken: boolean;
  open: boolean;
};

/** Serialization failure, deadlock, or a prepared plan that a migration made stale: the transaction may simply be run again. */
export function isConflict(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01' || isStalePlan(error);
}

function isStalePlan(error: unknown): boolean {
  return codeOf(error) === '0A000' && error instanceof Error && error.message.includes('cached plan');
}

export function connectionOf(client: pg.ClientBase): Connection {
  const connection: Connection = {
    conflict: false,
    broken: false,
    open: true,
    send: <R extends pg.QueryResultRow>(query: pg.QueryConfig | pg.QueryArrayConfig) => {
      if (!connection.open) return Promise.reject(new Error('the transaction has ended; something was not awaited'));
      holdBriefly(client);
      const mine = client.query<R>(query);
      mine.catch((error: unknown) => {
        if (isConflict(error)) connection.conflict = true;
        if (isConnectionError(error) || isStalePlan(error)) connection.broken = true;
      });
      return mine;
    },
  };
  return connection;
}

type Rest = Omit<Tx, 'query' | 'execute' | 'savepoint'>;

type Held = { readonly connection?: { readonly stream: Pick<Socket, 'cork' | 'uncork'> } };
const held = new WeakSet<pg.ClientBase>();

/** What is asked in one turn of the loop leaves in one piece: a system call, and a wake-up of the server, for all. */
function holdBriefly(client: pg.ClientBase): void {
  const { connection } = client as Held;
  if (connection === undefined || held.has(client)) return;
  held.add(client);
  connection.stream.cork();
  process.nextTick(() => {
    held.delete(client);
    connection.stream.uncork();
  });
}

/** The transaction's words over its connection. */
export function transactionOn(connection: Connection, rest: Rest & { readonly records: Tx['records'] }): Tx {
  let savepoints = 0;
  const send = async <R extends pg.QueryResultRow>(
    sql: string,
    params?: readonly unknown[],
  ): Promise<pg.QueryResult<R>> => {
    try {
      return await connection.send<R>(prepared(sql, params));
    } catch (error) {
      throw isConnectionError(error) ? new DatabaseAway(error) : error;
    }
  };
  return {
    ...rest,
    get records() {
      return rest.records;
    },
    query: async <Row extends object>(sql: string, params?: readonly unknown[]) =>
      (await send(sql, params)).rows as Row[],
    execute: async (sql, params) => (await send(sql, params)).rowCount ?? 0,
    savepoint: async (work) => {
      savepoints += 1;
      const name = `s${savepoints}`;
      const begun = send(`SAVEPOINT ${name}`);
      begun.catch(() => undefined);
      try {
        const result = await work();
        await send(`RELEASE SAVEPOINT ${name}`);
        return result;
      } catch (error) {
        await begun;
        if (!connection.broken) await send(`ROLLBACK TO SAVEPOINT ${name}`);
        throw error;
      }
    },
  };
}

/** A statement as the driver takes it: prepared under a name of its text. */
export function prepared(sql: string, params: readonly unknown[] = []): pg.QueryConfig {
  const name = statementName(sql);
  return { text: sql, values: [...params], ...(name ? { name } : {}) };
}
