/** The player in a real browser, against a made-up server: what is promised to content and learner holds when things go wrong. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { accessibilityFaults, newContext, openBrowser, screenshot, scrollsSideways } from '../support/browser';
import { startFakeServer } from '../support/player-harness';
import type { FakeCourse, FakeServer } from '../support/player-harness';

let browser: Browser;
let server: FakeServer | undefined;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
  await server?.stop();
  server = undefined;
});
afterAll(() => browser.close());

/** Content as authors write it: looks for the API in its parents and in its opener, at once. */
const find = `function find(w){for(var i=0;w&&i<10;i++){if(w.API||w.API_1484_11)return w.API||w.API_1484_11;if(w===w.parent)break;w=w.parent}return null}
var api=find(window)||(window.opener&&find(window.opener));`;
const content12 = `<!doctype html><title>Part</title><body><h1>Part</h1><script>${find}
window.first=api?api.LMSInitialize(''):'no api';
window.saw={location:api.LMSGetValue('cmi.core.lesson_location'),entry:api.LMSGetValue('cmi.core.entry'),both:!!(window.parent.API&&window.parent.API_1484_11)};
function set(k,v){return api.LMSSetValue(k,v)}function commit(){return api.LMSCommit('')}function finish(){return api.LMSFinish('')}
</script>`;
const silent12 = content12.replace('</script>', `window.addEventListener(/goodbye/.test(location.search)?'pagehide':'none',function(){set('cmi.core.session_time','00:00:05');finish()});</script>`);

const one12 = (more: Partial<FakeCourse> = {}): FakeCourse => ({
  version: '1.2', activities: [{ identifier: 'i1', title: 'Fire', href: 'index.html' }], files: { 'index.html': content12, 'goodbye.html': silent12 }, ...more,
});

async function context(width: 'desk' | 'phone' = 'desk'): Promise<BrowserContext> {
  const made = await newContext(browser, width);
  contexts.push(made);
  return made;
}

async function openPlayer(course: FakeCourse, where?: BrowserContext): Promise<{ page: Page; fake: FakeServer; context: BrowserContext }> {
  server = await startFakeServer(course);
  const own = where ?? (await context());
  const page = await own.newPage();
  await page.goto(`${server.package}/a/one`);
  return { page, fake: server, context: own };
}

/** The content's frame, once its script has run. */
async function content(page: Page): Promise<Frame> {
  const handle = await page.waitForSelector('iframe.player-frame', { state: 'attached' });
  const frame = await handle.contentFrame();
  if (!frame) throw new Error('no frame');
  await frame.waitForFunction('document.readyState === "complete" && location.href !== "about:blank"');
  return frame;
}
const run = (frame: Frame, script: string): Promise<unknown> => frame.evaluate(script);
const saved = (page: Page, words: string): Promise<unknown> => page.waitForFunction(`document.getElementById('saved').textContent.startsWith(${JSON.stringify(words)})`);
const kinds = (fake: FakeServer): string[] => fake.entries.map((entry) => entry.kind);
const journalSize = (page: Page): Promise<number> => page.evaluate(`Object.keys(localStorage).filter(k=>k.startsWith('preceptor.journal')).length`);

test('content finds one API before its first script, is told true, and the learner sees Saved', async () => {
  const { page, fake } = await openPlayer(one12());
  const frame = await content(page);
  expect(await run(frame, '[first, saw]')).toEqual(['true', { location: '', entry: 'ab-initio', both: false }]);
  expect(await run(frame, `[set('cmi.core.lesson_location','p7'), commit()]`)).toEqual(['true', 'true']);
  await saved(page, 'Saved');
  expect(fake.cmi('one', 'i1')).toEqual({ 'cmi.core.lesson_location': 'p7' });
  expect(await journalSize(page)).toBe(0);
  await page.reload();
  expect(await run(await content(page), 'saw.location')).toBe('p7');
});

