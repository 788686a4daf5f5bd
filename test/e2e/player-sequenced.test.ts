/** The player on a course with a tree: its controls, the contents, what content wishes and what the learner does. */
import { expect, test } from 'vitest';
import type { Frame, Page } from 'playwright-core';
import type { Activity } from '../../src/scorm/package/core/types';
import { block, organisation, sco, sequencing } from '../support/activity-trees';
import { accessibilityFaults, screenshot, scrollsSideways } from '../support/browser';
import type { FakeCourse } from '../support/player-harness';
import { content, kinds, newPerson, one12, openPlayer, run, three, usePlayer } from '../support/player-page';

usePlayer();

const page2004 = (three.files['p.html'] ?? '').replace(
  '</script>',
  `if (/bye=/.test(location.search)) addEventListener('pagehide', function () {
     set('adl.nav.request', decodeURIComponent(/bye=([^&]*)/.exec(location.search)[1])); api.Terminate('') });
   if (/late/.test(location.search)) addEventListener('pagehide', function () { api.Terminate('') });</script>`,
);

const leavesOf = (activity: Activity): readonly Activity[] =>
  activity.children.length === 0 ? [activity] : activity.children.flatMap(leavesOf);

/** A 2004 course whose leaves are all played by the same page. */
function course(
  children: readonly Activity[],
  parts: Partial<Activity> = {},
  more: Partial<FakeCourse> = {},
): FakeCourse {
  const tree = organisation(children, { sequencing: sequencing({ flow: true }), ...parts });
  return {
    version: '2004 4th Edition',
    organisation: tree,
    activities: leavesOf(tree.root).map(({ identifier, title }) => ({
      identifier,
      title,
      href: `p.html?${identifier}`,
    })),
    files: { 'p.html': page2004 },
    ...more,
  };
}

const control = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const shown = async (page: Page): Promise<Record<string, string>> => {
  const names = ['Contents', 'Previous', 'Continue', 'Save and leave', 'Exit'];
  const states = await Promise.all(
    names.map(async (name) => {
      const found = control(page, name);
      return (await found.count()) === 0 ? 'hidden' : (await found.isEnabled()) ? 'on' : 'off';
    }),
  );
  return Object.fromEntries(names.map((name, index) => [name, states[index] ?? '']));
};
const playing = async (page: Page, activity: string): Promise<Frame> => {
  await page.locator(`#stage[data-state=content][data-activity="${activity}"]`).waitFor();
  return content(page);
};
const terminate = (frame: Frame, wish: string): Promise<unknown> =>
  run(frame, `set('adl.nav.request', '${wish}'); setTimeout(() => api.Terminate(''), 0)`);

const ward = course([
  block('safe', [sco('a', { title: 'Fire doors' }), sco('b', { title: 'Alarms' })], {
    title: 'Safe on the ward',
    sequencing: sequencing({ flow: true }),
  }),
  sco('c', { title: 'Questions' }),
]);

test('the controls have the names people and tools know; what is not valid now is off and does nothing', async () => {
  const { page, fake } = await openPlayer(ward);
  await playing(page, 'a');
  expect(await shown(page)).toEqual({
    Contents: 'on',
    Previous: 'off',
    Continue: 'on',
    'Save and leave': 'on',
    Exit: 'on',
  });
  await control(page, 'Previous').dispatchEvent('click');
  expect(fake.requests.filter(({ path }) => path.endsWith('navigate'))).toEqual([]);
  expect(await page.locator('#content').getAttribute('title')).toBe('Course content: Fire doors');
  await control(page, 'Continue').click();
  await playing(page, 'b');
  expect((await shown(page))['Previous']).toBe('on');
});

test('Exit of an unfinished course says that the next start begins anew; Save and leave says it goes on', async () => {
  const { page, fake } = await openPlayer(ward);
  await playing(page, 'a');
  await control(page, 'Save and leave').click();
  await page.getByText('Your progress is saved. You can continue later.').waitFor();
  await page.getByRole('button', { name: 'Open it again' }).click();
  await playing(page, 'a');
  await control(page, 'Exit').click();
  await page.getByText('The next time you open it, you begin from the start.').waitFor();
  expect(await page.locator('#stage').getAttribute('data-state')).toBe('end');
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'player-end-anew');
  await page.getByRole('button', { name: 'Go back in' }).click();
  await playing(page, 'a');
  expect(fake.requests.filter(({ path }) => path.endsWith('navigate'))).toHaveLength(2);
});

test('1.2 has one way out, which keeps what there is', async () => {
  const { page } = await openPlayer(one12());
  await content(page);
  expect(await shown(page)).toEqual({
    Contents: 'hidden',
    Previous: 'hidden',
    Continue: 'hidden',
    'Save and leave': 'hidden',
    Exit: 'on',
  });
});

