import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, type Scope } from '../../../src/platform/db';
import { freshDatabase, type FreshDatabase } from '../../support/database';

const all: Scope = { tenant: 'all', actor: { source: 'process:test' } };
const within = (tenant: string): Scope => ({ tenant, actor: { source: 'admin' } });
const one = newId();
const two = newId();

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase({ poolSize: 8 });
});
afterAll(() => fresh.drop());

const event = (
  tenantId: string,
  type: string,
): {
  tenantId: string;
  id: string;
  occurredAt: Date;
  businessDate: Date;
  type: string;
  source: string;
  subjects: object;
  requestId: string;
} => ({
  tenantId,
  id: newId(),
  occurredAt: new Date('2026-06-15T12:00:00.123Z'),
  businessDate: new Date('2026-06-15'),
  type,
  source: 'admin',
  subjects: { a: 'b' },
  requestId: 'r',
});

test('records and SQL share one transaction: each sees the other, and both are undone together', async () => {
  const failing = fresh.database.inTransaction(within(one), async (tx) => {
    await tx.records.event.create({ data: event(one, 'shared') });
    expect(await tx.query("SELECT type, business_date, occurred_at FROM event WHERE type = 'shared'")).toEqual([
      { type: 'shared', business_date: '2026-06-15', occurred_at: new Date('2026-06-15T12:00:00.123Z') },
    ]);
    await tx.execute("UPDATE event SET reason = 'by SQL' WHERE type = 'shared'");
    expect((await tx.records.event.findFirst({ where: { type: 'shared' } }))?.reason).toBe('by SQL');
    throw new Error('undo');
  });
  await expect(failing).rejects.toThrow('undo');
  expect(await fresh.asOwner("SELECT 1 FROM event WHERE type = 'shared'")).toEqual([]);
});

test('what records write is committed with the transaction, with the exact instant', async () => {
  const data = event(one, 'kept');
  await fresh.database.inTransaction(within(one), (tx) =>
    tx.records.event.createMany({ data: [data, event(one, 'kept')] }),
  );
  const rows = await fresh.asOwner("SELECT occurred_at FROM event WHERE type = 'kept'");
  expect(rows).toEqual([{ occurred_at: data.occurredAt }, { occurred_at: data.occurredAt }]);
});

test('row-level security binds records', async () => {
  await fresh.database.inTransaction(within(two), (tx) => tx.records.event.create({ data: event(two, 'rls') }));
  expect(
    await fresh.database.inTransaction(within(one), (tx) => tx.records.event.count({ where: { type: 'rls' } })),
  ).toBe(0);
  await expect(
    fresh.database.inTransaction(within(one), (tx) => tx.records.event.create({ data: event(two, 'rls') })),
  ).rejects.toThrow();
});

test('equal look-ups of several tenants in the same tick are answered each on its own transaction', async () => {
  const tenants = Array.from({ length: 6 }, newId);
  const events = tenants.map((tenant) => event(tenant, 'tick'));
  await fresh.database.inTransaction(all, (tx) => tx.records.event.createMany({ data: events }));
  let waiting = 0;
  let open = (): void => undefined;
  const together = new Promise<void>((resolve) => (open = resolve));
  const found = await Promise.all(
    events.map(({ tenantId, id }) =>
      fresh.database.inTransaction(within(tenantId), async (tx) => {
        await tx.records.event.count();
        if (++waiting === tenants.length) open();
        await together;
        const mine = await tx.records.event.findUnique({ where: { tenantId_id: { tenantId, id } } });
        const others = await Promise.all(
          events
            .filter((e) => e.id !== id)
            .map((e) => tx.records.event.findUnique({ where: { tenantId_id: { tenantId: e.tenantId, id: e.id } } })),
        );
        return { mine: mine?.id === id, others: others.filter(Boolean).length };
      }),
    ),
  );
  expect(found).toEqual(tenants.map(() => ({ mine: true, others: 0 })));
});

test('a failing record is undone by its savepoint, and the transaction goes on', async () => {
  const data = event(one, 'twice');
  await fresh.database.inTransaction(within(one), async (tx) => {
    await tx.records.event.create({ data });
    await expect(tx.savepoint(() => tx.records.event.create({ data }))).rejects.toThrow(/[Uu]nique/);
    expect(await tx.records.event.count({ where: { type: 'twice' } })).toBe(1);
  });
  expect(await fresh.asOwner("SELECT count(*)::int AS n FROM event WHERE type = 'twice'")).toEqual([{ n: 1 }]);
});

test('a transaction that conflicts inside records is retried', async () => {
  const data = event(one, 'conflict');
  await fresh.database.inTransaction(within(one), (tx) => tx.records.event.create({ data }));
  await fresh.asOwner(`
    CREATE SEQUENCE tries; GRANT USAGE ON SEQUENCE tries TO preceptor;
    CREATE FUNCTION conflict_once() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF new.reason = 'conflict' AND nextval('tries') < 3 THEN RAISE EXCEPTION 'conflict' USING ERRCODE = '40001'; END IF; RETURN new; END $$;
    CREATE TRIGGER conflict_once BEFORE UPDATE ON event FOR EACH ROW EXECUTE FUNCTION conflict_once();`);
  let runs = 0;
  await fresh.database.inTransaction(within(one), async (tx) => {
    runs += 1;
    await tx.records.event.updateMany({ where: { type: 'conflict' }, data: { reason: 'conflict' } });
  });
  expect(runs).toBe(3);
});