test('finish: the result and what it led to stand beside the content; Exit leads to the end page, Back to the app', async () => {
  const { page } = await openPlayer(one12());
  const frame = await content(page);
  await run(frame, `set('cmi.core.score.raw',85); set('cmi.core.lesson_status','passed'); finish()`);
  await page.getByText('You passed with 85 %.').waitFor();
  await page.getByText('Fire safety is now valid until 3 March 2028.').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'player-result');
  await page.locator('#exit').click();
  await page.getByRole('heading', { name: 'You have left Fire safety on the ward' }).waitFor();
  expect(await page.evaluate('document.activeElement.tagName')).toBe('H2');
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'player-end');
  await page.getByRole('button', { name: 'Back to my learning' }).click();
  await page.waitForURL('**/learning');
});

test('content that finishes in pagehide is heard when the learner leaves by Back, by Exit, and by closing the tab', async () => {
  const course = one12({ activities: [{ identifier: 'i1', title: 'Fire', href: 'goodbye.html?goodbye' }] });
  const { page, fake, context: own } = await openPlayer(course);
  await run(await content(page), `set('cmi.core.lesson_location','1')`);
  await page.locator('#back').click();
  await page.waitForURL('**/learning');
  expect(fake.entries.at(-1)).toMatchObject({ kind: 'terminate', set: { 'cmi.core.lesson_location': '1', 'cmi.core.session_time': '00:00:05' } });

  for (const leave of [(tab: Page) => tab.goto(`${fake.app}/elsewhere`), (tab: Page) => tab.close({ runBeforeUnload: true })]) {
    const before = fake.entries.length;
    const tab = await own.newPage();
    await tab.goto(`${fake.package}/a/one`);
    await run(await content(tab), `set('cmi.core.lesson_location','2')`);
    await leave(tab);
    await expect.poll(() => kinds(fake).slice(before)).toContain('terminate');
  }
});

test('a tab killed without a word: what was committed is on the device and goes first when the learner comes back', async () => {
  const { page, fake, context: own } = await openPlayer(one12());
  const frame = await content(page);
  fake.fault = '500';
  expect(await run(frame, `[set('cmi.core.lesson_location','p9'), commit()]`)).toEqual(['true', 'true']);
  await saved(page, 'Saved on this device, will send');
  const client = await own.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // Never answered: there is nobody left to.
  client.send('Page.crash').catch(() => undefined);
  await crashed;
  fake.fault = 'none';
  const again = await own.newPage();
  await again.goto(`${fake.package}/a/one`);
  const frameAgain = await content(again);
  await expect.poll(() => run(frameAgain, 'saw.location').catch(() => '')).toBe('p9');
  expect(fake.cmi('one', 'i1')).toMatchObject({ 'cmi.core.lesson_location': 'p9' });
});

test('offline and back: told so, nothing lost, sent by itself', async () => {
  const { page, fake, context: own } = await openPlayer(one12());
  const frame = await content(page);
  await saved(page, 'Saved');
  await own.setOffline(true);
  for (let i = 0; i < 5; i += 1) expect(await run(frame, `[set('cmi.core.lesson_location','${i}'), commit()]`)).toEqual(['true', 'true']);
  await saved(page, 'Saved on this device, will send');
  expect(await journalSize(page)).toBe(5);
  await own.setOffline(false);
  await saved(page, 'Saved');
  await expect.poll(() => fake.entries.length).toBe(6);
  expect(await journalSize(page)).toBe(0);
});

test.each(['empty', 'html', '500'] as const)('an answer that is none (%s) is not "saved"', async (fault) => {
  const { page, fake } = await openPlayer(one12());
  const frame = await content(page);
  await saved(page, 'Saved');
  fake.fault = fault;
  await run(frame, `set('cmi.core.lesson_location','x'); commit()`);
  await saved(page, 'Saved on this device');
  expect(await journalSize(page)).toBe(1);
});

