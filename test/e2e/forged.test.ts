/**
 * A client that replays, reorders, cuts and forges what it says to the real server (ELO-12, SCO-7): the server never
 * stumbles, nobody else is touched, and what it said was saved is there.
 */
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommitAnswer, JournalEntry } from '../../src/scorm/runtime';
import { ask, type Answer } from '../support/content-server';
import { bends, onTheWay, type Body } from '../support/forged-bodies';
import { prepareServer, type Player, type RunningServer } from '../support/running-server';

let server: RunningServer;
let forger: Player;
let victims: readonly Player[];
/** Of the forger: what the server said is durable, by session. */
const promised = new Map<string, Set<number>>();

const entry = (sequence: number, set: Record<string, string>, kind: JournalEntry['kind'] = 'commit'): JournalEntry => ({
  sequence,
  at: '2026-06-15T11:59:00.000Z',
  activity: 'SCO',
  kind,
  set,
});

/** A visit as the player sends it; nothing in it completes the course. */
const goodTraffic = (session: string): readonly Body[] => [
  { session, entries: [entry(1, {}, 'initialize')] },
  {
    session,
    entries: [
      entry(2, { 'cmi.core.lesson_location': '1', 'cmi.suspend_data': 'a'.repeat(500) }),
      entry(3, { 'cmi.core.lesson_location': '2' }),
    ],
  },
  {
    session,
    entries: [
      entry(4, {
        'cmi.core.lesson_status': 'incomplete',
        'cmi.interactions.0.id': 'q1',
        'cmi.interactions.0.result': 'correct',
      }),
    ],
  },
  { session, entries: [entry(5, { 'cmi.core.session_time': '00:00:10', 'cmi.core.exit': 'suspend' }, 'terminate')] },
];

beforeAll(async () => {
  server = await prepareServer();
  await server.start();
  const registered = await server.register(3);
  const players: Player[] = [];
  for (const one of registered) players.push(await server.visit(one));
  const [first, ...others] = players;
  if (first === undefined) throw new Error('nobody registered');
  forger = first;
  victims = others;
  for (const player of players) {
    for (const body of goodTraffic(player.session).slice(0, 2))
      note(await server.say(player, 'commit', body), body.session);
  }
}, 120_000);
afterAll(() => server.close());

/** Remembers what was acknowledged, and that the answer is one a client can understand. */
function note(answer: Answer, session: unknown): void {
  expect([200, 400, 403, 404, 409, 413, 415, 422]).toContain(answer.status);
  if (answer.status !== 200) return;
  const { acknowledged } = answer.json() as CommitAnswer;
  const known = promised.get(String(session)) ?? new Set();
  for (const sequence of acknowledged) known.add(sequence);
  promised.set(String(session), known);
}

