import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCourses } from '../../../src/learning/catalogue';
import { parseIsoDate } from '../../../src/platform/dates';
import { everything } from '../../support/learning-world';
import { ca, inputOf, la, learner, nationalAdmin, openAdmin, otherLa, textOf, type Admin } from './admin-support';

let admin: Admin;
beforeAll(async () => {
  admin = await openAdmin();
});
afterAll(() => admin.close());

const nasty = '<script>alert(1)</script> & "quotes"';

describe('the guided flow', () => {
  const answers = (): Record<string, string | string[]> => ({
    object: `${admin.world.object.ownerId}.${admin.world.object.id}`,
    title: nasty,
    description: 'Short & sweet',
    keywords: 'fire, smoke',
    minutes: '20',
    offering: 'Online',
    rule: 'MASTERY',
    mastery: '80',
    toolbar: ['visible', 'exit'],
    played: 'yes',
    competence: `${admin.world.national}.${admin.world.competenceId}`,
    competences: 'done',
    join: 'certification',
  });
  const query = (some: Record<string, string | string[]>): string => {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(some)) for (const each of [value].flat()) search.append(name, each);
    return search.toString();
  };

  test('ELL-1: begins with content, own and national, and goes from step to step with its answers in the address', async () => {
    const start = await admin.get('/manage/courses/new');
    expect(start.status).toBe(200);
    expect(textOf(start)).toContain('Which content do you want to use?');
    expect(textOf(start)).toContain('National');
    const chosen = await admin.get(
      `/manage/courses/new?object=${admin.world.object.ownerId}.${admin.world.object.id}&sent=object`,
    );
    expect(chosen.headers.location).toMatch(/^\/manage\/courses\/new\?object=.*&step=course$/);
    const course = await admin.get(chosen.headers.location as string);
    expect(textOf(course)).toContain('What do learners see?');
    expect(inputOf(course, 'title')).toBe('Fire safety');
    const missing = await admin.get(`${chosen.headers.location as string}&sent=course&title=`);
    expect(missing.status).toBe(422);
    expect(textOf(missing)).toContain('Enter a title');
    const play = await admin.get(`/manage/courses/new?${query({ ...answers(), sent: 'play', mastery: '' })}`);
    expect(play.status).toBe(422);
    expect(textOf(play)).toContain('Enter the score that is needed');
    const search = await admin.get(
      `/manage/courses/new?${query({ ...answers(), step: 'competences', q: 'fire', competence: [] })}`,
    );
    expect(textOf(search)).toContain('Renewed every year');
  });

  test('all answers are checked on one page; making it creates course, offering, class and attachment in one transaction', async () => {
    const check = await admin.get(`/manage/courses/new?${query({ ...answers(), step: 'check' })}`);
    expect(check.status).toBe(200);
    expect(check.text).not.toContain('<script>alert');
    expect(textOf(check)).toContain('Only people on a certification');
    const made = await admin.post('/manage/courses/new', answers());
    expect(made.status).toBe(303);
    const record = await admin.get(made.headers.location as string);
    expect(record.status).toBe(200);
    expect(record.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(record.text).not.toContain('<script>alert');
    expect(textOf(record)).toContain('When the score is high enough (at least 80 %)');
    expect(textOf(record)).toContain('Make a certification');
    const given = await admin.get(`${made.headers.location as string}?tab=competencies`);
    expect(textOf(given)).toContain('NHS|CSTF|Fire Safety - 1 Year|');
    const history = await admin.get(`${made.headers.location as string}?tab=history`);
    expect(textOf(history)).toContain('Alex Admin, 23 November 2026');
    expect(textOf(history)).toContain('Added the competence “Fire safety”');
  });

  test('a course that exists gets another offering; another tenant’s content, course or competence is refused', async () => {
    const own = await admin.post('/manage/courses/new', {
      ...answers(),
      course: `${admin.world.employer}.${admin.world.courseId}`,
      competence: [],
    });
    expect(own.headers.location).toBe(`/manage/courses/${admin.world.employer}/${admin.world.courseId}`);
    const [foreign] = await admin.fresh.database.inTransaction(everything, (tx) =>
      createCourses(tx, [{ tenantId: admin.world.other, title: 'Theirs', activeFrom: parseIsoDate('2026-01-01') }]),
    );
    const refused = await admin.post('/manage/courses/new', {
      ...answers(),
      course: `${admin.world.other}.${foreign ?? ''}`,
    });
    expect(refused.status).toBe(409);
    const [{ count }] = (await admin.fresh.asOwner<{ count: string }>('select count(*) from course')) as [
      { count: string },
    ];
    const nobodys = await admin.post('/manage/courses/new', {
      ...answers(),
      competence: `${admin.world.other}.${admin.world.competenceId}`,
    });
    expect(nobodys.status).toBe(409);
    expect(textOf(nobodys)).toContain('One of the competencies is no longer there');
    const [after] = await admin.fresh.asOwner<{ count: string }>('select count(*) from course');
    expect(after?.count).toBe(count);
  });

  test('PERM-1: looking and enrolling alone make no courses', async () => {
    for (const person of [ca, learner]) {
      expect((await admin.get('/manage/courses/new', person)).status).toBe(403);
      expect((await admin.post('/manage/courses/new', answers(), person)).status).toBe(403);
    }
  });
});

