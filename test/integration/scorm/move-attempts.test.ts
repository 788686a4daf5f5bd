/** ELN-4: attempts under way and a new version: dry run, carrying over, beginning again, the way back. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOutcomePort } from '../../../src/explain';
import { insertRows, newId } from '../../../src/platform/db';
import { policies } from '../../../src/policies';
import type { CheckedPackage } from '../../../src/scorm/package/core/types';
import {
  closeSilentSessions,
  createTakeCommits,
  findAttempt,
  navigate,
  type JournalEntry,
  type SessionStart,
} from '../../../src/scorm/runtime';
import { decideMove, findStanding, undoMove, type MovePolicy } from '../../../src/scorm/runtime/move-attempts';
import { previewMove } from '../../../src/scorm/runtime/preview-move';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import {
  addLearningObject,
  addPersons,
  buildWorld,
  enrolPlainly,
  everything,
  launch,
  packageOf,
  type World,
} from '../../support/learning-world';

const port = createOutcomePort({ t: (key) => key });
let fresh: FreshDatabase;
let world: World;
let now = new Date('2026-06-15T12:00:00Z');

beforeEach(async () => {
  now = new Date('2026-06-15T12:00:00Z');
  fresh = await freshDatabase({ policies, clock: { now: () => now, today: () => '2026-06-15' as never } });
  world = await buildWorld(fresh.database);
  await fresh.asOwner('update learning_object_version set package = $1 where id = $2', [
    JSON.stringify(packageOf(['A', 'B', 'C'])),
    world.versionId,
  ]);
}, 60_000);
afterEach(() => fresh.drop());

const object = (): { ownerId: string; objectId: string } => ({
  ownerId: world.object.ownerId,
  objectId: world.object.id,
});

async function addVersion(checked: CheckedPackage, number = 2): Promise<string> {
  const id = newId();
  await fresh.database.inTransaction(everything, async (tx) => {
    await insertRows(tx, 'learning_object_version', [
      {
        tenant_id: world.object.ownerId,
        id,
        learning_object_id: world.object.id,
        number,
        scorm_version: checked.scormVersion,
        title: checked.title,
        package: checked,
        findings: [],
        file_name: 'x.zip',
        size_bytes: 1,
        file_count: 1,
        activity_count: 1,
        sha256: `x${number}`,
        store_key: `test/${id}`,
        created_at: tx.now,
      },
    ]);
    await tx.execute('update learning_object set current_version_id = $3 where tenant_id = $1 and id = $2', [
      world.object.ownerId,
      world.object.id,
      id,
    ]);
  });
  return id;
}

type Learner = { readonly personId: string; readonly enrolment: string };

async function learner(): Promise<Learner> {
  const [personId = ''] = await addPersons(fresh.database, world.employer, 1);
  const enrolment = await fresh.database.inTransaction(everything, (tx) => enrolPlainly(tx, world, personId));
  return { personId, enrolment };
}

const start = ({ personId, enrolment }: Learner): Promise<SessionStart> =>
  fresh.database.inTransaction(everything, (tx) => launch(tx, port, world, personId, enrolment));

const entry = (
  sequence: number,
  activity: string,
  kind: JournalEntry['kind'],
  set: Record<string, string>,
): JournalEntry => ({ sequence, at: now.toISOString(), activity, kind, set });

const of = (session: SessionStart) => ({
  tenantId: world.employer,
  attemptId: session.attempt,
  sessionId: session.session,
  scormVersion: '1.2' as const,
});

const say = (session: SessionStart, entries: readonly JournalEntry[]): Promise<unknown> =>
  createTakeCommits({ database: fresh.database, lane: fresh.database.lane, port, now: () => now })({
    ...of(session),
    entries,
  });

/** Part A passed with 80, in the middle of B with something saved, left by "save and leave". */
async function half(who: Learner): Promise<SessionStart> {
  const session = await start(who);
  await say(session, [
    entry(1, 'A', 'initialize', {}),
    entry(2, 'A', 'terminate', {
      'cmi.core.lesson_status': 'passed',
      'cmi.core.score.raw': '80',
      'cmi.core.session_time': '00:10:00',
    }),
  ]);
  await navigate({ database: fresh.database, port }, { ...of(session), entries: [], request: { type: 'continue' } });
  await say(session, [
    entry(3, 'B', 'initialize', {}),
    entry(4, 'B', 'commit', {
      'cmi.core.lesson_status': 'incomplete',
      'cmi.core.lesson_location': 'page 7',
      'cmi.suspend_data': 'what I did',
      'cmi.interactions.0.id': 'Q1',
      'cmi.interactions.0.student_response': 'b',
      'cmi.interactions.0.result': 'correct',
      'cmi.core.session_time': '00:05:00',
      'cmi.core.exit': 'suspend',
    }),
  ]);
  return session;
}

