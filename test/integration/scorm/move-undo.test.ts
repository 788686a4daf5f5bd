/** ELN-4: decisions about attempts under way: two at once, taken back, for every employer. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findStanding } from '../../../src/scorm/runtime/move-attempts';
import { addLearningObject, everything, packageOf } from '../../support/learning-world';
import { openMoveWorld, type MoveWorld } from '../../support/move-world';

let w: MoveWorld;
beforeEach(async () => {
  w = await openMoveWorld();
}, 60_000);
afterEach(() => w.fresh.drop());

describe('two at once, and the way back', () => {
  test('of two decisions at one moment one stands', async () => {
    await w.leave(await w.half(await w.learner()));
    const toVersionId = await w.addVersion(w.second());
    const results = await Promise.all([w.decide('carry', toVersionId), w.decide('restart', toVersionId)]);
    expect(results.filter((each) => each.ok).length).toBe(1);
    expect(results.find((each) => !each.ok)).toEqual({ ok: false, refusal: 'decided-already' });
    expect(await w.fresh.asOwner('select 1 from attempt_move')).toHaveLength(1);
  });

  test('two launches at one moment make one attempt', async () => {
    const who = await w.learner();
    await w.leave(await w.half(who));
    await w.decide('carry', await w.addVersion(w.second()));
    const [one, other] = await Promise.all([w.start(who), w.start(who)]);
    expect(one.attempt).toBe(other.attempt);
    expect(await w.fresh.asOwner('select 1 from attempt where registration_id = $1', [who.enrolment])).toHaveLength(2);
  });

  test('ELN-4: taken back, what was not played is on the old version again, and the rest is said', async () => {
    const [waits, gone, played] = [await w.learner(), await w.learner(), await w.learner()];
    const sessions = [await w.half(waits), await w.half(gone), await w.half(played)];
    for (const session of sessions) await w.leave(session);
    const toVersionId = await w.addVersion(w.second());
    await w.decide('carry', toVersionId);
    const after = await w.start(played);
    // Launched, and the page was never opened.
    const opened = await w.start(gone);
    await w.fresh.asOwner('delete from attempt_session where attempt_id = $1', [opened.attempt]);
    expect(
      await w.fresh.database.inTransaction(everything, (tx) => findStanding(tx, w.object(), toVersionId)),
    ).toMatchObject({
      attempts: 3,
      moved: 2,
      waiting: 1,
      played: 1,
    });
    expect(await w.undo()).toEqual({ ok: true, returned: 2, stayed: 1 });
    expect(await w.undo()).toEqual({ ok: false, refusal: 'nothing-to-undo' });
    for (const [index, who] of [waits, gone].entries()) {
      const back = await w.start(who);
      expect(back.attempt).toBe(sessions[index]?.attempt);
      expect(back.delivery).toMatchObject({ activity: 'B', cmi: { 'cmi.suspend_data': 'what I did' } });
    }
    expect((await w.start(played)).attempt).toBe(after.attempt);
    // It can be decided again.
    expect(await w.decide('restart', toVersionId)).toMatchObject({ ok: true, attempts: 2 });
  });

  test('a decision about a version that is not current any more is refused; a later one takes over what waits', async () => {
    const who = await w.learner();
    await w.leave(await w.half(who));
    const secondId = await w.addVersion(w.second());
    await w.decide('restart', secondId);
    const thirdId = await w.addVersion(packageOf(['A', 'B', 'C', 'E']), 3);
    expect(await w.decide('carry', secondId)).toEqual({ ok: false, refusal: 'other-version' });
    expect(await w.decide('carry', thirdId)).toMatchObject({ ok: true, attempts: 1 });
    const after = await w.start(who);
    expect(await w.versionOf(after.attempt)).toBe(thirdId);
    expect(after.delivery?.activity).toBe('B');
  });
});

test('ELN-4: the owner of a national object decides for every employer, whose attempts are all counted', async () => {
  await w.leave(await w.half(await w.learner()));
  // The same from an employer next door.
  const own = await w.learner();
  await w.leave(await w.half(own));
  const [row] = await w.fresh.asOwner<{ id: string }>('select id from attempt where registration_id = $1', [
    own.enrolment,
  ]);
  await w.fresh.asOwner(
    `insert into attempt select r.* from attempt a, jsonb_populate_record(null::attempt, to_jsonb(a) || jsonb_build_object('id', gen_random_uuid(), 'tenant_id', $2::text, 'registration_id', gen_random_uuid())) r where a.id = $1`,
    [row?.id, w.world.other],
  );
  // Another object of the same owner is not meant.
  await w.fresh.database.inTransaction(everything, (tx) => addLearningObject(tx, w.world.object.ownerId));
  const toVersionId = await w.addVersion(w.second());
  expect(await w.preview()).toMatchObject({ attempts: 3, tenants: 2 });
  expect(await w.decide('carry', toVersionId)).toMatchObject({ ok: true, attempts: 3 });
  const counts = await w.fresh.asOwner(
    'select tenant_id as tenant, count(*)::int from attempt_move group by 1 order by 2',
  );
  expect(counts).toEqual([
    { tenant: w.world.other, count: 1 },
    { tenant: w.world.employer, count: 2 },
  ]);
});
