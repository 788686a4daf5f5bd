/** From home to the player and back, on a running server: one click to playing, and what was recorded says what it means. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { createAccounts, openSession, sessionCookie } from '../../src/people';
import { changeSubscriptions } from '../../src/learning/certification';
import { accessibilityFaults, newContext, openBrowser, screenshot } from '../support/browser';
import { smallZip } from '../support/content-server';
import { addPersons, everything } from '../support/learning-world';
import { prepareServer, type RunningServer } from '../support/running-server';

/** Content with two buttons, as authors write it: in the middle, and passed. */
const content = `<!doctype html><html lang="en"><title>Fire safety</title><body><h1>Fire safety</h1>
<button id="leave">Half way</button> <button id="pass">Pass</button><p id="where"></p><script>
var api = window.parent.API; api.LMSInitialize('');
document.getElementById('where').textContent = 'You were at: ' + api.LMSGetValue('cmi.core.lesson_location');
document.getElementById('leave').onclick = function () { api.LMSSetValue('cmi.core.lesson_location', 'page 3'); api.LMSSetValue('cmi.core.lesson_status', 'incomplete'); api.LMSCommit(''); };
document.getElementById('pass').onclick = function () { api.LMSSetValue('cmi.core.score.raw', '85'); api.LMSSetValue('cmi.core.lesson_status', 'passed'); api.LMSSetValue('cmi.core.session_time', '00:05:00'); api.LMSFinish(''); };
</script></body></html>`;

let browser: Browser;
let server: RunningServer;
let page: Page;

beforeAll(async () => {
  server = await prepareServer();
  await server.start();
  const object = await server.addPackage(smallZip({ 'index.html': content }, 'Fire safety'));
  await server.look('update offering set learning_object_owner_id = $1, learning_object_id = $2', [
    object.ownerId,
    object.id,
  ]);
  const { employer: tenantId, certificationId } = server.world;
  const token = await server.within(async (database) => {
    const [personId = ''] = await addPersons(database, tenantId, 1);
    const accountId = await database.inTransaction(everything, async (tx) => {
      await changeSubscriptions(tx, [
        {
          tenantId,
          personId,
          certification: { ownerId: tenantId, id: certificationId },
          command: { type: 'subscribe', approvalNeeded: false, mandatory: false },
        },
      ]);
      const [id = ''] = await createAccounts(tx, [
        { tenantId, username: 'ada', displayName: 'Ada Lovelace', personId },
      ]);
      return id;
    });
    return (await openSession(database, tenantId, accountId)).token;
  });
  browser = await openBrowser();
  const context = await newContext(browser);
  await context.addCookies([{ name: sessionCookie, value: token, url: server.config.appUrl }]);
  page = await context.newPage();
});

afterAll(async () => {
  await browser?.close();
  await server.close();
});

/** The content's frame, once it runs. */
const inContent = (): ReturnType<Page['frameLocator']> => page.frameLocator('iframe.player-frame');

test('home, Start, leave half way, Continue where it was, pass, and the certificate is there', async () => {
  const { appUrl } = server.config;
  await page.goto(`${appUrl}/`);
  await page.getByRole('button', { name: /^Start/ }).click();
  await inContent().getByRole('button', { name: 'Half way' }).click();
  await page.locator('#saved', { hasText: /^Saved$/ }).waitFor();
  await page.locator('#back').click();

  await page.waitForURL(`${appUrl}/enrolments/*/done`);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Your progress is saved');
  await page.goto(`${appUrl}/`);
  await page.getByRole('button', { name: /^Continue/ }).click();
  await inContent().getByText('You were at: page 3').waitFor();
  await inContent().getByRole('button', { name: 'Pass' }).click();
  await page.locator('#saved', { hasText: /^Saved$/ }).waitFor();
  await page.getByRole('link', { name: /^Back/ }).first().click();

  await page.waitForURL(`${appUrl}/enrolments/*/done`);
  await page.getByRole('heading', { level: 1, name: 'You passed with 85 %' }).waitFor();
  await page.getByText(/You are certified: Fire safety certificate, until/).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'learner-plays-done');

  // "Why?" leads from the certificate to the commit that the content made.
  await page.goto(`${appUrl}/`);
  await page.getByText('All done').waitFor();
  await page.getByRole('link', { name: /^Why/ }).first().click();
  await page.getByText(/Every component is complete: certified in Fire safety certificate/).waitFor();
  await page.getByText(/In session 2 of attempt 1, save number \d+ arrived from the content/).waitFor();
  await screenshot(page, 'learner-plays-why');
});

test('ELO-10: after passing it is reviewed, and nothing is recorded', async () => {
  const { appUrl } = server.config;
  await page.goto(`${appUrl}/my-learning/completed`);
  await page.getByRole('button', { name: /^Review/ }).click();
  await inContent().getByRole('heading', { name: 'Fire safety' }).waitFor();
  await page.getByText('You are looking back; nothing is recorded.').waitFor();
  const [row] = await server.look<{ n: number }>(`select count(*)::int as n from attempt where mode = 'review'`);
  expect(row?.n).toBe(1);
});

test('signing out ends a player that is still open: a shared tablet shows nobody else’s course', async () => {
  const { appUrl } = server.config;
  const other = await page.context().newPage();
  await other.goto(`${appUrl}/`);
  await other.getByRole('button', { name: 'Sign out' }).click();
  await other.getByRole('heading', { name: 'You are signed out' }).waitFor();
  const answer = await page.reload();
  expect(answer?.status()).toBe(401);
  expect(await page.locator('iframe.player-frame').count()).toBe(0);
});