async function leave(session: SessionStart): Promise<void> {
  await navigate(
    { database: fresh.database, port },
    { ...of(session), entries: [entry(5, 'B', 'terminate', {})], request: { type: 'suspendAll' } },
  );
}

const preview = () => fresh.database.inTransaction(everything, (tx) => previewMove(tx, object()));
const decide = (policy: MovePolicy, toVersionId: string) =>
  fresh.database.inTransaction({ tenant: 'all', actor: { source: 'self' } }, (tx) =>
    decideMove(tx, { ...object(), toVersionId, policy }),
  );
const undo = () =>
  fresh.database.inTransaction({ tenant: 'all', actor: { source: 'self' } }, (tx) => undoMove(tx, object()));
const show = (session: SessionStart) =>
  fresh.database.inTransaction(everything, (tx) => findAttempt(tx, session.attempt));
const versionOf = async (attempt: string): Promise<string | undefined> =>
  (await fresh.asOwner<{ id: string }>('select object_version_id as id from attempt where id = $1', [attempt]))[0]?.id;

/** B under another identifier, C gone, a new part. */
const second = (): CheckedPackage => {
  const made = packageOf(['A', 'B2', 'D']);
  const [a, b, d] = made.organisations[0]?.root.children ?? [];
  if (!a || !b || !d || !b.resource || !made.organisations[0]) throw new Error('no parts');
  const root = {
    ...made.organisations[0].root,
    children: [a, { ...b, resource: { ...b.resource, href: 'B.html' } }, d],
  };
  return { ...made, organisations: [{ ...made.organisations[0], root }] };
};

describe('the dry run', () => {
  test('ELN-4: counts attempts, parts, saved state and places to the row, and changes nothing', async () => {
    const people = [await learner(), await learner(), await learner()] as const;
    await leave(await half(people[0]));
    await half(people[1]);
    const third = await start(people[2]);
    // Its content never spoke in A: nothing of A is there to be kept.
    await navigate(
      { database: fresh.database, port },
      { ...of(third), entries: [], request: { type: 'choice', target: 'C' } },
    );
    await say(third, [entry(1, 'C', 'initialize', {}), entry(2, 'C', 'commit', { 'cmi.suspend_data': 'x' })]);
    const toVersionId = await addVersion(second());
    const found = await preview();
    expect(found).toMatchObject({
      toVersionId,
      toNumber: 2,
      attempts: 3,
      learners: 3,
      tenants: 1,
      playing: 2,
      place: { kept: 2, lost: 1, none: 0 },
      suspendData: { kept: 2, lost: 1 },
      learnersLosing: 1,
    });
    expect(
      found?.versions.map(({ number, attempts, keepsData, parts }) => ({
        number,
        attempts,
        keepsData,
        parts: parts.map((part) => [part.from, part.to?.identifier, part.to?.by, part.attempts, part.withSuspendData]),
      })),
    ).toEqual([
      {
        number: 1,
        attempts: 3,
        keepsData: true,
        parts: [
          ['A', 'A', 'identifier', 2, 0],
          ['B', 'B2', 'address', 2, 2],
          ['C', undefined, undefined, 1, 1],
        ],
      },
    ]);
    expect(found?.examples).toContainEqual(
      expect.objectContaining({ versionNumber: 1, kept: [], lost: ['Part C'], place: 'lost' }),
    );
    expect(await fresh.asOwner('select 1 from attempt_move')).toEqual([]);
  });

  test('who has passed, and who is on the current version, is not under way', async () => {
    const passed = await learner();
    const session = await start(passed);
    await fresh.asOwner(
      `insert into outcome (tenant_id, registration_id, version, attempt_id, result, recorded_at, status, tried_at) values ($1, $2, 99, $3, '{"verdict":"success"}', now(), 'delivered', now())`,
      [world.employer, passed.enrolment, session.attempt],
    );
    const toVersionId = await addVersion(second());
    await start(await learner());
    expect((await preview())?.attempts).toBe(0);
    expect(await decide('carry', toVersionId)).toEqual({ ok: false, refusal: 'nothing-under-way' });
  });
});