test('401: the journal is kept, the learner is asked to sign in, and it goes on when that is done', async () => {
  const { page, fake } = await openPlayer(one12());
  const frame = await content(page);
  await saved(page, 'Saved');
  fake.fault = '401';
  await run(frame, `set('cmi.core.lesson_location','x'); commit()`);
  await saved(page, 'Saved on this device. Sign in again');
  expect(await accessibilityFaults(page)).toEqual([]);
  fake.fault = 'none';
  await page.evaluate(`window.dispatchEvent(new Event('online'))`);
  await saved(page, 'Saved');
  expect(fake.cmi('one', 'i1')).toMatchObject({ 'cmi.core.lesson_location': 'x' });
});

test('quota full: commit says false and the learner sees it; when the server has it all the same, it says Saved', async () => {
  const { page, fake } = await openPlayer(one12());
  const frame = await content(page);
  await saved(page, 'Saved');
  fake.fault = 'slow';
  await page.evaluate(`(() => { let size = 1 << 20; let i = 0; while (size > 0) { try { localStorage.setItem('hog' + i++, 'x'.repeat(size)); } catch { size = size >> 1; } } })()`);
  expect(await run(frame, `[set('cmi.suspend_data','s'.repeat(500)), commit(), api.LMSGetLastError()]`)).toEqual(['true', 'false', '101']);
  await saved(page, 'Not saved: this device has no room');
  await saved(page, 'Saved');
  expect(fake.cmi('one', 'i1')['cmi.suspend_data']).toHaveLength(500);
  expect(await run(frame, 'commit()')).toBe('true');
});

test('a burst of 120 sets with commits loses none', async () => {
  const { page, fake } = await openPlayer(one12());
  const frame = await content(page);
  const told = await run(frame, `Array.from({length:120},(_, i)=>set('cmi.interactions.'+i+'.id','q'+i)+commit()).every(x=>x==='truetrue')`);
  expect(told).toBe(true);
  await expect.poll(() => Object.keys(fake.cmi('one', 'i1')).length).toBe(120);
  expect(fake.requests.length).toBeLessThan(20);
});

test('Terminate with more than 64 KB arrives, also when the page is left at once', async () => {
  const { page, fake, context: own } = await openPlayer(one12());
  const big = `set('cmi.suspend_data','s'.repeat(63000)); for (var i=0;i<60;i++){set('cmi.interactions.'+i+'.id','q'+i);set('cmi.interactions.'+i+'.student_response','r'.repeat(200))}`;
  await run(await content(page), `${big}; window.told = finish()`);
  await expect.poll(() => kinds(fake)).toContain('terminate');
  expect(fake.entries.find((entry) => entry.kind === 'terminate')?.set['cmi.suspend_data']).toHaveLength(63000);

  await page.goto(`${fake.package}/a/two`);
  await run(await content(page), `${big}; finish(); top.opener = null`);
  await page.goto(`${fake.app}/gone`);
  const back = await own.newPage();
  await back.goto(`${fake.package}/a/two`);
  await expect.poll(() => fake.entries.some((entry) => entry.attempt === 'two' && entry.kind === 'terminate')).toBe(true);
});

test('a pop-up finds the API through its opener; content that navigates top stays in the player', async () => {
  const popup = content12.replace('<h1>Part</h1>', '<h1>Pop-up</h1>');
  const opener = `<!doctype html><title>Opener</title><button onclick="window.open('/files/popup.html','course')">Open</button>`;
  const { page, fake, context: own } = await openPlayer(one12({ activities: [{ identifier: 'i1', title: 'Fire', href: 'opener.html' }], files: { 'opener.html': opener, 'popup.html': popup } }));
  const frame = await content(page);
  const [opened] = await Promise.all([own.waitForEvent('page'), frame.locator('button').click()]);
  await opened.waitForLoadState();
  expect(await opened.evaluate(`[first, set('cmi.core.lesson_location','pop'), commit()]`)).toEqual(['true', 'true', 'true']);
  await saved(page, 'Saved');
  await opened.close();
  for (const away of [`top.location.href = '${fake.app}/evil'`, `top.location.replace('/files/x.html')`, `window.open('${fake.app}/evil', '_top')`, `{ const a = document.createElement('a'); a.href='${fake.app}/evil'; a.target='_top'; document.body.append(a); a.click(); }`]) {
    await run(frame, `setTimeout(() => { ${away} }, 0)`);
    await page.getByText('The course tried to leave this page').waitFor();
    await page.getByRole('button', { name: 'Close this message' }).click();
    expect(page.url()).toBe(`${fake.package}/a/one`);
  }
});

