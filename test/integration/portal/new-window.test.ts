/** An offering that opens a new window: every way in says so and does so. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrolForEverything, everything } from '../../support/learning-world';
import { openPortal, textOf, type Portal } from '../../support/portal';

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

const certification = (): string => `/certifications/${portal.world.employer}/${portal.world.certificationId}`;
const course = (): string => `/learning/courses/${portal.world.employer}/${portal.world.courseId}`;
const path = (): string => `/paths/${portal.world.employer}/${portal.world.pathId}`;

test('ELO-6: where the offering says so, every way in opens a new window, in words and without a script', async () => {
  await portal.fresh.asOwner('update offering set new_window = true where course_id = $1', [portal.world.courseId]);
  try {
    const learner = await portal.visitor();
    const opens = (html: string): string[] =>
      [...html.matchAll(/<form[^>]*action="([^"]+)"[^>]*target="_blank" rel="noopener"[^>]*>([\s\S]*?)<\/form>/g)].map(
        ([, action = '', inside = '']) => `${action.replace(/[0-9a-f-]{36}/g, 'ID')} ${textOf(inside).trim()}`,
      );
    const offered = (await learner.get(course())).text;
    expect(offered).toMatch(/name="play" value="yes" formtarget="_blank">[^<]+\(opens in a new window\)/);
    await learner.post(`${certification()}/subscribe`);
    await learner.post(`${path()}/subscribe`);
    const take = '/certifications/ID/ID/take Start : Fire safety (opens in a new window)';
    expect(opens((await learner.get('/')).text)).toEqual([take]);
    expect(opens((await learner.get(certification())).text)).toContain(take);
    const id = await portal.fresh.database.inTransaction(everything, (tx) =>
      enrolForEverything(tx, portal.world, learner.personId ?? ''),
    );
    const start = '/enrolments/ID/play Start : Fire safety (opens in a new window)';
    for (const place of ['/', '/my-learning', `/enrolments/${id}`, course(), path()])
      expect([place, opens((await learner.get(place)).text)]).toEqual([place, expect.arrayContaining([start])]);
  } finally {
    await portal.fresh.asOwner('update offering set new_window = false where course_id = $1', [portal.world.courseId]);
  }
  const other = await portal.visitor();
  expect((await other.get(course())).text).not.toContain('_blank');
});
