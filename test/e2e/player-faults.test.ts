/** The player in a real browser when things go wrong: what content was told is saved is saved, and the learner knows. */
import { expect, test } from 'vitest';
import { accessibilityFaults } from '../support/browser';
import { content, journalSize, kinds, one12, openPlayer, run, saved, three, usePlayer } from '../support/player-page';

usePlayer();

test('a tab killed without a word: what was committed is on the device and goes first when the learner comes back', async () => {
  const { page, fake, context: own } = await openPlayer(one12());
  const frame = await content(page);
  fake.fault = '500';
  expect(await run(frame, `[set('cmi.core.lesson_location','p9'), commit()]`)).toEqual(['true', 'true']);
  await saved(page, 'Saved on this device, will send');
  const client = await own.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // Never answered: there is nobody left to.
  client.send('Page.crash').catch(() => undefined);
  await crashed;
  fake.fault = 'none';
  const again = await own.newPage();
  await again.goto(`${fake.package}/a/one`);
  const frameAgain = await content(again);
  await expect.poll(() => run(frameAgain, 'saw.location').catch(() => '')).toBe('p9');
  expect(fake.cmi('one', 'i1')).toMatchObject({ 'cmi.core.lesson_location': 'p9' });
});

test('offline and back: told so, nothing lost, sent by itself', async () => {
  const { page, fake, context: own } = await openPlayer(one12());
  const frame = await content(page);
  await saved(page, 'Saved');
  await own.setOffline(true);
  for (let i = 0; i < 5; i += 1)
    expect(await run(frame, `[set('cmi.core.lesson_location','${i}'), commit()]`)).toEqual(['true', 'true']);
  await saved(page, 'Saved on this device, will send');
  expect(await journalSize(page)).toBe(5);
  await own.setOffline(false);
  await saved(page, 'Saved');
  await expect.poll(() => fake.entries.length).toBe(6);
  expect(await journalSize(page)).toBe(0);
});

test.each(['empty', 'html', '500'] as const)('an answer that is none (%s) is not "saved"', async (fault) => {
  const { page, fake } = await openPlayer(one12());
  const frame = await content(page);
  await saved(page, 'Saved');
  fake.fault = fault;
  await run(frame, `set('cmi.core.lesson_location','x'); commit()`);
  await saved(page, 'Saved on this device');
  expect(await journalSize(page)).toBe(1);
});

test('401: the journal is kept, the learner is asked to sign in, and it goes on when that is done', async () => {
  const { page, fake } = await openPlayer(one12());
  const frame = await content(page);
  await saved(page, 'Saved');
  fake.fault = '401';
  await run(frame, `set('cmi.core.lesson_location','x'); commit()`);
  await saved(page, 'Saved on this device. Sign in again');
  expect(await accessibilityFaults(page)).toEqual([]);
  fake.fault = 'none';
  await page.evaluate(`window.dispatchEvent(new Event('online'))`);
  await saved(page, 'Saved');
  expect(fake.cmi('one', 'i1')).toMatchObject({ 'cmi.core.lesson_location': 'x' });
});

test('quota full: commit says false and the learner sees it; when the server has it all the same, it says Saved', async () => {
  const { page, fake } = await openPlayer(one12());
  const frame = await content(page);
  await saved(page, 'Saved');
  fake.fault = 'slow';
  await page.evaluate(
    `(() => { let size = 1 << 20; let i = 0; while (size > 0) { try { localStorage.setItem('hog' + i++, 'x'.repeat(size)); } catch { size = size >> 1; } } })()`,
  );
  expect(await run(frame, `[set('cmi.suspend_data','s'.repeat(500)), commit(), api.LMSGetLastError()]`)).toEqual([
    'true',
    'false',
    '101',
  ]);
  await saved(page, 'Not saved: this device has no room');
  await saved(page, 'Saved');
  expect(fake.cmi('one', 'i1')['cmi.suspend_data']).toHaveLength(500);
  expect(await run(frame, 'commit()')).toBe('true');
});

test('a burst of 120 sets with commits loses none', async () => {
  const { page, fake } = await openPlayer(one12());
  const frame = await content(page);
  const told = await run(
    frame,
    `Array.from({length:120},(_, i)=>set('cmi.interactions.'+i+'.id','q'+i)+commit()).every(x=>x==='truetrue')`,
  );
  expect(told).toBe(true);
  await expect.poll(() => Object.keys(fake.cmi('one', 'i1')).length).toBe(120);
  expect(fake.requests.length).toBeLessThan(20);
});

