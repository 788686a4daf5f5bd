/** The trace: live in a preview, filtered and downloaded; of a real attempt sent where somebody asked for a record. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { organisation, sco, sequencing } from '../support/activity-trees';
import { accessibilityFaults, screenshot } from '../support/browser';
import type { FakeCourse } from '../support/player-harness';
import { content, one12, openPlayer, run, saved, three, usePlayer } from '../support/player-page';

usePlayer();

const sequenced: FakeCourse = {
  ...three,
  mode: 'preview',
  organisation: organisation(
    [
      sco('i1', { title: 'First part' }),
      sco('i2', {
        title: 'Second part',
        sequencing: sequencing(
          {},
          {
            preConditionRules: [
              { combination: 'all', conditions: [{ condition: 'always', not: false }], action: 'skip' },
            ],
          },
        ),
      }),
      sco('i3', { title: 'A leaflet' }),
    ],
    { sequencing: sequencing({ flow: true }) },
  ),
};

test('a preview shows how sequencing decided, with its clause; kinds are filtered', async () => {
  const { page } = await openPlayer(sequenced);
  await run(await content(page), `set('cmi.location','3')`);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.locator('#stage[data-activity=i3]').waitFor();
  await page
    .locator('#trace-list li[data-kind=step]', { hasText: 'Second part is skipped: rule always → skip (SB.2.2)' })
    .waitFor();
  await page.getByLabel('Show', { exact: true }).selectOption('step');
  await expect.poll(() => page.locator('#trace-list li:not([data-kind=step])').count()).toBe(0);
  await page.getByLabel('Show', { exact: true }).selectOption('all');
  await page.locator('#trace-list li', { hasText: 'SetValue("cmi.location", "3")' }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await screenshot(page, 'player-trace');
});

test('downloaded as JSON, without personal data unless it is asked for', async () => {
  const { page } = await openPlayer(one12({ mode: 'preview' }));
  await run(await content(page), `set('cmi.suspend_data','my diary'); set('cmi.core.lesson_location','7')`);
  await page.locator('#trace-list li', { hasText: 'my diary' }).waitFor();
  const download = async (): Promise<string> => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    return readFile(await file.path(), 'utf8');
  };
  const anonymous = await download();
  expect(anonymous).not.toContain('my diary');
  expect(JSON.parse(anonymous)).toContainEqual(
    expect.objectContaining({ kind: 'call', call: 'LMSSetValue', args: ['cmi.core.lesson_location', '7'], error: '0' }),
  );
  await page.getByLabel('Leave out personal data').uncheck();
  expect(await download()).toContain('my diary');
});

test('a flood in a preview: bounded lines, and the page still answers', async () => {
  const { page } = await openPlayer(one12({ mode: 'preview' }));
  const frame = await content(page);
  await run(frame, `for (var i = 0; i < 12000; i++) set('cmi.core.lesson_location', String(i))`);
  await page.locator('#trace-list li', { hasText: '"11999"' }).waitFor();
  expect(await page.locator('#trace-list li').count()).toBeLessThanOrEqual(400);
  await page.getByText(/^400 of 12,?\d{3} lines$/).waitFor();
});

test('a real attempt is recorded only where it was asked for, and the learner is told', async () => {
  const { page, fake } = await openPlayer(one12({ start: { recordTrace: true } }));
  const frame = await content(page);
  await page.getByText('What this course calls and saves is being recorded').waitFor();
  await run(frame, `set('cmi.core.lesson_status','Completed'); set('cmi.core.lesson_location','1'); commit()`);
  await saved(page, 'Saved');
  const records = () => fake.traces.flatMap((trace) => trace.records);
  await expect
    .poll(records, { timeout: 15_000 })
    .toContainEqual(expect.objectContaining({ kind: 'call', call: 'LMSSetValue', error: '405', activity: 'i1' }));
  await expect
    .poll(records, { timeout: 15_000 })
    .toContainEqual(expect.objectContaining({ kind: 'sent', action: 'commit', status: 'answer' }));
  expect(fake.traces.map(({ number }) => number)).toEqual(fake.traces.map((_, index) => index + 1));
  await fake.stop();
  const quiet = await openPlayer(one12());
  await run(await content(quiet.page), 'commit()');
  await saved(quiet.page, 'Saved');
  expect(await quiet.page.getByText('is being recorded').count()).toBe(0);
});

test('what content was refused goes with its next entry', async () => {
  const { page, fake } = await openPlayer(one12());
  await run(
    await content(page),
    `set('cmi.core.lesson_status','Completed'); set('cmi.core.lesson_location','1'); commit()`,
  );
  await saved(page, 'Saved');
  expect(fake.entries.at(-1)?.refused).toEqual([
    { element: 'cmi.core.lesson_status', value: 'Completed', error: '405' },
  ]);
});
