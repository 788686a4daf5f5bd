/** The real way in a real browser: app page, launcher, package origin, player, commits, reload, return. */
import { spawnSync } from 'node:child_process';
import type { Server } from 'node:http';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAppListener, listen, stopServer } from '../../../src/platform/http';
import { launchPage } from '../../../src/scorm/player';
import type { Registration } from '../../../src/scorm/runtime';
import { accessibilityFaults, newPage, openBrowser } from '../../support/browser';
import { openContentServer, smallZip, type ContentServer } from '../../support/content-server';
import { testDeps } from '../platform/http-support';

const cli = fileURLToPath(new URL('../../../.config/cli.mjs', import.meta.url));
const api = `var w=window,api;for(var i=0;i<5&&!(api=w.API);i++)w=w.parent;`;
/** Says where it is, and tries what hostile content tries. */
const page12 = `<!doctype html><html lang="en"><title>Part</title><h1>Part</h1><p id="was"></p><script>${api}
api.LMSInitialize('');document.getElementById('was').textContent=api.LMSGetValue('cmi.core.lesson_location');
function go(place){api.LMSSetValue('cmi.core.lesson_location',place);api.LMSSetValue('cmi.core.exit','suspend');return api.LMSCommit('')}
</script><script src="inner.js"></script><img src="dot.svg" alt="">`;

let server: ContentServer;
let app: Server;
let browser: Browser;
let registration: Registration;
let wrongHost = false;

beforeAll(async () => {
  // Wrong usage, but it builds what is missing first.
  spawnSync(process.execPath, [cli], { stdio: 'ignore' });
  const [PORT, CONTENT_PORT] = [await freePort(), await freePort()];
  server = await openContentServer({ forBrowsers: true, env: { PORT, CONTENT_PORT } });
  registration = server.registration(
    await server.addPackage(
      smallZip(
        { 'index.html': page12, 'inner.js': 'window.inner=1', 'dot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>' },
        'Fire safety',
      ),
    ),
  );
  const { config, render, messages, assets } = server;
  app = createAppListener({
    ...testDeps({ config, render, messages, assets }),
    routes: [
      {
        method: 'get',
        path: '/go',
        kind: 'page',
        access: 'public',
        summary: 'Plays',
        run: async () => {
          const page = launchPage(config, await server.startLaunch(registration));
          return wrongHost ? { ...page, model: { ...page.model, probe: 'http://content.localhost:9/probe' } } : page;
        },
      },
      {
        method: 'get',
        path: '/learning',
        kind: 'page',
        access: 'public',
        summary: 'Back',
        run: async () => ({ kind: 'json', body: 'back' }),
      },
    ],
  });
  await listen(app, config.port, '127.0.0.1');
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser.close();
  await stopServer(app, 1000);
  await server.close();
});

const freePort = (): Promise<string> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(String(port)));
    });
  });
const content = async (page: Page) => {
  await page.frameLocator('#content').locator('h1').waitFor();
  const frame = page.frames().find((one) => one.url().includes('/files/'));
  if (frame === undefined) throw new Error('no content');
  return frame;
};
const was = async (page: Page): Promise<string | null> => (await content(page)).locator('#was').textContent();

test('from the app to the content, saved, reloaded, and back', async () => {
  const page = await newPage(browser);
  const violations: string[] = [];
  page.on(
    'console',
    (message) => /Content Security Policy|violates/i.test(message.text()) && violations.push(message.text()),
  );
  await page.goto(`${server.config.appUrl}/go`);
  await page.waitForURL(/^http:\/\/p[a-z2-7]{26}\.content\.localhost:\d+\/a\/[0-9a-f-]{36}$/);
  const frame = await content(page);
  expect(await frame.evaluate('window.inner')).toBe(1);
  expect(await frame.evaluate(`go('page 3')`)).toBe('true');
  await page.getByText('Saved', { exact: true }).waitFor();
  await page.reload();
  expect(await was(page)).toBe('page 3');
  expect(violations).toEqual([]);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.locator('#back').click();
  await page.waitForURL(`${server.config.appUrl}/learning`);
  // Later, from the app again: everything is there.
  await page.goto(`${server.config.appUrl}/go`);
  await page.waitForURL(/\/a\//);
  expect(await was(page)).toBe('page 3');
  await page.context().close();
});

test('hostile content: neither the cookie, nor the app, nor the launcher, nor a service worker', async () => {
  const page = await newPage(browser);
  await page.goto(`${server.config.appUrl}/go`);
  await page.waitForURL(/\/a\//);
  const frame = await content(page);
  const { appUrl, contentUrl } = server.config;
  const tried = await frame.evaluate<{
    cookie: string;
    reads: string[];
    worker: string;
    session: string;
  }>(`(async () => {
    const attempt = (work) => work().then(String, (error) => 'no: ' + error);
    const read = (url) => attempt(async () => (await fetch(url, { credentials: 'include' })).text());
    return {
      cookie: document.cookie,
      reads: await Promise.all(${JSON.stringify([`${appUrl}/go`, `${contentUrl}/launch`])}.map(read)),
      worker: await attempt(() => navigator.serviceWorker.register('/files/inner.js')),
      session: await attempt(async () => (await fetch(parent.location.href)).status),
    };
  })()`);
  expect(tried.cookie).toBe('');
  for (const read of tried.reads) expect(read).toMatch(/^no: /);
  expect(tried.worker).toMatch(/^no: /);
  expect(tried.session).toBe('403');
  await page.context().close();
});

test('what an earlier visit left on another package origin is sent before the course opens', async () => {
  const page = await newPage(browser);
  await page.goto(`${server.config.appUrl}/go`);
  await page.waitForURL(/\/a\//);
  const frame = await content(page);
  server.network.cut = true;
  await frame.evaluate(`go('offline place')`);
  await page.goto('about:blank');

  const saved = () =>
    server.fresh.asOwner(`select 1 from attempt_commit where elements->>'cmi.core.lesson_location' = 'offline place'`);
  // Still cut off: what the page sends while it closes may come late.
  expect(await saved()).toEqual([]);
  server.network.cut = false;
  const first = registration;
  registration = server.registration(await server.addPackage(smallZip({ 'index.html': page12 }, 'Other')), {
    learnerKey: first.learnerKey,
  });
  await page.goto(`${server.config.appUrl}/go`);
  await page.waitForURL(/\/a\//);
  await content(page);
  registration = first;
  expect(await saved()).toHaveLength(1);
  await page.context().close();
});

test('a browser that does not find the launcher is warned and may go on', async () => {
  const page = await newPage(browser);
  wrongHost = true;
  await page.goto(`${server.config.appUrl}/go`);
  await page.getByRole('heading', { name: /kept apart/ }).waitFor();
  await page.getByRole('button', { name: 'Open the course' }).click();
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/a\//);
  expect(await was(page)).not.toBeNull();
  expect(await (await content(page)).evaluate(`go('fallback')`)).toBe('true');
  await page.getByText('Saved', { exact: true }).waitFor();
  wrongHost = false;
  await page.context().close();
});
