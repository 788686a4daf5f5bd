/** The frame and its parts in a browser: legible, accessible, no sideways scrolling, works by keyboard. */
import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { createMessages, createRenderer, loadAssets, pageMessages } from '../../src/platform/page';
import type { IsoDate } from '../../src/platform/dates/types';
import { accessibilityFaults, newPage, openBrowser, screenshot, scrollsSideways } from '../support/browser';
import type { Width } from '../support/browser';

const root = fileURLToPath(new URL('../../', import.meta.url));
const assets = loadAssets(join(root, 'dist', 'public'));
const words = {
  'test.home': 'Home',
  'test.find': 'Find learning',
  'test.mine': 'My learning',
  'test.team': 'My team',
  'test.manage': 'Manage',
  'test.reports': 'Reports',
  'test.wrong': 'Enter the title of the course',
  'test.done': 'Fire safety is published',
};
const render = createRenderer({
  viewsFolder: join(root, 'dist', 'views'),
  designSystemFolder: join(root, 'test', 'support', 'views'),
  messages: createMessages([pageMessages, words]),
  assets,
  demo: true,
  searchHref: '/search',
  messagesHref: '/messages',
  signOutHref: '/sign-out',
  navigation: Object.keys(words)
    .slice(0, 6)
    .map((label, index) => ({
      label,
      href: ['/', '/find', '/learning', '/team', '/manage', '/reports'][index] ?? '/',
    })),
});

const html = (): string =>
  render(
    'parts-on-show.njk',
    {
      form: {
        values: { title: 'Fire <safety>', kind: 'local', 'from-day': '3' },
        errors: [{ field: 'title', message: 'test.wrong' }],
      },
      list: { page: 4, pages: 12, path: '/', query: { q: 'fire' } },
      sorting: { path: '/', query: {}, by: 'name', direction: 'asc' },
      due: '2026-12-05',
    },
    {
      requestId: '0193',
      path: '/learning',
      today: '2026-11-23' as IsoDate,
      csrfToken: 'x',
      unreadMessages: 2,
      flash: { tone: 'success', message: 'test.done' },
      who: {
        accountId: 'a',
        sessionId: 's',
        tenantId: 't',
        tenantName: 'Northtown',
        national: false,
        displayName: 'Ada Lovelace',
        permissions: new Set(),
        csrfToken: 'x',
      },
    },
  );

const server = createServer((request, response) => {
  const path = request.url ?? '/';
  if (!path.startsWith('/assets/')) {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'self'; img-src 'self' data:",
    });
    response.end(html());
    return;
  }
  const asset = assets.find(path.slice('/assets/'.length));
  response.writeHead(asset ? 200 : 404, {
    'content-type': asset?.type ?? 'text/plain',
    'content-encoding': asset ? 'br' : 'identity',
  });
  response.end(asset?.brotli);
});
let browser: Browser;
let address: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://localhost:${(server.address() as AddressInfo).port}/`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  server.close();
});

test.each<Width>(['desk', 'phone', 'narrow'])('the frame is accessible and fits: %s', async (width) => {
  const page = await newPage(browser, width);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(address);
  await screenshot(page, `frame-${width}`);
  expect(complaints).toEqual([]);
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await scrollsSideways(page)).toBe(false);
  await page.context().close();
});

test('text is drawn with a real font', async () => {
  const page = await newPage(browser);
  await page.goto(address);
  // Without any font every letter has the same width, or none.
  const [wide, thin] = await page.evaluate<[number, number]>(`['WWWW', 'iiii'].map((text) => {
    const span = document.createElement('span'); span.textContent = text; document.querySelector('main').append(span);
    return span.getBoundingClientRect().width })`);
  expect(thin).toBeGreaterThan(5);
  expect(wide).toBeGreaterThan(thin * 1.5);
  await page.context().close();
});

test('by keyboard: the error summary has the focus, and its link leads to the field', async () => {
  const page = await newPage(browser);
  await page.goto(address);
  expect(await page.evaluate(`document.activeElement.className`)).toContain('nhsuk-error-summary');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(`document.activeElement.id`)).toBe('title');
  await page.context().close();
});

test('without script the page says the same', async () => {
  const page = await newPage(browser, 'phone', { javaScriptEnabled: false });
  await page.goto(address);
  expect(await page.textContent('h1')).toBe('Parts on show');
  expect(await page.isVisible('text=Reports')).toBe(true);
  await page.context().close();
});

test('a first visit weighs less than 60 KB', () => {
  const files = ['main.css', 'page.js'].map(
    (name) => statSync(join(root, 'dist', 'public', `${assets.href(name).slice('/assets/'.length)}.br`)).size,
  );
  const page = Buffer.byteLength(html());
  expect(files.reduce((sum, size) => sum + size, page)).toBeLessThan(60_000);
});
