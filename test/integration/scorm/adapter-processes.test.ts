/** The door between the halves, for real: MODE=core and MODE=adapter as two processes with a database each. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../src/platform/clock';
import { readConfig } from '../../../src/platform/config';
import { createKeys } from '../../../src/platform/auth';
import { nationalTenantId } from '../../../src/platform/db';
import { openDiskStore } from '../../../src/platform/files';
import { playEnrolment } from '../../../src/learning/enrolment';
import { policies } from '../../../src/policies';
import { sharedKeysOf } from '../../../src/scorm/adapter';
import { importPackage } from '../../../src/scorm/library';
import { createStartLaunch } from '../../../src/scorm/player';
import type { CommitAnswer, JournalEntry, PlayerStart, Registration } from '../../../src/scorm/runtime';
import { ask, embeddedIn, grantIn, smallZip, type Answer } from '../../support/content-server';
import { freshDatabase, temporaryFolder, type FreshDatabase } from '../../support/database';
import { addPersons, buildWorld, enrolPlainly, everything, type World } from '../../support/learning-world';

const cli = fileURLToPath(new URL('../../../.config/cli.mjs', import.meta.url));
const main = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
const ADAPTER_SECRET = 'the secret that adapter and core share';
const children = new Set<ChildProcess>();
const ports = { core: '', adapter: '', content: '' };
let core: FreshDatabase;
let adapter: FreshDatabase;
let folder: string;
let world: World;
let objectId: string;

beforeAll(async () => {
  // Wrong usage, but it builds what is missing first.
  spawnSync(process.execPath, [cli], { stdio: 'ignore' });
  [core, adapter] = await Promise.all([
    freshDatabase({ policies, clock: systemClock }),
    freshDatabase({ clock: systemClock }),
  ]);
  folder = await temporaryFolder('preceptor-adapter-');
  ports.core = await freePort();
  ports.adapter = await freePort();
  ports.content = await freePort();
  world = await buildWorld(core.database);
  objectId = await importOnAdapter();
  await core.asOwner(
    `insert into learning_object (tenant_id, id, title, hosted_at) values ($1, $2, 'Fire safety', $3)`,
    [nationalTenantId, objectId, `http://content.localhost:${ports.content}`],
  );
}, 120_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all([core.drop(), adapter.drop()]);
  await rm(folder, { recursive: true, force: true });
});

const freePort = (): Promise<string> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(String(port)));
    });
  });

async function importOnAdapter(): Promise<string> {
  await adapter.asOwner(`insert into tenant (id, code, name, kind) values ($1, 'NAT', 'National', 'national')`, [
    nationalTenantId,
  ]);
  const filePath = join(folder, 'small.zip');
  await writeFile(filePath, smallZip());
  const files = await openDiskStore({ folder: join(folder, 'adapter', 'store') });
  const imported = await importPackage({ database: adapter.database, files }, { tenantId: nationalTenantId, filePath });
  if (!imported.ok) throw new Error(JSON.stringify(imported.findings));
  return imported.learningObjectId;
}

async function start(mode: 'core' | 'adapter'): Promise<ChildProcess> {
  const env =
    mode === 'core'
      ? { PORT: ports.core, CONTENT_PORT: await freePort(), DATABASE_URL: core.url }
      : {
          PORT: ports.adapter,
          CONTENT_PORT: ports.content,
          DATABASE_URL: adapter.url,
          CORE_URL: `http://localhost:${ports.core}`,
        };
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      DATA_DIR: join(folder, mode),
      MODE: mode,
      LOG_LEVEL: 'warn',
      ADAPTER_SECRET,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  await new Promise<void>((done, failed) => {
    child.stdout.on('data', () => done());
    child.once('exit', (code) => failed(new Error(`${mode} ended with ${code}: ${said}`)));
  });
  return child;
}

const end = (child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> =>
  new Promise((done) => {
    child.once('exit', () => done());
    child.kill(signal);
  });

type Visit = { readonly enrolmentId: string; readonly url: string; readonly cookie: string; readonly session: string };

/** The core lets a person play; the page posts the ticket; the browser ends on the player page of the adapter. */
async function visit(personId: string): Promise<Visit> {
  const config = readConfig({ PORT: ports.core, MODE: 'core', ADAPTER_SECRET });
  const sharedKeys = sharedKeysOf(config);
  if (sharedKeys === undefined) throw new Error('no shared keys');
  const startLaunch = createStartLaunch({ config, keys: createKeys(Buffer.alloc(32)), sharedKeys, clock: systemClock });
  const { registration, started } = await core.database.inTransaction(everything, async (tx) => {
    const enrolmentId = await enrolPlainly(tx, world, personId);
    const played = await playEnrolment(tx, {
      tenantId: world.employer,
      enrolmentId,
      personId,
      learner: { id: `pairwise-${personId}`, name: '' },
      learnerKey: `key-${personId}`,
      returnUrl: config.appUrl,
    });
    if (!played.ok) throw new Error(played.refusal);
    const hosted: Registration = { ...played.registration, object: { ownerId: nationalTenantId, id: objectId } };
    const begun = await startLaunch(tx, hosted);
    if (!begun.ok) throw new Error(begun.refusal);
    return { registration: hosted, started: begun };
  });
  const port = Number(ports.content);
  const post = (url: string, fields: Record<string, string>): Promise<Answer> =>
    ask(port, url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  const { action, grant } = grantIn(await post(started.launcherUrl, { ticket: started.ticket }));
  const entered = await post(action, { grant });
  const cookie = String(entered.headers['set-cookie']?.[0]).split(';', 1)[0] ?? '';
  const url = `${new URL(action).origin}${entered.headers.location}`;
  const page = await ask(port, url, { headers: { Cookie: cookie } });
  return {
    enrolmentId: registration.registrationId,
    url,
    cookie,
    session: embeddedIn<PlayerStart>(page, 'start').session,
  };
}

async function commit(
  { url, cookie, session }: Visit,
  sequence: number,
  kind: JournalEntry['kind'],
  set: Record<string, string>,
): Promise<CommitAnswer> {
  const entries: JournalEntry[] = [{ sequence, at: new Date().toISOString(), activity: 'I', kind, set }];
  const answer = await ask(Number(ports.content), `${url}/commit`, {
    method: 'POST',
    headers: { Cookie: cookie, 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
    body: JSON.stringify({ session, entries }),
  });
  expect(answer.status).toBe(200);
  return answer.json() as CommitAnswer;
}

const pass = { 'cmi.core.lesson_status': 'passed', 'cmi.core.score.raw': '90', 'cmi.core.exit': '' };
const pending = async (): Promise<number> =>
  (await adapter.asOwner(`select 1 from outcome where status = 'pending'`)).length;
async function allDelivered(): Promise<void> {
  for (let count = 0; (await pending()) > 0; count += 1) {
    if (count > 300)
      throw new Error(
        JSON.stringify(await adapter.asOwner(`select version, tries, error from outcome where status = 'pending'`)),
      );
    await sleep(100);
  }
}

test('ELO-12: played on an adapter while the core is away and both are killed, nothing is lost and nothing doubled', async () => {
  let [coreProcess, adapterProcess] = await Promise.all([start('core'), start('adapter')]);
  const [ann, ben, cat] = (await addPersons(core.database, world.employer, 3)) as [string, string, string];

  // With both there.
  const first = await visit(ann);
  await commit(first, 1, 'initialize', {});
  await commit(first, 2, 'commit', { 'cmi.core.lesson_status': 'incomplete' });
  await allDelivered();

  // The core is gone in the middle of things: learners notice nothing.
  await end(coreProcess, 'SIGKILL');
  const second = await visit(ben);
  expect((await commit(first, 3, 'terminate', pass)).outcome).toMatchObject({
    completion: 'completed',
    success: 'passed',
    ledTo: [],
  });
  expect((await commit(second, 1, 'terminate', { ...pass, 'cmi.core.score.raw': '70' })).outcome).toMatchObject({
    completion: 'completed',
  });
  await sleep(1500);
  expect(await pending()).toBe(2);

  // The adapter dies as well; what it acknowledged is still there, and so is the learner's pass.
  await end(adapterProcess, 'SIGKILL');
  adapterProcess = await start('adapter');
  const third = await visit(cat);
  await commit(third, 1, 'terminate', { ...pass, 'cmi.core.lesson_status': 'completed' });
  coreProcess = await start('core');
  await allDelivered();

  const sent = await adapter.asOwner<{ registration: string; version: number; ledTo: string[] }>(
    'select registration_id as registration, version, led_to as "ledTo" from outcome order by 1, 2',
  );
  const taken = await core.asOwner(
    'select registration_id as registration, version, led_to as "ledTo" from outcome order by 1, 2',
  );
  expect(taken).toEqual(sent);
  const events = await core.asOwner<{ after: { version: number } }>(
    `select after from event where type = 'outcome-taken'`,
  );
  expect(events).toHaveLength(sent.length);
  const enrolments = await core.asOwner<{ id: string; status: string }>('select id, status from enrolment');
  const statusOf = (one: Visit) => enrolments.find(({ id }) => id === one.enrolmentId)?.status;
  expect([first, second, third].map(statusOf)).toEqual(['Attended', 'Attended', 'Attended']);
  const awarded = await core.asOwner(
    'select person_id, count(*)::int as awards from competence_element where superseded_at is null group by person_id',
  );
  expect(awarded.map(({ awards }) => awards)).toEqual(awarded.map(() => 1));
  expect(awarded.length).toBeGreaterThanOrEqual(2);
  // The learner's next answer from the adapter knows what the core made of it.
  expect(sent.some(({ ledTo }) => ledTo.some((sentence) => sentence.includes('Fire')))).toBe(true);

  await Promise.all([end(coreProcess, 'SIGTERM'), end(adapterProcess, 'SIGTERM')]);
}, 120_000);
