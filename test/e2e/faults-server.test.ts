/** Learners in real browsers while server, database and network come and go: nothing lost, and told in words. */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { findAttempt } from '../../src/scorm/runtime';
import { content, run, saved } from '../support/player-page';
import { openRealPlayer, type RealPlayer } from '../support/real-player';
import type { Registered } from '../support/running-server';
import { ask, sampleZip } from '../support/content-server';

let real: RealPlayer;
const browsers: BrowserContext[] = [];
beforeAll(async () => {
  real = await openRealPlayer();
}, 120_000);
afterEach(async () => {
  await Promise.all(browsers.splice(0).map((each) => each.close()));
});
afterAll(() => real.close());

type Playing = { readonly page: Page; readonly frame: Frame; readonly attempt: string; readonly where: BrowserContext };

async function play(registered: Registered, where?: BrowserContext): Promise<Playing> {
  const own = where ?? (await real.person());
  if (!browsers.includes(own)) browsers.push(own);
  const page = await real.play(registered, own);
  const frame = await content(page);
  await saved(page, 'Saved');
  return { page, frame, where: own, attempt: new URL(page.url()).pathname.replace('/a/', '') };
}

const say = async (frame: Frame, location: string, more = ''): Promise<void> =>
  expect(await run(frame, `[set('cmi.core.lesson_location', '${location}'), ${more} commit()]`)).not.toContain('false');

const attemptOf = (id: string): ReturnType<typeof findAttempt> =>
  real.server.within((database) =>
    database.inTransaction({ tenant: 'all', actor: { source: 'self' } }, (tx) => findAttempt(tx, id)),
  );
/** Locations in the order of sessions and sequences. */
const saidAt = async (id: string): Promise<(string | undefined)[]> =>
  ((await attemptOf(id))?.sessions ?? [])
    .flatMap(({ commits }) => commits.map(({ elements }) => elements['cmi.core.lesson_location']))
    .filter(Boolean);

const kept = (id: string, location: string): Promise<void> =>
  expect.poll(() => saidAt(id), { timeout: 20_000 }).toContain(location);

/** The server of the database and its children, as the system lists them. */
function databaseProcesses(): number[] {
  const parent = real.server.postgresPid();
  if (parent === undefined) throw new Error('PostgreSQL is not there');
  const children = spawnSync('ps', ['-o', 'pid=', '--ppid', String(parent)], { encoding: 'utf8' }).stdout;
  return [
    parent,
    ...children
      .split('\n')
      .map(Number)
      .filter((pid) => pid > 1),
  ];
}

test('the database does not answer for ten seconds while a learner plays: nothing lost, and "Saved" is not said meanwhile', async () => {
  const { page, frame, attempt } = await play(await real.registered());
  const frozen = databaseProcesses();
  for (const pid of frozen) process.kill(pid, 'SIGSTOP');
  try {
    for (let second = 0; second < 10; second += 1) {
      await say(frame, `frozen-${second}`);
      await sleep(1000);
      expect(await page.locator('#saved').textContent()).not.toMatch(/^\s*Saved\s*$/);
    }
  } finally {
    for (const pid of frozen) process.kill(pid, 'SIGCONT');
  }
  await page.locator('#saved', { hasText: /^\s*Saved\s*$/ }).waitFor({ timeout: 40_000 });
  expect(await saidAt(attempt)).toEqual(Array.from({ length: 10 }, (_, second) => `frozen-${second}`));
});

