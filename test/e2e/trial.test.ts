/** What to expect of a package: found in its files at once, and seen in the trial after its author has tried it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { accessibilityFaults, screenshot } from '../support/browser';
import { content, run } from '../support/player-page';
import { smallZip } from '../support/content-server';
import { openRealPlayer, type RealPlayer } from '../support/real-player';

let real: RealPlayer;
beforeAll(async () => {
  real = await openRealPlayer();
});
afterAll(() => real.close());

const course = `<!doctype html><title>Part</title><h1>Part</h1><script>
var api=parent.API;api.LMSInitialize('');
function pass(){api.LMSSetValue('cmi.core.lesson_status','incomplete');api.LMSSetValue('cmi.suspend_data','page 3');api.LMSCommit('');
api.LMSSetValue('cmi.core.lesson_status','completed');return api.LMSFinish('')}
</script><script src="https://cdn.example.net/x.js"></script>`;

const section = (page: Page): Promise<string> => page.locator('section[aria-labelledby=expect-title]').innerText();

test('ELO-5: before anybody plays it the record says what its files tell; after a preview, what was seen', async () => {
  const object = await real.server.addPackage(smallZip({ 'index.html': course }, 'Clean hands'));
  const [author] = await real.server.register(1);
  if (author === undefined) throw new Error('nobody registered');
  const context = await real.person();
  await real.signIn(context, author, ['contentAuthor']);
  const page = await context.newPage();
  const record = `${real.server.config.appUrl}/manage/content/${object.ownerId}/${object.id}`;
  await page.goto(record);
  const before = await section(page);
  expect(before).toContain('It never sets a score: no script in it names one.');
  expect(before).toContain('It loads from or talks to other sites: cdn.example.net.');
  expect(before).toContain('Nobody has tried this version yet.');
  expect(await accessibilityFaults(page)).toEqual([]);

  await page.getByRole('button', { name: 'Preview' }).click();
  await page.waitForURL('**/a/*');
  const frame = await content(page);
  expect(await run(frame, 'pass()')).toBe('true');
  // Of a preview the bar does not say "Saved": the server's word is in the database.
  await expect
    .poll(
      async () => {
        const [row] = await real.server.look<{ n: number }>(
          `select count(*)::int as n from attempt_commit c join attempt a on a.tenant_id = c.tenant_id and a.id = c.attempt_id
         where a.mode = 'preview' and c.kind = 'terminate'`,
        );
        return row?.n;
      },
      { timeout: 20_000 },
    )
    .toBe(1);

  await page.goto(record);
  const after = await section(page);
  expect(after).toMatch(/It found its API after \d+\.\d s\./);
  expect(after).toContain('It set its status: incomplete → completed.');
  expect(after).toContain('It never set a score.');
  expect(after).toContain('It kept 6 characters for the next visit.');
  expect(after).toContain('It said that it had ended.');
  await screenshot(page, 'library-trial');
});