describe('carrying over', () => {
  test('ELN-4: at the next launch the attempt goes on with the new version: data, score, finished parts, place and time', async () => {
    const who = await learner();
    const before = await half(who);
    await leave(before);
    const old = await show(before);
    const toVersionId = await addVersion(second());
    expect(await decide('carry', toVersionId)).toMatchObject({ ok: true, attempts: 1 });
    const after = await start(who);
    expect(after.attempt).not.toBe(before.attempt);
    expect(after.updated).toBe('kept');
    expect(after.delivery?.activity).toBe('B2');
    expect(after.delivery?.cmi).toMatchObject({
      'cmi.core.entry': 'resume',
      'cmi.core.lesson_location': 'page 7',
      'cmi.suspend_data': 'what I did',
      'cmi.interactions.0.id': 'Q1',
      'cmi.core.total_time': '0000:05:00',
    });
    expect(
      after.contents.filter(({ launchable }) => launchable).map(({ identifier, state }) => [identifier, state]),
    ).toEqual([
      ['A', 'passed'],
      ['B2', 'in-progress'],
      ['D', 'not-started'],
    ]);
    const made = await show(after);
    expect(made).toMatchObject({ number: 2, totalSeconds: 900, completion: 'incomplete' });
    expect(made?.scaled ?? made?.raw).toBe(old?.scaled ?? old?.raw);
    // The old attempt and its log are as they were.
    const kept = await show(before);
    expect(kept).toMatchObject({ status: 'ended', totalSeconds: 900 });
    expect(kept?.sessions).toEqual(old?.sessions);
    expect(await versionOf(before.attempt)).toBe(world.versionId);
    // Told once.
    expect((await start(who)).updated).toBeUndefined();
  });

  test('time counts once, and the course is completed by what is still to do', async () => {
    const who = await learner();
    await leave(await half(who));
    await decide('carry', await addVersion(second()));
    const after = await start(who);
    await say(after, [
      entry(1, 'B2', 'initialize', {}),
      entry(2, 'B2', 'terminate', { 'cmi.core.lesson_status': 'completed', 'cmi.core.session_time': '00:01:00' }),
    ]);
    await navigate({ database: fresh.database, port }, { ...of(after), entries: [], request: { type: 'continue' } });
    await say(after, [
      entry(3, 'D', 'initialize', {}),
      entry(4, 'D', 'terminate', {
        'cmi.core.score.raw': '100',
        'cmi.core.lesson_status': 'completed',
        'cmi.core.session_time': '00:01:00',
      }),
    ]);
    const [enrolment] = await fresh.asOwner(
      'select status, success, total_seconds as seconds from enrolment where id = $1',
      [who.enrolment],
    );
    expect(enrolment).toEqual({ status: 'Attended', success: 'passed', seconds: 1020 });
  });

  test('what an old session still sends after the move is kept and counts; time still counts once', async () => {
    const who = await learner();
    const before = await half(who);
    await leave(before);
    await decide('carry', await addVersion(second()));
    const after = await start(who);
    await say(before, [
      entry(6, 'A', 'initialize', {}),
      entry(7, 'A', 'terminate', { 'cmi.core.session_time': '00:02:00' }),
    ]);
    await say(after, [
      entry(1, 'B2', 'initialize', {}),
      entry(2, 'B2', 'terminate', { 'cmi.core.lesson_status': 'completed', 'cmi.core.session_time': '00:01:00' }),
    ]);
    const [enrolment] = await fresh.asOwner<{ seconds: number }>(
      'select total_seconds as seconds from enrolment where id = $1',
      [who.enrolment],
    );
    expect(enrolment?.seconds).toBe(900 + 120 + 60);
    expect((await show(before))?.totalSeconds).toBe(1020);
  });

  test('a version of another SCORM keeps results and not what content saved', async () => {
    const who = await learner();
    await leave(await half(who));
    const toVersionId = await addVersion({ ...second(), scormVersion: '2004 4th Edition' });
    expect((await preview())?.versions[0]?.keepsData).toBe(false);
    expect(await preview()).toMatchObject({ suspendData: { kept: 0, lost: 1 } });
    await decide('carry', toVersionId);
    const after = await start(who);
    expect(after.delivery?.activity).toBe('B2');
    expect(after.delivery?.cmi['cmi.suspend_data'] ?? '').toBe('');
    expect(after.contents.find(({ identifier }) => identifier === 'A')?.state).toBe('passed');
  });
});