test('the database is away for ten seconds: the learner is told in words, goes on, passes, and all of it counts when it is back', async () => {
  const registered = await real.registered();
  const { page, frame, attempt } = await play(registered);
  const pid = real.server.postgresPid() ?? 0;
  // Somebody else has its port, so that it cannot come back at once.
  const port = Number(
    spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout.match(/port=(\d+)/)?.[1],
  );
  const squatter = createServer((socket) => socket.destroy());
  process.kill(pid, 'SIGKILL');
  for (let listening = false; !listening;) {
    listening = await new Promise((done) => {
      squatter.once('error', () => done(false));
      squatter.listen(port, '127.0.0.1', () => done(true));
    });
    if (!listening) await sleep(5);
  }
  const away = Date.now();
  await say(frame, 'away-1');
  await saved(page, 'Saved on this device, will send');
  await say(frame, 'away-2');
  // Whoever comes to the door meanwhile is told as well.
  const other = await (await real.person()).newPage();
  await other.goto(`${real.server.config.appUrl}/sign-in`);
  expect((await fetch(`http://127.0.0.1:${real.server.config.port}/ready`)).status).toBe(503);
  expect((await fetch(`http://127.0.0.1:${real.server.config.port}/health`)).status).toBe(200);
  await other.context().close();
  expect(
    await run(frame, `[set('cmi.core.lesson_status', 'passed'), set('cmi.core.score.raw', 91), finish()]`),
  ).toEqual(['true', 'true', 'true']);
  await sleep(Math.max(0, 10_000 - (Date.now() - away)));
  expect(await page.locator('#saved').textContent()).toContain('Saved on this device');
  await new Promise((done) => squatter.close(done));
  await page.locator('#saved', { hasText: /^\s*Saved\s*$/ }).waitFor({ timeout: 60_000 });
  await page.getByText('You passed with 91 %.').waitFor();
  expect(await saidAt(attempt)).toEqual(['away-1', 'away-2']);
  expect(await real.server.look('select status from enrolment where id = $1', [registered.enrolmentId])).toEqual([
    { status: 'Attended' },
  ]);
  expect(
    await real.server.look('select 1 from competence_element where person_id = $1 and superseded_at is null', [
      registered.personId,
    ]),
  ).toHaveLength(1);
});

test('the server is killed while a learner plays and starts again: the page goes on, sends what it has, and is told "Saved"', async () => {
  const { page, frame, attempt } = await play(await real.registered());
  await say(frame, 'before');
  await kept(attempt, 'before');
  await real.server.kill();
  await say(frame, 'between');
  await saved(page, 'Saved on this device, will send');
  await real.server.start();
  await page.locator('#saved', { hasText: /^\s*Saved\s*$/ }).waitFor({ timeout: 40_000 });
  await say(frame, 'after');
  await kept(attempt, 'after');
  expect(await saidAt(attempt)).toEqual(['before', 'between', 'after']);
});

test('ARCHITECTURE 4 Sessions: the tablet is offline, the phone goes on, the tablet comes back: it adds and overwrites nothing', async () => {
  const registered = await real.registered();
  const tablet = await play(registered);
  await say(tablet.frame, 'tablet-1', `set('cmi.suspend_data', 'of the tablet'),`);
  await saved(tablet.page, 'Saved');
  await tablet.where.setOffline(true);
  await say(tablet.frame, 'tablet-2', `set('cmi.interactions.0.id', 'on-the-tablet'),`);
  await saved(tablet.page, 'Saved on this device, will send');

  const phone = await play(registered, await real.person('phone'));
  expect(phone.attempt).toBe(tablet.attempt);
  expect(await run(phone.frame, 'saw.location')).toBe('tablet-1');
  await say(
    phone.frame,
    'phone-1',
    `set('cmi.suspend_data', 'of the phone'), set('cmi.core.lesson_status', 'incomplete'),`,
  );
  await saved(phone.page, 'Saved');

  // Offline it passes, without knowing of the phone.
  expect(
    await run(
      tablet.frame,
      `[set('cmi.core.lesson_status', 'passed'), set('cmi.core.score.raw', 88), set('cmi.core.session_time', '00:03:00'), finish()]`,
    ),
  ).toEqual(['true', 'true', 'true', 'true']);
  await tablet.where.setOffline(false);
  await tablet.page.locator('#saved', { hasText: /^\s*Saved\s*$/ }).waitFor({ timeout: 40_000 });
  await tablet.page.getByText('Opened in another tab or device').waitFor();
  await say(phone.frame, 'phone-2');
  await kept(phone.attempt, 'phone-2');

  const attempt = await attemptOf(tablet.attempt);
  const cmi = attempt?.activities[0]?.cmi ?? {};
  expect(cmi).toMatchObject({
    'cmi.core.lesson_location': 'phone-2',
    'cmi.suspend_data': 'of the phone',
    'cmi.core.lesson_status': 'incomplete',
    'cmi.interactions.0.id': 'on-the-tablet',
  });
  expect([attempt?.success, attempt?.raw, attempt?.sessions.length]).toEqual(['passed', 88, 2]);
  expect(attempt?.totalSeconds).toBeGreaterThanOrEqual(180);
  expect(await real.server.look('select status from enrolment where id = $1', [registered.enrolmentId])).toEqual([
    { status: 'Attended' },
  ]);
  expect(await real.server.look('select 1 from commit_conflict where attempt_id = $1', [tablet.attempt])).toEqual([]);
});

