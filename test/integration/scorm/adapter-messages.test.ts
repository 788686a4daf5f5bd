/** Between adapter and core: what is signed and what is not, once and in spite of everything. */
import type { Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createKeys } from '../../../src/platform/auth';
import { systemClock, type Clock } from '../../../src/platform/clock';
import { readConfig } from '../../../src/platform/config';
import { newId } from '../../../src/platform/db';
import { createAppListener, listen, stopServer } from '../../../src/platform/http';
import { createLog } from '../../../src/platform/log';
import { createSender, outcomesRoute, queueForCore, type Sender } from '../../../src/scorm/adapter';
import { signMessage } from '../../../src/scorm/adapter/signed-message';
import type { OutcomePort, ReportedOutcome } from '../../../src/scorm/runtime';
import { ask, entry, openContentServer, smallZip, type Answer, type ContentServer } from '../../support/content-server';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import { testDeps } from '../platform/http-support';

const shared = createKeys(Buffer.from('a secret that core and adapter share'));
let adapter: ContentServer;
let object: { id: string };
let core: FreshDatabase;
let server: Server | undefined;
let port: number;
let taken: ReportedOutcome[] = [];
let faulty: string | undefined;
const clocks: { core: Clock } = { core: systemClock };
let sender: Sender;

beforeAll(async () => {
  adapter = await openContentServer({ clock: systemClock, port: queueForCore, sharedKeys: shared });
  object = await adapter.addPackage(smallZip());
  core = await freshDatabase({ clock: systemClock });
  port = await startCore(0);
});
afterAll(async () => {
  await stopCore();
  await core.drop();
  await adapter.close();
});
beforeEach(() => {
  taken = [];
  faulty = undefined;
  sender = createSender({
    database: adapter.fresh.database,
    keys: shared,
    clock: systemClock,
    log: createLog('silent'),
    coreUrl: `http://127.0.0.1:${port}`,
  });
});
afterEach(() => sender.stop());

const take: OutcomePort = async (tx, outcomes) => {
  // Something that follows, in the same transaction.
  for (const each of outcomes)
    await tx.execute(`insert into ticket_use (tenant_id, nonce, expires_at) values ($1, $2, '2999-01-01')`, [
      each.tenantId,
      newId(),
    ]);
  if (outcomes.some(({ registrationId }) => registrationId === faulty)) throw new Error('bad luck');
  taken.push(...outcomes);
  return outcomes.map(({ registrationId, version }) => ({
    registrationId,
    version,
    ledTo: [`Version ${version} counts.`],
  }));
};

async function startCore(at: number): Promise<number> {
  const deps = testDeps({
    database: core.database,
    clock: { now: () => clocks.core.now(), today: () => clocks.core.today() },
  });
  const route = outcomesRoute({ ...deps, keys: shared, take });
  const listener = (on: number): Server =>
    createAppListener({
      ...deps,
      config: readConfig({ PORT: String(on), APP_URL: `http://127.0.0.1:${on}` }),
      routes: [route],
    });
  // The app answers only for its own host, so it must know its port first.
  const free = at === 0 ? await freePort() : at;
  server = listener(free);
  return listen(server, free, '127.0.0.1');
}
async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as { port: number };
      probe.close(() => done(free));
    });
  });
}
async function stopCore(): Promise<void> {
  if (server) await stopServer(server, 1000);
  server = undefined;
}

/** Plays on the adapter until the content says it is over. */
async function play(score: string): Promise<string> {
  const registration = adapter.registration(object, { learnerKey: `learner-${newId()}` });
  const visit = await adapter.visit(registration);
  const answer = await adapter.say(visit, 'commit', {
    session: visit.start.session,
    entries: [
      entry(
        1,
        { 'cmi.core.lesson_status': 'passed', 'cmi.core.score.raw': score, 'cmi.core.exit': '' },
        { kind: 'terminate' },
      ),
    ],
  });
  expect(answer.json()).toMatchObject({ acknowledged: [1], outcome: { ledTo: [] } });
  return registration.registrationId;
}
const rowOf = async (registrationId: string) =>
  (
    await adapter.fresh.asOwner(
      'select status, error, tries, led_to, delivered_at is not null as delivered from outcome where registration_id = $1 order by version desc limit 1',
      [registrationId],
    )
  )[0];
const dueNow = () =>
  adapter.fresh.asOwner(`update outcome set tried_at = tried_at - interval '1 day' where status = 'pending'`);
