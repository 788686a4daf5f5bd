import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId, type Scope } from '../../../src/platform/db';
import { newEvent, publish, type Event, type Handler } from '../../../src/platform/events';
import { freshDatabase, type FreshDatabase } from '../../support/database';

const tenant = newId();
const accountId = newId();
const personId = newId();
const within: Scope = { tenant, actor: { accountId, source: 'manager' }, requestId: 'request-1' };

let calls: string[] = [];
const note =
  (name: string): Handler =>
  async (_, events) =>
    void calls.push(`${name}:${events.map((e) => e.subjects['n']).join('')}`);
const follow: Handler = async (tx, events) =>
  publish(
    tx,
    events.map((event) => newEvent(tx, { type: 'test.followed', subjects: event.subjects, causedBy: event })),
  );
const failing: Handler = async () => Promise.reject(new Error('handler'));

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase({
    policies: {
      'test.first': [note('one'), follow, note('two')],
      'test.second': [note('three')],
      'test.followed': [note('four')],
      'test.failing': [failing],
    },
  });
});
beforeEach(() => (calls = []));
afterAll(() => fresh.drop());

test('AUD-1: an event keeps who, when, what changed, why and its cause', async () => {
  let event: Event | undefined;
  await fresh.database.inTransaction(within, async (tx) => {
    const cause = newEvent(tx, { type: 'test.cause', subjects: {} });
    event = newEvent(tx, {
      type: 'test.kept',
      subjects: { personId },
      before: null,
      after: [{ a: "it's" }],
      reason: 'because',
      version: 2,
      causedBy: cause,
    });
    await publish(tx, [cause, event]);
  });
  const [row] = await fresh.asOwner(
    "SELECT tenant_id, id, occurred_at, business_date::text, type, type_version, account_id, source, subjects, before, after, caused_by, reason, request_id FROM event WHERE type = 'test.kept'",
  );
  expect(row).toEqual({
    tenant_id: tenant,
    id: event?.id,
    occurred_at: new Date('2026-06-15T12:00:00Z'),
    business_date: '2026-06-15',
    type: 'test.kept',
    type_version: 2,
    account_id: accountId,
    source: 'manager',
    subjects: { personId },
    before: null,
    after: [{ a: "it's" }],
    caused_by: event?.causedBy,
    reason: 'because',
    request_id: 'request-1',
  });
});

test('handlers run type by type in the order of the table, each with all events of its type; what follows comes at its place', async () => {
  await fresh.database.inTransaction(within, (tx) =>
    publish(
      tx,
      [
        ['test.first', '1'],
        ['test.second', '2'],
        ['test.first', '3'],
      ].map(([type, n]) => newEvent(tx, { type: type ?? '', subjects: { n: n ?? '' } })),
    ),
  );
  expect(calls).toEqual(['one:13', 'four:13', 'two:13', 'three:2']);
  const rows = await fresh.asOwner(
    "SELECT c.type AS cause FROM event e JOIN event c ON c.id = e.caused_by WHERE e.type = 'test.followed'",
  );
  expect(rows).toEqual([{ cause: 'test.first' }, { cause: 'test.first' }]);
});

test('a handler that throws undoes the event with everything else', async () => {
  const failed = fresh.database.inTransaction(within, (tx) =>
    publish(tx, [newEvent(tx, { type: 'test.failing', subjects: {} })]),
  );
  await expect(failed).rejects.toThrow('handler');
  expect(await fresh.asOwner("SELECT 1 FROM event WHERE type = 'test.failing'")).toEqual([]);
});

test('an event of a transaction of all tenants must name its own', () => {
  expect(() =>
    newEvent({ tenant: 'all', today: '2026-06-15' as Event['businessDate'] }, { type: 'test.kept', subjects: {} }),
  ).toThrow(/tenant/);
});