describe('beginning again', () => {
  test('ELN-4: the next launch begins the new version, and what was reached stays', async () => {
    const who = await learner();
    const before = await half(who);
    await leave(before);
    await decide('restart', await addVersion(second()));
    const after = await start(who);
    expect(after.updated).toBe('restarted');
    expect(after.delivery).toMatchObject({ activity: 'A', cmi: { 'cmi.core.entry': 'ab-initio' } });
    expect(await show(before)).toMatchObject({ status: 'ended' });
    const [outcome] = await fresh.asOwner<{ raw: number }>(
      `select (result->>'raw')::float as raw from outcome where registration_id = $1 order by version desc limit 1`,
      [who.enrolment],
    );
    expect(outcome?.raw).toBe(80);
  });
});

describe('who is playing', () => {
  test('nothing happens to an open session; the launch after it goes to the new version with all that was done', async () => {
    const who = await learner();
    const playing = await half(who);
    const toVersionId = await addVersion(second());
    await decide('carry', toVersionId);
    await say(playing, [entry(5, 'B', 'commit', { 'cmi.suspend_data': 'more', 'cmi.core.lesson_location': 'page 9' })]);
    // Another tab, and a reload: still the old one.
    const again = await start(who);
    expect(again.attempt).toBe(playing.attempt);
    await say(again, [
      entry(1, 'B', 'initialize', {}),
      entry(2, 'B', 'commit', { 'cmi.core.lesson_location': 'page 10' }),
    ]);
    now = new Date('2026-06-15T13:00:00Z');
    expect(await closeSilentSessions(fresh.database, port)).toBe(1);
    const after = await start(who);
    expect(after.attempt).not.toBe(playing.attempt);
    expect(after.delivery).toMatchObject({
      activity: 'B2',
      cmi: { 'cmi.suspend_data': 'more', 'cmi.core.lesson_location': 'page 10' },
    });
  });
});

