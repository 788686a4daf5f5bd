/** From a commit to a certified learner, through the real operations and the table of policies. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOutcomePort, findLedTo } from '../../../src/explain';
import { fixedClock } from '../../../src/platform/clock';
import { policies } from '../../../src/policies';
import {
  createTakeCommits,
  findAttempt,
  retryOutcomes,
  type JournalEntry,
  type OutcomePort,
  type TakeCommits,
} from '../../../src/scorm/runtime';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import {
  addPersons,
  buildWorld,
  enrolForEverything,
  enrolPlainly,
  everything,
  launch,
  type World,
} from '../../support/learning-world';

let fresh: FreshDatabase;
let world: World;
let port: OutcomePort;
let take: TakeCommits;
let broken = false;
const now = new Date('2026-03-20T10:00:00Z');

beforeAll(async () => {
  fresh = await freshDatabase({ policies, clock: fixedClock('2026-03-20T10:00:00Z') });
  world = await buildWorld(fresh.database);
  const core = createOutcomePort({ t: (key) => key });
  port = (tx, outcomes) => (broken ? Promise.reject(new Error('the core is away')) : core(tx, outcomes));
  take = createTakeCommits({ database: fresh.database, lane: fresh.database.lane, port, now: () => now });
});
afterAll(() => fresh.drop());

const entry = (sequence: number, kind: JournalEntry['kind'], set: Record<string, string>): JournalEntry => ({
  sequence,
  at: now.toISOString(),
  activity: 'SCO',
  kind,
  set,
});
const pass = {
  'cmi.core.lesson_status': 'completed',
  'cmi.core.score.raw': '90',
  'cmi.core.score.max': '100',
  'cmi.core.score.min': '0',
  'cmi.core.exit': '',
  'cmi.core.session_time': '00:05:00.00',
};

async function begin(through: typeof enrolForEverything = enrolForEverything): Promise<{
  personId: string;
  enrolmentId: string;
  command: { tenantId: string; attemptId: string; sessionId: string; scormVersion: '1.2' };
}> {
  const [personId] = (await addPersons(fresh.database, world.employer, 1)) as [string];
  return fresh.database.inTransaction(everything, async (tx) => {
    const enrolmentId = await through(tx, world, personId);
    const session = await launch(tx, port, world, personId, enrolmentId);
    return {
      personId,
      enrolmentId,
      command: {
        tenantId: world.employer,
        attemptId: session.attempt,
        sessionId: session.session,
        scormVersion: '1.2' as const,
      },
    };
  });
}

const ledTo = async (enrolmentId: string): Promise<Awaited<ReturnType<typeof findLedTo>>[number] | undefined> =>
  (
    await fresh.database.inTransaction(everything, (tx) => findLedTo(tx, [{ tenantId: world.employer, enrolmentId }]))
  )[0];

test('CERT-T4, COMP-9, LP-7, N-03: passing completes the enrolment, awards the competence, certifies, completes the path and queues the message', async () => {
  const { personId, enrolmentId, command } = await begin();
  expect(
    (
      await take({
        ...command,
        entries: [entry(1, 'initialize', {}), entry(2, 'commit', { 'cmi.core.lesson_location': '3' })],
      })
    ).acknowledged,
  ).toEqual([1, 2]);
  expect((await ledTo(enrolmentId))?.enrolment.status).toBe('InProgress');

  const answer = await take({ ...command, entries: [entry(3, 'terminate', pass)] });
  expect(answer.outcome).toMatchObject({ completion: 'completed', success: 'passed', percent: 90 });
  expect(answer.outcome?.ledTo).toEqual([
    'explain.led-to.competence',
    'explain.led-to.certified',
    'explain.led-to.path-completed',
  ]);
  expect(await ledTo(enrolmentId)).toMatchObject({
    enrolment: { status: 'Attended', completionDate: '2026-03-20', percent: 90 },
    competences: [{ name: 'NHS|CSTF|Fire Safety - 1 Year|', dateFrom: '2026-03-20', dateTo: '2027-03-20' }],
    certifications: [
      { title: 'Fire safety certificate', status: 'CERTIFIED', expires: '2027-03-20', renewFrom: '2026-12-20' },
    ],
    paths: [{ title: 'Induction', status: 'COMPLETED' }],
  });
  const messages = await fresh.asOwner<{ code: string }>('select code from message where person_id = $1', [personId]);
  expect(messages).toEqual([{ code: 'N-03' }]);
});

test('ELO-12: the same commit again changes nothing; other content under its sequence is kept aside', async () => {
  const { personId, command } = await begin();
  await take({ ...command, entries: [entry(1, 'initialize', {}), entry(2, 'terminate', pass)] });
  const events = (): Promise<unknown[]> => fresh.asOwner('select id from event where person_id = $1', [personId]);
  const before = await events();
  expect((await take({ ...command, entries: [entry(2, 'terminate', pass)] })).acknowledged).toEqual([2]);
  expect(await events()).toHaveLength(before.length);
  const other = await take({ ...command, entries: [entry(2, 'terminate', { ...pass, 'cmi.core.score.raw': '10' })] });
  expect(other).toMatchObject({ acknowledged: [], conflicts: [2] });
  expect(await fresh.asOwner('select 1 from commit_conflict where attempt_id = $1', [command.attemptId])).toHaveLength(
    1,
  );
});

test('a handler that throws: the commit stands and is acknowledged, the outcome waits and is retried', async () => {
  const { enrolmentId, command } = await begin();
  broken = true;
  const answer = await take({ ...command, entries: [entry(1, 'terminate', pass)] });
  broken = false;
  expect(answer.acknowledged).toEqual([1]);
  expect(answer.outcome).toMatchObject({ success: 'passed', ledTo: [] });
  expect((await ledTo(enrolmentId))?.enrolment.status).toBe('InProgress');
  await fresh.asOwner(`update outcome set tried_at = tried_at - interval '1 minute' where registration_id = $1`, [
    enrolmentId,
  ]);
  expect(await retryOutcomes(fresh.database, port)).toBe(1);
  expect(await ledTo(enrolmentId)).toMatchObject({
    enrolment: { status: 'Attended' },
    certifications: [{ status: 'CERTIFIED' }],
  });
});

test("one learner's fault in a group leaves the others alone", async () => {
  const people = await Promise.all([begin(), begin(), begin()]);
  const bad = people[1].enrolmentId;
  const faulty: OutcomePort = (tx, outcomes) =>
    outcomes.some((each) => each.registrationId === bad) ? Promise.reject(new Error('bad luck')) : port(tx, outcomes);
  const takeFaulty = createTakeCommits({
    database: fresh.database,
    lane: fresh.database.lane,
    port: faulty,
    now: () => now,
  });
  const answers = await Promise.all(
    people.map(({ command }) => takeFaulty({ ...command, entries: [entry(1, 'terminate', pass)] })),
  );
  expect(answers.map((each) => each.acknowledged)).toEqual([[1], [1], [1]]);
  const statuses = await Promise.all(
    people.map(async ({ enrolmentId }) => (await ledTo(enrolmentId))?.enrolment.status),
  );
  expect(statuses).toEqual(['Attended', 'InProgress', 'Attended']);
});

test('V26: raw 79 with mastery 80 fails although content says completed; nothing is awarded', async () => {
  const { enrolmentId, command } = await begin();
  const answer = await take({ ...command, entries: [entry(1, 'terminate', { ...pass, 'cmi.core.score.raw': '79' })] });
  expect(answer.outcome).toMatchObject({ success: 'failed', percent: 79 });
  expect(await ledTo(enrolmentId)).toMatchObject({ enrolment: { status: 'InProgress' }, competences: [] });
});

test('CERT-10, CERT-12: a plain enrolment on the same class awards the competence but certifies nothing', async () => {
  const { personId, enrolmentId, command } = await begin(enrolPlainly);
  await take({ ...command, entries: [entry(1, 'terminate', pass)] });
  expect(await ledTo(enrolmentId)).toMatchObject({
    enrolment: { status: 'Attended' },
    competences: [{ dateTo: '2027-03-20' }],
    certifications: [],
  });
  expect(await fresh.asOwner('select 1 from cert_subscription where person_id = $1', [personId])).toEqual([]);
});

test('ARCHITECTURE 4: an older session adds its better result and never overwrites what the newer one saved', async () => {
  const first = await begin();
  const { personId, enrolmentId, command } = first;
  await take({
    ...command,
    entries: [entry(1, 'initialize', {}), entry(2, 'commit', { 'cmi.core.lesson_location': 'tablet' })],
  });
  const second = await fresh.database.inTransaction(everything, (tx) => launch(tx, port, world, personId, enrolmentId));
  expect(second.attempt).toBe(command.attemptId);
  await take({
    ...command,
    sessionId: second.session,
    entries: [entry(1, 'initialize', {}), entry(2, 'commit', { 'cmi.core.lesson_location': 'phone' })],
  });
  const late = await take({
    ...command,
    entries: [entry(3, 'terminate', { ...pass, 'cmi.core.lesson_location': 'tablet late' })],
  });
  expect(late).toMatchObject({ acknowledged: [3], superseded: true });
  const attempt = await fresh.database.inTransaction(everything, (tx) => findAttempt(tx, command.attemptId));
  expect(attempt?.activities[0]?.cmi['cmi.core.lesson_location']).toBe('phone');
  expect((await ledTo(enrolmentId))?.enrolment.status).toBe('Attended');
});
