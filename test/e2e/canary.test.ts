/**
 * Whether the browser of the tests has its walls up. Were they down, every test about hostile content
 * would pass for the wrong reason.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Frame, Page } from 'playwright-core';
import { newPage, openBrowser } from '../support/browser';

const server = createServer((request, response) => {
  const embedded = new URL(request.url ?? '/', 'http://x').searchParams.get('frame');
  const frame = embedded === null ? '' : `<iframe src="${encodeURI(embedded)}"></iframe>`;
  response.writeHead(200, { 'content-type': 'text/html', 'origin-agent-cluster': '?1' });
  response.end(
    `<!DOCTYPE html><title>canary</title><p id="secret">secret of ${String(request.headers.host)}</p>${frame}`,
  );
});
let browser: Browser;
let port: number;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  server.close();
});

const at = (host: string, framed?: string): string =>
  `http://${host}:${port}/${framed === undefined ? '' : `?frame=${encodeURIComponent(at(framed))}`}`;

async function framePage(outer: string, inner: string, page?: Page): Promise<{ page: Page; frame: Frame }> {
  const opened = page ?? (await newPage(browser));
  await opened.goto(at(outer, inner));
  const frame = opened.frames()[1];
  if (!frame) throw new Error('no frame');
  await frame.waitForSelector('#secret');
  return { page: opened, frame };
}

const readFrame = `(() => { try { return frames[0].document.querySelector('#secret').textContent } catch (error) { return error.name } })()`;
const readParent = `(() => { try { return parent.document.title } catch (error) { return error.name } })()`;

test('a page reads a frame of its own origin: what the next test does is possible', async () => {
  const { page } = await framePage('p1.content.localhost', 'p1.content.localhost');
  expect(await page.evaluate(readFrame)).toContain('secret of p1.content.localhost');
  await page.context().close();
});

test('a package origin reads neither a frame nor a parent of another package', async () => {
  const { page, frame } = await framePage('p1.content.localhost', 'p2.content.localhost');
  expect(await page.evaluate(readFrame)).toBe('SecurityError');
  expect(await frame.evaluate(readParent)).toBe('SecurityError');
  await page.context().close();
});

test('document.domain does not open the wall between sibling hosts', async () => {
  const { page, frame } = await framePage('p1.content.localhost', 'p2.content.localhost');
  const relax = `(() => { try { document.domain = 'content.localhost' } catch (error) { return error.name } })()`;
  await page.evaluate(relax);
  await frame.evaluate(relax);
  expect(await page.evaluate(readFrame)).toBe('SecurityError');
  await page.context().close();
});

test('a fetch of another package is not readable', async () => {
  const page = await newPage(browser);
  await page.goto(at('p1.content.localhost'));
  const attempt = `fetch(${JSON.stringify(at('p2.content.localhost'))}).then((answer) => answer.text(), (error) => error.name)`;
  expect(await page.evaluate(attempt)).toBe('TypeError');
  await page.context().close();
});

test('storage is partitioned by the site on top', async () => {
  const page = await newPage(browser);
  await page.goto(at('p1.content.localhost'));
  await page.evaluate(`localStorage.setItem('note', 'top')`);
  // The same site on top: the same storage. Another site on top: another, empty one.
  const { frame: sameSite } = await framePage('p2.content.localhost', 'p1.content.localhost', page);
  expect(await sameSite.evaluate(`localStorage.getItem('note')`)).toBe('top');
  const { frame: otherSite } = await framePage('localhost', 'p1.content.localhost', page);
  expect(await otherSite.evaluate(`localStorage.getItem('note')`)).toBeNull();
  await page.context().close();
});
