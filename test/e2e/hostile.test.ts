/** Hostile content against the real server in a real browser: what it can reach, and that nobody else is harmed. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { content, run, saved } from '../support/player-page';
import { openRealPlayer, plainCourse, type RealPlayer } from '../support/real-player';
import type { Registered } from '../support/running-server';

let real: RealPlayer;
let where: BrowserContext;
/** A course the person plays in another tab, and the hostile one. */
let good: { registered: Registered; page: Page; frame: Frame; attempt: string; origin: string };
let evil: { registered: Registered; page: Page; frame: Frame; attempt: string; origin: string };

beforeAll(async () => {
  real = await openRealPlayer();
}, 120_000);
afterAll(() => real.close());

async function play(registered: Registered): Promise<typeof good> {
  const page = await real.play(registered, where);
  const frame = await content(page);
  const { origin, pathname } = new URL(page.url());
  await saved(page, 'Saved');
  return { registered, page, frame, origin, attempt: pathname.replace('/a/', '') };
}

beforeEach(async () => {
  where = await real.person();
  const first = await real.registered();
  await real.signIn(where, first, ['contentAuthor']);
  good = await play(first);
  evil = await play(await real.registered({ ...plainCourse, 'sw.js': 'self.onfetch = () => {}' }, 'Hostile'));
  expect(evil.origin).not.toBe(good.origin);
});
afterEach(() => where.close());

const appUrl = (): string => real.server.config.appUrl;
/** Runs a script in the hostile content and says what came of it: its value, or the name of its error. */
const attempt = (script: string): Promise<unknown> =>
  run(
    evil.frame,
    `(async () => { try { return await (${script}) } catch (error) { return 'refused: ' + error.name } })()`,
  );
const asJson = JSON.stringify;

/** The person is still signed in, and the other course still saves. */
async function nobodyHarmed(word: string): Promise<void> {
  const home = await where.newPage();
  await home.goto(`${appUrl()}/`);
  expect(new URL(home.url()).pathname).toBe('/');
  expect(await home.getByText('Pat Learner').count()).toBeGreaterThan(0);
  await home.close();
  expect(await run(good.frame, `[set('cmi.core.lesson_location', ${asJson(word)}), commit()]`)).toEqual([
    'true',
    'true',
  ]);
  await saved(good.page, 'Saved');
  expect(await locations(good.attempt)).toContain(word);
}
const locations = async (attemptId: string): Promise<(string | undefined)[]> =>
  (
    await real.server.look<{ location?: string }>(
      `select elements->>'cmi.core.lesson_location' as location from attempt_commit where attempt_id = $1`,
      [attemptId],
    )
  ).map(({ location }) => location);

test('reads neither page, frame nor store of another package, nor of the app', async () => {
  await run(good.frame, `localStorage.setItem('note', 'of the good one')`);
  expect(await attempt(`localStorage.getItem('note')`)).toBeNull();
  for (const url of [`${good.origin}/files/index.html`, good.page.url(), `${appUrl()}/`, `${appUrl()}/sign-in`])
    expect([
      url,
      await attempt(`fetch(${asJson(url)}, { credentials: 'include' }).then((answer) => answer.text())`),
    ]).toEqual([url, 'refused: TypeError']);
  for (const url of [good.page.url(), `${appUrl()}/`]) {
    // A window of somebody else's: it opens, and tells nothing.
    const opening = where.waitForEvent('page');
    await run(evil.frame, `void (window.theirs = window.open(${asJson(url)}))`);
    const opened = await opening;
    await opened.waitForLoadState();
    expect(await attempt(`theirs.document.title`)).toMatch(/^refused: /);
    expect(await attempt(`theirs.localStorage.length`)).toMatch(/^refused: /);
    await opened.close();
  }
  await nobodyHarmed('after-reading');
});