describe('records', () => {
  const path = (): string => `/manage/courses/${admin.world.employer}/${admin.world.courseId}`;
  const dates = { 'activeFrom-day': '1', 'activeFrom-month': '1', 'activeFrom-year': '2020' };

  test('the list is searched, by competence too, and empty in words', async () => {
    const found = await admin.get('/manage/courses?q=fire');
    expect(textOf(found)).toContain('Fire safety');
    const nothing = await admin.get(`/manage/courses?q=${encodeURIComponent(`${nasty} nowhere`)}`);
    expect(textOf(nothing)).toContain('Nothing found for');
    expect(nothing.text).not.toContain('<script>alert');
    expect((await admin.get('/manage/courses?sort=nonsense&page=-3&direction=up')).status).toBe(200);
    expect(textOf(await admin.get('/manage/courses?q=fire', otherLa))).toContain('Nothing found');
  });

  test('CAT-3, PERM-1: another tenant’s course is not there; a national one is read and not changed', async () => {
    expect((await admin.get(path(), otherLa)).status).toBe(404);
    expect((await admin.get(`${path()}/edit`, otherLa)).status).toBe(404);
    const [national] = await admin.fresh.database.inTransaction(everything, (tx) =>
      createCourses(tx, [
        { tenantId: admin.world.national, title: 'For everyone', activeFrom: parseIsoDate('2026-01-01') },
      ]),
    );
    const theirs = `/manage/courses/${admin.world.national}/${national ?? ''}`;
    const read = await admin.get(theirs);
    expect(textOf(read)).toContain('only the national body can change it');
    expect(read.text).not.toContain(`${theirs}/edit`);
    expect((await admin.get(`${theirs}/edit`)).status).toBe(404);
    expect((await admin.post(`${theirs}/edit`, { title: 'Mine', version: '1', ...dates })).status).toBe(404);
    expect((await admin.get(`${theirs}/edit`, nationalAdmin)).status).toBe(200);
    expect(
      (await admin.post(`${theirs}/edit`, { title: 'Changed', version: '1', ...dates }, nationalAdmin)).status,
    ).toBe(303);
    expect((await admin.get(path(), ca)).status).toBe(200);
    expect((await admin.get(path(), learner)).status).toBe(403);
    expect((await admin.get('/manage/courses/x/y')).status).toBe(404);
  });

  test('AUD-1, AUD-3: a change is recorded; a stale one comes back with what was typed and what differs', async () => {
    const form = await admin.get(`${path()}/edit`);
    const version = inputOf(form, 'version') ?? '';
    const first = await admin.post(`${path()}/edit`, {
      title: 'Fire safety at work',
      version,
      minutes: '25',
      ...dates,
    });
    expect(first.status).toBe(303);
    const stale = await admin.post(`${path()}/edit`, {
      title: nasty,
      description: 'Mine',
      version,
      minutes: '30',
      ...dates,
    });
    expect(stale.status).toBe(409);
    expect(textOf(stale)).toContain('Somebody else saved first');
    expect(textOf(stale)).toContain('Minutes it usually takes: they have “25”, you have “30”');
    expect(stale.text).toContain('>Mine</textarea>');
    expect(stale.text).not.toContain('<script>alert');
    const again = await admin.post(`${path()}/edit`, {
      title: 'Fire safety',
      version: inputOf(stale, 'version') ?? '',
      minutes: '30',
      ...dates,
    });
    expect(again.status).toBe(303);
    const history = await admin.get(`${path()}?tab=history`);
    expect(textOf(history)).toContain('Minutes it usually takes: “25” became “30”');
  });

  test('CAT-1: a last day ends offerings with it and lies after the first; wrong dates keep what was typed', async () => {
    const version = inputOf(await admin.get(`${path()}/edit`), 'version') ?? '';
    const wrong = await admin.post(`${path()}/edit`, {
      title: 'T',
      version,
      'activeFrom-day': '31',
      'activeFrom-month': '2',
      'activeFrom-year': '2026',
    });
    expect(wrong.status).toBe(422);
    expect(inputOf(wrong, 'activeFrom-day')).toBe('31');
    const ended = await admin.post(`${path()}/edit`, {
      title: 'Fire safety',
      version,
      ...dates,
      'activeTo-day': '1',
      'activeTo-month': '3',
      'activeTo-year': '2030',
    });
    expect(ended.status).toBe(303);
    const rows = await admin.fresh.asOwner<{ active_to: string }>(
      `select active_to::text from offering where course_id = $1`,
      [admin.world.courseId],
    );
    expect(new Set(rows.map((row) => row.active_to))).toEqual(new Set(['2030-03-01']));
  });

  test('CERT-14, ENR-3: a class is changed in name, window and who may join', async () => {
    const edit = `/manage/classes/${admin.world.employer}/${admin.world.classId}/edit`;
    const version = inputOf(await admin.get(edit), 'version') ?? '';
    const saved = await admin.post(edit, {
      title: 'Anyone',
      version,
      join: 'certification',
      status: 'Normal',
      'enrolmentStart-day': '1',
      'enrolmentStart-month': '12',
      'enrolmentStart-year': '2026',
    });
    expect(saved.status).toBe(303);
    expect(textOf(await admin.get(saved.headers.location as string))).toContain('1 December 2026 to –');
    const back = await admin.post(edit, {
      title: 'Always open',
      version: String(Number(version) + 1),
      join: 'open',
      status: 'Normal',
    });
    expect(back.status).toBe(303);
    expect((await admin.get(edit, ca)).status).toBe(403);
    expect((await admin.get(edit, otherLa)).status).toBe(404);
  });

  test('ATT-1: competencies are taken away and added by search', async () => {
    const tab = await admin.get(`${path()}?tab=competencies`);
    const removed = await admin.post(`${path()}/competencies/remove`, { attachment: inputOf(tab, 'attachment') ?? '' });
    expect(removed.status).toBe(303);
    expect(textOf(await admin.get(`${path()}/competencies/add?q=fire`))).toContain('Renewed every year');
    const added = await admin.post(`${path()}/competencies`, {
      competence: `${admin.world.national}.${admin.world.competenceId}`,
    });
    expect(added.status).toBe(303);
    expect(
      (await admin.post(`${path()}/competencies`, { competence: `${admin.world.other}.${admin.world.competenceId}` }))
        .status,
    ).toBe(404);
    expect((await admin.post(`${path()}/competencies/remove`, { attachment: 'x' })).status).toBe(404);
  });
});

