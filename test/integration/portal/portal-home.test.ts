import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordAssignments, recordOrganisations, recordPositions, ensureJobRoles } from '../../../src/people';
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

describe('a learner, from nothing to certified', () => {
  test('MYC-1, ACT-1 to ACT-5: subscribe, start, pass, and every page says so', async () => {
    const learner = await portal.visitor({ name: 'Ada Lovelace' });

    const empty = await learner.get('/');
    expect(empty.status).toBe(200);
    expect(textOf(empty.text)).toContain('All done: there is nothing you need to do now.');

    const before = await learner.get(certification());
    expect(textOf(before.text)).toContain('Subscribe');
    const subscribed = await learner.post(`${certification()}/subscribe`);
    expect([subscribed.status, subscribed.headers.location]).toEqual([303, certification()]);

    const home = textOf((await learner.get('/')).text);
    expect(home).toContain('Fire safety');
    expect(home).toContain('Due in 60 days');
    expect(home).toContain('For Fire safety certificate');
    expect(home).toContain('Not yet achieved');

    // ACT-2: one click from home to the player.
    const played = await learner.post(`${certification()}/take`, {
      course: portal.world.courseId,
      class: portal.world.classId,
    });
    expect(played.status).toBe(200);
    expect(played.text).toContain('name="ticket"');
    const [enrolment] = await portal.fresh.asOwner<{ id: string; status: string; certPeriodId: string }>(
      'select id, status, cert_period_id as "certPeriodId" from enrolment where person_id = $1',
      [learner.personId],
    );
    expect(enrolment).toMatchObject({ status: 'InProgress' });
    expect(enrolment?.certPeriodId).not.toBeNull();
    const id = enrolment?.id ?? '';
    expect(textOf((await learner.get('/')).text)).toContain('Continue : Fire safety');

    await portal.report(id);
    const done = textOf((await learner.get(`/enrolments/${id}/done`)).text);
    expect(done).toContain('You passed with 85 %');
    expect(done).toContain('Fire safety is now valid until 23 November 2027.');
    expect(done).toContain('You are certified: Fire safety certificate, until 23 November 2027.');
    expect(done).toContain('can be renewed from 25 August 2027');

    const after = textOf((await learner.get('/')).text);
    expect(after).toContain('All done');
    expect(after).toContain('Next: Fire safety certificate can be renewed from 25 August 2027.');
    expect(after).toContain('Valid until 23 November 2027');
  });

  test('CERT-T6: a renewal that is not open says from when, one that is open opens', async () => {
    const learner = await portal.visitor();
    const id = await portal.fresh.database.inTransaction(everything, (tx) =>
      enrolForEverything(tx, portal.world, learner.personId ?? ''),
    );
    await portal.report(id);
    const pathDone = 'You have completed';
    expect(textOf((await learner.get(`/enrolments/${id}/done`)).text)).toContain(pathDone);
    const early = await learner.postJson(`/api/v1/me${certification()}/renew`);
    expect(early.status).toBe(409);
    expect(early.body).toMatchObject({ refusal: 'renewal-not-open' });
    expect(JSON.stringify(early.body)).toContain('You can renew from 25 August 2027');

    portal.at('2027-09-01T10:00:00Z');
    try {
      const renewer = await portal.visitor({ personId: learner.personId ?? '' });
      const home = textOf((await renewer.get('/')).text);
      expect(home).toContain('Renew : Fire safety certificate');
      expect(home).toContain('Expires in 83 days');
      const renewed = await renewer.post(`${certification()}/renew`);
      expect(renewed.status).toBe(303);
      expect(textOf((await renewer.get('/')).text)).toContain('Due in 83 days');

      // The path was completed a year ago: the renewal has no part in that.
      await renewer.post(`${certification()}/take`, { course: portal.world.courseId, class: portal.world.classId });
      const [again] = await portal.fresh.asOwner<{ id: string }>(
        'select id from enrolment where person_id = $1 and id <> $2',
        [learner.personId, id],
      );
      await portal.report(again?.id ?? '');
      const result = textOf((await renewer.get(`/enrolments/${again?.id ?? ''}/done`)).text);
      expect(result).toContain('You are certified: Fire safety certificate');
      expect(result).not.toContain(pathDone);
    } finally {
      portal.at('2026-11-23T10:00:00Z');
    }
  });

  test('every page of a learner answers', async () => {
    const learner = await portal.visitor();
    const id = await portal.fresh.database.inTransaction(everything, (tx) =>
      enrolForEverything(tx, portal.world, learner.personId ?? ''),
    );
    await portal.report(id);
    const pages = [
      '/',
      '/learning',
      '/learning?q=fire',
      course(),
      '/certifications',
      certification(),
      `${certification()}/unsubscribe`,
      '/paths',
      path(),
      `${path()}/unsubscribe`,
      '/my-learning',
      '/my-learning/completed',
      '/my-learning/history',
      '/my-competences',
      '/messages',
      `/enrolments/${id}`,
      `/enrolments/${id}/done`,
      `/why/enrolment/${id}`,
      `/why/certification/${portal.world.employer}/${portal.world.certificationId}`,
      `/why/path/${portal.world.employer}/${portal.world.pathId}`,
      `/why/competence/${portal.world.national}/${portal.world.competenceId}`,
      '/api/v1/me/learning',
      '/api/v1/me/certifications',
      '/api/v1/me/paths',
    ];
    for (const page of pages) {
      const answer = await learner.get(page);
      expect([page, answer.status, answer.status === 200 ? '' : textOf(answer.text)]).toEqual([page, 200, '']);
    }
    const why = textOf(
      (await learner.get(`/why/competence/${portal.world.national}/${portal.world.competenceId}`)).text,
    );
    expect(why).toContain('Fire safety was awarded from 23 November 2026, valid until 23 November 2027.');
    expect(why).toContain('The player reported for Fire safety: passed, 85%.');
    expect(textOf((await learner.get('/messages')).text)).toContain(
      'Fire safety is on your record, valid until 23 November 2027.',
    );
  });
});