test('frames neither the app, the launcher, another player nor its files', async () => {
  const urls = [
    `${appUrl()}/`,
    `${appUrl()}/sign-in`,
    `${real.server.config.contentUrl}/launch`,
    good.page.url(),
    `${good.origin}/files/index.html`,
    `${good.origin}/flush`,
  ];
  for (const url of urls) {
    await run(
      evil.frame,
      `void document.body.insertAdjacentHTML('beforeend', '<iframe name="caught" src=' + ${asJson(asJson(url))} + '></iframe>')`,
    );
    await expect
      .poll(() =>
        evil.page
          .frames()
          .find((frame) => frame.name() === 'caught')
          ?.url(),
      )
      .toMatch(/^chrome-error:/);
    await run(evil.frame, `document.querySelector('[name=caught]').remove()`);
  }
});

test('calls the API of the app with the person’s cookies: refused, not signed in, nothing changed', async () => {
  const read = `${appUrl()}/api/v1/learning-objects`;
  expect(await attempt(`fetch(${asJson(read)}, { credentials: 'include' }).then((answer) => answer.status)`)).toBe(
    'refused: TypeError',
  );
  const before = real.server.said.err + real.server.said.out;
  expect(
    await attempt(`fetch(${asJson(read)}, { credentials: 'include', mode: 'no-cors' }).then((answer) => answer.type)`),
  ).toMatch(/opaque|refused: TypeError/);
  // Whatever arrives there arrives as a stranger's.
  const lines = (real.server.said.err + real.server.said.out).slice(before.length).split('\n');
  for (const line of lines.filter((one) => one.includes('/api/v1/learning-objects')))
    expect(line).toContain('"status":401');
  for (const [path, type] of [
    ['/sign-out', 'application/x-www-form-urlencoded'],
    ['/api/v1/me/enrolments', 'text/plain'],
  ])
    await attempt(
      `fetch(${asJson(`${appUrl()}${path}`)}, { method: 'POST', credentials: 'include', mode: 'no-cors', headers: { 'content-type': ${asJson(type)} }, body: '{}' })`,
    );
  // A form in a window of its own is a navigation, and carries Lax cookies only for GET.
  const opening = where.waitForEvent('page');
  await run(
    evil.frame,
    `(() => { document.body.insertAdjacentHTML('beforeend', '<form method="post" target="_blank" action="${appUrl()}/sign-out"></form>'); document.forms[0].submit() })()`,
  );
  const posted = await opening;
  await posted.waitForLoadState();
  await posted.close();
  await nobodyHarmed('after-calling');
});

test('sets cookies for siblings and for the parent domain: the other session and the sign-in survive, and are nobody else’s', async () => {
  const names = [`preceptor_play_${good.attempt}`, 'session', 'preceptor_visit', 'preceptor_play_', '__Host-session'];
  for (const name of names)
    for (const domain of [
      'content.localhost',
      '.content.localhost',
      'localhost',
      '.localhost',
      new URL(good.origin).hostname,
      'org',
    ])
      for (const path of ['/', `/a/${good.attempt}`, '/files'])
        await attempt(`document.cookie = ${asJson(`${name}=evil; domain=${domain}; path=${path}`)}`);
  const stored = await where.cookies();
  expect(stored.filter(({ domain, value }) => value === 'evil' && domain.replace(/^\./, '') === 'localhost')).toEqual(
    [],
  );
  // Tossed at the sibling for real, or the next lines prove nothing.
  expect(stored.some(({ domain, value }) => value === 'evil' && domain === '.content.localhost')).toBe(true);
  await nobodyHarmed('after-cookies');
  await good.page.reload();
  expect(await run(await content(good.page), 'saw.location')).toBe('after-cookies');
  // Nor does the real cookie of its own attempt open another attempt.
  expect(await attempt(`fetch('/a/${good.attempt}').then((answer) => answer.status)`)).toBe(403);
  expect(await attempt(`fetch('/a/${good.attempt}/commit', { method: 'POST' }).then((answer) => answer.status)`)).toBe(
    401,
  );
});

