/** Prisma inside our transaction: same connection, same snapshot, same end. */
import { EventEmitter } from 'node:events';
import pg from 'pg';
import { AsyncLocalStorage } from 'node:async_hooks';
import { statementName } from './statement-names';
import type { PrismaClient } from './generated/client';
import type { Connection } from './transaction';
import type { Records } from './types';

/** The records of one transaction. */
export type RecordsSource = {
  readonly records: Records;
  /** Lets go of Prisma's side; must be awaited before the transaction ends. */
  readonly end: () => Promise<void>;
};

type Inner = Omit<PrismaClient, `$${string}`>;

// Prisma's own clock must never end what our transaction has not ended.
const forever = 2_147_483_647;

/**
 * One Prisma client for the process, made at the first use of `records`.
 *
 * Each of our transactions that touches `records` becomes one interactive transaction of Prisma, whose BEGIN and COMMIT
 * are swallowed because ours surround it. Prisma joins equal look-ups of one tick into one query; it keeps interactive
 * transactions apart when it does so. Routing single calls to the current connection instead would let the look-up of
 * one tenant's request be answered on another's connection.
 */
export function recordsOf(url: string): { on: (connection: Connection) => RecordsSource; close: () => Promise<void> } {
  const current = new AsyncLocalStorage<Connection>();
  let client: Promise<PrismaClient> | undefined;

  const open = async (): Promise<PrismaClient> => {
    const [{ PrismaClient }, { PrismaPg }] = await Promise.all([
      import('./generated/client'),
      import('@prisma/adapter-pg'),
    ]);
    const adapter = new PrismaPg(borrowingPool(url, current), {
      statementNameGenerator: ({ sql }) => statementName(sql) ?? '',
    });
    return new PrismaClient({ adapter });
  };

  const on = (connection: Connection): RecordsSource => {
    let inner: Promise<Inner> | undefined;
    let finish: (() => void) | undefined;
    let finished: Promise<void> = Promise.resolve();

    const begin = async (): Promise<Inner> => {
      const prisma = await (client ??= open());
      return new Promise<Inner>((resolve, reject) => {
        const work = current.run(connection, () =>
          prisma.$transaction(
            (itx) =>
              new Promise<void>((done) => {
                finish = done;
                resolve(itx);
              }),
            { timeout: forever, maxWait: forever },
          ),
        );
        finished = work.then(() => undefined, reject);
      });
    };

    return {
      records: lazily(() =>
        connection.open ? (inner ??= begin()) : Promise.reject(new Error('the transaction has ended')),
      ),
      end: async () => {
        await inner?.catch(() => undefined);
        finish?.();
        await finished;
      },
    };
  };

  return {
    on,
    close: async () => {
      if (client) await (await client).$disconnect();
    },
  };
}

type Delegates = Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>>;

/** `records.person.findFirst(…)` that waits for Prisma first. Its results are plain promises: no fluent chaining. */
function lazily(inner: () => Promise<Inner>): Records {
  const models = new Map<string, unknown>();
  const model = (name: string): unknown =>
    new Proxy(
      {},
      {
        get: (_, operation) =>
          typeof operation === 'symbol'
            ? undefined
            : async (...args: unknown[]) => {
                const found = ((await inner()) as unknown as Delegates)[name]?.[operation];
                if (!found) throw new Error(`Prisma knows no ${name}.${operation}`);
                return found(...args);
              },
      },
    );
  return new Proxy({} as Records, {
    get: (_, name) => {
      if (typeof name === 'symbol' || name === 'then') return undefined;
      if (!models.has(name)) models.set(name, model(name));
      return models.get(name);
    },
  });
}

/** What the adapter takes for a pool: it never connects, it lends the connection of the transaction under way. */
function borrowingPool(url: string, current: AsyncLocalStorage<Connection>): pg.Pool {
  const outside = (): Promise<never> => Promise.reject(new Error('records are used inside a transaction only'));
  const pool = Object.create(pg.Pool.prototype) as object;
  const emitter = new EventEmitter();
  return Object.assign(pool, {
    options: { connectionString: url },
    on: emitter.on.bind(emitter),
    removeListener: emitter.removeListener.bind(emitter),
    query: outside,
    connect: () => {
      const connection = current.getStore();
      return connection ? Promise.resolve(borrowed(connection)) : outside();
    },
    end: () => Promise.resolve(),
  }) as unknown as pg.Pool;
}

const swallowed = /^\s*(BEGIN|COMMIT|ROLLBACK)\s*$/i;
const nothing = { rows: [], fields: [], rowCount: 0, command: '', oid: 0 };

function borrowed(connection: Connection): object {
  const emitter = new EventEmitter();
  return {
    on: emitter.on.bind(emitter),
    removeListener: emitter.removeListener.bind(emitter),
    release: () => undefined,
    query: (query: pg.QueryArrayConfig) => {
      if (swallowed.test(query.text)) return Promise.resolve(nothing);
      const { name, ...rest } = query;
      return connection.send(name ? { ...rest, name } : rest);
    },
  };
}