const onCore = (registrationId: string) =>
  core.asOwner('select version, status from outcome where registration_id = $1 order by version', [registrationId]);

function post(
  outcomes: unknown,
  over: { body?: string; headers?: Record<string, string>; keys?: typeof shared; now?: Date } = {},
): Promise<Answer> {
  const body = JSON.stringify({ outcomes });
  const signed = signMessage(over.keys ?? shared, over.now ?? new Date(), body);
  return ask(port, `http://127.0.0.1:${port}/adapter/outcomes`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(over.body ?? body)),
      ...signed,
      ...over.headers,
    },
    body: over.body ?? body,
  });
}
const outcomeOf = (more: Partial<ReportedOutcome> = {}): ReportedOutcome => ({
  tenantId: newId(),
  registrationId: newId(),
  attemptId: newId(),
  version: 1,
  completion: 'completed',
  success: 'passed',
  status: 'passed',
  masteryRequired: false,
  totalSeconds: 60,
  reachedOn: '2026-06-15' as ReportedOutcome['reachedOn'],
  ...more,
});

test('an outcome waits without an error, is sent, taken, and says what it led to', async () => {
  const registrationId = await play('80');
  expect(await rowOf(registrationId)).toMatchObject({ status: 'pending', error: null, tries: 0 });
  expect(await sender.sendOnce()).toBe('idle');
  expect(await rowOf(registrationId)).toMatchObject({
    status: 'delivered',
    error: null,
    delivered: true,
    led_to: ['Version 1 counts.'],
  });
  expect(taken).toMatchObject([{ registrationId, status: 'passed', percent: 80, tenantId: adapter.tenant }]);
  expect(await onCore(registrationId)).toEqual([{ version: 1, status: 'delivered' }]);
  expect(await sender.sendOnce()).toBe('idle');
  expect(taken).toHaveLength(1);
});

test('the core away: nothing is lost, and everything is sent when it is back', async () => {
  await stopCore();
  const registrations = [await play('81'), await play('82')];
  expect(await sender.sendOnce()).toBe('away');
  for (const one of registrations) expect(await rowOf(one)).toMatchObject({ status: 'pending', tries: 1 });
  await startCore(port);
  await dueNow();
  await sender.sendOnce();
  for (const one of registrations) expect(await rowOf(one)).toMatchObject({ status: 'delivered' });
  expect(taken.map(({ registrationId }) => registrationId).sort()).toEqual([...registrations].sort());
});

test('an answer that got lost: what comes twice is taken once and answered alike', async () => {
  const one = outcomeOf();
  const first = await post([one]);
  const second = await post([one]);
  expect(first.json()).toEqual({ receipts: [{ ok: true, ledTo: ['Version 1 counts.'] }] });
  expect(second.json()).toEqual(first.json());
  expect(taken).toHaveLength(1);
});

test('two senders at once double nothing', async () => {
  const one = outcomeOf();
  const answers = await Promise.all(Array.from({ length: 6 }, () => post([one])));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  expect(taken).toHaveLength(1);
});

test('an older version that comes late is answered for and changes nothing', async () => {
  const one = outcomeOf({ version: 3 });
  await post([one]);
  expect((await post([{ ...one, version: 2 }])).json()).toEqual({ receipts: [{ ok: true, ledTo: [] }] });
  expect(taken.map(({ version }) => version)).toEqual([3]);
  expect(await onCore(one.registrationId)).toEqual([{ version: 3, status: 'delivered' }]);
});

test('one bad outcome blocks no other, leaves nothing of itself, and is tried again', async () => {
  const [good, bad, last] = [await play('70'), await play('71'), await play('72')];
  faulty = bad;
  const before = await core.asOwner('select 1 from ticket_use');
  await sender.sendOnce();
  expect(await rowOf(good)).toMatchObject({ status: 'delivered' });
  expect(await rowOf(last)).toMatchObject({ status: 'delivered' });
  expect(await rowOf(bad)).toMatchObject({ status: 'pending', error: 'Error', tries: 1 });
  // One for the message, one for each good outcome.
  expect(await core.asOwner('select 1 from ticket_use')).toHaveLength(before.length + 3);
  faulty = undefined;
  await dueNow();
  await sender.sendOnce();
  expect(await rowOf(bad)).toMatchObject({ status: 'delivered', error: null });
  expect((await post([{ nothing: true }, outcomeOf()])).json()).toEqual({
    receipts: [
      { ok: false, error: 'malformed' },
      { ok: true, ledTo: ['Version 1 counts.'] },
    ],
  });
});

