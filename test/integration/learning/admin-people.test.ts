import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTakeCommits, type JournalEntry } from '../../../src/scorm/runtime';
import { enrolPlainly, everything, launch } from '../../support/learning-world';
import { ca, learner, openAdmin, otherLa, textOf, type Admin } from './admin-support';

let admin: Admin;
beforeAll(async () => {
  admin = await openAdmin();
});
afterAll(() => admin.close());

const classRef = (): string => `${admin.world.employer}.${admin.world.classId}`;
const certificationRef = (): string => `${admin.world.employer}.${admin.world.certificationId}`;
const pathRef = (): string => `${admin.world.employer}.${admin.world.pathId}`;
const record = (index = 0): string => `/manage/people/${admin.persons[index] ?? ''}`;
const entry = (sequence: number, kind: JournalEntry['kind'], set: Record<string, string>): JournalEntry => ({
  sequence,
  at: '2026-11-23T09:00:00Z',
  activity: 'SCO',
  kind,
  set,
});
const pass = {
  'cmi.core.lesson_status': 'completed',
  'cmi.core.score.raw': '90',
  'cmi.core.score.max': '100',
  'cmi.core.score.min': '0',
  'cmi.core.session_time': '00:05:00.00',
  'cmi.interactions.0.id': '<img src=x onerror=alert(1)>',
  'cmi.interactions.0.type': 'choice',
  'cmi.interactions.0.student_response': 'b',
  'cmi.interactions.0.result': 'correct',
  'cmi.interactions.0.correct_responses.0.pattern': 'b',
  'cmi.objectives.0.id': 'know-exits',
  'cmi.objectives.0.status': 'passed',
};

test('people are found by name and username; those of another employer are not there', async () => {
  expect(textOf(await admin.get('/manage/people?q=zero'))).toContain('Pat Learner 0');
  expect(textOf(await admin.get('/manage/people?q=learner+1'))).toContain('Pat Learner 1');
  expect(textOf(await admin.get(`/manage/people?q=${encodeURIComponent("%'; drop table person--")}`))).toContain(
    'Nobody found',
  );
  expect((await admin.get(record(2))).status).toBe(404);
  expect((await admin.get(record(0), otherLa)).status).toBe(404);
  expect((await admin.get('/manage/people', learner)).status).toBe(403);
  expect(textOf(await admin.get(record(0)))).toContain('Not enrolled on anything');
});

test('ENR-T2, ENR-5: a person is chosen, then a class, checked, enrolled; twice is refused in words', async () => {
  const whom = await admin.get(`/manage/enrol?class=${classRef()}&q=zero`);
  expect(whom.text).toContain(`/manage/enrol?class=${classRef()}&amp;person=${admin.persons[0]}`);
  expect(textOf(await admin.get(`/manage/enrol?person=${admin.persons[0]}&q=fire`))).toContain('Always open');
  const check = await admin.get(`/manage/enrol?person=${admin.persons[0]}&class=${classRef()}`);
  expect(textOf(check)).toContain('Check your answers');
  const done = await admin.post('/manage/enrol', { person: admin.persons[0], class: classRef() }, ca);
  expect(done.status).toBe(303);
  expect(textOf(await admin.get(record()))).toContain('Not started');
  const again = await admin.post('/manage/enrol', { person: admin.persons[0], class: classRef() });
  expect(again.status).toBe(409);
  expect(textOf(again)).toContain('This person is enrolled in this class already');
  expect((await admin.post('/manage/enrol', { person: admin.persons[2], class: classRef() })).status).toBe(404);
  expect((await admin.post('/manage/enrol', { person: admin.persons[0], class: classRef() }, otherLa)).status).toBe(
    404,
  );
  expect((await admin.post('/manage/enrol', { person: admin.persons[0], class: classRef() }, learner)).status).toBe(
    403,
  );
});

test('ENR-T8: withdrawing asks for a reason and records it', async () => {
  const [row] = await admin.fresh.asOwner<{ id: string }>('select id from enrolment where person_id = $1', [
    admin.persons[0],
  ]);
  const leave = `${record()}/leave/enrolment/${row?.id ?? ''}`;
  expect(textOf(await admin.get(leave))).toContain('Withdraw Pat Learner 0 from Fire safety?');
  expect((await admin.post(leave, { reason: ' ' })).status).toBe(422);
  expect((await admin.post(leave, { reason: 'Wrong <b>person</b>' })).status).toBe(303);
  const [event] = await admin.fresh.asOwner<{ reason: string; source: string }>(
    `select reason, source from event where type = 'enrolment-status-changed' and object_id = $1`,
    [row?.id],
  );
  expect(event).toEqual({ reason: 'Wrong <b>person</b>', source: 'admin' });
  expect(textOf(await admin.post(leave, { reason: 'again' }))).toContain('It is completed or withdrawn already');
  expect((await admin.get(`${record(1)}/leave/enrolment/${row?.id ?? ''}`)).status).toBe(404);
});

