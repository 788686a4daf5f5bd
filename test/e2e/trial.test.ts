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
function err(){return [api.LMSSetValue('cmi.core.lesson_status','Completed'),api.LMSSetValue('cmi.core.lesson_status','Completed')].join()}
function fail(){Promise.reject(new Error('nobody waited'));fetch('data/words.json').then(function(r){return r.text()});setTimeout(function(){nowhere()})}
</script><script src="https://cdn.example.net/x.js"></script><img src="pictures/%C3%A9tude.png" alt=""><script>firstScript.fails()</script>`;

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

  await page.getByRole('button', { name: 'Try it' }).click();
  await page.waitForURL('**/a/*');
  const frame = await content(page);
  expect(await run(frame, 'err()')).toBe('false,false');
  await run(frame, 'fail()');
  // What goes wrong stands in the list beside the content at once.
  for (const words of ['étude.png (404)', 'words.json (404)', 'nobody waited', 'nowhere is not defined'])
    await page.locator('#trace-list li[data-kind=fault][data-error=true]', { hasText: words }).waitFor();
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

  // The notes of the page follow within seconds, and when it is left.
  await expect
    .poll(
      async () => {
        await page.goto(record);
        return section(page);
      },
      { timeout: 20_000 },
    )
    .toContain('nowhere is not defined');
  const after = await section(page);
  expect(after).toContain(
    'It called LMSSetValue("cmi.core.lesson_status", "Completed") and was told error 405, 2 times.',
  );
  expect(after).toContain('A file that it asked for could not be had: pictures/étude.png (status 404).');
  expect(after).toContain('A file that it asked for could not be had: data/words.json (status 404).');
  expect(after).toContain('did not load: https://cdn.example.net/x.js.');
  expect(after).toMatch(/A script failed: .*firstScript is not defined \(index\.html:\d+\)/);
  expect(after).toContain('A script failed: nobody waited');
  expect(after).not.toContain('A value was refused');
  expect(after).toMatch(/It found its API after \d+\.\d s\./);
  expect(after).toContain('It set its status: incomplete → completed.');
  expect(after).toContain('It never set a score.');
  expect(after).toContain('It kept 6 characters for the next visit.');
  expect(after).toContain('It said that it had ended.');
  await screenshot(page, 'library-trial');
});
