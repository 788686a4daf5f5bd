/** What SCORM 2004 keeps beside the activities: global objectives and shared data, of a learner, of an attempt, never mixed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../../src/platform/db';
import type { Registration } from '../../../src/scorm/runtime';
import { openContentServer, type ContentServer } from '../../support/content-server';
import { buckets, courseZip, flow, mapped, part, sit, type Sitting } from '../../support/sequenced-course';

let server: ContentServer;
beforeAll(async () => {
  server = await openContentServer();
});
afterAll(() => server.close());

const launch = async (registration: Registration): Promise<Sitting> => {
  const visit = await server.visit(registration);
  return sit(server, visit, visit.start);
};
const learner = (name: string): Pick<Registration, 'learner' | 'learnerKey'> => ({
  learner: { id: name, name },
  learnerKey: `key-${name}`,
});
const passed = { 'cmi.success_status': 'passed', 'cmi.score.scaled': '0.9', 'cmi.completion_status': 'completed' };
/** What its first objective finds. */
const success = (at: Sitting): string => at.cmi()['cmi.objectives.0.success_status'] ?? 'unknown';
/** As the owner sees it. */
const rows = (learnerKey: string): Promise<{ target: string; scope: string; registration: string }[]> =>
  server.fresh.asOwner(
    'select target, scope, registration_id as registration from learner_shared where learner_key = $1 order by target',
    [learnerKey],
  );

describe('SN 3.10: global objectives of the learner', () => {
  const writer = (): Buffer => courseZip(part('A', mapped('G', { read: false })) + part('B'));
  const reader = (more: object = {}): Buffer => courseZip(part('X', mapped('G', { write: false })) + part('Y'), more);

  async function pass(registration: Registration): Promise<Sitting> {
    const at = await launch(registration);
    await at.play(passed);
    await at.go({ type: 'continue' });
    return at;
  }

  test('what one course writes another one reads, of the same learner only, and of no other tenant', async () => {
    const [one, other] = [await server.addPackage(writer()), await server.addPackage(reader())];
    await pass(server.registration(one, learner('ann')));
    const ann = await launch(server.registration(other, learner('ann')));
    expect(ann.cmi()).toMatchObject({
      'cmi.objectives.0.id': 'P',
      'cmi.objectives.0.success_status': 'passed',
      'cmi.objectives.0.score.scaled': '0.9',
    });
    expect(success(await launch(server.registration(other, learner('ben'))))).toBe('unknown');

    const stranger = newId();
    await server.fresh.asOwner(
      `insert into tenant (id, code, name, kind) values ($1, $2, 'Other employer', 'employer')`,
      [stranger, stranger.slice(-6)],
    );
    const theirs = server.registration(await server.addPackage(reader(), stranger), learner('ann'));
    const elsewhere = { ...theirs, tenantId: stranger, object: { ...theirs.object, ownerId: stranger } };
    expect(success(await launch(elsewhere))).toBe('unknown');
  });

  test('a course that shares none keeps its own, over exitAll and a new launch', async () => {
    const attributes = 'adlseq:objectivesGlobalToSystem="false"';
    const own = await server.addPackage(
      courseZip(part('A', mapped('G2')) + part('B', mapped('G2', { write: false })), { attributes }),
    );
    const shared = await server.addPackage(courseZip(part('X', mapped('G2', { write: false }))));
    const registration = server.registration(own, learner('cat'));
    const first = await pass(registration);
    expect([first.at(), success(first)]).toEqual(['B', 'passed']);
    await first.go({ type: 'exitAll' });
    const second = await launch(registration);
    await second.go({ type: 'choice', target: 'B' });
    expect(success(second)).toBe('passed');
    expect(success(await launch(server.registration(shared, learner('cat'))))).toBe('unknown');
    expect(await rows('key-cat')).toEqual([]);
  });

  test('a renewal begins without what the same object wrote, and with what others wrote', async () => {
    const both = courseZip(part('A', mapped('OWN')) + part('B', mapped('THEIRS', { write: false })));
    const object = await server.addPackage(both);
    const other = await server.addPackage(courseZip(part('Z', mapped('THEIRS')) + part('Y')));
    await pass(server.registration(object, learner('dan')));
    await pass(server.registration(other, learner('dan')));
    const again = await launch(server.registration(object, learner('dan')));
    expect(success(again)).toBe('unknown');
    await again.go({ type: 'choice', target: 'B' });
    expect(success(again)).toBe('passed');
  });

  test('a preview and a review read and write nobody’s', async () => {
    const object = await server.addPackage(courseZip(part('A', mapped('PREV')) + part('B')));
    await pass({ ...server.registration(object, learner('eve')), mode: 'preview' });
    expect(await rows('key-eve')).toEqual([]);
    const registration = server.registration(object, learner('eve'));
    await pass(registration);
    const written = await rows('key-eve');
    expect(written).toMatchObject([{ target: 'PREV', scope: 'system' }]);
    const review = await launch({ ...registration, mode: 'review' });
    await review.go({ type: 'choice', target: 'A' });
    expect(await rows('key-eve')).toEqual(written);
  });

  test('two courses that write at the same moment both count', async () => {
    const names = ['M', 'N', 'O'];
    const objects = await Promise.all(
      names.map((name) => server.addPackage(courseZip(part('A', mapped(name)) + part('B', mapped('ALL'))))),
    );
    await Promise.all(objects.map((object) => pass(server.registration(object, learner('fay')))));
    expect((await rows('key-fay')).map(({ target }) => target)).toEqual(names);
  });
});