describe('two at once, and the way back', () => {
  test('of two decisions at one moment one stands', async () => {
    await leave(await half(await learner()));
    const toVersionId = await addVersion(second());
    const results = await Promise.all([decide('carry', toVersionId), decide('restart', toVersionId)]);
    expect(results.filter((each) => each.ok).length).toBe(1);
    expect(results.find((each) => !each.ok)).toEqual({ ok: false, refusal: 'decided-already' });
    expect(await fresh.asOwner('select 1 from attempt_move')).toHaveLength(1);
  });

  test('two launches at one moment make one attempt', async () => {
    const who = await learner();
    await leave(await half(who));
    await decide('carry', await addVersion(second()));
    const [one, other] = await Promise.all([start(who), start(who)]);
    expect(one.attempt).toBe(other.attempt);
    expect(await fresh.asOwner('select 1 from attempt where registration_id = $1', [who.enrolment])).toHaveLength(2);
  });

  test('ELN-4: taken back, what was not played is on the old version again, and the rest is said', async () => {
    const [waits, gone, played] = [await learner(), await learner(), await learner()];
    const sessions = [await half(waits), await half(gone), await half(played)];
    for (const session of sessions) await leave(session);
    const toVersionId = await addVersion(second());
    await decide('carry', toVersionId);
    const after = await start(played);
    // Launched, and the page was never opened.
    const opened = await start(gone);
    await fresh.asOwner('delete from attempt_session where attempt_id = $1', [opened.attempt]);
    expect(
      await fresh.database.inTransaction(everything, (tx) => findStanding(tx, object(), toVersionId)),
    ).toMatchObject({
      attempts: 3,
      moved: 2,
      waiting: 1,
      played: 1,
    });
    expect(await undo()).toEqual({ ok: true, returned: 2, stayed: 1 });
    expect(await undo()).toEqual({ ok: false, refusal: 'nothing-to-undo' });
    for (const [index, who] of [waits, gone].entries()) {
      const back = await start(who);
      expect(back.attempt).toBe(sessions[index]?.attempt);
      expect(back.delivery).toMatchObject({ activity: 'B', cmi: { 'cmi.suspend_data': 'what I did' } });
    }
    expect((await start(played)).attempt).toBe(after.attempt);
    // It can be decided again.
    expect(await decide('restart', toVersionId)).toMatchObject({ ok: true, attempts: 2 });
  });

  test('a decision about a version that is not current any more is refused; a later one takes over what waits', async () => {
    const who = await learner();
    await leave(await half(who));
    const secondId = await addVersion(second());
    await decide('restart', secondId);
    const thirdId = await addVersion(packageOf(['A', 'B', 'C', 'E']), 3);
    expect(await decide('carry', secondId)).toEqual({ ok: false, refusal: 'other-version' });
    expect(await decide('carry', thirdId)).toMatchObject({ ok: true, attempts: 1 });
    const after = await start(who);
    expect(await versionOf(after.attempt)).toBe(thirdId);
    expect(after.delivery?.activity).toBe('B');
  });
});

test('ELN-4: the owner of a national object decides for every employer, whose attempts are all counted', async () => {
  await leave(await half(await learner()));
  // The same from an employer next door.
  const own = await learner();
  await leave(await half(own));
  const [row] = await fresh.asOwner<{ id: string }>('select id from attempt where registration_id = $1', [
    own.enrolment,
  ]);
  await fresh.asOwner(
    `insert into attempt select r.* from attempt a, jsonb_populate_record(null::attempt, to_jsonb(a) || jsonb_build_object('id', gen_random_uuid(), 'tenant_id', $2::text, 'registration_id', gen_random_uuid())) r where a.id = $1`,
    [row?.id, world.other],
  );
  // Another object of the same owner is not meant.
  await fresh.database.inTransaction(everything, (tx) => addLearningObject(tx, world.object.ownerId));
  const toVersionId = await addVersion(second());
  expect(await preview()).toMatchObject({ attempts: 3, tenants: 2 });
  expect(await decide('carry', toVersionId)).toMatchObject({ ok: true, attempts: 3 });
  const counts = await fresh.asOwner(
    'select tenant_id as tenant, count(*)::int from attempt_move group by 1 order by 2',
  );
  expect(counts).toEqual([
    { tenant: world.other, count: 1 },
    { tenant: world.employer, count: 2 },
  ]);
});
