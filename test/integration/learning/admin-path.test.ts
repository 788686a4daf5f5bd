import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCourses } from '../../../src/learning/catalogue';
import { parseIsoDate } from '../../../src/platform/dates';
import { everything } from '../../support/learning-world';
import { ca, careers, inputOf, la, nationalAdmin, openAdmin, otherLa, textOf, type Admin } from './admin-support';

let admin: Admin;
let second = '';
beforeAll(async () => {
  admin = await openAdmin();
  const [made] = await admin.fresh.database.inTransaction(everything, (tx) =>
    createCourses(tx, [
      { tenantId: admin.world.employer, title: 'Evacuation', activeFrom: parseIsoDate('2020-01-01') },
    ]),
  );
  second = `${admin.world.employer}.${made ?? ''}`;
});
afterAll(() => admin.close());

const first = (): string => `${admin.world.employer}.${admin.world.courseId}`;
const typed = (more: object = {}): Record<string, unknown> => ({
  title: 'Wards <i>first</i>',
  sections: '1',
  's0-title': 'Start',
  's0-rule': 'ALL_MANDATORY',
  's0-course': [first()],
  target: 'days',
  targetDays: '60',
  'activeFrom-day': '23',
  'activeFrom-month': '11',
  'activeFrom-year': '2026',
  ...more,
});

test('LP-2, LP-3, LP-6: sections are filled by buttons; faults are told at their section', async () => {
  const added = await admin.post('/manage/paths/new', typed({ do: 'add-section' }));
  expect(inputOf(added, 'sections')).toBe('2');
  const found = await admin.post('/manage/paths/new', typed({ do: 'search', 's0-q': 'evac' }));
  expect(found.text).toContain(`add-course:0:${second}`);
  expect((await admin.post('/manage/paths/new', typed({ do: `add-course:0:${second}` }))).text).toContain(
    `up-course:0:${second}`,
  );
  const faults = await admin.post(
    '/manage/paths/new',
    typed({ do: 'save', sections: '2', 's1-title': 'More', 's1-rule': 'N_OF', 's1-n': '3', 's1-course': [second] }),
  );
  expect(faults.status).toBe(422);
  expect(textOf(faults)).toContain('Enter how many courses are needed');
  expect(faults.text).toContain('href="#s1-n"');
  expect(textOf(await admin.post('/manage/paths/new', typed({ do: 'save', 's0-course': [] })))).toContain(
    'Add at least one course to each section',
  );
  expect(
    textOf(
      await admin.post(
        '/manage/paths/new',
        typed({ do: 'save', sections: '2', 's1-title': 'Twice', 's1-rule': 'OPTIONAL', 's1-course': [first()] }),
      ),
    ),
  ).toContain('A course is there twice');
  expect(textOf(await admin.post('/manage/paths/new', typed({ do: 'save', targetDays: 'soon' })))).toContain(
    'Enter a whole number of days',
  );
});

test('a path is made, read, changed with its version, and stale changes come back', async () => {
  const made = await admin.post(
    '/manage/paths/new',
    typed({ do: 'save', competence: [`${admin.world.national}.${admin.world.competenceId}`] }),
  );
  expect(made.status).toBe(303);
  const path = made.headers.location as string;
  const read = await admin.get(path);
  expect(read.text).not.toContain('<i>first');
  expect(textOf(read)).toContain('Within 60 days of joining');
  const form = await admin.get(`${path}/edit`);
  const change = {
    ...typed({
      title: 'Wards',
      sections: '2',
      's0-id': inputOf(form, 's0-id'),
      's1-title': 'More',
      's1-rule': 'OPTIONAL',
      's1-course': [second],
    }),
    version: inputOf(form, 'version'),
    do: 'save',
  };
  expect((await admin.post(`${path}/edit`, change)).status).toBe(303);
  const sections = await admin.fresh.asOwner<{ id: string }>('select id from path_section where title = $1', ['Start']);
  expect(sections).toEqual([{ id: inputOf(form, 's0-id') }]);
  const stale = await admin.post(`${path}/edit`, { ...change, title: 'Mine' });
  expect(stale.status).toBe(409);
  expect(inputOf(stale, 'title')).toBe('Mine');
  expect(textOf(stale)).toContain('they have “Wards”, you have “Mine”');
  expect(textOf(await admin.get(`${path}?tab=history`))).toContain('Changed the learning path');
  expect((await admin.get(path, otherLa)).status).toBe(404);
  expect((await admin.get(`${path}/edit`, ca)).status).toBe(403);
  const theirs = await admin.post('/manage/paths/new', typed({ do: 'save' }), otherLa);
  expect(theirs.status).toBe(409);
});

test('API: paths and people on them', async () => {
  const made = await admin.api('post', '/api/v1/paths', {
    title: 'By program',
    sections: [
      {
        title: 'One',
        rule: { kind: 'ALL_MANDATORY' },
        courses: [{ ownerId: admin.world.employer, courseId: admin.world.courseId }],
      },
    ],
  });
  expect(made.status).toBe(201);
  const { id } = made.body as { id: string };
  expect((await admin.api('post', '/api/v1/paths', { title: 'Empty', sections: [] })).body).toMatchObject({
    refusal: 'definition-refused',
  });
  expect(
    (
      await admin.api('post', '/api/v1/path-enrolments', {
        personId: admin.persons[0],
        path: { ownerId: admin.world.employer, id },
      })
    ).body,
  ).toMatchObject({ status: 'ACTIVE' });
  expect(
    (await admin.api('get', `/api/v1/path-enrolments?pathOwnerId=${admin.world.employer}&pathId=${id}`)).body,
  ).toMatchObject({ total: 1 });
  expect((await admin.api('get', `/api/v1/paths/${admin.world.employer}/${id}`)).body).toMatchObject({
    sections: [{ title: 'One' }],
  });
});

test('COMP-1, COMP-4, COMP-14: local competencies are defined by those who may, national ones proposed first', async () => {
  expect((await admin.get('/manage/competencies', la)).status).toBe(200);
  expect((await admin.get('/manage/competencies/new', la)).status).toBe(403);
  const similar = await admin.post(
    '/manage/competencies/new',
    { title: 'Fire doors', 'renewal-n': '2', 'renewal-unit': 'year' },
    careers,
  );
  expect(similar.status).toBe(409);
  expect(textOf(similar)).toContain('NHS|CSTF|Fire Safety - 1 Year|');
  const made = await admin.post(
    '/manage/competencies/new',
    { title: 'Fire doors', 'renewal-n': '2', 'renewal-unit': 'year', confirmed: 'yes' },
    careers,
  );
  expect(made.status).toBe(303);
  expect(textOf(await admin.get('/manage/competencies?q=doors'))).toContain('111|LOCAL|Fire doors - 2 Years|');
  expect(textOf(await admin.get('/manage/competencies?q=doors', otherLa))).toContain('Nothing found');
  expect(
    (
      await admin.post(
        '/manage/competencies/new',
        { title: 'Fire doors', 'renewal-n': '2', 'renewal-unit': 'year', confirmed: 'yes' },
        careers,
      )
    ).status,
  ).toBe(422);
  const national = await admin.post(
    '/manage/competencies/new',
    { title: 'Hoists', framework: 'CSTF', 'renewal-n': '', 'renewal-unit': 'year' },
    nationalAdmin,
  );
  expect(national.status).toBe(303);
  expect(textOf(await admin.get('/manage/competencies?q=hoists'))).toContain('NHS|CSTF|Hoists - No Renewal|');
});