test('hideLMSUI of the part that is delivered hides its controls and no others', async () => {
  const { page } = await openPlayer(
    course([sco('a', { hideLmsUi: ['continue', 'suspendAll'] }), sco('b', { hideLmsUi: ['previous', 'exitAll'] })]),
  );
  await terminate(await playing(page, 'a'), 'continue');
  await playing(page, 'b');
  expect(await shown(page)).toMatchObject({
    Previous: 'hidden',
    // After the last part it ends the course.
    Continue: 'on',
    'Save and leave': 'on',
    Exit: 'hidden',
  });
  await page.getByRole('button', { name: 'Contents' }).click();
  await page.getByRole('button', { name: /Title of a/ }).click();
  await playing(page, 'a');
  expect(await shown(page)).toMatchObject({
    Continue: 'hidden',
    'Save and leave': 'hidden',
    Previous: 'off',
    Exit: 'on',
  });
});

test('ELO-6: the offering hides the outline, next, previous and exit, or the whole tool bar', async () => {
  const toolbar = { visible: true, next: false, previous: true, outline: false, exit: false };
  const { page, fake } = await openPlayer({ ...ward, start: { toolbar } });
  await playing(page, 'a');
  expect(await shown(page)).toEqual({
    Contents: 'hidden',
    Previous: 'off',
    Continue: 'hidden',
    'Save and leave': 'hidden',
    Exit: 'hidden',
  });
  await fake.stop();
  const bare = await openPlayer({ ...ward, start: { toolbar: { ...toolbar, visible: false } } });
  await playing(bare.page, 'a');
  expect(Object.values(await shown(bare.page))).toEqual(Array(5).fill('hidden'));
  await bare.page.getByRole('link', { name: 'Back' }).click();
  await bare.page.waitForURL('**/learning');
});

test('contents: a tree of lists with states in words, buttons for what can be chosen, by keyboard as well', async () => {
  const { page } = await openPlayer(
    course([
      block('safe', [sco('a', { title: 'Fire doors' }), sco('b', { title: 'Alarms' })], {
        title: 'Safe on the ward',
        sequencing: sequencing({ flow: true, choice: false }),
      }),
      sco('c', { title: 'Questions' }),
      sco('d', { title: 'Never seen', visible: false }),
    ]),
  );
  await playing(page, 'a');
  await page.getByRole('button', { name: 'Contents' }).focus();
  await page.keyboard.press('Enter');
  const list = page.getByRole('navigation', { name: 'Contents' });
  await list.getByRole('button', { name: /Questions.*Not started/ }).waitFor();
  expect(await list.locator('li li .player-entry').allInnerTexts()).toEqual([
    expect.stringMatching(/Fire doors\s+You are here · In progress/),
    expect.stringMatching(/Alarms\s+Not started · Not available yet/),
  ]);
  expect(await list.locator('[aria-current=step] .player-part').innerText()).toBe('Fire doors');
  expect(await list.getByText('Never seen').count()).toBe(0);
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'player-contents-tree');
  const branch = list.getByRole('button', { name: 'Parts of Safe on the ward' });
  await branch.focus();
  await page.keyboard.press('Space');
  expect(await branch.getAttribute('aria-expanded')).toBe('false');
  expect(await list.getByText('Alarms').isVisible()).toBe(false);
  await list.getByRole('button', { name: /Questions/ }).focus();
  await page.keyboard.press('Enter');
  await playing(page, 'c');
});

test('an activity that ends with nothing after it: content gone, session alive, the learner is told to choose', async () => {
  const flat = course([sco('a', { title: 'Fire doors' }), sco('b', { title: 'Alarms' })], {
    sequencing: sequencing({ flow: false }),
  });
  const { page } = await openPlayer(flat);
  await page.getByRole('heading', { name: 'Choose where to start' }).waitFor();
  await page.getByRole('button', { name: /Fire doors/ }).click();
  await terminate(await playing(page, 'a'), 'exit');
  await page.locator('#stage[data-state=choose]').waitFor();
  await page.getByRole('heading', { name: 'This part is closed' }).waitFor();
  await page.getByText('Choose a part from the contents.').waitFor();
  expect(await page.locator('#content').isVisible()).toBe(false);
  expect((await shown(page))['Exit']).toBe('on');
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'player-wait');
  await page.getByRole('button', { name: /Alarms/ }).click();
  await playing(page, 'b');
  expect(await page.getByText('Choose a part').isVisible()).toBe(false);
});