test('Terminate with more than 64 KB arrives, also when the page is left at once', async () => {
  const { page, fake, context: own } = await openPlayer(one12());
  const big = `set('cmi.suspend_data','s'.repeat(63000)); for (var i=0;i<60;i++){set('cmi.interactions.'+i+'.id','q'+i);set('cmi.interactions.'+i+'.student_response','r'.repeat(200))}`;
  await run(await content(page), `${big}; window.told = finish()`);
  await expect.poll(() => kinds(fake)).toContain('terminate');
  expect(fake.entries.find((entry) => entry.kind === 'terminate')?.set['cmi.suspend_data']).toHaveLength(63000);

  await page.goto(`${fake.package}/a/two`);
  await run(await content(page), `${big}; finish(); top.opener = null`);
  await page.goto(`${fake.app}/gone`);
  const back = await own.newPage();
  await back.goto(`${fake.package}/a/two`);
  await expect
    .poll(() => fake.entries.some((entry) => entry.attempt === 'two' && entry.kind === 'terminate'))
    .toBe(true);
});

test('offline at Next: told so, and the next part opens when the network is back', async () => {
  const { page, fake, context: own } = await openPlayer(three);
  await run(await content(page), `set('cmi.location','4')`);
  await own.setOffline(true);
  await page.locator('#next').click();
  await page.getByRole('heading', { name: 'You are offline' }).waitFor();
  await own.setOffline(false);
  await page.locator('#content[title*="Second part"]').waitFor();
  expect(fake.cmi('one', 'i1')).toMatchObject({ 'cmi.location': '4' });
});

test('two tabs on one attempt: both are told, neither loses data', async () => {
  const { page, fake, context: own } = await openPlayer(one12());
  const first = await content(page);
  const other = await own.newPage();
  await other.goto(`${fake.package}/a/one`);
  const second = await content(other);
  await page.getByText('Opened in another tab or device').waitFor();
  await other.getByText('Your place is kept from here').waitFor();
  await run(first, `set('cmi.interactions.0.id','from-first'); commit()`);
  await run(second, `set('cmi.core.lesson_location','from-second'); commit()`);
  await expect
    .poll(() => fake.cmi('one', 'i1'))
    .toEqual({ 'cmi.interactions.0.id': 'from-first', 'cmi.core.lesson_location': 'from-second' });
  await other.close();
  await page.bringToFront();
  await expect.poll(() => fake.entries.filter((entry) => entry.kind === 'commit').length).toBe(2);
});

test('the launcher sends what is left of this learner, not of another, and goes on by itself', async () => {
  const { page, fake, context: own } = await openPlayer(one12());
  await content(page);
  const entry = JSON.stringify({
    sequence: 1,
    at: '2026-11-23T10:00:00Z',
    activity: 'i1',
    kind: 'commit',
    set: { 'cmi.core.lesson_location': 'flushed' },
  });
  await page.evaluate(
    `localStorage.setItem('preceptor.journal/learner-1/one/old/1', ${JSON.stringify(entry)}); localStorage.setItem('preceptor.journal/learner-2/one/old/1', ${JSON.stringify(entry)})`,
  );
  await page.close();
  const launched = await own.newPage();
  await launched.goto(fake.launcher);
  await launched.waitForURL('**/a/one');
  expect(fake.entries.filter((one) => one.session === 'old')).toHaveLength(1);
  expect(await launched.evaluate(`Object.keys(localStorage)`)).toEqual(['preceptor.journal/learner-2/one/old/1']);
});

test('409: an entry that collides with what is known is kept aside, the learner is told, the rest goes on', async () => {
  const { page, fake } = await openPlayer(one12());
  const frame = await content(page);
  await saved(page, 'Saved');
  // The same session already sent another second entry from elsewhere.
  await page.evaluate(
    `fetch('/a/one/commit', { method: 'POST', body: JSON.stringify({ session: 'session-1', entries: [{ sequence: 2, at: '', activity: 'i1', kind: 'commit', set: {} }] }) })`,
  );
  await run(frame, `set('cmi.core.lesson_location','x'); commit(); set('cmi.suspend_data','y'); commit()`);
  await saved(page, 'Part of your work does not fit');
  expect(fake.cmi('one', 'i1')).toEqual({ 'cmi.suspend_data': 'y' });
  expect(await page.evaluate(`Object.keys(localStorage)`)).toEqual(['preceptor.aside/learner-1/one/session-1/2']);
});

test('content that empties the store of its origin loses nothing that is under way', async () => {
  const { page, fake } = await openPlayer(one12());
  const frame = await content(page);
  fake.fault = '500';
  await run(frame, `set('cmi.core.lesson_location','x'); commit(); localStorage.clear()`);
  await saved(page, 'Saved on this device');
  fake.fault = 'none';
  await page.evaluate(`window.dispatchEvent(new Event('online'))`);
  await expect.poll(() => fake.cmi('one', 'i1')).toEqual({ 'cmi.core.lesson_location': 'x' });
});
