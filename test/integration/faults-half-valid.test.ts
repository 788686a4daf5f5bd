/** Whatever content or a stranger writes into a commit: what is good is kept, what is bad is named, and no neighbour is harmed. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommitAnswer } from '../../src/scorm/runtime';
import { entry, openContentServer, smallZip, type ContentServer, type Visit } from '../support/content-server';

let server: ContentServer;
let visits: Visit[];
beforeAll(async () => {
  server = await openContentServer();
  const object = await server.addPackage(smallZip());
  visits = [];
  for (let count = 0; count < 4; count += 1)
    visits.push(await server.visit(server.registration(object, { learnerKey: `learner-${count}` })));
});
afterAll(() => server.close());

let sequence = 0;
const send = async (
  visit: Visit,
  set: Record<string, unknown>,
  kind: 'commit' | 'terminate' = 'commit',
): Promise<{ status: number; answer: CommitAnswer; sequence: number }> => {
  sequence += 1;
  const body = { session: visit.start.session, entries: [entry(sequence, set as Record<string, string>, { kind })] };
  const mine = sequence;
  const { status, text } = await server.say(visit, 'commit', body);
  return { status, answer: JSON.parse(text) as CommitAnswer, sequence: mine };
};
const storedOf = async (visit: Visit, one: number): Promise<Record<string, string> | undefined> => {
  const [row] = await server.fresh.asOwner<{ elements: Record<string, string>; suspended: string | null }>(
    'select elements, suspend_data as suspended from attempt_commit where session_id = $1 and sequence = $2',
    [visit.start.session, one],
  );
  return row === undefined
    ? undefined
    : { ...row.elements, ...(row.suspended === null ? {} : { 'cmi.suspend_data': row.suspended }) };
};

test.each<[string, Record<string, unknown>]>([
  ['a NUL in a name', { 'cmi.\0': 'x' }],
  ['half a surrogate in a name', { 'cmi.\udfff': 'x' }],
  ['a long name that is cut in the middle of a character', { [`${'x'.repeat(79)}\u{1f600}`]: 'x' }],
  ['a prototype', JSON.parse('{"__proto__": {"x": "y"}, "constructor": "z"}') as Record<string, unknown>],
  ['null, a list and an object for texts', { 'cmi.comments': null, 'cmi.suspend_data': ['x'], 'cmi.core.exit': {} }],
  ['an index from nowhere', { 'cmi.interactions.99999999999.id': 'x', 'cmi.objectives.-1.id': 'x' }],
  ['a megabyte of suspend data', { 'cmi.suspend_data': 'x'.repeat(1_000_000) }],
  ['ten thousand names', Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`cmi.nothing.${n}`, 'x']))],
  [
    'what only the server may write',
    {
      'cmi.core.student_id': 'me',
      'cmi.core.total_time': '99:00:00',
      'cmi.core.credit': 'credit',
      'cmi.student_data.mastery_score': '0',
    },
  ],
])('%s: refused by name, the good element beside it is kept, neighbours in the group too', async (_, bad) => {
  const [mine, ...others] = visits as [Visit, Visit, Visit, Visit];
  const [first, ...rest] = await Promise.all([
    send(mine, { 'cmi.core.lesson_location': 'good', ...bad }),
    ...others.map((each) => send(each, { 'cmi.core.lesson_location': 'neighbour' })),
  ]);
  expect(rest.map(({ status, answer }) => [status, answer.refused])).toEqual(rest.map(() => [200, []]));
  expect([first.status, first.answer.acknowledged]).toEqual([200, [first.sequence]]);
  expect(first.answer.refused.length).toBeGreaterThan(0);
  for (const { code, message } of first.answer.refused) expect([code, message]).not.toContain('');
  expect((await storedOf(mine, first.sequence))?.['cmi.core.lesson_location']).toBe('good');
  const stored = (await storedOf(mine, first.sequence)) ?? {};
  expect(Object.keys(stored).filter((name) => name !== 'cmi.core.lesson_location')).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['a NUL', 'a\0b', 'ab'],
  ['half a surrogate', 'a\ud800b', 'a\ufffdb'],
  ['a number', 12, '12'],
  ['a truth', true, 'true'],
])('%s in a value is mended, and the neighbours are not harmed', async (_, value, kept) => {
  const [mine, other] = visits as [Visit, Visit];
  const [first, second] = await Promise.all([
    send(mine, { 'cmi.suspend_data': value }),
    send(other, { 'cmi.core.lesson_location': 'neighbour' }),
  ]);
  expect([first.status, first.answer.acknowledged, first.answer.refused, second.status]).toEqual([
    200,
    [first.sequence],
    [],
    200,
  ]);
  expect(await storedOf(mine, first.sequence)).toEqual({ 'cmi.suspend_data': kept });
  // Sent again it is the same entry.
  const body = {
    session: mine.start.session,
    entries: [entry(first.sequence, { 'cmi.suspend_data': value as string })],
  };
  expect((await server.say(mine, 'commit', body)).json()).toMatchObject({
    acknowledged: [first.sequence],
    conflicts: [],
  });
});

test('anything at all: never our own fault, always an answer, and nothing is dropped without a word', async () => {
  const names = fc.oneof(
    fc.constantFrom(
      'cmi.core.lesson_location',
      'cmi.suspend_data',
      'cmi.core.lesson_status',
      'cmi.core.score.raw',
      'cmi.core.exit',
      'cmi.comments',
      'cmi.core.session_time',
      'cmi.interactions.0.id',
      'cmi.objectives.0.score.raw',
      'adl.nav.request',
    ),
    fc.string({ unit: 'binary' }),
  );
  const values = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 50 }),
    fc.constantFrom('completed', '50', '00:01:00', '', 'suspend', '1e400', '-0', 'NaN'),
    fc.jsonValue(),
  );
  const sets = fc.dictionary(names, values, { maxKeys: 6, noNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(fc.array(sets, { minLength: 1, maxLength: 4 }), fc.boolean(), async (said, ends) => {
      const sent = await Promise.all(
        said.map((set, index) => send(visits[index] as Visit, set, ends && index === 0 ? 'terminate' : 'commit')),
      );
      for (const [index, { status, answer, sequence: one }] of sent.entries()) {
        expect([status, answer.acknowledged]).toEqual([200, [one]]);
        const stored = (await storedOf(visits[index] as Visit, one)) ?? {};
        // Mended ones differ; nothing is there that was not sent, and nothing vanished unsaid.
        for (const name of Object.keys(stored)) expect(Object.hasOwn(said[index] ?? {}, name)).toBe(true);
        const refused = new Set(answer.refused.map(({ element }) => element));
        for (const name of Object.keys(said[index] ?? {}))
          expect(Object.hasOwn(stored, name) || refused.size > 0).toBe(true);
      }
    }),
    { numRuns: 1000, interruptAfterTimeLimit: 8000 },
  );
  // And the player page still opens on what all that left.
  for (const visit of visits) expect((await server.open(visit)).delivery?.activity).toBe('I');
}, 40_000);
