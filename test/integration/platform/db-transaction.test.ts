import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { DatabaseAway, newId, openDatabase, whyRoleIsTooMighty, type Scope, type Tx } from '../../../src/platform/db';
import { fixedClock } from '../../../src/platform/clock';
import { freshDatabase, type FreshDatabase } from '../../support/database';

const one = newId();
const two = newId();
const all: Scope = { tenant: 'all', actor: { source: 'process:test' } };
const scope = (tenant: string): Scope => ({ tenant, actor: { source: 'admin' } });

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.asOwner(`
    CREATE TABLE note (tenant_id uuid NOT NULL, id uuid NOT NULL, text text NOT NULL, PRIMARY KEY (tenant_id, id));
    ALTER TABLE note OWNER TO preceptor;
    ALTER TABLE note ENABLE ROW LEVEL SECURITY;
    ALTER TABLE note FORCE ROW LEVEL SECURITY;
    CREATE POLICY own_tenant ON note USING (tenant_id = preceptor_tenant_id() OR preceptor_sees_all());
    CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL);
    ALTER TABLE counter OWNER TO preceptor;
    INSERT INTO counter VALUES (1, 0), (2, 0);`);
});
afterAll(() => fresh.drop());

const write = (tx: Tx, tenant: string, text: string): Promise<number> =>
  tx.execute('INSERT INTO note VALUES ($1, $2, $3)', [tenant, newId(), text]);
const texts = async (tx: Tx): Promise<string[]> =>
  (await tx.query<{ text: string }>('SELECT text FROM note ORDER BY text')).map((row) => row.text);
const stored = (start: string): Promise<object[]> =>
  fresh.asOwner('SELECT text FROM note WHERE text LIKE $1', [`${start}%`]);

test('row-level security: a transaction sees and writes its own tenant only; "all" sees every tenant', async () => {
  const { inTransaction } = fresh.database;
  await inTransaction(scope(one), (tx) => write(tx, one, 'rls of one'));
  await inTransaction(scope(two), (tx) => write(tx, two, 'rls of two'));
  expect(await inTransaction(scope(one), texts)).toEqual(['rls of one']);
  expect(await inTransaction(all, texts)).toEqual(['rls of one', 'rls of two']);
  await expect(inTransaction(scope(one), (tx) => write(tx, two, 'rls foreign'))).rejects.toThrow(/row-level security/);
  expect(
    await inTransaction(scope(one), (tx) => tx.execute("UPDATE note SET text = 'x' WHERE tenant_id = $1", [two])),
  ).toBe(0);
  expect(
    (await fresh.asOwner("SELECT rolsuper OR rolbypassrls AS free FROM pg_roles WHERE rolname = 'preceptor'"))[0],
  ).toEqual({ free: false });
});

test('a tenant that is no id is refused before it reaches SQL', async () => {
  await expect(fresh.database.inTransaction(scope("' OR true --"), texts)).rejects.toThrow(/tenant/);
});

test('the tenant does not outlive its transaction: the connection starts without one', async () => {
  const single = await freshDatabase({ poolSize: 1 });
  try {
    await single.database.inTransaction(all, texts0);
    const seen = await single.database.inTransaction(scope(one), (tx) =>
      tx.query("SELECT current_setting('preceptor.tenant') AS tenant"),
    );
    expect(seen).toEqual([{ tenant: one }]);
  } finally {
    await single.drop();
  }
});
const texts0 = (tx: Tx): Promise<object[]> => tx.query('SELECT 1');

