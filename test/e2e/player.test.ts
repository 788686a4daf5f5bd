/** The player in a real browser: playing, moving on, leaving, looking, with mouse and keyboard, at a desk and on a phone. */
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { accessibilityFaults, screenshot, scrollsSideways } from '../support/browser';
import {
  content,
  content12,
  journalSize,
  kinds,
  newPerson,
  one12,
  openPlayer,
  run,
  saved,
  three,
  usePlayer,
} from '../support/player-page';

usePlayer();

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
  expect(fake.entries.at(-1)).toMatchObject({
    kind: 'terminate',
    set: { 'cmi.core.lesson_location': '1', 'cmi.core.session_time': '00:00:05' },
  });

  for (const leave of [
    (tab: Page) => tab.goto(`${fake.app}/elsewhere`),
    (tab: Page) => tab.close({ runBeforeUnload: true }),
  ]) {
    const before = fake.entries.length;
    const tab = await own.newPage();
    await tab.goto(`${fake.package}/a/one`);
    await run(await content(tab), `set('cmi.core.lesson_location','2')`);
    await leave(tab);
    await expect.poll(() => kinds(fake).slice(before)).toContain('terminate');
  }
});

test('a pop-up finds the API through its opener; content that navigates top stays in the player', async () => {
  const popup = content12.replace('<h1>Part</h1>', '<h1>Pop-up</h1>');
  const opener = `<!doctype html><title>Opener</title><button onclick="window.open('/files/popup.html','course')">Open</button>`;
  const {
    page,
    fake,
    context: own,
  } = await openPlayer(
    one12({
      activities: [{ identifier: 'i1', title: 'Fire', href: 'opener.html' }],
      files: { 'opener.html': opener, 'popup.html': popup },
    }),
  );
  const frame = await content(page);
  const [opened] = await Promise.all([own.waitForEvent('page'), frame.locator('button').click()]);
  await opened.waitForLoadState();
  expect(await opened.evaluate(`[first, set('cmi.core.lesson_location','pop'), commit()]`)).toEqual([
    'true',
    'true',
    'true',
  ]);
  await saved(page, 'Saved');
  await opened.close();
  for (const away of [
    `top.location.href = '${fake.app}/evil'`,
    `top.location.replace('/files/x.html')`,
    `window.open('${fake.app}/evil', '_top')`,
    `{ const a = document.createElement('a'); a.href='${fake.app}/evil'; a.target='_top'; document.body.append(a); a.click(); }`,
  ]) {
    await run(frame, `setTimeout(() => { ${away} }, 0)`);
    await page.getByText('The course tried to leave this page').waitFor();
    await page.getByRole('button', { name: 'Close this message' }).click();
    expect(page.url()).toBe(`${fake.package}/a/one`);
  }
});

test('next, previous, contents and adl.nav.request; without Terminate a commit is written, not a terminate (SCO-2)', async () => {
  const { page, fake } = await openPlayer(three);
  await run(await content(page), `set('cmi.location','3')`);
  await page.locator('#next').click();
  await page.locator('#content[title*="Second part"]').waitFor();
  let frame = await content(page);
  await frame.waitForURL('**/p.html?2');
  expect(fake.entries.map((entry) => [entry.activity, entry.kind])).toEqual([
    ['i1', 'initialize'],
    ['i1', 'commit'],
    ['i2', 'initialize'],
  ]);
  await run(
    frame,
    `set('cmi.completion_status','completed'); set('adl.nav.request','continue'); setTimeout(() => api.Terminate(''), 0)`,
  );
  await page.locator('#content[title*="leaflet"]').waitFor();
  frame = await content(page);
  await frame.waitForURL('**/leaflet.html');
  // A page that is called an asset may speak all the same.
  expect(await run(frame, 'apiThere')).toBe(true);
  expect(await page.locator('#next').isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Contents' }).click();
  await page.getByRole('button', { name: /Second part.*Completed/ }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'player-contents');
  await page.getByRole('button', { name: /First part/ }).click();
  await page.locator('#content[title*="First part"]').waitFor();
  await frame.waitForURL('**/p.html?1');
  expect(await run(await content(page), `api.GetValue('cmi.location')`)).toBe('3');
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
  const focused = (): Promise<string> => page.evaluate<string>('document.activeElement.textContent.trim()');
  expect(await focused()).toContain('First part');
  await page.keyboard.press('Escape');
  expect(await page.evaluate('document.activeElement.id')).toBe('contents-button');
  expect(await page.locator('#contents').isVisible()).toBe(false);
  await page.locator('#help-button').focus();
  await page.keyboard.press('Enter');
  expect(await focused()).toBe('Something wrong?');
  await page.keyboard.press('Shift+Tab');
  await page.locator('#help-button').focus();
  await page.keyboard.press('Escape');
  expect(await page.locator('#help').isVisible()).toBe(false);
  await page.locator('#contents-button').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  expect(await page.evaluate('document.activeElement.id')).toBe('contents-button');
});

test('a phone: the contents go away when a part was chosen, because they lie above it', async () => {
  const { page } = await openPlayer(three, await newPerson('phone'));
  await content(page);
  await page.getByRole('button', { name: 'Contents' }).click();
  await page.getByRole('button', { name: /Second part/ }).click();
  await page.frameLocator('iframe.player-frame[title*="Second part"]').getByRole('heading').waitFor();
  expect(await page.locator('#contents').isVisible()).toBe(false);
  expect(await page.locator('#contents-button').getAttribute('aria-expanded')).toBe('false');
});

test('a phone: nothing scrolls sideways, the content gets most of the room', async () => {
  const { page } = await openPlayer(three, await newPerson('phone'));
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
  await page
    .locator('#trace-list li', {
      hasText: 'LMSSetValue("cmi.core.lesson_status", "Completed") returned "false" · error 405',
    })
    .waitFor();
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
  expect(await run(frame, `[first, set('cmi.core.lesson_location','1'), commit(), finish()]`)).toEqual([
    'true',
    'true',
    'true',
    'true',
  ]);
  await page.getByText('You were looking back; nothing was recorded.').waitFor();
  expect(fake.requests).toEqual([]);
});

test('time allowed is over: exit with a message', async () => {
  const cmi = { 'cmi.student_data.max_time_allowed': '00:00:01', 'cmi.student_data.time_limit_action': 'exit,message' };
  const { page } = await openPlayer(
    one12({ activities: [{ identifier: 'i1', title: 'Fire', href: 'index.html', cmi }] }),
  );
  await page.getByText('The time for this part is over. It was closed').waitFor();
  await page.getByRole('heading', { name: 'You have left' }).waitFor();
});

test('a content page that is loaded again after it finished begins a run of its own, where it stopped', async () => {
  const { page, fake } = await openPlayer(one12());
  const frame = await content(page);
  await run(
    frame,
    `set('cmi.core.lesson_location','5'); set('cmi.core.exit','suspend'); finish(); setTimeout(() => location.reload(), 0)`,
  );
  await expect.poll(() => kinds(fake)).toEqual(['initialize', 'terminate', 'initialize']);
  expect(await run(await content(page), '[first, saw.location, saw.entry]')).toEqual(['true', '5', 'resume']);
});

test('a refusal after the content has gone is said in words, with the way back', async () => {
  const { page } = await openPlayer(three);
  await run(
    await content(page),
    `set('adl.nav.request','{target=nowhere}choice'); setTimeout(() => api.Terminate(''), 0)`,
  );
  await page.getByText('The course asked for a part that it does not have.').waitFor();
  await page.getByRole('button', { name: 'Go back to where you were' }).click();
  expect(await run(await content(page), 'first')).toBe('true');
});