const three: FakeCourse = {
  version: '2004 4th Edition',
  activities: [
    { identifier: 'i1', title: 'First part', href: 'p.html?1' },
    { identifier: 'i2', title: 'Second part', href: 'p.html?2' },
    { identifier: 'i3', title: 'A leaflet', href: 'leaflet.html', scormType: 'asset' },
  ],
  files: {
    'leaflet.html': '<!doctype html><title>Leaflet</title><h1>Leaflet</h1><script>window.apiThere = !!(parent.API || parent.API_1484_11)</script>',
    'p.html': `<!doctype html><title>P</title><body><h1>P</h1><script>${find} window.first = api.Initialize(''); function set(k,v){return api.SetValue(k,v)}</script>`,
  },
};

test('next, previous, contents and adl.nav.request; without Terminate a commit is written, not a terminate (SCO-2)', async () => {
  const { page, fake } = await openPlayer(three);
  await run(await content(page), `set('cmi.location','3')`);
  await page.locator('#next').click();
  await page.waitForFunction(`document.getElementById('content').title.includes('Second part')`);
  let frame = await content(page);
  await frame.waitForURL('**/p.html?2');
  expect(fake.entries.map((entry) => [entry.activity, entry.kind])).toEqual([['i1', 'initialize'], ['i1', 'commit'], ['i2', 'initialize']]);
  await run(frame, `set('cmi.completion_status','completed'); set('adl.nav.request','continue'); setTimeout(() => api.Terminate(''), 0)`);
  await page.waitForFunction(`document.getElementById('content').title.includes('leaflet')`);
  frame = await content(page);
  await frame.waitForURL('**/leaflet.html');
  expect(await run(frame, 'apiThere')).toBe(false);
  expect(await page.locator('#next').isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Contents' }).click();
  await page.getByRole('button', { name: /Second part.*Completed/ }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'player-contents');
  await page.getByRole('button', { name: /First part/ }).click();
  await page.waitForFunction(`document.getElementById('content').title.includes('First part')`);
  await frame.waitForURL('**/p.html?1');
  expect(await run(await content(page), `api.GetValue('cmi.location')`)).toBe('3');
});

test('offline at Next: told so, and the next part opens when the network is back', async () => {
  const { page, fake, context: own } = await openPlayer(three);
  await run(await content(page), `set('cmi.location','4')`);
  await own.setOffline(true);
  await page.locator('#next').click();
  await page.getByRole('heading', { name: 'You are offline' }).waitFor();
  await own.setOffline(false);
  await page.waitForFunction(`document.getElementById('content').title.includes('Second part')`);
  expect(fake.cmi('one', 'i1')).toMatchObject({ 'cmi.location': '4' });
});

test('two tabs on one attempt: both are told, neither loses data', async () => {
  const { page, fake, context: own } = await openPlayer(one12());
  const first = await content(page);
  const other = await own.newPage();
  await other.goto(`${fake.package}/a/one`);
  const second = await content(other);
  await page.getByText('Opened in another tab or device').waitFor();
  await other.getByText('Opened in another tab or device').waitFor();
  await run(first, `set('cmi.interactions.0.id','from-first'); commit()`);
  await run(second, `set('cmi.core.lesson_location','from-second'); commit()`);
  await expect.poll(() => fake.cmi('one', 'i1')).toEqual({ 'cmi.interactions.0.id': 'from-first', 'cmi.core.lesson_location': 'from-second' });
  await other.close();
  await page.bringToFront();
  await expect.poll(() => fake.entries.filter((entry) => entry.kind === 'commit').length).toBe(2);
});

test('keyboard alone: skip link into the content, contents as a disclosure, and out by Exit', async () => {
  const { page } = await openPlayer(three);
  await content(page);
  await page.locator('body').press('Tab');
  expect(await page.evaluate('document.activeElement.id')).toBe('skip');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('content');
  await page.locator('#contents-button').focus();
  await page.keyboard.press('Enter');
  expect(await page.locator('#contents-button').getAttribute('aria-expanded')).toBe('true');
  await page.keyboard.press('Tab');
  await page.locator('#contents button').first().focus();
  await page.keyboard.press('Escape');
  expect(await page.evaluate('document.activeElement.id')).toBe('contents-button');
});

test('a phone: nothing scrolls sideways, the content gets most of the room', async () => {
  const { page } = await openPlayer(three, await context('phone'));
  await content(page);
  expect(await scrollsSideways(page)).toBe(false);
  const height = await page.evaluate<number>(`document.getElementById('content').getBoundingClientRect().height`);
  expect(height).toBeGreaterThan(844 * 0.7);
  await page.getByRole('button', { name: 'Contents' }).click();
  expect(await scrollsSideways(page)).toBe(false);
  await screenshot(page, 'player-phone');
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('preview: every call and commit is listed live, filtered and copied, and nothing stays on the device', async () => {
  const { page } = await openPlayer(one12({ mode: 'preview' }));
  const frame = await content(page);
  await run(frame, `set('cmi.core.lesson_status','Completed'); set('cmi.core.lesson_location','1'); commit()`);
  await page.locator('#trace-list li', { hasText: 'LMSSetValue("cmi.core.lesson_status", "Completed") returned "false" · error 405' }).waitFor();
  await page.locator('#trace-list li[data-kind="commit"]', { hasText: '"cmi.core.lesson_location":"1"' }).waitFor();
  expect(await page.evaluate('localStorage.length')).toBe(0);
  await page.locator('#trace-filter').fill('lesson_location');
  await expect.poll(() => page.locator('#trace-list li').count()).toBe(3);
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'player-preview');
});

test('review: said in words, the API works, and nothing is sent', async () => {
  const { page, fake } = await openPlayer(one12({ mode: 'review' }));
  const frame = await content(page);
  await page.getByText('You are looking back; nothing is recorded.').waitFor();
  expect(await run(frame, `[first, set('cmi.core.lesson_location','1'), commit(), finish()]`)).toEqual(['true', 'true', 'true', 'true']);
  await page.getByText('You were looking back; nothing was recorded.').waitFor();
  expect(fake.requests).toEqual([]);
});

test('time allowed is over: exit with a message', async () => {
  const cmi = { 'cmi.student_data.max_time_allowed': '00:00:01', 'cmi.student_data.time_limit_action': 'exit,message' };
  const { page } = await openPlayer(one12({ activities: [{ identifier: 'i1', title: 'Fire', href: 'index.html', cmi }] }));
  await page.getByText('The time for this part is over. It was closed').waitFor();
  await page.getByRole('heading', { name: 'You have left' }).waitFor();
});

test('the launcher sends what is left of this learner, not of another, and goes on by itself', async () => {
  const { page, fake, context: own } = await openPlayer(one12());
  await content(page);
  const entry = JSON.stringify({ sequence: 1, at: '2026-11-23T10:00:00Z', activity: 'i1', kind: 'commit', set: { 'cmi.core.lesson_location': 'flushed' } });
  await page.evaluate(`localStorage.setItem('preceptor.journal/learner-1/one/old/1', ${JSON.stringify(entry)}); localStorage.setItem('preceptor.journal/learner-2/one/old/1', ${JSON.stringify(entry)})`);
  await page.close();
  const launched = await own.newPage();
  await launched.goto(fake.launcher);
  await launched.waitForURL('**/a/one');
  expect(fake.entries.filter((one) => one.session === 'old')).toHaveLength(1);
  expect(await launched.evaluate(`Object.keys(localStorage)`)).toEqual(['preceptor.journal/learner-2/one/old/1']);
});
