/** What the browser tests of the player share: content as authors write it, a page on a made-up server, words to ask with. */
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { newContext, openBrowser } from './browser';
import { startFakeServer } from './player-harness';
import type { FakeCourse, FakeServer } from './player-harness';

let browser: Browser;
let server: FakeServer | undefined;
const contexts: BrowserContext[] = [];

/** Starts and ends what the tests of a file need. */
export function usePlayer(): void {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    await server?.stop();
    server = undefined;
  });
  afterAll(() => browser.close());
}

/** Content as authors write it: looks for the API in its parents and in its opener, at once. */
const find = `function find(w){for(var i=0;w&&i<10;i++){if(w.API||w.API_1484_11)return w.API||w.API_1484_11;if(w===w.parent)break;w=w.parent}return null}
var api=find(window)||(window.opener&&find(window.opener));`;
export const content12 = `<!doctype html><title>Part</title><body><h1>Part</h1><script>${find}
window.first=api?api.LMSInitialize(''):'no api';
window.saw={location:api.LMSGetValue('cmi.core.lesson_location'),entry:api.LMSGetValue('cmi.core.entry'),both:!!(window.parent.API&&window.parent.API_1484_11)};
function set(k,v){return api.LMSSetValue(k,v)}function commit(){return api.LMSCommit('')}function finish(){return api.LMSFinish('')}
</script>`;
const silent12 = content12.replace(
  '</script>',
  `window.addEventListener(/goodbye/.test(location.search)?'pagehide':'none',function(){set('cmi.core.session_time','00:00:05');finish()});</script>`,
);

export const one12 = (more: Partial<FakeCourse> = {}): FakeCourse => ({
  version: '1.2',
  activities: [{ identifier: 'i1', title: 'Fire', href: 'index.html' }],
  files: { 'index.html': content12, 'goodbye.html': silent12 },
  ...more,
});

export async function newPerson(width: 'desk' | 'phone' = 'desk'): Promise<BrowserContext> {
  const made = await newContext(browser, width);
  contexts.push(made);
  return made;
}

export async function openPlayer(
  course: FakeCourse,
  where?: BrowserContext,
): Promise<{ page: Page; fake: FakeServer; context: BrowserContext }> {
  server = await startFakeServer(course);
  const own = where ?? (await newPerson());
  const page = await own.newPage();
  await page.goto(`${server.package}/a/one`);
  return { page, fake: server, context: own };
}

/** The content's frame, once its script has run. */
export async function content(page: Page): Promise<Frame> {
  const handle = await page.waitForSelector('iframe.player-frame', { state: 'attached' });
  const frame = await handle.contentFrame();
  if (!frame) throw new Error('no frame');
  // Before the content has come the frame is an empty page, which takes over the player's own policy: no script is run in it.
  await frame.waitForURL((url) => !url.href.startsWith('about:'));
  return frame;
}
export const run = (frame: Frame, script: string): Promise<unknown> => frame.evaluate(script);
/** Waits until the bar says so and nothing is under way. Not by script in the page, which its own policy forbids. */
export const saved = (page: Page, words: string): Promise<void> =>
  page
    .locator('#saved:not([aria-busy=true])', { hasText: new RegExp(words === 'Saved' ? '^Saved$' : `^${words}`) })
    .waitFor();
export const kinds = (fake: FakeServer): string[] => fake.entries.map((entry) => entry.kind);
export const journalSize = (page: Page): Promise<number> =>
  page.evaluate(`Object.keys(localStorage).filter(k=>k.startsWith('preceptor.journal')).length`);

export const three: FakeCourse = {
  version: '2004 4th Edition',
  activities: [
    { identifier: 'i1', title: 'First part', href: 'p.html?1' },
    { identifier: 'i2', title: 'Second part', href: 'p.html?2' },
    { identifier: 'i3', title: 'A leaflet', href: 'leaflet.html', scormType: 'asset' },
  ],
  files: {
    'leaflet.html':
      '<!doctype html><title>Leaflet</title><h1>Leaflet</h1><script>window.apiThere = !!(parent.API || parent.API_1484_11)</script>',
    'p.html': `<!doctype html><title>P</title><body><h1>P</h1><script>${find} window.first = api.Initialize(''); function set(k,v){return api.SetValue(k,v)}</script>`,
  },
};
