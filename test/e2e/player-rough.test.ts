/** Content that misbehaves: it plays, or the learner is told and can leave; nobody else is hurt. */
import { expect, test } from 'vitest';
import { accessibilityFaults, screenshot } from '../support/browser';
import { content, content12, newPerson, one12, openPlayer, run, saved, usePlayer } from '../support/player-page';

usePlayer();

const pageWith = (script: string): string => content12.replace('</script>', `${script}</script>`);

test('ten thousand sets a second: cheap for the page, few requests, and the learner leaves as ever', async () => {
  const { page, fake } = await openPlayer(one12());
  const frame = await content(page);
  await saved(page, 'Saved');
  await page.evaluate(
    `window.changes = 0; new MutationObserver((all) => { window.changes += all.length }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true })`,
  );
  const before = fake.requests.length;
  await run(
    frame,
    `window.sets = 0; window.flood = setInterval(function () { for (var i = 0; i < 400; i++) { set('cmi.core.lesson_location', String(window.sets++)); if (i % 10 === 0) commit() } }, 40)`,
  );
  await expect.poll(() => run(frame, 'window.sets'), { timeout: 60_000 }).toBeGreaterThan(20_000);
  const changes = await page.evaluate<number>('window.changes');
  expect(changes).toBeLessThan(500);
  expect(fake.requests.length - before).toBeLessThan(60);
  await page.getByRole('button', { name: 'Exit' }).click();
  await page.getByRole('heading', { name: 'You have left' }).waitFor();
  const last = fake.entries.at(-1)?.set['cmi.core.lesson_location'];
  expect(Number(last)).toBeGreaterThanOrEqual(20_000);
  expect(fake.entries.length).toBeLessThan(2000);
});

test('values that are set and never committed are kept soon all the same', async () => {
  const { page, fake } = await openPlayer(one12());
  const frame = await content(page);
  await run(frame, `set('cmi.core.lesson_location','p3')`);
  await expect.poll(() => fake.cmi('one', 'i1'), { timeout: 10_000 }).toEqual({ 'cmi.core.lesson_location': 'p3' });
  await saved(page, 'Saved');
});

test.each([
  ['its first script', (storm: string) => storm],
  ['a script that comes later', (storm: string) => `setTimeout(function () { ${storm} }, 300)`],
])(
  'a storm of dialogs in %s is left out after the first few, the learner is told, and leaving works',
  async (_, when) => {
    const own = await newPerson();
    let shown = 0;
    own.on('dialog', (dialog) => {
      shown += 1;
      void dialog.accept();
    });
    const storm = when(
      `for (var i = 0; i < 60; i++) { i % 3 ? alert('Read this ' + i) : confirm('Sure?') } window.done = true`,
    );
    const { page } = await openPlayer(one12({ files: { 'index.html': pageWith(storm) } }), own);
    await page.getByText('one message after another').waitFor();
    const frame = await content(page);
    await expect.poll(() => run(frame, 'window.done')).toBe(true);
    expect(shown).toBeGreaterThan(2);
    expect(shown).toBeLessThan(10);
    await page.getByRole('button', { name: 'Exit' }).click();
    await page.getByRole('heading', { name: 'You have left' }).waitFor();
  },
);

test('a part that never speaks, and one that shows nothing: told politely, with the way to load it again', async () => {
  const own = await newPerson();
  await own.clock.install();
  const silent = one12({
    activities: [{ identifier: 'i1', title: 'Fire', href: 'silent.html' }],
    files: {
      'silent.html': '<!doctype html><title>S</title><h1>Welcome</h1>',
      'blank.html': '<!doctype html><title>B</title><body>',
    },
  });
  const first = await openPlayer(silent, own);
  await content(first.page);
  await own.clock.fastForward(19_000);
  expect(await first.page.getByText('has not reported anything yet').count()).toBe(0);
  await own.clock.fastForward(2000);
  await first.page.getByText('This part has not reported anything yet.').waitFor();
  expect(await accessibilityFaults(first.page)).toEqual([]);
  await first.fake.stop();
  const blank = await openPlayer(
    { ...silent, activities: [{ identifier: 'i1', title: 'Fire', href: 'blank.html' }] },
    own,
  );
  await content(blank.page);
  await own.clock.fastForward(7000);
  await blank.page.getByText('This part looks empty.').waitFor();
  await blank.page.getByRole('button', { name: 'Load this part again' }).click();
  await expect.poll(() => blank.page.locator('#stage').getAttribute('data-state')).toBe('content');
});

