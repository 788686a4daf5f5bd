import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCourses } from '../../../src/learning/catalogue';
import { changeSubscriptions } from '../../../src/learning/certification';
import { parseIsoDate } from '../../../src/platform/dates';
import { everything } from '../../support/learning-world';
import { ca, inputOf, learner, openAdmin, otherLa, textOf, type Admin } from './admin-support';

let admin: Admin;
let secondCourse = '';
beforeAll(async () => {
  admin = await openAdmin();
  const [made] = await admin.fresh.database.inTransaction(everything, (tx) =>
    createCourses(tx, [
      { tenantId: admin.world.employer, title: 'Evacuation', activeFrom: parseIsoDate('2020-01-01') },
    ]),
  );
  secondCourse = `${admin.world.employer}.${made ?? ''}`;
});
afterAll(() => admin.close());

const course = (): string => `${admin.world.employer}.${admin.world.courseId}`;
const competence = (): string => `${admin.world.national}.${admin.world.competenceId}`;
const typed = (more: object = {}): Record<string, unknown> => ({
  title: 'Fire <b>wardens</b>',
  description: '',
  basis: 'period',
  'initial-n': '30',
  'initial-unit': 'day',
  renewable: 'yes',
  'validity-n': '1',
  'validity-unit': 'year',
  validityStart: 'ACTUAL_COMPLETION',
  opens: 'before',
  opensDays: '90',
  notify: '30',
  level: 'certification',
  component: [course()],
  competence: [competence()],
  'activeFrom-day': '23',
  'activeFrom-month': '11',
  'activeFrom-year': '2026',
  ...more,
});
const path = (): string => `/manage/certifications/${admin.world.employer}/${admin.world.certificationId}`;

test('courses are found by search, added, ordered by buttons and removed, keeping all that was typed', async () => {
  const found = await admin.post('/manage/certifications/new', typed({ do: 'search', q: 'evac' }));
  expect(found.status).toBe(200);
  expect(textOf(found)).toContain('Evacuation');
  expect(inputOf(found, 'title')).toBe('Fire &lt;b&gt;wardens&lt;/b&gt;');
  const added = await admin.post('/manage/certifications/new', typed({ do: `add-component:${secondCourse}` }));
  const order = (text: string): string[] =>
    [...text.matchAll(/name="component" value="([^"]+)"/g)].map((each) => each[1] ?? '');
  expect(order(added.text)).toEqual([course(), secondCourse]);
  const moved = await admin.post(
    '/manage/certifications/new',
    typed({ component: order(added.text), do: `up-component:${secondCourse}` }),
  );
  expect(order(moved.text)).toEqual([secondCourse, course()]);
  const removed = await admin.post(
    '/manage/certifications/new',
    typed({ component: order(moved.text), do: `remove-component:${course()}` }),
  );
  expect(order(removed.text)).toEqual([secondCourse]);
});

test('V16, CERT-1, CERT-3, CERT-7: errors refuse in words at their fields; warnings are shown', async () => {
  const long = await admin.post(
    '/manage/certifications/new',
    typed({ do: 'check', 'initial-n': '1', 'initial-unit': 'year' }),
  );
  expect(long.status).toBe(422);
  expect(textOf(long)).toContain('The time to complete must be shorter than the time it is valid');
  expect(textOf(await admin.post('/manage/certifications/new', typed({ do: 'save', component: [] })))).toContain(
    'Add at least one course',
  );
  expect(textOf(await admin.post('/manage/certifications/new', typed({ do: 'check', opensDays: '400' })))).toContain(
    'Renewal cannot open before it was completed',
  );
  expect(textOf(await admin.post('/manage/certifications/new', typed({ do: 'check', 'validity-n': 'x' })))).toContain(
    'Enter a whole number from 1 to 3,650',
  );
  const early = await admin.post(
    '/manage/certifications/new',
    typed({ do: 'check', opensDays: '60', 'validity-n': '2' }),
  );
  expect(early.status).toBe(200);
  expect(textOf(early)).toContain('turns amber before they can renew');
  expect(textOf(early)).toContain('Fire safety is valid for another length of time');
});

test('the check shows a learner’s dates by the rules themselves; saving makes it, with its competence', async () => {
  const check = await admin.post('/manage/certifications/new', typed({ do: 'check' }));
  expect(textOf(check)).toMatch(
    /Subscribes 23 November 2026 Has to complete by 23 December 2026 Can renew from 24 September 2027 Is certified until 23 December 2027/,
  );
  expect(check.text).not.toContain('<b>wardens');
  const saved = await admin.post('/manage/certifications/new', typed({ do: 'save' }));
  expect(saved.status).toBe(303);
  const record = await admin.get(saved.headers.location as string);
  expect(textOf(record)).toContain('Fire &lt;b&gt;wardens&lt;/b&gt;');
  expect(textOf(record)).toContain('90 days before it expires');
  expect(textOf(await admin.get('/manage/certifications?q=wardens'))).toContain('1 result');
});