test.each(['exitAll', 'suspendAll', '{target=c}choice'])(
  'a wish that content sets in its unload after the learner moved (%s) is not acted on, and the log says so',
  async (wish) => {
    const href = `p.html?bye=${encodeURIComponent(wish)}`;
    const { page, fake } = await openPlayer({
      ...ward,
      activities: [{ identifier: 'a', title: 'Fire doors', href }, ...ward.activities.slice(1)],
    });
    await playing(page, 'a');
    await control(page, 'Continue').click();
    await playing(page, 'b');
    const said = fake.entries.filter((entry) => entry.activity === 'a' && entry.kind === 'terminate');
    expect(said.map((entry) => entry.set['adl.nav.request'])).toEqual(['_none_']);
  },
);

test("a wish that was committed before the learner's own move counts no more than one that was not", async () => {
  const { page, fake } = await openPlayer({
    ...ward,
    activities: [{ identifier: 'a', title: 'Fire doors', href: 'p.html?late' }, ...ward.activities.slice(1)],
  });
  await run(await playing(page, 'a'), `set('adl.nav.request','suspendAll'); api.Commit('')`);
  await expect.poll(() => kinds(fake)).toContain('commit');
  await control(page, 'Continue').click();
  await playing(page, 'b');
  expect(fake.entries.find((entry) => entry.kind === 'terminate')?.set).toMatchObject({ 'adl.nav.request': '_none_' });
});

test('content that terminates without a wish stays on screen; with one its page goes', async () => {
  const { page } = await openPlayer(ward);
  const frame = await playing(page, 'a');
  await run(frame, `api.Terminate('')`);
  await page.getByText('This part is finished.').waitFor();
  expect(frame.url()).toMatch(/p\.html/);
  await page.getByRole('button', { name: 'Go on' }).click();
  const second = await playing(page, 'b');
  await terminate(second, 'continue');
  await playing(page, 'c');
});

test('the same part again is a new page with a new run', async () => {
  const { page, fake } = await openPlayer(ward);
  const frame = await playing(page, 'a');
  await run(frame, 'window.mark = 1');
  await terminate(frame, '{target=a}jump');
  await expect.poll(() => kinds(fake)).toEqual(['initialize', 'terminate', 'initialize']);
  expect(await run(await playing(page, 'a'), `[window.mark, first]`)).toEqual([undefined, 'true']);
});

test('buttons, contents and adl.nav.request_valid follow what content has just said, without asking the server', async () => {
  const away = { condition: 'satisfied', not: false } as const;
  const { page, fake } = await openPlayer(
    course([
      sco('a'),
      sco('b', {
        sequencing: sequencing(
          {},
          { preConditionRules: [{ combination: 'all', conditions: [away], action: 'hiddenFromChoice' }] },
        ),
      }),
    ]),
  );
  const valid = `api.GetValue('adl.nav.request_valid.choice.{target=b}')`;
  await terminate(await playing(page, 'a'), '{target=b}choice');
  const frame = await playing(page, 'b');
  await page.getByRole('button', { name: 'Contents' }).click();
  const entry = page.locator('.player-entry[data-identifier=b]');
  const before = fake.requests.length;
  expect(await run(frame, `[set('cmi.success_status','failed'), ${valid}]`)).toEqual(['true', 'true']);
  await page.locator('button.player-entry[data-identifier=b]').waitFor();
  expect(await run(frame, `[set('cmi.success_status','passed'), ${valid}]`)).toEqual(['true', 'false']);
  await entry.waitFor({ state: 'detached' });
  const sent = fake.requests.slice(before).length;
  // What was set is kept soon; the buttons did not wait for it.
  expect(sent).toBeLessThanOrEqual(1);
  await terminate(frame, 'exitAll');
  await page.locator('#stage[data-state=end]').waitFor();
});

test('on a phone the bar is one row with a tree open below it, and nothing scrolls sideways', async () => {
  const { page } = await openPlayer(ward, await newPerson('phone'));
  await playing(page, 'a');
  await page.setViewportSize({ width: 320, height: 640 });
  await page.locator('#saved', { hasText: 'Saved' }).waitFor();
  await page.getByRole('button', { name: 'Contents' }).click();
  expect(await scrollsSideways(page)).toBe(false);
  expect(
    await page.evaluate<number>(`document.querySelector('.player-bar').getBoundingClientRect().height`),
  ).toBeLessThan(52);
  expect((await shown(page))['Save and leave']).toBe('on');
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'player-tree-narrow');
  const targets = await page.evaluate<number[]>(
    `[...document.querySelectorAll('.player-bar button, .player-bar a, .player-contents button')].filter(b => b.offsetParent).map(b => { const r = b.getBoundingClientRect(); return Math.min(r.width, r.height) })`,
  );
  expect(Math.min(...targets)).toBeGreaterThanOrEqual(24);
});
