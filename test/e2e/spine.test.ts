/**
 * The spine as people use it, on the demonstration that `npm start` makes: an author uploads somebody else's package, an
 * administrator puts it in front of people and makes it count, a learner plays it, passes, is certified, and asks why.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { accessibilityFaults, newPage, openBrowser, screenshot } from '../support/browser';
import { temporaryFolder } from '../support/database';
import { freePort } from '../support/running-server';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const sample = fileURLToPath(new URL('../../content/samples/fire-safety-12', import.meta.url));

let browser: Browser;
let child: ChildProcess;
let folder: string;
let base: string;
let zip: string;
const title = 'Fire safety on the night shift';
const answers = ['fire_q1-b', 'fire_q2-a', 'fire_q3-false', 'fire_q4-c', 'fire_q5-b'];

beforeAll(async () => {
  folder = await temporaryFolder();
  const made = new AdmZip();
  made.addLocalFolder(sample);
  zip = join(folder, 'fire-safety.zip');
  await writeFile(zip, made.toBuffer());
  const [port, contentPort] = [await freePort(), await freePort()];
  base = `http://localhost:${port}`;
  child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      DATA_DIR: join(folder, 'data'),
      PORT: String(port),
      CONTENT_PORT: String(contentPort),
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((ready, failed) => {
    child.stdout?.on('data', (text: Buffer) => (text.toString().includes('Ready: ') ? ready() : undefined));
    child.on('exit', (code) => failed(new Error(`the server ended with ${code}`)));
  });
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
  await rm(folder, { recursive: true, force: true });
});

async function as(name: string): Promise<Page> {
  const page = await newPage(browser, 'desk');
  await page.goto(`${base}/sign-in`);
  await page.getByRole('button', { name: `Sign in as ${name}` }).click();
  await page.waitForURL(`${base}/**`);
  return page;
}

test('upload, link, play, pass, certified, why', async () => {
  // The author uploads and reads the report.
  const author = await as('Ivan Petrov');
  await author.goto(`${base}/manage/content`);
  await author.locator('input[type=file]').setInputFiles(zip);
  await author.getByRole('button', { name: /^Upload/ }).click();
  await author.waitForURL(/\/manage\/content\/uploads\//);
  await author
    .getByText(/accepted/i)
    .first()
    .waitFor();
  expect(await accessibilityFaults(author)).toEqual([]);
  await screenshot(author, 'spine-1-report');
  await author.context().close();

  // The administrator goes from content to a class in one flow, then makes a certification of it.
  const admin = await as('Helen Shaw');
  await admin.goto(`${base}/manage/courses/new`);
  await admin.getByRole('link', { name: /Fire safety at work/ }).click();
  await admin.waitForURL(/step=course/);
  await admin.getByLabel('Title').fill(title);
  await admin.getByRole('button', { name: 'Continue' }).click();
  await admin.getByLabel(/Name of the offering/).fill('Online');
  await admin.getByRole('button', { name: 'Continue' }).click();
  await admin.getByLabel(/Search competencies/).fill('hand hygiene');
  await admin.keyboard.press('Enter');
  await admin
    .getByRole('button', { name: /^Add/ })
    .or(admin.getByRole('link', { name: /^Add/ }))
    .first()
    .click();
  await admin.getByText('It gives').waitFor();
  await admin.getByRole('button', { name: /^Continue/ }).click();
  await admin.getByLabel(/^Everyone/).check();
  await admin.getByRole('button', { name: 'Continue' }).click();
  await admin.waitForURL(/step=check/);
  await screenshot(admin, 'spine-2-check');
  await admin.getByRole('button', { name: /^Make the course/ }).click();
  await admin.getByText('Your course is ready and its class is open').waitFor();
  await admin.getByRole('link', { name: /Make a certification/ }).click();
  await admin.getByLabel('Title').fill(`${title}: certificate`);
  await admin.getByLabel('Time to complete', { exact: true }).fill('30');
  await admin.getByRole('button', { name: 'Continue', exact: true }).click();
  await admin.getByText('What a learner meets').waitFor();
  await admin.getByRole('button', { name: /^Save the certification/ }).click();
  await admin.getByText('The certification is ready').waitFor();
  await screenshot(admin, 'spine-3-certification');
  await admin.context().close();

  // The learner subscribes, starts, answers the quiz of the real package, and is certified.
  const learner = await as('Chloe Evans');
  await learner.goto(`${base}/certifications`);
  await learner.getByRole('link', { name: `${title}: certificate` }).click();
  await learner.getByRole('button', { name: /^Subscribe/ }).click();
  await learner.getByRole('button', { name: /^Start/ }).click();
  await learner.waitForURL(/\/a\//);
  await passTheQuiz(learner);
  await screenshot(learner, 'spine-4-player');
  await learner.getByRole('link', { name: /Back/ }).first().click();
  await learner.waitForURL(/\/done$/);
  await learner.getByRole('heading', { level: 1, name: /You passed with (80|100) %/ }).waitFor();
  await learner.getByText(/Hand Hygiene is now valid until/).waitFor();
  await learner.getByText(`You are certified: ${title}: certificate, until`, { exact: false }).waitFor();
  await screenshot(learner, 'spine-5-done');

  // Why? The chain of recorded causes, down to what the content said.
  await learner.goto(`${base}/certifications`);
  await learner.getByRole('link', { name: `${title}: certificate` }).click();
  await learner.locator('main').getByRole('link', { name: /^Why/ }).first().click();
  await learner
    .getByText(`Every component is complete: certified in ${title}: certificate`, { exact: false })
    .waitFor();
  await learner
    .getByText(/arrived from the content/)
    .first()
    .waitFor();
  expect(await accessibilityFaults(learner)).toEqual([]);
  await screenshot(learner, 'spine-6-why');
}, 180_000);

/** Right answers of content/README.md; one question on the way, then the quiz. */
async function passTheQuiz(page: Page): Promise<void> {
  const content = page.frameLocator('iframe.player-frame');
  const next = content.getByRole('button', { name: 'Next', exact: true });
  const check = content.getByRole('button', { name: 'Check answers', exact: true });
  for (let count = 0; count < 12 && !(await check.isVisible()); count += 1) {
    await next.or(check).first().waitFor();
    if (await next.isVisible()) await next.click();
  }
  for (const id of answers) await content.locator(`#${id}`).check();
  await check.click();
  await content.getByRole('heading', { name: 'You passed' }).waitFor();
  await page.locator('#saved', { hasText: /^Saved$/ }).waitFor();
}