describe('API', () => {
  test('makes and reads what the pages make and read, with problems for refusals', async () => {
    const course = await admin.api('post', '/api/v1/courses', {
      title: 'By program',
      competences: [{ ownerId: admin.world.national, id: admin.world.competenceId }],
    });
    expect(course.status).toBe(201);
    const { id } = course.body as { id: string };
    const offering = await admin.api('post', '/api/v1/offerings', {
      courseId: id,
      title: 'Online',
      learningObject: admin.world.object,
    });
    const opened = await admin.api('post', '/api/v1/classes', {
      offeringId: (offering.body as { id: string }).id,
      title: 'Open',
    });
    expect(opened.status).toBe(201);
    const read = await admin.api('get', `/api/v1/courses/${admin.world.employer}/${id}`);
    expect(read.body).toMatchObject({
      title: 'By program',
      attached: [{ title: 'Fire safety' }],
      offerings: [{ classes: [{ title: 'Open' }] }],
    });
    expect(
      (await admin.api('get', `/api/v1/classes/${admin.world.employer}/${(opened.body as { id: string }).id}`)).body,
    ).toMatchObject({ courseTitle: 'By program' });
    expect(
      (await admin.api('get', `/api/v1/offerings/${admin.world.employer}/${(offering.body as { id: string }).id}`))
        .body,
    ).toMatchObject({ title: 'Online' });
    expect(((await admin.api('get', '/api/v1/courses?q=program')).body as { total: number }).total).toBe(1);
    const refused = await admin.api('post', '/api/v1/offerings', {
      courseId: id,
      title: 'X',
      learningObject: { ownerId: admin.world.other, id },
    });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'refused', refusal: 'learning-object-not-usable' });
    expect((await admin.api('post', '/api/v1/courses', { title: '' })).status).toBe(400);
    const backwards = { title: 'x', activeFrom: '2027-01-01', activeTo: '2026-01-01' };
    expect((await admin.api('post', '/api/v1/courses', backwards)).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/activeTo', detail: 'The last day must be the same as or after the first day' }],
    });
    expect((await admin.api('post', '/api/v1/courses', { title: 'x' }, ca)).status).toBe(403);
    expect((await admin.api('get', `/api/v1/courses/${admin.world.employer}/${id}`, undefined, otherLa)).status).toBe(
      404,
    );
    expect((await admin.api('get', '/api/v1/courses', undefined, la)).status).toBe(200);
  });
});