test('CERT-12, CERT-13: subscribing opens a period, enrolling offers it, leaving cancels it', async () => {
  const subscribed = await admin.post('/manage/subscribe', {
    person: admin.persons[0],
    certification: certificationRef(),
  });
  expect(subscribed.headers.location).toBe(`${record()}?tab=certifications`);
  expect(textOf(await admin.get(`${record()}?tab=certifications`))).toContain('22 January 2027');
  expect(
    textOf(await admin.post('/manage/subscribe', { person: admin.persons[0], certification: certificationRef() })),
  ).toContain('This person is on it already');
  const check = await admin.get(`/manage/enrol?person=${admin.persons[0]}&class=${classRef()}`);
  expect(textOf(check)).toContain('Yes, to Fire safety certificate');
  expect(
    (await admin.post('/manage/enrol', { person: admin.persons[0], class: classRef(), way: certificationRef() }))
      .status,
  ).toBe(303);
  const [linked] = await admin.fresh.asOwner<{ cert_period_id: string | null }>(
    `select cert_period_id from enrolment where person_id = $1 and status = 'Confirmed'`,
    [admin.persons[0]],
  );
  expect(linked?.cert_period_id).not.toBeNull();
  const joined = await admin.post('/manage/subscribe', { person: admin.persons[0], path: pathRef() });
  expect(joined.headers.location).toBe(`${record()}?tab=paths`);
  expect(textOf(await admin.get(`${record()}?tab=paths`))).toContain('0 (needs 1)');
  expect(
    (await admin.post(`${record()}/leave/certification/${certificationRef()}`, { reason: 'Left the ward' })).status,
  ).toBe(303);
  expect(textOf(await admin.get(record()))).toContain('Withdrawn');
  expect((await admin.post(`${record()}/leave/path/${pathRef()}`, { reason: 'x' })).status).toBe(303);
});

test('CERT-13, ENR-3, ENR-14: a class for certifications only, a closed window and completed learning refuse in plain words', async () => {
  const person = admin.persons[1];
  const change = (sql: string): Promise<unknown> => admin.fresh.asOwner(sql, [admin.world.classId]);
  await change('update class set certification_only = true where id = $1');
  expect(textOf(await admin.post('/manage/enrol', { person, class: classRef() }))).toContain(
    'only for people on a certification',
  );
  await change(`update class set certification_only = false, enrolment_start = '2030-01-01' where id = $1`);
  expect(textOf(await admin.post('/manage/enrol', { person, class: classRef() }))).toContain(
    'Enrolment is not open on this day',
  );
  await change('update class set enrolment_start = null where id = $1');
});