test('a flood of cookies for the whole domain: told in words, cleared away, and courses open again', async () => {
  await attempt(
    `(() => { for (let n = 0; n < 60; n += 1) document.cookie = 'flood' + n + '=' + 'x'.repeat(3000) + '; domain=content.localhost; path=/' })()`,
  );
  // The browser writes them down after the script has gone on; the rest would come after the answer that clears them.
  await expect.poll(async () => (await where.cookies()).filter(({ name }) => name.startsWith('flood')).length).toBe(60);
  const answer = await good.page.reload();
  expect(answer?.status()).toBe(431);
  expect(await good.page.textContent('body')).toContain('Open the course again');
  // The sign-in is on another site and was not touched; a new launch works at once.
  const again = await real.play(good.registered, where);
  const frame = await content(again);
  expect(await run(frame, `[set('cmi.core.lesson_location', 'after-flood'), commit()]`)).toEqual(['true', 'true']);
  await saved(again, 'Saved');
  expect(await locations(good.attempt)).toContain('after-flood');
  const home = await where.newPage();
  await home.goto(`${appUrl()}/`);
  expect(new URL(home.url()).pathname).toBe('/');
});

test('registers no service worker, and leaves none', async () => {
  for (const path of ['/files/sw.js', '/files/../files/sw.js', '/runtime/player.js'])
    expect(await attempt(`navigator.serviceWorker.register(${asJson(path)}).then(() => 'registered')`)).toMatch(
      /^refused: /,
    );
  expect(await attempt(`navigator.serviceWorker.getRegistrations().then((all) => all.length)`)).toBe(0);
});

test('fills the store: its own learner is told, the journals of other packages are not touched', async () => {
  await where.setOffline(true);
  await run(good.frame, `set('cmi.core.lesson_location', 'offline'); commit()`);
  await saved(good.page, 'Saved on this device, will send');
  await attempt(
    `(() => { for (let size = 1 << 20; size >= 1; size >>= 1) try { for (let n = 0; ; n += 1) localStorage.setItem('fill' + size + '-' + n, 'x'.repeat(size)) } catch {} })()`,
  );
  expect(await run(evil.frame, `[set('cmi.suspend_data', 's'.repeat(2000)), commit()]`)).toEqual(['true', 'false']);
  await saved(evil.page, 'Not saved: this device has no room left');
  expect(await run(good.frame, `[set('cmi.suspend_data', 's'.repeat(2000)), commit()]`)).toEqual(['true', 'true']);
  await where.setOffline(false);
  await good.page.bringToFront();
  await saved(good.page, 'Saved');
  expect(await locations(good.attempt)).toContain('offline');
});

test('posts commits for another’s attempt, on its own origin and on theirs: refused and not written', async () => {
  const before = await real.server.look('select sequence from attempt_commit where attempt_id = $1', [good.attempt]);
  const [{ id: session } = { id: '' }] = await real.server.look<{ id: string }>(
    'select id from attempt_session where attempt_id = $1',
    [good.attempt],
  );
  const body = asJson({
    session,
    entries: [
      {
        sequence: 50,
        at: new Date().toISOString(),
        activity: 'I',
        kind: 'terminate',
        set: { 'cmi.core.lesson_status': 'passed' },
      },
    ],
  });
  const post = (url: string, options: string): Promise<unknown> =>
    attempt(
      `fetch(${asJson(url)}, { method: 'POST', credentials: 'include', ${options}, body: ${asJson(body)} }).then((answer) => answer.status)`,
    );
  const json = `headers: { 'content-type': 'application/json' }`;
  expect(await post(`/a/${good.attempt}/commit`, json)).toBe(401);
  expect(await post(`${good.origin}/a/${good.attempt}/commit`, json)).toBe('refused: TypeError');
  // Same site, so the cookie goes with it: the server must refuse it, and does, as the rows below say.
  expect(
    await post(`${good.origin}/a/${good.attempt}/commit`, `mode: 'no-cors', headers: { 'content-type': 'text/plain' }`),
  ).toBe('refused: TypeError');
  await attempt(
    `(() => navigator.sendBeacon(${asJson(`${good.origin}/a/${good.attempt}/commit`)}, ${asJson(body)}))()`,
  );
  // The session of another attempt under its own.
  expect(await post(`/a/${evil.attempt}/commit`, json)).toBe(404);
  await nobodyHarmed('after-posting');
  const after = await real.server.look<{ sequence: number }>(
    'select sequence from attempt_commit where attempt_id = $1',
    [good.attempt],
  );
  expect(after).toHaveLength(before.length + 1);
  expect(after.some(({ sequence }) => sequence === 50)).toBe(false);
});

