/** Commits and navigation over HTTP: what is taken, what is refused, and that one bad request harms no other. */
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommitAnswer, NavigateAnswer } from '../../../src/scorm/runtime';
import {
  entry,
  openContentServer,
  sampleZip,
  smallZip,
  type ContentServer,
  type Visit,
} from '../../support/content-server';

let server: ContentServer;
let object: { id: string };
let visit: Visit;

beforeAll(async () => {
  server = await openContentServer();
  object = await server.addPackage(smallZip());
  visit = await server.visit(server.registration(object));
});
afterAll(() => server.close());

const commit = async (to: Visit, entries: unknown, headers: Record<string, string> = {}) =>
  server.say(to, 'commit', { session: to.start.session, entries }, headers);
const location = (text: string) => ({ 'cmi.core.lesson_location': text });

describe('commits', () => {
  test('are acknowledged when the database has them, and once only', async () => {
    const entries = [
      entry(1, location('p1'), { kind: 'initialize' }),
      entry(2, { ...location('p2'), 'cmi.suspend_data': 'x'.repeat(3000) }),
    ];
    const first = await commit(visit, entries);
    expect(first.status).toBe(200);
    expect(first.headers['content-type']).toBe('application/json');
    expect(first.headers['cache-control']).toBe('no-store');
    expect(first.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(first.json()).toMatchObject({ acknowledged: [1, 2], conflicts: [], refused: [], superseded: false });
    const rows = () =>
      server.fresh.asOwner('select sequence from attempt_commit where session_id = $1 order by sequence', [
        visit.start.session,
      ]);
    expect(await rows()).toEqual([{ sequence: 1 }, { sequence: 2 }]);
    expect((await commit(visit, entries)).json()).toMatchObject({ acknowledged: [1, 2] });
    expect(await rows()).toHaveLength(2);
  });

  test('the same sequence with other content is a conflict: 409 when there is nothing else', async () => {
    const only = await commit(visit, [entry(2, location('other'))]);
    expect(only.status).toBe(409);
    expect(only.json()).toMatchObject({ acknowledged: [], conflicts: [2] });
    const mixed = await commit(visit, [entry(2, location('other')), entry(3, location('p3'))]);
    expect(mixed.status).toBe(200);
    expect(mixed.json()).toMatchObject({ acknowledged: [3], conflicts: [2] });
  });

  test('a bad element is refused alone, with its reason', async () => {
    const answer = await commit(visit, [
      entry(4, { ...location('p4'), 'cmi.core.score.raw': 'many', 'cmi.core.student_id': 'me' }),
    ]);
    expect(answer.status).toBe(200);
    const { acknowledged, refused } = answer.json() as CommitAnswer;
    expect(acknowledged).toEqual([4]);
    expect(refused.map(({ element }) => element).sort()).toEqual(['cmi.core.score.raw', 'cmi.core.student_id']);
  });

  test('what ends an activity says what it led to', async () => {
    const one = await server.visit(server.registration(object));
    const answer = await commit(one, [
      entry(1, { 'cmi.core.lesson_status': 'completed', 'cmi.core.exit': '' }, { kind: 'terminate' }),
    ]);
    expect(answer.json()).toMatchObject({
      acknowledged: [1],
      outcome: { completion: 'completed', ledTo: ['It counts.'] },
    });
    expect(server.outcomes.at(-1)).toMatchObject({ attemptId: one.attempt, completion: 'completed' });
  });

  test('a device without a usable clock loses nothing', async () => {
    const answer = await commit(visit, [
      entry(10, location('p10'), { at: '+052026-01-01T00:00:00.000Z' }),
      entry(11, location('p11'), { at: '' }),
    ]);
    expect(answer.json()).toMatchObject({ acknowledged: [10, 11] });
  });

  test.each<[string, unknown, string]>([
    ['no object', [], 'body'],
    ['no session', { entries: [entry(1, {})] }, 'session'],
    ['a session that is no id', { session: "x' or 1", entries: [entry(1, {})] }, 'session'],
    ['no entries', { session: '018f0000-0000-7000-8000-000000000000', entries: [] }, 'entries'],
    ['an entry that is none', { session: '018f0000-0000-7000-8000-000000000000', entries: [null] }, 'entries.0.entry'],
    ['sequence 0', { session: '018f0000-0000-7000-8000-000000000000', entries: [entry(0, {})] }, 'entries.0.sequence'],
    [
      'a sequence beyond 32 bits',
      { session: '018f0000-0000-7000-8000-000000000000', entries: [entry(2 ** 31, {})] },
      'entries.0.sequence',
    ],
    [
      'a sequence twice',
      { session: '018f0000-0000-7000-8000-000000000000', entries: [entry(1, {}), entry(1, {})] },
      'entries.1.sequence',
    ],
    [
      'an unknown kind',
      { session: '018f0000-0000-7000-8000-000000000000', entries: [{ ...entry(1, {}), kind: 'finish' }] },
      'entries.0.kind',
    ],
    [
      'a NUL in a name',
      { session: '018f0000-0000-7000-8000-000000000000', entries: [entry(1, {}, { activity: 'a\0b' })] },
      'entries.0.activity',
    ],
    [
      'a list for elements',
      { session: '018f0000-0000-7000-8000-000000000000', entries: [{ ...entry(1, {}), set: [] }] },
      'entries.0.set',
    ],
  ])('%s is refused with its place', async (_, body, where) => {
    const answer = await server.say(visit, 'commit', body);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({
      code: 'invalid',
      detail: `What was sent has not the form that is expected: ${where}.`,
    });
  });

  test('what is no JSON, or says it is something else', async () => {
    expect((await server.say(visit, 'commit', '{"session":')).status).toBe(400);
    expect((await server.say(visit, 'commit', '{}', { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect(
      (await server.say(visit, 'commit', 'session=1', { 'Content-Type': 'application/x-www-form-urlencoded' })).status,
    ).toBe(415);
  });

  test('what another origin sends, siblings included', async () => {
    const say = (headers: Record<string, string>) => commit(visit, [entry(20, location('stolen'))], headers);
    expect((await say({ 'Sec-Fetch-Site': 'same-site' })).status).toBe(403);
    expect((await say({ 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await say({ 'Sec-Fetch-Site': 'none' })).status).toBe(403);
    expect((await say({ Origin: 'http://content.localhost:8081' })).status).toBe(403);
    expect((await say({ Origin: 'null' })).status).toBe(403);
    const bare = { Cookie: visit.cookie, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ session: visit.start.session, entries: [entry(20, location('p20'))] });
    const url = `${visit.origin}/a/${visit.attempt}/commit`;
    expect((await server.ask(url, { method: 'POST', headers: bare, body })).status).toBe(403);
    expect((await server.ask(url, { method: 'POST', headers: { ...bare, Origin: visit.origin }, body })).status).toBe(
      200,
    );
  });

  test('more than 2 MB is told so; the sender sees the answer', async () => {
    const answer = await commit(visit, [entry(30, { 'cmi.suspend_data': 'x'.repeat(3_000_000) })]);
    expect(answer.status).toBe(413);
    expect(answer.json()).toMatchObject({ code: 'too-large' });
    expect((await commit(visit, [entry(30, location('p30'))])).status).toBe(200);
  });

  test('a request that is cut off half-way changes nothing and harms nobody', async () => {
    const { host } = new URL(visit.origin);
    const body = JSON.stringify({ session: visit.start.session, entries: [entry(40, location('half'))] });
    await new Promise<void>((done) => {
      const sent = httpRequest({
        host: '127.0.0.1',
        port: server.port,
        method: 'POST',
        path: `/a/${visit.attempt}/commit`,
        headers: {
          Host: host,
          Cookie: visit.cookie,
          'Content-Type': 'application/json',
          'Sec-Fetch-Site': 'same-origin',
          'Content-Length': body.length,
        },
      });
      sent.on('error', () => done());
      sent.write(body.slice(0, 40), () => setTimeout(() => sent.destroy(), 30));
    });
    expect((await commit(visit, [entry(40, location('whole'))])).json()).toMatchObject({
      acknowledged: [40],
      conflicts: [],
    });
  });

  test('many at once, some of them bad: each gets its own answer', async () => {
    const visits = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        server.visit(server.registration(object, { learnerKey: `learner-${index}` })),
      ),
    );
    const answers = await Promise.all(
      visits.map((one, index) =>
        commit(one, [entry(1, location(String(index)), index % 4 === 0 ? { kind: 'x' as never } : {})]),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(visits.map((_, index) => (index % 4 === 0 ? 400 : 200)));
  });
});

describe('navigation', () => {
  test('delivers, refuses and ends, and takes the last words with it', async () => {
    const course = await server.addPackage(sampleZip('infection-control-2004-3e'));
    const one = await server.visit(server.registration(course));
    const [first, second] = one.start.contents.filter(({ launchable }) => launchable);
    expect(one.start.delivery?.activity).toBe(first?.identifier);
    const go = (request: unknown, entries: unknown[] = []) =>
      server.say(one, 'navigate', { session: one.start.session, entries, request });
    const moved = await go({ type: 'continue' }, [
      entry(1, { 'cmi.completion_status': 'completed' }, { activity: first?.identifier ?? '', kind: 'terminate' }),
    ]);
    expect(moved.status).toBe(200);
    const answer = moved.json() as NavigateAnswer;
    expect(answer.acknowledged).toEqual([1]);
    expect(answer.result).toMatchObject({ kind: 'deliver', delivery: { activity: second?.identifier } });
    expect(answer.contents.find(({ identifier }) => identifier === first?.identifier)?.state).toBe('completed');
    expect((await go({ type: 'choice', target: 'nowhere' })).json()).toMatchObject({
      result: { kind: 'refuse', refusal: 'unknown-activity' },
    });
    expect((await go({ type: 'suspendAll' })).json()).toMatchObject({ result: { kind: 'end' } });
    const back = await server.open(one);
    expect(back.delivery?.activity).toBe(second?.identifier);
  });

  test('an older page of the attempt moves nothing', async () => {
    const course = await server.addPackage(sampleZip('data-security-2004-4e'));
    const old = await server.visit(server.registration(course));
    const young = await server.open(old);
    const moved = await server.say(old, 'navigate', {
      session: old.start.session,
      entries: [],
      request: { type: 'continue' },
    });
    expect(moved.json()).toMatchObject({ superseded: true });
    expect((await server.open(old)).delivery?.activity).toBe(young.delivery?.activity);
  });

  test('wishes that are none', async () => {
    for (const request of [undefined, 'continue', { type: 'fly' }, { type: 'choice' }, { type: 'choice', target: '' }])
      expect((await server.say(visit, 'navigate', { session: visit.start.session, entries: [], request })).status).toBe(
        400,
      );
    expect(
      (
        await server.say(
          visit,
          'navigate',
          { session: visit.start.session, entries: [], request: { type: 'continue' } },
          { 'Sec-Fetch-Site': 'same-site' },
        )
      ).status,
    ).toBe(403);
  });
});