const post = (
  player: Player,
  text: string | Buffer,
  action: 'commit' | 'navigate' = 'commit',
  headers: Record<string, string> = {},
): Promise<Answer> =>
  ask(server.config.contentPort, `${player.origin}/a/${player.attempt}/${action}`, {
    method: 'POST',
    headers: { Cookie: player.cookie, 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin', ...headers },
    body: text,
  });

const tables = [
  'attempt',
  'attempt_session',
  'attempt_commit',
  'commit_conflict',
  'activity_state',
  'outcome',
] as const;
async function everythingOf(player: Player): Promise<unknown> {
  const found: Record<string, unknown> = {};
  for (const table of tables) {
    const column = table === 'attempt' ? 'id' : 'attempt_id';
    const rows = await server.look<{ row: string }>(
      `select to_jsonb(t)::text as row from ${table} t where t.${column} = $1 order by 1`,
      [player.attempt],
    );
    found[table] = rows.map(({ row }) => row);
  }
  return found;
}
/** Lines of the log that tell of something that nobody foresaw. */
const stumbles = (): string[] =>
  `${server.said.out}${server.said.err}`
    .split('\n')
    .filter((line) => /"level":(50|60|"error"|"fatal")|^\s+at /.test(line));

async function expectPromisesKept(): Promise<void> {
  for (const [session, sequences] of promised) {
    const rows = await server.look<{ sequence: number }>('select sequence from attempt_commit where session_id = $1', [
      session,
    ]);
    const kept = new Set(rows.map(({ sequence }) => sequence));
    expect([session, [...sequences].filter((sequence) => !kept.has(sequence))]).toEqual([session, []]);
  }
}

/** The player as it is meant to be used still works, in a session of its own. */
async function expectHonestStillServed(player: Player, word: string): Promise<void> {
  const again = await server.reopen(player);
  const body = {
    session: again.session,
    entries: [entry(1, {}, 'initialize'), entry(2, { 'cmi.core.lesson_location': word })],
  };
  const answer = await server.say(again, 'commit', body);
  expect([answer.status, (answer.json() as CommitAnswer).acknowledged]).toEqual([200, [1, 2]]);
  note(answer, again.session);
}

test('ELO-12, SCO-7: anything at all is answered, nobody else is touched, and what was acknowledged is there', async () => {
  const before = await Promise.all(victims.map(everythingOf));
  const sessions = [
    forger.session,
    ...victims.map(({ session }) => session),
    '00000000-0000-4000-8000-000000000000',
    'x',
    '',
  ];
  const made = fc.record({
    good: fc.constantFrom(...goodTraffic(forger.session)),
    bent: fc.array(bends(sessions), { maxLength: 3 }),
    way: onTheWay,
    action: fc.constantFrom<'commit' | 'navigate'>('commit', 'commit', 'commit', 'navigate'),
  });
  await fc.assert(
    fc.asyncProperty(made, async ({ good, bent, way, action }) => {
      let body = good;
      for (const bend of bent) body = Array.isArray(body.entries) && body.entries.length > 0 ? bend(body) : body;
      const answer = await post(forger, way(JSON.stringify(body)), action);
      note(answer, body.session);
    }),
    { numRuns: 300, seed: 20261123 },
  );
  expect(await Promise.all(victims.map(everythingOf))).toEqual(before);
  await expectPromisesKept();
  await expectHonestStillServed(forger, 'after forging');
  expect(stumbles()).toEqual([]);
});

test('ELO-7: a claim of the browser completes nothing, and no more does a status that the data model does not know', async () => {
  const again = await server.reopen(forger);
  const claim = { completion: 'completed', success: 'passed', scaled: 1 };
  const sets = [
    { 'cmi.core.lesson_status': 'Done' },
    { 'cmi.completion_status': 'completed' },
    { 'cmi.core.score.raw': '1000' },
  ];
  const entries = sets.map((set, at) => entry(at + 1, set));
  const answer = await post(again, JSON.stringify({ session: again.session, entries, claim }));
  note(answer, again.session);
  const refused = (answer.json() as CommitAnswer).refused.map((one) => one.element);
  expect(refused).toEqual(['cmi.core.lesson_status', 'cmi.completion_status', 'cmi.core.score.raw']);
  const last = await post(
    again,
    JSON.stringify({ session: again.session, entries: [entry(9, {}, 'terminate')], claim }),
  );
  expect((last.json() as CommitAnswer).outcome).toMatchObject({ completion: 'incomplete', success: 'unknown' });
  const [row] = await server.look<{ status: string }>('select status from enrolment where id = $1', [
    forger.registered.enrolmentId,
  ]);
  expect(row?.status).not.toBe('Attended');
});

test('SCO-7: another attempt is not reached by its address, its session or its number', async () => {
  const [victim] = victims;
  if (victim === undefined) throw new Error('no victim');
  const before = await everythingOf(victim);
  const body = JSON.stringify(goodTraffic(victim.session)[2]);
  const atTheirs = await ask(server.config.contentPort, `${forger.origin}/a/${victim.attempt}/commit`, {
    method: 'POST',
    headers: { Cookie: forger.cookie, 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin' },
    body,
  });
  const onTheirHost = await post({ ...victim, cookie: forger.cookie }, body);
  const theirSession = await post(forger, body);
  expect([atTheirs.status, onTheirHost.status, theirSession.status]).toEqual([401, 401, 404]);
  expect(await everythingOf(victim)).toEqual(before);
});

test('the same number with other content is a conflict: kept aside, and the first stands', async () => {
  const again = await server.reopen(forger);
  const one = { session: again.session, entries: [entry(1, { 'cmi.core.lesson_location': 'first' })] };
  const other = { session: again.session, entries: [entry(1, { 'cmi.core.lesson_location': 'second' })] };
  note(await post(again, JSON.stringify(one)), again.session);
  const answer = await post(again, JSON.stringify(other));
  expect([answer.status, (answer.json() as CommitAnswer).conflicts]).toEqual([409, [1]]);
  const replayed = await post(again, JSON.stringify(one));
  expect([replayed.status, (replayed.json() as CommitAnswer).acknowledged]).toEqual([200, [1]]);
  const rows = await server.look<{ place: string }>(
    `select elements->>'cmi.core.lesson_location' as place from attempt_commit where session_id = $1`,
    [again.session],
  );
  expect(rows).toEqual([{ place: 'first' }]);
});

test('SCO-7: bodies made to cost: deep, wide and many', async () => {
  const again = await server.reopen(forger);
  const wrap = (set: string): string =>
    `{"session":"${again.session}","entries":[{"sequence":1,"at":"2026-06-15T11:59:00Z","activity":"SCO","kind":"commit","set":${set}}]}`;
  const deep = `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`;
  const wide = `{${Array.from({ length: 90_000 }, (_, at) => `"n${at}":"v"`).join(',')}}`;
  const known = `{${Array.from({ length: 30_000 }, (_, at) => `"cmi.interactions.${at}.id":"q${at}"`).join(',')}}`;
  const both = JSON.stringify({
    session: again.session,
    entries: Array.from({ length: 40 }, (_, n) =>
      entry(n + 2, Object.fromEntries(Array.from({ length: 4_000 }, (__, at) => [`n${at}`, '']))),
    ),
  });
  const many = JSON.stringify({
    session: again.session,
    entries: Array.from({ length: 2_001 }, (_, at) => entry(at + 1, {})),
  });
  const began = Date.now();
  for (const text of [
    wrap(deep),
    wrap(`{"cmi.core.lesson_location":${deep}}`),
    wrap(wide),
    wrap(known),
    both,
    many,
    '['.repeat(1_000_000),
  ]) {
    const answer = await post(again, text);
    note(answer, again.session);
    // A refusal for each of a hundred thousand names would be a bigger body than the one that was sent.
    expect([text.slice(100, 140), answer.bytes.length < 2 * 1024 ** 2]).toEqual([text.slice(100, 140), true]);
  }
  expect(Date.now() - began).toBeLessThan(30_000);
  await expectHonestStillServed(forger, 'after heavy bodies');
  await expectPromisesKept();
  expect(stumbles()).toEqual([]);
});

test('a body of 300 MB is refused before it was sent, with and without a length', async () => {
  const total = 300 * 1024 ** 2;
  for (const length of [String(total), undefined]) {
    let { status, sent } = await pour(forger, total, length);
    // Who writes on may lose the answer with the connection; of a few tries one hears it.
    for (let again = 0; status === hungUp && again < 9; again += 1)
      ({ status, sent } = await pour(forger, total, length));
    expect([length, status]).toEqual([length, 413]);
    expect(sent).toBeLessThan(40 * 1024 ** 2);
  }
  await expectHonestStillServed(forger, 'after 300 MB');
  expect(stumbles()).toEqual([]);
});

test('connections that are cut in the middle of a body harm nothing', async () => {
  for (const share of [0, 0.5, 0.99]) await cut(forger, JSON.stringify(goodTraffic(forger.session)[1]), share);
  await expectHonestStillServed(forger, 'after cuts');
  expect(stumbles()).toEqual([]);
});

/** In place of a status: the connection was closed before the answer was read. */
const hungUp = 0;

/** Writes on and on until it is answered; how much went out by then. */
function pour(player: Player, total: number, length: string | undefined): Promise<{ status: number; sent: number }> {
  return new Promise((done, failed) => {
    const { host } = new URL(player.origin);
    const headers = {
      Host: host,
      Cookie: player.cookie,
      'Content-Type': 'application/json',
      'Sec-Fetch-Site': 'same-origin',
    };
    let sent = 0;
    let over = false;
    const path = `/a/${player.attempt}/commit`;
    const request = httpRequest(
      {
        port: server.config.contentPort,
        host: '127.0.0.1',
        method: 'POST',
        path,
        headers: length === undefined ? headers : { ...headers, 'Content-Length': length },
      },
      (response) => {
        over = true;
        done({ status: response.statusCode ?? 0, sent });
        request.destroy();
      },
    );
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (over) return;
      over = true;
      // The server may close while we still write.
      if (error.code === 'EPIPE' || error.code === 'ECONNRESET') done({ status: hungUp, sent });
      else failed(error);
    });
    const chunk = Buffer.alloc(256 * 1024, ' ');
    const write = (): void => {
      while (!over && sent < total) {
        sent += chunk.length;
        if (!request.write(chunk)) return void request.once('drain', write);
      }
      if (!over) request.end();
    };
    write();
  });
}

/** Sends a part of a body and hangs up. */
function cut(player: Player, body: string, share: number): Promise<void> {
  const { host } = new URL(player.origin);
  const head = `POST /a/${player.attempt}/commit HTTP/1.1\r\nHost: ${host}\r\nCookie: ${player.cookie}\r\nContent-Type: application/json\r\nSec-Fetch-Site: same-origin\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return new Promise((done) => {
    const socket = connect(server.config.contentPort, '127.0.0.1', () => {
      socket.write(head + body.slice(0, Math.floor(body.length * share)), () => socket.destroy());
    });
    socket.once('error', () => undefined);
    socket.once('close', () => done());
  });
}