describe('RTE 4.3: shared data', () => {
  const zip = (attributes = ''): Buffer =>
    courseZip(part('A', '', buckets('one', 'two')) + part('B', '', buckets('two')), { attributes, sequencing: flow });
  const local = 'adlcp:sharedDataGlobalToSystem="false"';

  async function fill(at: Sitting): Promise<void> {
    await at.play({ 'adl.data.0.store': 'first', 'adl.data.1.store': 'second' });
  }
  const stores = (at: Sitting): unknown[] => [at.cmi()['adl.data.0.store'], at.cmi()['adl.data.1.store']];

  test('a bucket of the system is there for other activities and other attempts at once', async () => {
    const object = await server.addPackage(zip());
    const other = await server.addPackage(courseZip(part('Z', '', buckets('two'))));
    const registration = server.registration(object, learner('gus'));
    const first = await launch(registration);
    expect(first.cmi()).toMatchObject({ 'adl.data.0.id': 'one', 'adl.data.1.id': 'two' });
    expect(first.start.delivery?.sharedData).toEqual([
      { targetId: 'one', read: true, write: true },
      { targetId: 'two', read: true, write: true },
    ]);
    expect(stores(first)).toEqual([undefined, undefined]);
    await fill(first);
    await first.go({ type: 'continue' });
    expect(stores(first)).toEqual(['second', undefined]);
    await first.go({ type: 'exitAll' });
    expect(stores(await launch(registration))).toEqual(['first', 'second']);
    expect(stores(await launch(server.registration(other, learner('gus'))))).toEqual(['second', undefined]);
    expect(stores(await launch(server.registration(other, learner('hal'))))).toEqual([undefined, undefined]);
  });

  test('a bucket of the course lives for one attempt on it: kept over suspendAll and a crash, gone after exitAll', async () => {
    const object = await server.addPackage(zip(local));
    const registration = server.registration(object, learner('ida'));
    const first = await launch(registration);
    await fill(first);
    await first.go({ type: 'suspendAll' });
    const second = await launch(registration);
    expect(stores(second)).toEqual(['first', 'second']);
    const third = await second.again();
    expect(stores(third)).toEqual(['first', 'second']);
    await third.go({ type: 'exitAll' });
    expect(stores(await launch(registration))).toEqual([undefined, undefined]);
  });

  test('the two kinds do not mix, though their ids are the same', async () => {
    const [system, own] = [await server.addPackage(zip()), await server.addPackage(zip(local))];
    const [shared, alone] = [server.registration(system, learner('jon')), server.registration(own, learner('jon'))];
    await fill(await launch(shared));
    const at = await launch(alone);
    expect(stores(at)).toEqual([undefined, undefined]);
    await at.play({ 'adl.data.1.store': 'mine' });
    expect(stores(await launch(shared))).toEqual(['first', 'second']);
    expect(stores(await launch(alone))).toEqual([undefined, 'mine']);
  });

  test('a row that may not be written stays; a store that was emptied is as one never set', async () => {
    const map =
      '<adlcp:data><adlcp:map targetID="ro" writeSharedData="false"/><adlcp:map targetID="wo" readSharedData="false"/></adlcp:data>';
    const object = await server.addPackage(courseZip(part('A', '', map) + part('B', '', buckets('ro', 'wo'))));
    const registration = server.registration(object, learner('kim'));
    const at = await launch(registration);
    await at.play({ 'adl.data.0.store': 'forged', 'adl.data.1.store': 'kept' });
    await at.go({ type: 'continue' });
    expect(stores(at)).toEqual([undefined, 'kept']);
    await at.play({ 'adl.data.0.store': 'x', 'adl.data.1.store': '' });
    const later = await launch(registration);
    await later.go({ type: 'choice', target: 'A' });
    expect(stores(later)).toEqual(['x', undefined]);
    await later.go({ type: 'choice', target: 'B' });
    expect(stores(later)).toEqual(['x', undefined]);
  });

  test('what an older session says late only adds', async () => {
    const object = await server.addPackage(zip());
    const registration = server.registration(object, learner('lea'));
    const older = await launch(registration);
    const newer = await launch(registration);
    await newer.say({ 'adl.data.0.store': 'newer' });
    await older.say({ 'adl.data.0.store': 'older', 'adl.data.1.store': 'older' });
    expect(stores(await newer.again())).toEqual(['newer', 'older']);
  });
});