test('messages that are not signed, changed on the way, too old or replayed', async () => {
  const one = outcomeOf();
  const body = JSON.stringify({ outcomes: [one] });
  const code = async (answer: Promise<Answer>) => ((await answer).json() as { code: string }).code;
  expect(await code(post([one], { keys: createKeys(Buffer.alloc(32, 1)) }))).toBe('forbidden');
  expect(await code(post([one], { headers: { 'x-preceptor-signature': '' } }))).toBe('forbidden');
  expect(await code(post([one], { headers: { 'x-preceptor-nonce': newId() } }))).toBe('forbidden');
  expect(await code(post([one], { body: body.replace('passed', 'failed') }))).toBe('forbidden');
  expect(await code(post([one], { now: new Date(Date.now() - 301_000) }))).toBe('forbidden');
  expect(await code(post([one], { now: new Date(Date.now() + 301_000) }))).toBe('forbidden');
  const signed = signMessage(shared, new Date(), body);
  const headers = { ...signed };
  expect((await post([one], { headers })).status).toBe(200);
  expect(await code(post([one], { headers }))).toBe('refused');
  expect(taken).toHaveLength(1);
});

test('somebody else’s “taken” is not believed', async () => {
  const { createServer } = await import('node:http');
  const impostor = createServer((request, response) => {
    request
      .resume()
      .on('end', () =>
        response
          .writeHead(200, { 'Content-Type': 'application/json', 'X-Preceptor-Signature': 'x' })
          .end(JSON.stringify({ receipts: [{ ok: true, ledTo: [] }] })),
      );
  });
  const at = await listen(impostor, 0, '127.0.0.1');
  const registrationId = await play('90');
  const misled = createSender({
    database: adapter.fresh.database,
    keys: shared,
    clock: systemClock,
    log: createLog('silent'),
    coreUrl: `http://127.0.0.1:${at}`,
  });
  expect(await misled.sendOnce()).toBe('away');
  expect(await rowOf(registrationId)).toMatchObject({ status: 'pending', error: 'answer not signed' });
  await stopServer(impostor, 1000);
});

test('a launch that the core signed opens the attempt on the adapter, under the id the core chose', async () => {
  const asCore = await openContentServer({ clock: systemClock, sharedKeys: shared });
  try {
    const registration = asCore.registration(object, { object: { ownerId: asCore.tenant, id: object.id } });
    await asCore.fresh.asOwner(
      `insert into learning_object (tenant_id, id, title, hosted_at) values ($1, $2, 'Elsewhere', 'http://content.localhost:8081')`,
      [asCore.tenant, object.id],
    );
    const started = await asCore.startLaunch(registration);
    expect(started.launcherUrl).toBe('http://content.localhost:8081/launch');
    expect(await asCore.fresh.asOwner('select 1 from attempt')).toEqual([]);
    // Nobody without the shared secret takes it.
    expect(
      (await asCore.post('http://content.localhost:8081/launch', { ticket: `${started.ticket.slice(0, -2)}AA` }))
        .status,
    ).toBe(410);
    // The adapter knows the object under the adapter's tenant; the learner's rows carry the employer's.
    const there = await adapter.post('http://content.localhost:8081/launch', { ticket: started.ticket });
    expect(there.status).toBe(404);
    const hosted = { ...registration, object: { ownerId: adapter.tenant, id: object.id } };
    await asCore.fresh.asOwner(`insert into tenant (id, code, name, kind) values ($1, 'HOST', 'Host', 'employer')`, [
      adapter.tenant,
    ]);
    await asCore.fresh.asOwner(
      `insert into learning_object (tenant_id, id, title, hosted_at) values ($1, $2, 'Elsewhere', 'http://content.localhost:8081')`,
      [adapter.tenant, object.id],
    );
    const opened = await asCore.fresh.database.inTransaction({ tenant: 'all', actor: { source: 'self' } }, (tx) =>
      asCore.player.startLaunch(tx, hosted),
    );
    if (!opened.ok) throw new Error(opened.refusal);
    expect((await adapter.post(opened.launcherUrl, { ticket: opened.ticket })).status).toBe(200);
    expect(
      await adapter.fresh.asOwner('select tenant_id, registration_id from attempt where id = $1', [opened.attemptId]),
    ).toEqual([{ tenant_id: asCore.tenant, registration_id: hosted.registrationId }]);
  } finally {
    await asCore.close();
  }
});
