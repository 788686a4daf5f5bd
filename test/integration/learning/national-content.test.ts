/** National content in local offerings, versions, and fresh attempts: rules that need the rooms together. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCourses, createOfferings, openOnlineClasses } from '../../../src/learning/catalogue';
import { changeSubscriptions, createCertifications, enrolThrough } from '../../../src/learning/certification';
import { enrolPersons } from '../../../src/learning/enrolment';
import { createOutcomePort, findLedTo } from '../../../src/explain';
import { parseIsoDate } from '../../../src/platform/dates';
import { insertRows, newId, type Tx } from '../../../src/platform/db';
import { policies } from '../../../src/policies';
import { createTakeCommits, findAttempt, type JournalEntry, type TakeCommits } from '../../../src/scorm/runtime';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import {
  addLearningObject,
  addPersons,
  buildWorld,
  enrolForEverything,
  enrolPlainly,
  everything,
  launch,
  packageOf,
  type World,
} from '../../support/learning-world';

let fresh: FreshDatabase;
let world: World;
let take: TakeCommits;
let now = new Date('2026-06-15T12:00:00Z');
const port = createOutcomePort({ t: (key) => key });
const start = parseIsoDate('2020-01-01');

beforeAll(async () => {
  fresh = await freshDatabase({
    policies,
    clock: { now: () => now, today: () => parseIsoDate(now.toISOString().slice(0, 10)) },
  });
  world = await buildWorld(fresh.database);
  take = createTakeCommits({ database: fresh.database, lane: fresh.database.lane, port, now: () => now });
});
afterAll(() => fresh.drop());

const inAll = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => fresh.database.inTransaction(everything, work);
const person = async (): Promise<string> => (await addPersons(fresh.database, world.employer, 1))[0] ?? '';
const entry = (
  sequence: number,
  set: Record<string, string>,
  activity = 'SCO',
  kind: JournalEntry['kind'] = 'terminate',
): JournalEntry => ({ sequence, at: now.toISOString(), activity, kind, set });
const say = (session: { attempt: string; session: string }, entries: JournalEntry[]): ReturnType<TakeCommits> =>
  take({
    tenantId: world.employer,
    attemptId: session.attempt,
    sessionId: session.session,
    scormVersion: '1.2',
    entries,
  });
const pass = { 'cmi.core.lesson_status': 'completed', 'cmi.core.score.raw': '90', 'cmi.core.exit': '' };

async function localClass(
  tx: Tx,
  owner: string,
  more: {
    certificationOnly?: boolean;
    completionRule?: 'MASTERY' | 'ON_EXIT' | 'STATUS';
    masteryScore?: number;
    object?: World['object'];
  } = {},
): Promise<{ classId: string; courseId: string } | string> {
  const [courseId = ''] = await createCourses(tx, [{ tenantId: owner, title: 'Local course', activeFrom: start }]);
  const [offering] = await createOfferings(tx, [
    {
      tenantId: owner,
      courseId,
      title: 'Online',
      deliveryMode: 'OnlineSelfPaced',
      learningObject: more.object ?? world.object,
      activeFrom: start,
      ...(more.completionRule ? { completionRule: more.completionRule } : {}),
      ...(more.masteryScore === undefined ? {} : { masteryScore: more.masteryScore }),
    },
  ]);
  if (!offering?.ok) return offering?.refusal ?? 'none';
  const [made] = await openOnlineClasses(tx, [
    { tenantId: owner, offeringId: offering.id, title: 'Open', certificationOnly: more.certificationOnly ?? false },
  ]);
  return made?.ok ? { classId: made.id, courseId } : 'none';
}

test("ELL-1: an employer offers a national learning object locally, but never another employer's", async () => {
  expect(await inAll((tx) => localClass(tx, world.other))).toMatchObject({ classId: expect.any(String) as string });
  const own = await inAll((tx) => addLearningObject(tx, world.employer));
  expect(await inAll((tx) => localClass(tx, world.other, { object: { ownerId: world.employer, id: own.id } }))).toBe(
    'learning-object-not-usable',
  );
  expect(
    await inAll((tx) => localClass(tx, world.employer, { object: { ownerId: world.employer, id: own.id } })),
  ).toMatchObject({ classId: expect.any(String) as string });
});

test('ELL-1, ELN-4: a new version serves new attempts; the attempt under way finishes on the one it began', async () => {
  const [before, after] = [await person(), await person()];
  const under = await inAll(async (tx) => launch(tx, port, world, before, await enrolPlainly(tx, world, before)));
  const versionId = newId();
  await inAll(async (tx) => {
    await insertRows(tx, 'learning_object_version', [
      {
        tenant_id: world.national,
        id: versionId,
        learning_object_id: world.object.id,
        number: 2,
        scorm_version: '1.2',
        title: 'Second',
        package: { ...packageOf(['NEW']), title: 'Second' },
        findings: [],
        file_name: 'y.zip',
        size_bytes: 1,
        file_count: 1,
        activity_count: 1,
        sha256: 'y',
        store_key: 'test/y',
        created_at: tx.now,
      },
    ]);
    await tx.execute('update learning_object set current_version_id = $3 where tenant_id = $1 and id = $2', [
      world.national,
      world.object.id,
      versionId,
    ]);
  });
  const fresher = await inAll(async (tx) => launch(tx, port, world, after, await enrolPlainly(tx, world, after)));
  expect(fresher.delivery?.activity).toBe('NEW');
  const resumed = await inAll(async (tx) => {
    const [row] = await fresh.asOwner<{ id: string }>('select id from enrolment where person_id = $1', [before]);
    return launch(tx, port, world, before, row?.id ?? '');
  });
  expect([resumed.attempt, resumed.delivery?.activity]).toEqual([under.attempt, 'SCO']);
  await inAll((tx) =>
    tx.execute('update learning_object set current_version_id = $3 where tenant_id = $1 and id = $2', [
      world.national,
      world.object.id,
      world.versionId,
    ]),
  );
});

test('ELL-2, CERT-15: either delivery of one course completes the component', async () => {
  const personId = await person();
  const second = await inAll(async (tx) => {
    const [offering] = await createOfferings(tx, [
      {
        tenantId: world.employer,
        courseId: world.courseId,
        title: 'Another way',
        deliveryMode: 'OnlineSelfPaced',
        learningObject: world.object,
        activeFrom: start,
      },
    ]);
    const [made] = offering?.ok
      ? await openOnlineClasses(tx, [{ tenantId: world.employer, offeringId: offering.id, title: 'Other' }])
      : [];
    return made?.ok ? made.id : '';
  });
  const certification = { ownerId: world.employer, id: world.certificationId };
  const who = { tenantId: world.employer, personId };
  const enrolmentId = await inAll(async (tx) => {
    await changeSubscriptions(tx, [
      { ...who, certification, command: { type: 'subscribe', approvalNeeded: false, mandatory: false } },
    ]);
    const enrolled = await enrolThrough(tx, {
      ...who,
      certification,
      courseId: world.courseId,
      class: { ownerId: world.employer, id: second },
      by: 'learner',
    });
    return enrolled.ok ? enrolled.enrolmentId : '';
  });
  const session = await inAll((tx) => launch(tx, port, world, personId, enrolmentId));
  await say(session, [entry(1, pass)]);
  expect(
    (await inAll((tx) => findLedTo(tx, [{ tenantId: world.employer, enrolmentId }])))[0]?.certifications,
  ).toMatchObject([{ status: 'CERTIFIED' }]);
});

test('ELL-3: one wanted part of national content as a local course of its own joins a certification', async () => {
  const part = await inAll((tx) => localClass(tx, world.employer));
  if (typeof part === 'string') throw new Error(part);
  const [made] = await inAll((tx) =>
    createCertifications(tx, [
      {
        tenantId: world.employer,
        title: 'Subset',
        initialCompletion: { n: 30, unit: 'day' },
        renewable: false,
        activeFrom: start,
        components: [
          { ownerId: world.employer, courseId: part.courseId },
          { ownerId: world.employer, courseId: world.courseId },
        ],
      },
    ]),
  );
  expect(made?.ok).toBe(true);
});

test('ELL-4, CERT-13, CERT-14, V17: a certification-only class is entered through a live period alone; its open twin plainly', async () => {
  const personId = await person();
  const closed = await inAll((tx) => localClass(tx, world.employer, { certificationOnly: true }));
  const open = await inAll((tx) => localClass(tx, world.employer));
  if (typeof closed === 'string' || typeof open === 'string') throw new Error('no class');
  const plain = (classId: string): Promise<unknown> =>
    inAll(
      async (tx) =>
        (
          await enrolPersons(tx, [
            { tenantId: world.employer, personId, class: { ownerId: world.employer, id: classId }, by: 'learner' },
          ])
        )[0],
    );
  expect(await plain(closed.classId)).toMatchObject({ ok: false, refusal: 'certification-only' });
  expect(await plain(open.classId)).toMatchObject({ ok: true, status: 'Confirmed' });
  const [made] = await inAll((tx) =>
    createCertifications(tx, [
      {
        tenantId: world.employer,
        title: 'Only',
        initialCompletion: { n: 30, unit: 'day' },
        renewable: false,
        activeFrom: start,
        components: [{ ownerId: world.employer, courseId: closed.courseId }],
      },
    ]),
  );
  if (!made?.ok) throw new Error('no certification');
  const through = (): Promise<unknown> =>
    inAll((tx) =>
      enrolThrough(tx, {
        tenantId: world.employer,
        personId,
        certification: { ownerId: world.employer, id: made.id },
        courseId: closed.courseId,
        class: { ownerId: world.employer, id: closed.classId },
        by: 'learner',
      }),
    );
  expect(await through()).toMatchObject({ ok: false, refusal: 'not-subscribed' });
  await inAll((tx) =>
    changeSubscriptions(tx, [
      {
        tenantId: world.employer,
        personId,
        certification: { ownerId: world.employer, id: made.id },
        command: { type: 'subscribe', approvalNeeded: false, mandatory: false },
      },
    ]),
  );
  expect(await through()).toMatchObject({ ok: true, status: 'Confirmed' });
});

test('CERT-11: subscribing alone gives no place in any class', async () => {
  const personId = await person();
  await inAll((tx) =>
    changeSubscriptions(tx, [
      {
        tenantId: world.employer,
        personId,
        certification: { ownerId: world.employer, id: world.certificationId },
        command: { type: 'subscribe', approvalNeeded: false, mandatory: false },
      },
    ]),
  );
  expect(await fresh.asOwner('select 1 from enrolment where person_id = $1', [personId])).toEqual([]);
});

test('ELO-8: MASTERY asks for the score of the offering, ON_EXIT completes what was opened and left', async () => {
  const statusAfter = async (
    rule: Parameters<typeof localClass>[2],
    set: Record<string, string>,
  ): Promise<string | undefined> => {
    const personId = await person();
    const made = await inAll((tx) => localClass(tx, world.employer, rule));
    if (typeof made === 'string') throw new Error(made);
    const enrolmentId = await inAll((tx) => enrolPlainly(tx, { ...world, classId: made.classId }, personId));
    const session = await inAll((tx) => launch(tx, port, world, personId, enrolmentId));
    await say(session, [entry(1, { ...set, 'cmi.core.exit': 'suspend' }, 'SCO', 'commit')]);
    if (rule?.completionRule === 'ON_EXIT')
      expect(
        (await inAll((tx) => findLedTo(tx, [{ tenantId: world.employer, enrolmentId }])))[0]?.enrolment.status,
      ).toBe('InProgress');
    await say(session, [entry(2, set)]);
    return (await inAll((tx) => findLedTo(tx, [{ tenantId: world.employer, enrolmentId }])))[0]?.enrolment.status;
  };
  expect(await statusAfter({ completionRule: 'MASTERY', masteryScore: 95 }, pass)).toBe('InProgress');
  expect(await statusAfter({ completionRule: 'MASTERY', masteryScore: 90 }, pass)).toBe('Attended');
  expect(
    await statusAfter({ completionRule: 'ON_EXIT' }, { 'cmi.core.lesson_status': 'incomplete', 'cmi.core.exit': '' }),
  ).toBe('Attended');
  expect(
    await statusAfter({ completionRule: 'STATUS' }, { 'cmi.core.lesson_status': 'incomplete', 'cmi.core.exit': '' }),
  ).toBe('InProgress');
});

test('ELO-11, CERT-12, CERT-T6: the renewal starts a fresh attempt that knows nothing of the old one', async () => {
  const personId = await person();
  const first = await inAll(async (tx) =>
    launch(tx, port, world, personId, await enrolForEverything(tx, world, personId)),
  );
  await say(first, [entry(1, { 'cmi.core.lesson_location': '9' }, 'SCO', 'commit'), entry(2, pass)]);
  now = new Date('2027-04-01T12:00:00Z');
  const certification = { ownerId: world.employer, id: world.certificationId };
  const enrolmentId = await inAll(async (tx) => {
    const [renewed] = await changeSubscriptions(tx, [
      { tenantId: world.employer, personId, certification, command: { type: 'renew' } },
    ]);
    expect(renewed).toMatchObject({ ok: true, status: 'RENEWING' });
    const enrolled = await enrolThrough(tx, {
      tenantId: world.employer,
      personId,
      certification,
      courseId: world.courseId,
      class: { ownerId: world.employer, id: world.classId },
      by: 'learner',
    });
    if (!enrolled.ok) throw new Error(enrolled.refusal);
    return enrolled.enrolmentId;
  });
  const second = await inAll((tx) => launch(tx, port, world, personId, enrolmentId));
  expect(second.attempt).not.toBe(first.attempt);
  expect(second.delivery?.cmi).toMatchObject({ 'cmi.core.entry': 'ab-initio', 'cmi.core.lesson_location': '' });
  expect((await inAll((tx) => findAttempt(tx, first.attempt)))?.success).toBe('passed');
});