test('not passed: the learner may try again, and "why" names the result that it rests on', async () => {
  const learner = await portal.visitor({ name: 'Nora Nearly' });
  const id = await portal.fresh.database.inTransaction(everything, (tx) =>
    enrolForEverything(tx, portal.world, learner.personId ?? ''),
  );
  await portal.report(id, { success: 'failed', status: 'completed', percent: 60 });
  const done = textOf((await learner.get(`/enrolments/${id}/done`)).text);
  expect(done).toContain('Not passed yet');
  expect(done).toContain('Best score 60 %');
  expect(done).toContain('Try again : Fire safety');
  expect(done).toContain('There is nothing else for you to do now.');
  const reason = 'The player reported for Fire safety: not passed, 60%.';
  expect(textOf((await learner.get(`/why/enrolment/${id}`)).text)).toContain(reason);
  await portal.report(id, { version: 2, success: 'failed', status: 'completed', percent: 70 });
  const later = textOf((await learner.get(`/why/enrolment/${id}`)).text);
  expect(later).toContain('The player reported for Fire safety: not passed, 70%.');
  await portal.report(id, { version: 3 });
  const passed = textOf((await learner.get(`/why/enrolment/${id}`)).text);
  expect(passed).toContain('The player reported for Fire safety: passed, 85%.');
  expect(passed).not.toContain('70%');
});

describe('messages', () => {
  test('the header counts what is unread until it is marked as read', async () => {
    const learner = await portal.visitor();
    const id = await portal.fresh.database.inTransaction(everything, (tx) =>
      enrolForEverything(tx, portal.world, learner.personId ?? ''),
    );
    await portal.report(id);
    expect(textOf((await learner.get('/')).text)).toContain('Messages (1 unread)');
    await learner.post('/messages/read');
    expect(textOf((await learner.get('/messages')).text)).not.toContain('unread');
  });
});