test('a throw rolls everything back and is thrown on; a dry run rolls back and returns its result (AUD-4)', async () => {
  const failing = fresh.database.inTransaction(scope(one), async (tx) => {
    await write(tx, one, 'thrown');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  const result = await fresh.database.inTransaction({ ...scope(one), dryRun: true }, async (tx) => {
    await write(tx, one, 'dry');
    return (await texts(tx)).includes('dry');
  });
  expect(result).toBe(true);
  expect(await stored('thrown')).toEqual([]);
  expect(await stored('dry')).toEqual([]);
});

test('a savepoint undoes its own work alone, also nested and after an SQL error', async () => {
  await fresh.database.inTransaction(scope(one), async (tx) => {
    await write(tx, one, 'save outer');
    await expect(
      tx.savepoint(async () => {
        await write(tx, one, 'save lost');
        await tx.savepoint(() => write(tx, one, 'save inner'));
        await tx.query('SELECT 1 / 0');
      }),
    ).rejects.toThrow(/division/);
    expect(await tx.savepoint(async () => 'value')).toBe('value');
  });
  expect(await stored('save')).toEqual([{ text: 'save outer' }]);
});

test('an SQL error that was swallowed without a savepoint does not pass for success', async () => {
  const swallowing = fresh.database.inTransaction(scope(one), async (tx) => {
    await tx.query('SELECT 1 / 0').catch(() => undefined);
  });
  await expect(swallowing).rejects.toThrow(/rolled back/);
});

test('a deadlock is retried until both have happened', async () => {
  let runs = 0;
  const both = (first: number, second: number): Promise<void> =>
    fresh.database.inTransaction(all, async (tx) => {
      runs += 1;
      await tx.execute('UPDATE counter SET n = n + 1 WHERE id = $1', [first]);
      await tx.query('SELECT pg_sleep(0.2)');
      await tx.execute('UPDATE counter SET n = n + 1 WHERE id = $1', [second]);
    });
  await Promise.all([both(1, 2), both(2, 1)]);
  expect(runs).toBeGreaterThan(2);
  expect(await fresh.asOwner('SELECT n FROM counter ORDER BY id')).toEqual([{ n: 2 }, { n: 2 }]);
});

test('retries end: a transaction that always conflicts fails with its conflict', async () => {
  let runs = 0;
  const conflicting = fresh.database.inTransaction(all, async (tx) => {
    runs += 1;
    await tx.query("DO $$ BEGIN RAISE EXCEPTION 'never' USING ERRCODE = '40001'; END $$");
  });
  await expect(conflicting).rejects.toThrow('never');
  expect(runs).toBe(6);
});

test('a transaction inside a transaction is refused; one after it is not', async () => {
  await expect(fresh.database.inTransaction(all, () => fresh.database.inTransaction(all, texts))).rejects.toThrow(
    /already under way/,
  );
  await fresh.database.inTransaction(all, texts0);
});

test('a tx that is used after its end is refused', async () => {
  let kept: Tx | undefined;
  await fresh.database.inTransaction(all, async (tx) => void (kept = tx));
  await expect(kept?.query('SELECT 1')).rejects.toThrow(/has ended/);
  await expect(kept?.records.tenant.count()).rejects.toThrow(/has ended/);
});

test('values: dates are text, timestamps are Dates, big and exact numbers are numbers, json is parsed', async () => {
  const [row] = await fresh.database.inTransaction(all, (tx) =>
    tx.query(
      `SELECT date '2026-02-28' AS day, timestamptz '2026-02-28 12:00+01' AS at, 9007199254740991::bigint AS big, 12.50::numeric AS exact,
      $1::jsonb AS json, array[date '2026-01-01', NULL] AS days, array[[1,2],[3,4]]::bigint[] AS bigs, count(*) AS n`,
      [JSON.stringify({ a: [1] })],
    ),
  );
  expect(row).toEqual({
    day: '2026-02-28',
    at: new Date('2026-02-28T11:00:00Z'),
    big: Number.MAX_SAFE_INTEGER,
    exact: 12.5,
    json: { a: [1] },
    days: ['2026-01-01', null],
    bigs: [
      [1, 2],
      [3, 4],
    ],
    n: 1,
  });
});

test('queries asked for together on one transaction are answered in order', async () => {
  const rows = await fresh.database.inTransaction(all, (tx) =>
    Promise.all([1, 2, 3, 4].map((n) => tx.query<{ n: number }>('SELECT $1::int AS n', [n]))),
  );
  expect(rows.map(([row]) => row?.n)).toEqual([1, 2, 3, 4]);
});

test('a transaction at once is one round trip under the walls of its tenant; what is asked later is refused', async () => {
  await fresh.database.inTransaction(scope(two), (tx) => write(tx, two, 'at once'));
  const atOnce = { ...scope(one), atOnce: true } as const;
  const [tenant, seen] = await fresh.database.inTransaction(atOnce, (tx) =>
    Promise.all([tx.query("SELECT current_setting('preceptor.tenant') AS tenant"), texts(tx)]),
  );
  expect(tenant).toEqual([{ tenant: one }]);
  expect(seen).not.toContain('at once');
  const late = fresh.database.inTransaction(atOnce, async (tx) => {
    await texts0(tx);
    return texts0(tx);
  });
  await expect(late).rejects.toThrow(/the transaction has ended/);
  await expect(fresh.database.inTransaction(atOnce, (tx) => tx.query('SELECT 1 / 0'))).rejects.toThrow(/division/);
  expect(await fresh.database.inTransaction(all, texts0)).toHaveLength(1);
});

test('plans are kept for the transaction that asks for it, and for no other', async () => {
  const mode = (more: Partial<Scope>): Promise<object[]> =>
    fresh.database.inTransaction({ ...all, ...more }, (tx) =>
      tx.query("SELECT current_setting('plan_cache_mode') AS mode"),
    );
  expect(await mode({ keepPlans: true })).toEqual([{ mode: 'force_generic_plan' }]);
  expect(await mode({})).toEqual([{ mode: 'auto' }]);
});

test('every statement is prepared under a name', async () => {
  const names = await fresh.database.inTransaction(all, async (tx) => {
    await tx.query('SELECT 42 AS answer');
    return tx.query<{ name: string }>(
      "SELECT name FROM pg_prepared_statements WHERE statement = 'SELECT 42 AS answer'",
    );
  });
  expect(names).toHaveLength(1);
});

test('a plan that a migration made stale is run again on a fresh connection', async () => {
  const single = await freshDatabase({ poolSize: 1 });
  try {
    await single.asOwner(
      'CREATE TABLE changing (a int); ALTER TABLE changing OWNER TO preceptor; INSERT INTO changing VALUES (1)',
    );
    const read = (tx: Tx): Promise<object[]> => tx.query('SELECT * FROM changing');
    expect(await single.database.inTransaction(all, read)).toEqual([{ a: 1 }]);
    await single.asOwner('ALTER TABLE changing ADD b int');
    expect(await single.database.inTransaction(all, read)).toEqual([{ a: 1, b: null }]);
  } finally {
    await single.drop();
  }
});

test('no connection is leaked: a pool of two serves many transactions, half of them failing', async () => {
  const small = await freshDatabase({ poolSize: 2 });
  try {
    const runs = Array.from({ length: 40 }, (_, i) =>
      small.database
        .inTransaction(all, (tx) => tx.query(i % 2 ? 'SELECT 1' : 'SELECT 1 / 0'))
        .then(
          () => 'done',
          () => 'failed',
        ),
    );
    expect((await Promise.all(runs)).filter((r) => r === 'done')).toHaveLength(20);
  } finally {
    await small.drop();
  }
});

test('the lane writes without a transaction of its caller, for every tenant', async () => {
  const { lane } = fresh.database;
  await lane.runStatement('INSERT INTO note SELECT t, t, $2 FROM unnest($1::uuid[]) AS t', [[one, two], 'lane']);
  expect(await stored('lane')).toHaveLength(2);
  await expect(lane.runStatement('SELECT 1 / 0')).rejects.toThrow(/division/);
});

/** Ends every connection of the ordinary role to this database, as a restart would. */
const cut = (): Promise<object[]> =>
  fresh.asOwner(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );

test('a connection lost in the middle is DatabaseAway, for SQL and for records; nothing stays, the next one works', async () => {
  const { inTransaction } = fresh.database;
  const bySql = inTransaction(scope(one), async (tx) => {
    await write(tx, one, 'cut');
    await cut();
    await write(tx, one, 'cut');
  });
  await expect(bySql).rejects.toBeInstanceOf(DatabaseAway);
  const byRecords = inTransaction(scope(one), async (tx) => {
    await tx.records.event.count();
    await cut();
    await tx.records.event.count();
  });
  await expect(byRecords).rejects.toMatchObject({ code: 'database-away', status: 503 });
  expect(await stored('cut')).toEqual([]);
  await inTransaction(all, texts0);
});

test('connections that broke while idle are replaced unseen, in transactions and in the lane', async () => {
  await Promise.all([fresh.database.inTransaction(all, texts0), fresh.database.lane.runStatement('SELECT 1')]);
  await cut();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await fresh.database.inTransaction(all, texts0)).toHaveLength(1);
  expect(await fresh.database.lane.runStatement('SELECT 1')).toHaveLength(1);
});

test('a server that is not there is DatabaseAway at once', async () => {
  const nowhere = openDatabase({ url: 'postgres://a:b@127.0.0.1:1/c', policies: {}, clock: fixedClock('2026-01-01') });
  await expect(nowhere.inTransaction(all, texts0)).rejects.toBeInstanceOf(DatabaseAway);
  await expect(nowhere.lane.runStatement('SELECT 1')).rejects.toBeInstanceOf(DatabaseAway);
  await nowhere.close();
});

test('a role that passes over row-level security is told apart', async () => {
  expect(await whyRoleIsTooMighty(fresh.url)).toBeUndefined();
  expect(await whyRoleIsTooMighty(inject('databaseServer').ownerUrl)).toMatch(/row-level security/);
});