test('replays tickets, its own and one it overheard: refused', async () => {
  const used = await real.server.launch(good.registered);
  const page = await where.newPage();
  await page.goto(used.url);
  await page.waitForURL('**/a/*');
  const launcher = used.launcherUrl;
  for (const ticket of [used.ticket, `${used.ticket}x`, '']) {
    const opening = where.waitForEvent('page');
    await run(
      evil.frame,
      `(() => { const form = document.createElement('form'); form.method = 'post'; form.target = '_blank'; form.action = ${asJson(launcher)}; form.innerHTML = '<input name="ticket">'; form.elements[0].value = ${asJson(ticket)}; document.body.append(form); form.submit() })()`,
    );
    const opened = await opening;
    await opened.waitForLoadState();
    await opened.getByText('Your course did not open').waitFor();
    await opened.close();
  }
});

test('navigates top, opens windows, talks to its opener: the player stays, and the app opened by it is cut loose', async () => {
  await run(evil.frame, `setTimeout(() => { top.location.href = ${asJson(`${appUrl()}/sign-in`)} }, 0)`);
  await evil.page.getByText('The course tried to leave this page').waitFor();
  expect(new URL(evil.page.url()).origin).toBe(evil.origin);
  const opening = where.waitForEvent('page');
  await run(evil.frame, `void (window.app = window.open(${asJson(`${appUrl()}/`)}))`);
  const app = await opening;
  await app.waitForURL(`${appUrl()}/`);
  // Cross-Origin-Opener-Policy: neither has the other any more.
  expect(await app.evaluate('window.opener')).toBeNull();
  await expect.poll(() => attempt(`window.app.closed`)).toBe(true);
  await attempt(`void (window.app.location = 'about:blank')`);
  await app.waitForTimeout(300);
  expect(app.url()).toBe(`${appUrl()}/`);
});

test('markup in titles, identifiers and file names is text wherever it is shown', async () => {
  const mark = `"><img src=x onerror="top.pwned=1"><script>top.pwned=1</script>`;
  const escaped = mark.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const registered = await real.registered(
    { ...plainCourse, [`a'><img src=x onerror=top.pwned=1>.html`]: 'x', '{{7*7}}<b>.txt': 'x' },
    escaped,
  );
  const course = await play(registered);
  const clean = async (page: Page, what: string): Promise<void> => {
    expect([what, await page.evaluate('window.pwned')]).toEqual([what, undefined]);
    expect([
      what,
      await page.locator('img[src=x]').count(),
      await page.locator('script:not([src]):not([type])').count(),
    ]).toEqual([what, 0, 0]);
  };
  expect(await course.page.title()).toContain('<img src=x');
  await clean(course.page, 'player');
  await course.page.locator('#exit').click();
  await course.page.getByRole('heading', { name: 'You have left' }).waitFor();
  await clean(course.page, 'end of the course');
  const library = await where.newPage();
  await library.goto(`${appUrl()}/manage/content`);
  await library.getByRole('link', { name: '<img src=x' }).click();
  await library.getByRole('heading', { level: 1, name: '<img src=x' }).waitFor();
  await clean(library, 'record');
  for (const path of [
    '/manage/content',
    '/manage/content?q=%3Cimg%20src%3Dx%3E',
    '/manage/content?q=%7B%7B7*7%7D%7D',
  ]) {
    await library.goto(appUrl() + path);
    await clean(library, path);
    expect(await library.textContent('body')).not.toContain('49<b>');
  }
});