describe('finding learning', () => {
  test('CAT-7: by words of title and of the competence delivered', async () => {
    const learner = await portal.visitor();
    expect(textOf((await learner.get('/learning?q=FIRE')).text)).toContain('1 result');
    expect(textOf((await learner.get('/learning?q=cstf')).text)).toContain('1 result');
    expect(textOf((await learner.get('/learning?q=fire+nothing')).text)).toContain('No courses found');
  });

  test('ENR-5: enrolling twice leads to the enrolment, ENR-14: a completed course is not taken again', async () => {
    const learner = await portal.visitor();
    const first = await learner.post(`${course()}/enrol`, { class: portal.world.classId });
    expect(first.headers.location).toMatch(/^\/enrolments\//);
    const second = await learner.post(`${course()}/enrol`, { class: portal.world.classId });
    expect(second.headers.location).toBe(first.headers.location);
    expect(textOf((await learner.get(course())).text)).toContain('Start : Fire safety');
    await portal.report(String(first.headers.location).split('/').at(-1) ?? '');
    const third = await learner.postJson('/api/v1/me/enrolments', {
      course: { ownerId: portal.world.employer, id: portal.world.courseId },
      classId: portal.world.classId,
    });
    expect([third.status, (third.body as { refusal: string }).refusal]).toEqual([409, 'already-completed']);
    expect(textOf((await learner.get(course())).text)).toContain('Review : Fire safety');
  });

  test('CERT-13: a class for certifications only is not found, and not entered plainly', async () => {
    const learner = await portal.visitor();
    await portal.fresh.asOwner('update class set certification_only = true where id = $1', [portal.world.classId]);
    try {
      expect(textOf((await learner.get('/learning')).text)).toContain('No results');
      expect(textOf((await learner.get(course())).text)).toContain('You take this course as part of a certification.');
      const refused = await learner.postJson('/api/v1/me/enrolments', {
        course: { ownerId: portal.world.employer, id: portal.world.courseId },
        classId: portal.world.classId,
      });
      expect((refused.body as { refusal: string }).refusal).toBe('certification-only');
    } finally {
      await portal.fresh.asOwner('update class set certification_only = false where id = $1', [portal.world.classId]);
    }
  });
});

describe('learning paths', () => {
  test('LP-7: joining counts what was completed before, leaving asks first', async () => {
    const learner = await portal.visitor();
    const enrolled = await learner.post(`${course()}/enrol`, { class: portal.world.classId });
    await portal.report(String(enrolled.headers.location).split('/').at(-1) ?? '');
    await learner.post(`${path()}/subscribe`);
    const page = textOf((await learner.get(path())).text);
    expect(page).toContain('Completed');
    expect(page).toContain('1 of 1 course done');
    expect((await learner.get(`${path()}/unsubscribe`)).status).toBe(200);
    await learner.post(`${path()}/unsubscribe`);
    expect(textOf((await learner.get(path())).text)).toContain('Join this path');
  });

  test('ACT-2: the next course of a path starts from home', async () => {
    const learner = await portal.visitor();
    await learner.post(`${path()}/subscribe`);
    const home = await learner.get('/');
    expect(textOf(home.text)).toContain('For Induction');
    const played = await learner.post(`${course()}/enrol`, { class: portal.world.classId, play: 'yes' });
    expect(played.text).toContain('name="ticket"');
  });
});

describe('a course that a certification asks for', () => {
  test('CERT-10, CERT-12: its page leads through the certification, so that it counts', async () => {
    const learner = await portal.visitor();
    await learner.post(`${certification()}/subscribe`);
    const page = textOf((await learner.get(course())).text);
    expect(page).toContain('Go to Fire safety certificate');
    expect(page).not.toContain('Enrol and start');
  });
});

describe('withdrawing and leaving', () => {
  test('ENR-T8: the page asks, then the place is given up', async () => {
    const learner = await portal.visitor();
    const at = String((await learner.post(`${course()}/enrol`, { class: portal.world.classId })).headers.location);
    expect(textOf((await learner.get(`${at}/withdraw`)).text)).toContain('Withdraw from Fire safety?');
    expect((await learner.post(`${at}/withdraw`)).headers.location).toBe('/my-learning');
    expect(textOf((await learner.get(at)).text)).toContain('Withdrawn');
    expect((await learner.post(`${at}/play`)).headers.location).toBe(at);
  });

  test('CERT-22: what the employer made mandatory is not left by oneself', async () => {
    const learner = await portal.visitor();
    await learner.post(`${certification()}/subscribe`);
    await portal.fresh.asOwner('update cert_subscription set mandatory = true where person_id = $1', [
      learner.personId,
    ]);
    expect((await learner.get(`${certification()}/unsubscribe`)).status).toBe(303);
    await learner.post(`${certification()}/unsubscribe`);
    const [row] = await portal.fresh.asOwner<{ status: string }>(
      'select status from cert_subscription where person_id = $1',
      [learner.personId],
    );
    expect(row?.status).toBe('ENROLLED');
  });
});

describe('who may see what', () => {
  test('PERM-8: the rows of somebody else do not exist, of the same employer or another', async () => {
    const owner = await portal.visitor();
    const id = await portal.fresh.database.inTransaction(everything, (tx) =>
      enrolForEverything(tx, portal.world, owner.personId ?? ''),
    );
    const colleague = await portal.visitor();
    const stranger = await portal.visitor({ tenantId: portal.world.other });
    for (const other of [colleague, stranger]) {
      for (const page of [
        `/enrolments/${id}`,
        `/enrolments/${id}/done`,
        `/enrolments/${id}/withdraw`,
        `/why/enrolment/${id}`,
        `/why/certification/${portal.world.employer}/${portal.world.certificationId}`,
        `/why/path/${portal.world.employer}/${portal.world.pathId}`,
      ])
        expect([page, (await other.get(page)).status]).toEqual([page, 404]);
      for (const action of [`/enrolments/${id}/play`, `/enrolments/${id}/withdraw`])
        expect([action, (await other.post(action)).status]).toEqual([action, 404]);
    }
    for (const page of [certification(), course(), path(), `${certification()}/unsubscribe`])
      expect([page, (await stranger.get(page)).status]).toEqual([page, 404]);
    for (const action of [`${certification()}/subscribe`, `${certification()}/renew`, `${path()}/subscribe`])
      expect([action, (await stranger.post(action)).status]).toEqual([action, 404]);
    expect((await stranger.post(`${course()}/enrol`, { class: portal.world.classId })).status).toBe(404);
    const [row] = await portal.fresh.asOwner<{ status: string }>('select status from enrolment where id = $1', [id]);
    expect(row?.status).toBe('Confirmed');
  });

  test('PERM-1: an account without a person has a home, and no learning of its own', async () => {
    const author = await portal.visitor({ person: false, profile: 'contentAuthor' });
    const home = textOf((await author.get('/')).text);
    expect(home).toContain('Upload SCORM packages');
    expect(home).not.toContain('My learning');
    expect((await author.get('/my-learning')).status).toBe(403);
    expect((await author.get('/learning')).status).toBe(200);
    expect((await author.get('/messages')).status).toBe(200);
  });

  test('PERM-8: a team is the people one supervises, today, and nobody else', async () => {
    const learner = await portal.visitor();
    const chief = await portal.visitor();
    await learner.post(`${certification()}/subscribe`);
    expect((await chief.get('/my-team')).status).toBe(403);
    await portal.fresh.database.inTransaction(everything, async (tx) => {
      const tenantId = portal.world.employer;
      const [organisationId = ''] = await recordOrganisations(tx, [{ tenantId, name: 'Ward', dateFrom: tx.today }]);
      const [role = ''] = await ensureJobRoles(tx, [
        { tenantId: portal.world.national, name: 'Nurse', staffGroup: 'Nursing' },
      ]);
      const [positionId = ''] = await recordPositions(tx, [
        {
          tenantId,
          title: 'Staff nurse',
          organisationId,
          jobRole: { ownerId: portal.world.national, id: role },
          dateFrom: tx.today,
        },
      ]);
      await recordAssignments(tx, [
        {
          tenantId,
          personId: learner.personId ?? '',
          positionId,
          organisationId,
          supervisorPersonId: chief.personId ?? '',
          dateFrom: tx.today,
        },
      ]);
    });
    const page = textOf((await chief.get('/my-team')).text);
    expect(page).toContain('1 result');
    expect(page).toContain('Staff nurse');
    expect(page).toContain('Fire safety certificate: Not yet achieved');
    expect(page).toContain('Due in 60 days');

    const member = `/my-team/${learner.personId ?? ''}`;
    expect(textOf((await chief.get(member)).text)).toContain('Enrol on a course');
    await chief.post(`${member}/enrol`, { choice: portal.world.classId });
    const [row] = await portal.fresh.asOwner<{ status: string; source: string }>(
      'select status, source from enrolment where person_id = $1',
      [learner.personId],
    );
    expect(row).toEqual({ status: 'Confirmed', source: 'manager' });
    // Somebody who does not report to them does not exist for them, whatever is posted.
    const bystander = await portal.visitor();
    for (const other of [bystander.personId ?? '', chief.personId ?? '']) {
      expect((await chief.get(`/my-team/${other}`)).status).toBe(404);
      expect((await chief.post(`/my-team/${other}/enrol`, { choice: portal.world.classId })).status).toBe(404);
      expect((await chief.post(`/my-team/${other}/subscribe`, { choice: portal.world.certificationId })).status).toBe(
        404,
      );
    }
    expect((await learner.post(`${member}/enrol`, { choice: portal.world.classId })).status).toBe(403);
  });
});
