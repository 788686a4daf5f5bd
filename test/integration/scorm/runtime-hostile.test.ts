/** Commits and moves that are replayed, out of order, cut short or forged; and what is written down about all that. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAttempt, readTrace, switchTrace, type CommitAnswer, type Registration } from '../../../src/scorm/runtime';
import { openContentServer, type ContentServer } from '../../support/content-server';
import { courseZip, part, sit, type Sitting } from '../../support/sequenced-course';

let server: ContentServer;
let object: { id: string };
beforeAll(async () => {
  server = await openContentServer();
  object = await server.addPackage(courseZip(part('A') + part('B') + part('C')));
});
afterAll(() => server.close());

const launch = async (registration: Registration = server.registration(object)): Promise<Sitting> => {
  const visit = await server.visit(registration);
  return sit(server, visit, visit.start);
};
const everyone = { tenant: 'all', actor: { source: 'process:test' } } as const;
const show = async ({ visit }: Sitting): Promise<NonNullable<Awaited<ReturnType<typeof findAttempt>>>> => {
  const found = await server.fresh.database.inTransaction(everyone, (tx) => findAttempt(tx, visit.attempt));
  if (!found) throw new Error('no attempt');
  return found;
};
const completed = { 'cmi.completion_status': 'completed', 'cmi.success_status': 'passed' };
const entry = (sequence: number, set: Record<string, string>, more: object = {}): object => ({
  sequence,
  at: '2026-06-15T11:59:00.000Z',
  activity: 'A',
  kind: 'commit',
  set,
  ...more,
});
const commit = async (at: Sitting, entries: object[], more: object = {}): Promise<CommitAnswer> => {
  const answer = await server.say(at.visit, 'commit', { session: at.start.session, entries, ...more });
  expect(answer.status).toBe(200);
  return answer.json() as unknown as CommitAnswer;
};

describe('forged', () => {
  test('what is said for a part that was never opened, or is not there, is kept, answered in words, and counts for nothing', async () => {
    const at = await launch();
    const answer = await commit(at, [
      entry(1, completed, { activity: 'C', kind: 'terminate' }),
      entry(2, completed, { activity: 'nowhere', kind: 'terminate' }),
    ]);
    expect(answer.acknowledged).toEqual([1, 2]);
    expect(answer.refused).toMatchObject([
      { sequence: 1, element: 'C', code: 'never-opened' },
      { sequence: 2, element: 'nowhere', code: 'unknown-activity' },
    ]);
    expect(answer.refused.every(({ message }) => message.includes('counts for nothing'))).toBe(true);
    expect(answer.outcome).toMatchObject({ completion: 'incomplete', success: 'unknown' });
    const found = await show(at);
    expect(found.sessions[0]?.commits.map(({ activity }) => activity)).toEqual(['C', 'nowhere']);
    expect(found.sessions[0]?.commits[1]?.refused).toMatchObject([{ code: 'unknown-activity' }]);
  });

  test('a pass opens its own attempt only, and a session belongs to its attempt', async () => {
    const [mine, theirs] = [await launch(), await launch()];
    const body = { session: theirs.start.session, entries: [entry(1, completed)] };
    expect((await server.say(mine.visit, 'commit', body)).status).toBe(404);
    expect((await server.say(mine.visit, 'navigate', { ...body, request: { type: 'continue' } })).status).toBe(404);
    const stolen = { ...theirs.visit, cookie: mine.visit.cookie };
    expect((await server.say(stolen, 'commit', body)).status).toBe(401);
    expect((await show(theirs)).sessions[0]?.commits).toEqual([]);
    expect((await theirs.again()).at()).toBe('A');
  });

  test.each(['constructor', '__proto__', 'ORG', '', 'A ', 'x'.repeat(5000)])(
    'a choice of “%.12s” takes nobody anywhere',
    async (target) => {
      const at = await launch();
      const body = { session: at.start.session, entries: [], request: { type: 'jump', target } };
      const answer = await server.say(at.visit, 'navigate', body);
      if (answer.status === 200) expect(answer.json()).toMatchObject({ result: { kind: 'refuse' } });
      else expect(answer.status).toBe(400);
      expect((await at.again()).at()).toBe('A');
    },
  );
});

describe('out of order', () => {
  test('replayed commits count once, changed ones are kept aside, gaps and turned orders lose nothing', async () => {
    const at = await launch();
    const last = entry(5, { 'cmi.location': 'five', 'cmi.session_time': 'PT2M' }, { kind: 'terminate' });
    await commit(at, [last]);
    await commit(at, [
      entry(3, { 'cmi.location': 'three', 'cmi.suspend_data': 'kept' }),
      entry(2, { 'cmi.location': 'two' }),
    ]);
    expect((await commit(at, [last])).acknowledged).toEqual([5]);
    const changed = await server.say(at.visit, 'commit', {
      session: at.start.session,
      entries: [entry(5, { 'cmi.location': 'forged' })],
    });
    expect([changed.status, changed.json()['conflicts']]).toEqual([409, [5]]);
    const moved = await at.go({ type: 'suspendAll' }, { entries: [entry(5, { 'cmi.location': 'again' })] });
    expect(moved.conflicts).toEqual([5]);
    const aside = await server.fresh.asOwner<{ count: number }>(
      'select count(*)::int as count from commit_conflict where attempt_id = $1',
      [at.visit.attempt],
    );
    expect(aside[0]?.count).toBe(2);
    const again = await at.again();
    expect(again.cmi()).toMatchObject({
      'cmi.location': 'five',
      'cmi.suspend_data': 'kept',
      'cmi.total_time': 'PT2M',
    });
  });

  test('a move that is told again is answered again: the new attempt on a part is not begun twice', async () => {
    const at = await launch();
    await at.play({ ...completed, 'cmi.location': 'old' });
    const body = (move: number, request: object): object => ({ session: at.start.session, entries: [], request, move });
    await server.say(at.visit, 'navigate', body(1, { type: 'continue' }));
    await server.say(at.visit, 'navigate', body(2, { type: 'previous' }));
    await commit(at, [
      entry(10, { 'cmi.entry': 'ab-initio' }, { kind: 'initialize' }),
      entry(11, { 'cmi.location': 'new', 'cmi.exit': 'suspend' }),
    ]);
    // The answer had been lost on the way, and the request comes once more, after all that.
    const told = await server.say(at.visit, 'navigate', body(2, { type: 'previous' }));
    expect(told.json()).toMatchObject({ result: { kind: 'deliver', delivery: { activity: 'A' } } });
    await commit(at, [entry(12, { 'cmi.suspend_data': 'more' }, { kind: 'terminate' })]);
    await server.say(at.visit, 'navigate', body(3, { type: 'continue' }));
    const back = await server.say(at.visit, 'navigate', body(4, { type: 'previous' }));
    expect(back.json()).toMatchObject({
      result: { delivery: { cmi: { 'cmi.entry': 'resume', 'cmi.location': 'new', 'cmi.suspend_data': 'more' } } },
    });
  });

  test.each([
    ['no session', { session: undefined }],
    ['a session that is none', { session: 'x' }],
    ['entries that are none', { entries: {} }],
    ['the same sequence twice', { entries: [entry(1, {}), entry(1, {})] }],
    ['an entry without a kind', { entries: [entry(1, {}, { kind: 'bye' })] }],
    ['a request that is none', { request: { type: 'fly' } }],
    ['a choice without a target', { request: { type: 'choice' } }],
  ])('a move with %s is refused as a whole, and nothing moves', async (_, wrong) => {
    const at = await launch();
    const body = { session: at.start.session, entries: [], request: { type: 'continue' }, move: 1, ...wrong };
    expect((await server.say(at.visit, 'navigate', body)).status).toBe(400);
    expect((await at.again()).at()).toBe('A');
  });
});

describe('claims of the browser', () => {
  test('the server’s stands where the two differ, and the difference is written down', async () => {
    const at = await launch();
    await commit(at, [entry(1, { 'cmi.completion_status': 'incomplete' })], {
      claim: { completion: 'incomplete', success: 'unknown' },
    });
    expect((await show(at)).differingClaim).toBeNull();
    const claim = { completion: 'completed', success: 'passed', scaled: 1 };
    const answer = await commit(at, [entry(2, { 'cmi.completion_status': 'incomplete' })], { claim });
    expect(answer.outcome).toMatchObject({ completion: 'incomplete', success: 'unknown' });
    expect(await show(at)).toMatchObject({
      completion: 'incomplete',
      differingClaim: { claimed: claim, found: { completion: 'incomplete', success: 'unknown' } },
    });
  });

  test.each([
    [1],
    ['x'],
    [{ completion: 'done', success: 'yes' }],
    [{ completion: 'completed', success: 'passed', scaled: 99 }],
  ])('a claim like %j takes no commit down', async (claim) => {
    const at = await launch();
    expect((await commit(at, [entry(1, { 'cmi.location': '3' })], { claim })).acknowledged).toEqual([1]);
    expect((await at.again()).cmi()['cmi.location']).toBe('3');
  });
});

describe('calls that the browser refused', () => {
  test('are stored beside the commit that brings them, in a sentence, and no more than fifty of an entry', async () => {
    const at = await launch();
    const refused = [
      { element: 'cmi.score.raw', value: 'ten', error: '406' },
      'nonsense',
      ...Array.from({ length: 80 }, (_, n) => ({ element: `cmi.x${n}`, value: '', error: '401' })),
    ];
    const answer = await commit(at, [entry(1, { 'cmi.location': '1', 'cmi.nothing': '2' }, { refused })]);
    // The page knows what it refused itself.
    expect(answer.refused).toMatchObject([{ element: 'cmi.nothing', code: 'unknown-element' }]);
    const stored = (await show(at)).sessions[0]?.commits[0]?.refused ?? [];
    expect(stored.slice(0, 2)).toMatchObject([
      { element: 'cmi.nothing', code: 'unknown-element' },
      { element: 'cmi.score.raw', code: 'refused-in-browser' },
    ]);
    expect(JSON.stringify(stored[1])).toContain('error 406');
    expect(stored).toHaveLength(1 + 49);
  });
});

describe('the record of an attempt', () => {
  const record = async (
    at: Sitting,
    number: number,
    records: unknown[],
    session = at.start.session,
  ): Promise<unknown> => {
    const answer = await server.say(at.visit, 'trace', { session, number, records });
    return answer.status === 200 ? answer.json()['more'] : answer.status;
  };
  const call = (element: string, value: string): object => ({
    kind: 'call',
    at: '2026-06-15T11:59:00.000Z',
    activity: 'A',
    call: 'SetValue',
    args: [element, value],
    returned: 'true',
    error: '0',
  });

  test('is made only where somebody asked, holds calls and decisions with their clauses, each once', async () => {
    const registration = server.registration(object);
    const before = await launch(registration);
    expect(before.start.recordTrace).toBeUndefined();
    expect(await record(before, 1, [call('cmi.location', '1')])).toBe(false);

    const key = { tenantId: server.tenant, attemptId: before.visit.attempt };
    await server.fresh.database.inTransaction(everyone, (tx) => switchTrace(tx, key, true));
    const at = await launch(registration);
    expect(at.start.recordTrace).toBe(true);
    const calls = [call('cmi.location', '1'), call('cmi.suspend_data', 'Ann wrote this')];
    expect(await record(at, 1, calls)).toBe(true);
    expect(await record(at, 1, [call('cmi.location', 'again')])).toBe(true);
    expect(await record(at, 2, [{ kind: 'nonsense' }])).toBe(400);
    // Deeper than anything that is answered.
    const deep = JSON.parse(`${'['.repeat(1_000)}${']'.repeat(1_000)}`) as unknown;
    const sent = { kind: 'sent', at: '2026-06-15T11:59:00.000Z', action: 'commit', sequences: [1], status: '200' };
    expect(await record(at, 2, [{ ...sent, answer: deep }])).toBe(400);
    expect(await record(at, 3, calls, (await launch()).start.session)).toBe(false);
    await at.say({ 'cmi.suspend_data': 'Ann wrote this', 'cmi.location': '1' });
    const moved = await at.go({ type: 'continue' });
    expect(moved.steps?.length).toBeGreaterThan(0);

    const read = (personal: boolean): ReturnType<typeof readTrace> =>
      server.fresh.database.inTransaction(everyone, (tx) => readTrace(tx, at.visit.attempt, personal));
    const whole = await read(true);
    const records = whole?.records.flatMap((each) => each.records) ?? [];
    expect(records.filter((each) => (each as { kind: string }).kind === 'call')).toEqual(calls);
    expect(records.filter((each) => (each as { kind: string }).kind === 'decision')).toMatchObject([
      { request: { type: 'resumeAll' }, result: 'deliver', activity: 'A' },
      { request: { type: 'continue' }, result: 'deliver', activity: 'B', steps: moved.steps },
    ]);
    expect(JSON.stringify(whole)).toContain('Ann wrote this');

    const anonymous = JSON.stringify(await read(false));
    expect(anonymous).not.toContain('Ann wrote this');
    expect(anonymous).toContain('"cmi.location":"1"');

    await server.fresh.database.inTransaction(everyone, (tx) => switchTrace(tx, key, false));
    expect(await record(at, 4, calls)).toBe(false);
    expect((await at.again()).start.recordTrace).toBeUndefined();
    const events = await server.fresh.database.inTransaction(everyone, (tx) =>
      tx.query<{ type: string }>(
        `select type from event where tenant_id = $1 and type like 'attempt-record-%' and subjects->>'attemptId' = $2 order by id`,
        [server.tenant, at.visit.attempt],
      ),
    );
    expect(events.map(({ type }) => type)).toEqual(['attempt-record-begun', 'attempt-record-ended']);
  });
});