test('the tab is killed in the middle, with work that was not sent; the learner comes back by a new launch, and goes on where they were', async () => {
  const registered = await real.registered();
  const { page, frame, where, attempt } = await play(registered);
  await say(frame, 'sent');
  await kept(attempt, 'sent');
  await page.route('**/commit', (route) => route.abort('internetdisconnected'));
  await say(frame, 'not sent');
  await saved(page, 'Saved on this device, will send');
  const client = await where.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  client.send('Page.crash').catch(() => undefined);
  await crashed;
  const back = await play(registered, where);
  expect(back.attempt).toBe(attempt);
  await expect.poll(async () => run(await content(back.page), 'saw.location').catch(() => '')).toBe('not sent');
  expect(await saidAt(attempt)).toEqual(['sent', 'not sent']);
});

test('two tabs on one attempt: both are told, neither loses data, the younger one decides where the course stands', async () => {
  const registered = await real.registered();
  const first = await play(registered);
  const second = await play(registered, first.where);
  expect(second.attempt).toBe(first.attempt);
  await first.page.getByText('Opened in another tab or device').waitFor();
  await second.page.getByText('Your place is kept from here').waitFor();
  await Promise.all([
    say(first.frame, 'first', `set('cmi.interactions.0.id', 'from-first'),`),
    say(second.frame, 'second'),
  ]);
  await saved(first.page, 'Saved');
  await saved(second.page, 'Saved');
  await say(first.frame, 'first again');
  await kept(first.attempt, 'first again');
  const cmi = (await attemptOf(first.attempt))?.activities[0]?.cmi;
  expect(cmi).toMatchObject({ 'cmi.core.lesson_location': 'second', 'cmi.interactions.0.id': 'from-first' });
  expect((await saidAt(first.attempt)).sort()).toEqual(['first', 'first again', 'second']);
});

test('the answer to "Next" gets lost: the page asks again and moves one part on, not two', async () => {
  const [one] = await real.server.register(1);
  if (!one) throw new Error('nobody');
  const object = await real.server.addPackage(sampleZip('infection-control-2004-3e'));
  const where = await real.person();
  browsers.push(where);
  const page = await real.play({ ...one, object }, where);
  await saved(page, 'Saved');
  let tries = 0;
  await page.route('**/navigate', async (route) => {
    tries += 1;
    if (tries > 1) return route.continue();
    // Node does not find the host by itself.
    const request = route.request();
    const headers = await request.allHeaders();
    const { 'content-length': _, ...rest } = Object.fromEntries(
      Object.entries(headers).filter(([name]) => !name.startsWith(':')),
    );
    const made = await ask(real.server.config.contentPort, request.url(), {
      method: 'POST',
      headers: { ...rest, 'sec-fetch-site': 'same-origin' },
      body: request.postData() ?? '',
    });
    expect(made.status).toBe(200);
    return route.abort('connectionreset');
  });
  const parts = await page.locator('#contents [data-kind=part]').allTextContents();
  expect(parts.length).toBeGreaterThan(2);
  const before = await page.locator('#content').getAttribute('title');
  await page.locator('#next').click();
  await expect.poll(() => page.locator('#content').getAttribute('title'), { timeout: 30_000 }).not.toBe(before);
  expect(tries).toBe(2);
  const shown = (await page.locator('#content').getAttribute('title'))?.replace('Course content: ', '') ?? '';
  expect(parts.findIndex((part) => part.includes(shown))).toBe(1);
  await saved(page, 'Saved');
});
