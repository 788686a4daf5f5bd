/** ELN-4: attempts under way and a new version: dry run, carrying over, beginning again, who is playing meanwhile. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeSilentSessions, navigate } from '../../../src/scorm/runtime';
import { openMoveWorld, type MoveWorld } from '../../support/move-world';

let w: MoveWorld;
beforeEach(async () => {
  w = await openMoveWorld();
}, 60_000);
afterEach(() => w.fresh.drop());

describe('the dry run', () => {
  test('ELN-4: counts attempts, parts, saved state and places to the row, and changes nothing', async () => {
    const people = [await w.learner(), await w.learner(), await w.learner()] as const;
    await w.leave(await w.half(people[0]));
    await w.half(people[1]);
    const third = await w.start(people[2]);
    // Its content never spoke in A: nothing of A is there to be kept.
    await navigate(
      { database: w.fresh.database, port: w.port },
      { ...w.of(third), entries: [], request: { type: 'choice', target: 'C' } },
    );
    await w.say(third, [w.entry(1, 'C', 'initialize', {}), w.entry(2, 'C', 'commit', { 'cmi.suspend_data': 'x' })]);
    const toVersionId = await w.addVersion(w.second());
    const found = await w.preview();
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
    expect(await w.fresh.asOwner('select 1 from attempt_move')).toEqual([]);
  });

  test('who has passed, and who is on the current version, is not under way', async () => {
    const passed = await w.learner();
    const session = await w.start(passed);
    await w.fresh.asOwner(
      `insert into outcome (tenant_id, registration_id, version, attempt_id, result, recorded_at, status, tried_at) values ($1, $2, 99, $3, '{"verdict":"success"}', now(), 'delivered', now())`,
      [w.world.employer, passed.enrolment, session.attempt],
    );
    const toVersionId = await w.addVersion(w.second());
    await w.start(await w.learner());
    expect((await w.preview())?.attempts).toBe(0);
    expect(await w.decide('carry', toVersionId)).toEqual({ ok: false, refusal: 'nothing-under-way' });
  });
});

describe('carrying over', () => {
  test('ELN-4: at the next launch the attempt goes on with the new version: data, score, finished parts, place and time', async () => {
    const who = await w.learner();
    const before = await w.half(who);
    await w.leave(before);
    const old = await w.show(before);
    const toVersionId = await w.addVersion(w.second());
    expect(await w.decide('carry', toVersionId)).toMatchObject({ ok: true, attempts: 1 });
    const after = await w.start(who);
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
    const made = await w.show(after);
    expect(made).toMatchObject({ number: 2, totalSeconds: 900, completion: 'incomplete' });
    expect(made?.scaled ?? made?.raw).toBe(old?.scaled ?? old?.raw);
    // The old attempt and its log are as they were.
    const kept = await w.show(before);
    expect(kept).toMatchObject({ status: 'ended', totalSeconds: 900 });
    expect(kept?.sessions).toEqual(old?.sessions);
    expect(await w.versionOf(before.attempt)).toBe(w.world.versionId);
    // Told once.
    expect((await w.start(who)).updated).toBeUndefined();
  });

  test('time counts once, and the course is completed by what is still to do', async () => {
    const who = await w.learner();
    await w.leave(await w.half(who));
    await w.decide('carry', await w.addVersion(w.second()));
    const after = await w.start(who);
    await w.say(after, [
      w.entry(1, 'B2', 'initialize', {}),
      w.entry(2, 'B2', 'terminate', { 'cmi.core.lesson_status': 'completed', 'cmi.core.session_time': '00:01:00' }),
    ]);
    await navigate(
      { database: w.fresh.database, port: w.port },
      { ...w.of(after), entries: [], request: { type: 'continue' } },
    );
    await w.say(after, [
      w.entry(3, 'D', 'initialize', {}),
      w.entry(4, 'D', 'terminate', {
        'cmi.core.score.raw': '100',
        'cmi.core.lesson_status': 'completed',
        'cmi.core.session_time': '00:01:00',
      }),
    ]);
    const [enrolment] = await w.fresh.asOwner(
      'select status, success, total_seconds as seconds from enrolment where id = $1',
      [who.enrolment],
    );
    expect(enrolment).toEqual({ status: 'Attended', success: 'passed', seconds: 1020 });
  });

  test('what an old session still sends after the move is kept and counts; time still counts once', async () => {
    const who = await w.learner();
    const before = await w.half(who);
    await w.leave(before);
    await w.decide('carry', await w.addVersion(w.second()));
    const after = await w.start(who);
    await w.say(before, [
      w.entry(6, 'A', 'initialize', {}),
      w.entry(7, 'A', 'terminate', { 'cmi.core.session_time': '00:02:00' }),
    ]);
    await w.say(after, [
      w.entry(1, 'B2', 'initialize', {}),
      w.entry(2, 'B2', 'terminate', { 'cmi.core.lesson_status': 'completed', 'cmi.core.session_time': '00:01:00' }),
    ]);
    const [enrolment] = await w.fresh.asOwner<{ seconds: number }>(
      'select total_seconds as seconds from enrolment where id = $1',
      [who.enrolment],
    );
    expect(enrolment?.seconds).toBe(900 + 120 + 60);
    expect((await w.show(before))?.totalSeconds).toBe(1020);
  });

  test('a version of another SCORM keeps results and not what content saved', async () => {
    const who = await w.learner();
    await w.leave(await w.half(who));
    const toVersionId = await w.addVersion({ ...w.second(), scormVersion: '2004 4th Edition' });
    expect((await w.preview())?.versions[0]?.keepsData).toBe(false);
    expect(await w.preview()).toMatchObject({ suspendData: { kept: 0, lost: 1 } });
    await w.decide('carry', toVersionId);
    const after = await w.start(who);
    expect(after.delivery?.activity).toBe('B2');
    expect(after.delivery?.cmi['cmi.suspend_data'] ?? '').toBe('');
    expect(after.contents.find(({ identifier }) => identifier === 'A')?.state).toBe('passed');
  });
});

describe('beginning again', () => {
  test('ELN-4: the next launch begins the new version, and what was reached stays', async () => {
    const who = await w.learner();
    const before = await w.half(who);
    await w.leave(before);
    await w.decide('restart', await w.addVersion(w.second()));
    const after = await w.start(who);
    expect(after.updated).toBe('restarted');
    expect(after.delivery).toMatchObject({ activity: 'A', cmi: { 'cmi.core.entry': 'ab-initio' } });
    expect(await w.show(before)).toMatchObject({ status: 'ended' });
    const [outcome] = await w.fresh.asOwner<{ raw: number }>(
      `select (result->>'raw')::float as raw from outcome where registration_id = $1 order by version desc limit 1`,
      [who.enrolment],
    );
    expect(outcome?.raw).toBe(80);
  });
});

describe('who is playing', () => {
  test('nothing happens to an open session; the launch after it goes to the new version with all that was done', async () => {
    const who = await w.learner();
    const playing = await w.half(who);
    const toVersionId = await w.addVersion(w.second());
    await w.decide('carry', toVersionId);
    await w.say(playing, [
      w.entry(5, 'B', 'commit', { 'cmi.suspend_data': 'more', 'cmi.core.lesson_location': 'page 9' }),
    ]);
    // Another tab, and a reload: still the old one.
    const again = await w.start(who);
    expect(again.attempt).toBe(playing.attempt);
    await w.say(again, [
      w.entry(1, 'B', 'initialize', {}),
      w.entry(2, 'B', 'commit', { 'cmi.core.lesson_location': 'page 10' }),
    ]);
    w.at('2026-06-15T13:00:00Z');
    expect(await closeSilentSessions(w.fresh.database, w.port)).toBe(1);
    const after = await w.start(who);
    expect(after.attempt).not.toBe(playing.attempt);
    expect(after.delivery).toMatchObject({
      activity: 'B2',
      cmi: { 'cmi.suspend_data': 'more', 'cmi.core.lesson_location': 'page 10' },
    });
  });
});