test('content that speaks is left alone; it may read the page around it and ask for full screen', async () => {
  const own = await newPerson();
  await own.clock.install();
  const { page } = await openPlayer(one12(), own);
  const frame = await content(page);
  expect(await run(frame, 'parent.document.title')).toBe('Fire safety on the ward');
  expect(await run(frame, 'document.fullscreenEnabled')).toBe(true);
  await own.clock.fastForward(30_000);
  await saved(page, 'Saved');
  expect(await page.getByText('has not reported anything yet').count()).toBe(0);
});

test('help: what is saved, a reference, a technical note without what the learner wrote, and the way out by keyboard', async () => {
  const own = await newPerson();
  await own.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { page } = await openPlayer(one12(), own);
  const frame = await content(page);
  await run(frame, `set('cmi.suspend_data','my diary'); set('cmi.core.lesson_status','Completed'); commit()`);
  await saved(page, 'Saved');
  await page.getByRole('button', { name: 'Help', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Everything the course has reported so far is saved.').waitFor();
  expect(await page.locator('#help-reference').innerText()).toBe('one');
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'player-help');
  await page.getByRole('button', { name: 'Copy a technical note' }).click();
  await page.getByText('Copied').waitFor();
  const note = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(note).toContain('"attempt": "one"');
  expect(note).toMatch(/LMSSetValue[\s\S]*cmi\.core\.lesson_status[\s\S]*"error": "405"/);
  expect(note).not.toContain('my diary');
  await page.getByRole('button', { name: 'Copy a technical note' }).press('Escape');
  expect(await page.locator('#help').isVisible()).toBe(false);
  expect(await page.evaluate('document.activeElement.id')).toBe('help-button');
});

test('a window of its own: content finds the API, what it saves arrives, and it comes back into the page', async () => {
  const { page, fake, context: own } = await openPlayer(one12());
  await content(page);
  await page.getByRole('button', { name: 'Help', exact: true }).click();
  const [part] = await Promise.all([
    own.waitForEvent('page'),
    page.getByRole('button', { name: 'Open in a new window' }).click(),
  ]);
  await page.getByRole('heading', { name: 'This part is open in a window of its own' }).waitFor();
  await part.waitForURL('**/files/index.html');
  await part.waitForLoadState();
  expect(await part.evaluate(`[first, set('cmi.core.lesson_location','w'), commit()]`)).toEqual([
    'true',
    'true',
    'true',
  ]);
  await expect.poll(() => fake.cmi('one', 'i1')).toEqual({ 'cmi.core.lesson_location': 'w' });
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'player-own-window');
  await part.close();
  await page.getByRole('heading', { name: 'The window of this part is closed' }).waitFor();
  await page.getByRole('button', { name: 'Show it here' }).click();
  await page.locator('#content').waitFor();
  expect(await run(await content(page), 'saw.location')).toBe('w');
});

test('time left is shown in words and said politely at five minutes and at one', async () => {
  const own = await newPerson();
  await own.clock.install();
  const cmi = { 'cmi.student_data.max_time_allowed': '00:07:00', 'cmi.student_data.time_limit_action': 'exit,message' };
  const { page } = await openPlayer(
    one12({ activities: [{ identifier: 'i1', title: 'Fire', href: 'index.html', cmi }] }),
    own,
  );
  await content(page);
  await page.getByText('7 minutes left').waitFor();
  await own.clock.runFor(61_000);
  await page.getByText('6 minutes left').waitFor();
  await own.clock.runFor(61_000);
  await page.getByRole('status').filter({ hasText: 'There are 5 minutes left for this part.' }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'player-time-left');
  await own.clock.runFor(240_000);
  await page.getByText('There is 1 minute left for this part.').waitFor();
  await page.locator('#time-left', { hasText: /seconds left/ }).waitFor();
  await own.clock.runFor(61_000);
  await page.getByText('The time for this part is over. It was closed').waitFor();
});