test('an attempt shows result, answers, objectives, visits and commits; a waiting result says why and is tried again', async () => {
  const personId = admin.persons[1];
  const session = await admin.fresh.database.inTransaction(everything, async (tx) =>
    launch(tx, admin.port, admin.world, personId, await enrolPlainly(tx, admin.world, personId)),
  );
  const take = createTakeCommits({
    database: admin.fresh.database,
    lane: admin.fresh.database.lane,
    port: admin.port,
    now: () => new Date('2026-11-23T09:00:00Z'),
  });
  admin.breakCore('the core is having lunch');
  await take({
    tenantId: admin.world.employer,
    attemptId: session.attempt,
    sessionId: session.session,
    scormVersion: '1.2',
    entries: [entry(1, 'initialize', {}), entry(2, 'terminate', pass)],
  });
  expect(textOf(await admin.get('/manage'))).toContain('1 result waits to be passed on');
  const waiting = await admin.get('/manage/outcomes');
  expect(textOf(waiting)).toContain('the core is having lunch');
  expect(textOf(waiting)).toContain('Pat Learner 1');
  const page = await admin.get(`/manage/attempts/${session.attempt}`);
  expect(textOf(page)).toContain('does not count until it is passed on');
  expect(textOf(page)).toContain('90 of 100');
  expect(textOf(page)).toContain('know-exits');
  expect(textOf(page)).toContain('Part: Part SCO');
  expect(page.text).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(page.text).not.toContain('<img src=x');
  expect(textOf(page)).toContain('saved 2 times');
  const [row] = await admin.fresh.asOwner<{ registration_id: string }>(
    `select registration_id from outcome where status = 'pending'`,
  );
  const retry = `/manage/outcomes/${row?.registration_id ?? ''}/retry`;
  expect((await admin.post(retry, {}, otherLa)).status).toBe(404);
  await admin.post(retry, {});
  expect(textOf(await admin.get('/manage/outcomes'))).toContain('tried 2 times');
  admin.breakCore(undefined);
  expect((await admin.post(retry, {})).status).toBe(303);
  expect(textOf(await admin.get('/manage/outcomes'))).toContain('No result waits');
  const after = await admin.get(`/manage/attempts/${session.attempt}`);
  expect(textOf(after)).toContain('Fire safety: held from 23 November 2026 until 23 November 2027');
  expect((await admin.get(`/manage/attempts/${session.attempt}`, otherLa)).status).toBe(404);

  const record = `/manage/attempts/${session.attempt}/record`;
  expect(textOf(after)).toContain('No record is made');
  expect((await admin.post(record, { on: 'yes' }, otherLa)).status).toBe(404);
  expect((await admin.get(`${record}.json`, otherLa)).status).toBe(404);
  expect((await admin.post(record, { on: 'yes' })).status).toBe(303);
  expect(textOf(await admin.get(`/manage/attempts/${session.attempt}`))).toContain('A record is made');
  const file = await admin.get(`${record}.json`);
  expect(file.headers['content-disposition']).toContain(`attempt-${session.attempt}.json`);
  expect(file.body).toMatchObject({ personalData: 'left out', attempt: { attemptId: session.attempt, traced: true } });
  expect(file.text).toContain('know-exits');
  expect(file.text).toContain('left out: 1 characters');
  const personal = await admin.get(`${record}.json?personal=yes`);
  expect(personal.text).not.toContain('left out: ');
  expect((await admin.post(record, { on: 'no' })).status).toBe(303);
  expect(textOf(await admin.get(`/manage/attempts/${session.attempt}`))).toContain('No record is made');
  for (const of of [
    `person=${personId}`,
    `class=${classRef()}`,
    `object=${admin.world.object.ownerId}.${admin.world.object.id}`,
    `enrolment=${row?.registration_id ?? ''}`,
  ])
    expect(textOf(await admin.get(`/manage/attempts?${of}`))).toContain('1 result');
  const ofClass = await admin.get(`/manage/classes/${admin.world.employer}/${admin.world.classId}?sort=score`);
  expect(textOf(ofClass)).toContain('90 %');
  expect(textOf(await admin.get(`/manage/people/${personId}/why/enrolment/${row?.registration_id ?? ''}`))).toContain(
    'Why: Fire safety',
  );
  expect(textOf(await admin.get(`/manage/people/${personId}?tab=competencies`))).toContain('23 November 2027');
  const repeat = await admin.post('/manage/enrol', { person: personId, class: classRef() });
  expect(textOf(repeat)).toContain('repeated through a certification');
});

test('API: enrolments are listed, made and withdrawn by the same rules', async () => {
  const wanted = { ownerId: admin.world.employer, id: admin.world.classId };
  const made = await admin.api('post', '/api/v1/enrolments', { personId: admin.persons[0], class: wanted });
  expect(made.status).toBe(201);
  const { enrolmentId } = made.body as { enrolmentId: string };
  expect((await admin.api('get', `/api/v1/enrolments/${enrolmentId}`)).body).toMatchObject({ status: 'Confirmed' });
  expect(
    (await admin.api('post', '/api/v1/enrolments', { personId: admin.persons[0], class: wanted })).body,
  ).toMatchObject({ code: 'refused', refusal: 'already-enrolled' });
  expect((await admin.api('post', `/api/v1/enrolments/${enrolmentId}/withdraw`, { reason: 'test' })).body).toEqual({
    status: 'Withdrawn',
  });
  expect((await admin.api('get', `/api/v1/enrolments?personId=${admin.persons[0]}`)).body).toMatchObject({ total: 3 });
  expect((await admin.api('get', `/api/v1/enrolments/${enrolmentId}`, undefined, otherLa)).status).toBe(404);
  expect((await admin.api('post', '/api/v1/enrolments', { personId: admin.persons[2], class: wanted })).status).toBe(
    404,
  );
});
