/** Leaving a 2004 course in every way there is, and coming back: what is resumed, what begins anew, what is never lost. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openContentServer, type ContentServer } from '../../support/content-server';
import { choiceOnly, courseZip, part, sit, type Sitting } from '../../support/sequenced-course';
import type { Registration } from '../../../src/scorm/runtime';

let server: ContentServer;
let flowing: { id: string };
let chosen: { id: string };
beforeAll(async () => {
  server = await openContentServer();
  flowing = await server.addPackage(courseZip(part('A') + part('B') + part('C')));
  chosen = await server.addPackage(courseZip(part('A') + part('B'), { sequencing: choiceOnly }));
});
afterAll(() => server.close());

const register = (object = flowing): Registration => server.registration(object);
async function launch(registration: Registration): Promise<Sitting> {
  const visit = await server.visit(registration);
  return sit(server, visit, visit.start);
}

const undone = { 'cmi.completion_status': 'incomplete', 'cmi.success_status': 'unknown' };
const saved = { ...undone, 'cmi.location': 'page 7', 'cmi.suspend_data': 'so far', 'cmi.session_time': 'PT1M' };

describe('where a learner comes back to', () => {
  test.each([
    ['a tab that was closed after a commit', async (at: Sitting) => void (await at.say(saved))],
    [
      'a tab that was closed after Terminate with suspend',
      async (at: Sitting) => void (await at.say({ ...saved, 'cmi.exit': 'suspend' }, 'terminate')),
    ],
    [
      'a tab that was closed after Terminate without a word on the exit',
      async (at: Sitting) => void (await at.say(saved, 'terminate')),
    ],
    [
      'suspendAll while the content runs',
      async (at: Sitting) => {
        await at.say(saved);
        expect((await at.go({ type: 'suspendAll' })).result).toEqual({ kind: 'end' });
      },
    ],
    [
      'suspendAll after a normal exit: suspendAll wins',
      async (at: Sitting) => {
        await at.say({ ...saved, 'cmi.exit': 'normal' }, 'terminate');
        await at.go({ type: 'suspendAll' });
      },
    ],
  ])('RTE 4.2.7: after %s the same activity is resumed with all that was saved', async (_, leave) => {
    const registration = register();
    const first = await launch(registration);
    await first.play(undone);
    await first.go({ type: 'continue' });
    await first.say({ 'cmi.entry': 'ab-initio' }, 'initialize');
    await leave(first);
    const second = await launch(registration);
    expect(second.visit.attempt).toBe(first.visit.attempt);
    expect(second.at()).toBe('B');
    expect(second.cmi()).toMatchObject({
      'cmi.entry': 'resume',
      'cmi.location': 'page 7',
      'cmi.suspend_data': 'so far',
      'cmi.completion_status': 'incomplete',
      'cmi.total_time': 'PT1M',
    });
    // And once more, from the middle of the second visit.
    await second.say({ 'cmi.entry': 'resume' }, 'initialize');
    await second.say({ 'cmi.location': 'page 8' });
    const third = await second.again();
    expect(third.at()).toBe('B');
    expect(third.cmi()).toMatchObject({ 'cmi.location': 'page 8', 'cmi.suspend_data': 'so far' });
  });

  test('an activity that was delivered and never spoke before the tab died is ab-initio', async () => {
    const registration = register();
    const first = await launch(registration);
    const second = await launch(registration);
    expect([first.at(), first.cmi()['cmi.entry'], second.at(), second.cmi()['cmi.entry']]).toEqual([
      'A',
      'ab-initio',
      'A',
      'ab-initio',
    ]);
  });

  test('exitAll ends the attempt on the course: the next launch starts anew in the same attempt of ours', async () => {
    const registration = register();
    const first = await launch(registration);
    await first.play(undone);
    await first.go({ type: 'continue' });
    await first.play(saved);
    expect((await first.go({ type: 'exitAll' })).result).toEqual({ kind: 'end' });
    const second = await launch(registration);
    expect(second.visit.attempt).toBe(first.visit.attempt);
    expect([second.at(), second.cmi()['cmi.entry']]).toEqual(['A', 'ab-initio']);
    expect(second.cmi()['cmi.location']).toBeUndefined();
  });

  test('a complete course that was left begins a new attempt of ours; suspendAll of a complete one does not', async () => {
    const registration = register();
    const first = await launch(registration);
    for (const _ of ['A', 'B']) {
      await first.play({ 'cmi.completion_status': 'completed', 'cmi.success_status': 'passed' });
      await first.go({ type: 'continue' });
    }
    await first.play({ 'cmi.completion_status': 'completed', 'cmi.success_status': 'passed' });
    await first.go({ type: 'suspendAll' });
    const second = await launch(registration);
    expect([second.visit.attempt, second.at()]).toEqual([first.visit.attempt, 'C']);
    await second.go({ type: 'exitAll' });
    const third = await launch(registration);
    expect(third.visit.attempt).not.toBe(first.visit.attempt);
    expect([third.at(), third.cmi()['cmi.entry']]).toEqual(['A', 'ab-initio']);
    expect(server.outcomes.filter((each) => each.registrationId === registration.registrationId).at(-1)).toMatchObject({
      completion: 'completed',
      success: 'passed',
      status: 'passed',
    });
  });

  test('continue past the last part ends the course', async () => {
    const first = await launch(register());
    await first.go({ type: 'continue' });
    await first.go({ type: 'continue' });
    expect(first.at()).toBe('C');
    expect((await first.go({ type: 'continue' })).result).toEqual({ kind: 'end' });
  });

  test.each(['time-out', 'logout'])(
    'RTE 4.2.9: content that ends by %s ends the course, whatever is asked next',
    async (exit) => {
      const registration = register();
      const first = await launch(registration);
      await first.play(undone);
      await first.go({ type: 'continue' });
      await first.play({ ...undone, 'cmi.exit': exit });
      expect((await first.go({ type: 'continue' })).result).toEqual({ kind: 'end' });
      expect((await launch(registration)).at()).toBe('A');
    },
  );

  test('CM-09: what content says of navigation in its commits moves nothing, the learner’s move does', async () => {
    const registration = register();
    const first = await launch(registration);
    await first.play({ ...undone, 'adl.nav.request': 'exitAll' });
    expect((await first.go({ type: 'continue' })).result).toMatchObject({ kind: 'deliver' });
    await first.say({ 'cmi.entry': 'ab-initio' }, 'initialize');
    await first.say({ ...undone, 'adl.nav.request': 'suspendAll' }, 'terminate');
    await first.go({ type: 'exitAll' });
    const second = await launch(registration);
    expect([second.at(), second.cmi()['cmi.entry']]).toEqual(['A', 'ab-initio']);
  });
});

describe('attempts on an activity', () => {
  test('RTE 2.1.1: back to a part that ended is a new attempt with nothing of the old one, whatever it does not say', async () => {
    const first = await launch(register());
    await first.play({ ...saved, 'cmi.score.scaled': '0.5' });
    await first.go({ type: 'continue' });
    await first.go({ type: 'previous' });
    expect([first.at(), first.cmi()['cmi.entry'], first.cmi()['cmi.total_time']]).toEqual(['A', 'ab-initio', 'PT0S']);
    expect(first.cmi()['cmi.location']).toBeUndefined();
    // The tab dies before the content said a word: nothing of the earlier attempt creeps in.
    const second = await first.again();
    expect([second.at(), second.cmi()['cmi.entry']]).toEqual(['A', 'ab-initio']);
    expect(second.cmi()['cmi.location']).toBeUndefined();
    await second.play({ 'cmi.location': 'anew', 'cmi.exit': 'suspend', 'cmi.session_time': 'PT5S' });
    await second.go({ type: 'continue' });
    await second.go({ type: 'previous' });
    expect(second.cmi()).toMatchObject({
      'cmi.entry': 'resume',
      'cmi.location': 'anew',
      'cmi.total_time': 'PT5S',
    });
    expect(second.cmi()['cmi.score.scaled']).toBeUndefined();
  });

  test('content that never calls Terminate keeps its work when the learner goes on', async () => {
    const first = await launch(register());
    await first.say({ 'cmi.entry': 'ab-initio' }, 'initialize');
    await first.say({ 'cmi.suspend_data': 'half' });
    await first.go({ type: 'continue' });
    await first.go({ type: 'previous' });
    expect(first.cmi()).toMatchObject({ 'cmi.entry': 'resume', 'cmi.suspend_data': 'half' });
  });

  test('ELO-12: what an older session sends late to another activity counts there and takes nobody elsewhere', async () => {
    const registration = register();
    const first = await launch(registration);
    await first.say({ 'cmi.entry': 'ab-initio' }, 'initialize');
    const second = await launch(registration);
    await second.play(undone);
    await second.go({ type: 'continue' });
    expect(second.at()).toBe('B');
    const late = await first.say({ 'cmi.score.scaled': '0.9', 'cmi.interactions.0.id': 'q' }, 'terminate');
    expect(late).toMatchObject({ acknowledged: [2], superseded: true, refused: [] });
    expect((await second.again()).at()).toBe('B');
    await second.go({ type: 'choice', target: 'C' });
    expect(second.at()).toBe('C');
  });

  test('two sessions: the older one moves on its own page only', async () => {
    const registration = register();
    const older = await launch(registration);
    const newer = await launch(registration);
    const moved = await older.go({ type: 'continue' });
    expect(moved.superseded).toBe(true);
    expect((await newer.again()).at()).toBe('A');
  });
});

describe('choosing', () => {
  test('nothing to start with: the learner chooses, ends a part, and is asked again, also after a crash', async () => {
    const registration = register(chosen);
    const first = await launch(registration);
    expect(first.at()).toBeUndefined();
    expect(first.start.controls.choices).toEqual(expect.arrayContaining(['A', 'B']));
    await first.go({ type: 'choice', target: 'B' });
    expect(first.at()).toBe('B');
    await first.play(undone);
    expect((await first.go({ type: 'exit' })).result).toEqual({ kind: 'wait' });
    const second = await launch(registration);
    expect(second.at()).toBeUndefined();
    await second.go({ type: 'choice', target: 'A' });
    expect(second.at()).toBe('A');
    expect((await second.go({ type: 'exitAll' })).result).toEqual({ kind: 'end' });
  });

  test('leaving before anything was chosen is leaving', async () => {
    const first = await launch(register(chosen));
    expect((await first.go({ type: 'suspendAll' })).result).toEqual({ kind: 'end' });
  });

  test('a target that the course does not have is refused in words; what came with it is kept', async () => {
    const first = await launch(register());
    const entries = [
      { sequence: 1, at: '2026-06-15T11:59:00.000Z', activity: 'A', kind: 'commit', set: { 'cmi.location': '9' } },
    ];
    const answer = await first.go({ type: 'choice', target: 'nowhere' }, { entries });
    expect(answer).toMatchObject({ result: { kind: 'refuse', refusal: 'unknown-activity' }, acknowledged: [1] });
    expect((await first.again()).cmi()['cmi.location']).toBe('9');
  });

  test('the course goes to the browser with its state, contents and controls after each move', async () => {
    const first = await launch(register());
    expect(first.start.course).toMatchObject({ organisation: { identifier: 'ORG' }, sequencing: { current: 'A' } });
    const said = await first.play({ 'cmi.completion_status': 'completed' });
    expect(said.sequencing?.current).toBe('A');
    const answer = await first.go({ type: 'continue' });
    expect(answer.sequencing?.current).toBe('B');
    expect(answer.contents.find(({ identifier }) => identifier === 'A')?.state).toBe('completed');
  });
});