test('a change supersedes the fact and is recorded; a stale one comes back', async () => {
  const form = await admin.get(`${path()}/edit`);
  const version = inputOf(form, 'version');
  expect(inputOf(form, 'initial-n')).toBe('60');
  const change = typed({
    title: 'Fire safety certificate',
    'initial-n': '45',
    'validity-n': '12',
    'validity-unit': 'month',
    version,
    do: 'save',
    competence: [],
  });
  expect((await admin.post(`${path()}/edit`, change)).status).toBe(303);
  const facts = await admin.fresh.asOwner<{ initial_n: number; superseded: boolean }>(
    'select initial_n, superseded_at is not null as superseded from certification_fact where certification_id = $1 order by recorded_at, superseded_at nulls last',
    [admin.world.certificationId],
  );
  expect(facts).toEqual([
    { initial_n: 60, superseded: true },
    { initial_n: 45, superseded: false },
  ]);
  expect(textOf(await admin.get(`${path()}?tab=history`))).toContain('“60 days” became “45 days”');
  const stale = await admin.post(`${path()}/edit`, { ...change, 'initial-n': '50', title: 'Mine' });
  expect(stale.status).toBe(409);
  expect(inputOf(stale, 'title')).toBe('Mine');
  expect(textOf(stale)).toContain('they have “45 days from subscribing”, you have “50 days from subscribing”');
});

test('CERT-16: other courses under subscribers need a confirmation; a new order does not', async () => {
  await admin.fresh.database.inTransaction(everything, (tx) =>
    changeSubscriptions(tx, [
      {
        tenantId: admin.world.employer,
        personId: admin.persons[0],
        certification: { ownerId: admin.world.employer, id: admin.world.certificationId },
        command: { type: 'subscribe', approvalNeeded: false, mandatory: false },
      },
    ]),
  );
  const version = inputOf(await admin.get(`${path()}/edit`), 'version');
  const change = typed({
    title: 'Fire safety certificate',
    version,
    component: [course(), secondCourse],
    competence: [],
  });
  const check = await admin.post(`${path()}/edit`, { ...change, do: 'check' });
  expect(textOf(check)).toContain('A new certification is usually better');
  const unconfirmed = await admin.post(`${path()}/edit`, { ...change, do: 'save' });
  expect(unconfirmed.status).toBe(422);
  expect(textOf(unconfirmed)).toContain('Say that you understand');
  expect((await admin.post(`${path()}/edit`, { ...change, do: 'save', confirmed: 'yes' })).status).toBe(303);
  const components = await admin.fresh.asOwner<{ course_id: string }>(
    'select course_id from certification_component where certification_id = $1 and superseded_at is null order by position',
    [admin.world.certificationId],
  );
  expect(components.map((each) => `${admin.world.employer}.${each.course_id}`)).toEqual([course(), secondCourse]);
  const progress = await admin.fresh.asOwner('select course_id from component_progress');
  expect(progress).toHaveLength(1);
  const reorder = typed({
    title: 'Fire safety certificate',
    version: String(Number(version) + 1),
    component: [secondCourse, course()],
    competence: [],
    do: 'save',
  });
  expect((await admin.post(`${path()}/edit`, reorder)).status).toBe(303);
  expect(textOf(await admin.get(`${path()}?tab=subscribers`))).toContain('Pat Learner 0');
});

test('PERM-1, CAT-3: another tenant sees none, class administrators only look, components of others are refused', async () => {
  expect((await admin.get(path(), otherLa)).status).toBe(404);
  expect((await admin.post(`${path()}/edit`, typed({ do: 'save' }), otherLa)).status).toBe(404);
  expect((await admin.get(path(), ca)).status).toBe(200);
  expect((await admin.get(`${path()}/edit`, ca)).status).toBe(403);
  expect((await admin.get('/manage/certifications', learner)).status).toBe(403);
  const theirs = await admin.post('/manage/certifications/new', typed({ do: 'save', competence: [] }), otherLa);
  expect(theirs.status).toBe(409);
  expect(textOf(theirs)).toContain('One of the courses is no longer there');
});

test('API: certifications and subscriptions with problems for refusals', async () => {
  const body = {
    title: 'By program',
    initialCompletion: { n: 30, unit: 'day' },
    validity: { n: 1, unit: 'year' },
    components: [{ ownerId: admin.world.employer, courseId: admin.world.courseId }],
  };
  const made = await admin.api('post', '/api/v1/certifications', body);
  expect(made.status).toBe(201);
  const { ownerId, id } = made.body as { ownerId: string; id: string };
  expect((await admin.api('get', `/api/v1/certifications/${ownerId}/${id}`)).body).toMatchObject({
    title: 'By program',
    components: [{ courseId: admin.world.courseId }],
  });
  const refused = await admin.api('post', '/api/v1/certifications', { ...body, validity: { n: 1, unit: 'day' } });
  expect(refused.body).toMatchObject({ code: 'refused', refusal: 'definition-refused' });
  expect(refused.status).toBe(409);
  const subscribed = await admin.api('post', '/api/v1/subscriptions', {
    personId: admin.persons[1],
    certification: { ownerId, id },
  });
  expect(subscribed.body).toMatchObject({ status: 'ENROLLED' });
  expect(
    (await admin.api('post', '/api/v1/subscriptions', { personId: admin.persons[1], certification: { ownerId, id } }))
      .body,
  ).toMatchObject({ refusal: 'already-subscribed' });
  expect(
    (await admin.api('post', '/api/v1/subscriptions', { personId: admin.persons[2], certification: { ownerId, id } }))
      .status,
  ).toBe(404);
  expect(
    (await admin.api('get', `/api/v1/subscriptions?certificationOwnerId=${ownerId}&certificationId=${id}`)).body,
  ).toMatchObject({ total: 1 });
});
