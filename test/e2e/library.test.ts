/** Uploading in a browser: with the script and without, by keyboard, by dropping, cancelled, on a phone. */
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/platform/config';
import { createAppListener, listen, stopServer } from '../../src/platform/http';
import { loadAssets } from '../../src/platform/page';
import { importPackage } from '../../src/scorm/library';
import { fileURLToPath } from 'node:url';
import { someone } from '../integration/platform/http-support';
import { openLibrary, zipSample, type Library } from '../integration/scorm/library-support';
import { accessibilityFaults, newPage, openBrowser, screenshot, scrollsSideways } from '../support/browser';

const port = 18_742;
const home = `http://localhost:${port}/manage/content`;
const folder = mkdtempSync(join(tmpdir(), 'preceptor-drop-'));
const good = join(folder, 'hand-hygiene.zip');
const large = join(folder, 'large.zip');
let library: Library;
let server: Server;
let browser: Browser;

beforeAll(async () => {
  writeFileSync(good, zipSample());
  writeFileSync(large, Buffer.alloc(30_000_000, 'x'));
  const assets = loadAssets(fileURLToPath(new URL('../../dist/public', import.meta.url)));
  const config = readConfig({ PORT: String(port), CONTENT_PORT: String(port + 1), DATA_DIR: folder });
  library = await openLibrary({ config, assets, patienceMs: 300, maxUploadBytes: 40_000_000 });
  const { deps, routes, own } = library;
  const authenticate = async () => ({ ...someone('content.manage', 'catalogue.edit'), tenantId: own });
  server = createAppListener({ ...deps, authenticate, routes });
  await listen(server, port, '127.0.0.1');
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await stopServer(server, 1000);
  await library?.close();
  rmSync(folder, { recursive: true, force: true });
});

const heading = (page: Page): Promise<string | null> => page.locator('h1').textContent();
const sound = async (page: Page): Promise<void> => {
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await scrollsSideways(page)).toBe(false);
};

test('an author uploads, reads the report and looks at the record', async () => {
  const page = await newPage(browser);
  await page.goto(home);
  expect(await page.getByText('There is no content yet').count()).toBe(1);
  expect(await page.getByText('Drag the zip file here, or choose it.').isVisible()).toBe(true);
  await sound(page);
  await page.getByRole('button', { name: 'Upload' }).click();
  expect(await page.locator('#file-error').textContent()).toContain('Choose the zip file to upload');
  await page.getByLabel('Title').fill('Clean hands');
  await page.setInputFiles('#file', good);
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.waitForURL(/uploads/);
  await page.getByRole('heading', { name: 'is in the library' }).waitFor();
  await screenshot(page, 'library-report');
  await sound(page);
  await page.getByRole('link', { name: 'See what was found in it' }).click();
  expect(await heading(page)).toBe('Clean hands');
  expect(await page.getByRole('link', { name: 'Use in a course' }).getAttribute('href')).toContain(
    `/manage/courses/new?object=${library.own}.`,
  );
  await screenshot(page, 'library-record');
  await sound(page);
});

test('a file that is dropped is chosen; a wrong one gets a report that says what to do', async () => {
  const page = await newPage(browser);
  await page.goto(home);
  const data = await page.evaluateHandle(
    `(() => { const t = new DataTransfer(); t.items.add(new File(['no zip'], 'notes.zip')); return t; })()`,
  );
  await page.dispatchEvent('[data-upload-drop]', 'drop', { dataTransfer: data });
  expect(await page.evaluate(`document.querySelector('#file').files[0].name`)).toBe('notes.zip');
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('heading', { name: 'cannot be used yet' }).waitFor();
  expect(await page.locator('.app-findings').textContent()).toContain('zip-not-a-zip');
  await screenshot(page, 'library-refused');
  await sound(page);
});

test('cancelling stops the upload, says so, and leaves nothing; then it can be sent again', async () => {
  const page = await newPage(browser);
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 20,
    downloadThroughput: 1e6,
    uploadThroughput: 2e6,
  });
  await page.goto(home);
  await page.setInputFiles('#file', large);
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('button', { name: 'Cancel the upload' }).waitFor();
  await expect.poll(() => page.locator('[data-upload-words]').textContent()).toMatch(/of 30 MB sent/);
  await screenshot(page, 'library-sending');
  await sound(page);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('#file-error').textContent()).toContain('Cancelled. Nothing was kept.');
  await expect.poll(() => library.stored().filter((path) => path.startsWith('tmp'))).toEqual([]);
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('heading', { name: 'cannot be used yet' }).waitFor();
});

test('a file over the limit is refused before it is sent', async () => {
  const page = await newPage(browser);
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  await page.goto(home);
  await page.evaluate(`document.querySelector('form[data-upload]').dataset.maxBytes = '1000'`);
  await page.setInputFiles('#file', good);
  await page.getByRole('button', { name: 'Upload' }).click();
  expect(await page.locator('#file-error').textContent()).toContain('larger than 40 MB');
  expect(sent).toEqual([]);
});

test('an import that takes its time: the page waits and comes back with the report', async () => {
  const page = await newPage(browser);
  library.slowDown(2500);
  try {
    await page.goto(home);
    await page.setInputFiles('#file', good);
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.getByRole('heading', { name: 'Looking at' }).waitFor();
    await screenshot(page, 'library-waiting');
    await sound(page);
    await page.getByRole('heading', { name: 'is in the library' }).waitFor();
  } finally {
    library.slowDown(0);
  }
});

test('without a script the form uploads, and says what is too large', async () => {
  const page = await newPage(browser, 'desk', { javaScriptEnabled: false });
  await page.goto(home);
  expect(await page.locator('text=Drag the zip file here').isVisible()).toBe(false);
  await page.setInputFiles('#file', good);
  await page.click('[data-upload-send]');
  expect(await heading(page)).toContain('hand-hygiene.zip');
  await page.goto(home);
  writeFileSync(large, Buffer.alloc(45_000_000, 'x'));
  await page.setInputFiles('#file', large);
  await page.click('[data-upload-send]');
  expect(await page.locator('main').textContent()).toContain('larger than 40 MB');
});

test('a long list, a deep course and the table of findings on a phone', async () => {
  for (const [at, sample] of ['moving-and-handling-12', 'data-security-2004-4e'].entries()) {
    const filePath = join(folder, `${at}.zip`);
    writeFileSync(filePath, zipSample(sample));
    await importPackage(library, { tenantId: library.own, filePath, fileName: `${sample}.zip` });
  }
  for (const width of ['phone', 'narrow', 'desk'] as const) {
    const page = await newPage(browser, width);
    await page.goto(home);
    await screenshot(page, `library-list-${width}`);
    await sound(page);
    await page
      .getByRole('link', { name: /handling/i })
      .first()
      .click();
    await page.getByRole('heading', { name: 'What learners will see' }).waitFor();
    await screenshot(page, `library-course-${width}`);
    await sound(page);
    await page.goto(`${home}/findings`);
    await sound(page);
  }
});
