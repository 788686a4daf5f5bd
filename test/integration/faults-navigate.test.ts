/** The answer to a navigation gets lost: what was decided is not decided again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NavigateAnswer } from '../../src/scorm/runtime';
import { entry, openContentServer, sampleZip, type ContentServer, type Visit } from '../support/content-server';

let server: ContentServer;
let object: { id: string };
beforeAll(async () => {
  server = await openContentServer();
  object = await server.addPackage(sampleZip('infection-control-2004-3e'));
});
afterAll(() => server.close());

async function begin(): Promise<{
  visit: Visit;
  parts: string[];
  go: (move: number | undefined, request: unknown, entries?: unknown[]) => Promise<NavigateAnswer>;
}> {
  const visit = await server.visit(server.registration(object));
  const parts = visit.start.contents.filter(({ launchable }) => launchable).map(({ identifier }) => identifier);
  expect(parts.length).toBeGreaterThan(2);
  return {
    visit,
    parts,
    go: async (move, request, entries = []) => {
      const body = { session: visit.start.session, entries, request, ...(move === undefined ? {} : { move }) };
      const answer = await server.say(visit, 'navigate', body);
      expect(answer.status).toBe(200);
      return answer.json() as unknown as NavigateAnswer;
    },
  };
}
const delivered = ({ result }: NavigateAnswer): string | undefined =>
  result.kind === 'deliver' ? result.delivery.activity : undefined;

test('"next" sent again with its number delivers the same part again, and what it carries is taken once', async () => {
  const { visit, parts, go } = await begin();
  const last = [entry(1, { 'cmi.location': '7' }, { activity: parts[0] ?? '', kind: 'commit' })];
  expect(delivered(await go(1, { type: 'continue' }, last))).toBe(parts[1]);
  const again = await go(1, { type: 'continue' }, last);
  expect([delivered(again), again.acknowledged, again.conflicts]).toEqual([parts[1], [1], []]);
  // Another entry may have joined the journal before the second try.
  const more = [...last, entry(2, { 'cmi.location': '8' }, { activity: parts[0] ?? '', kind: 'commit' })];
  expect((await go(1, { type: 'continue' }, more)).acknowledged).toEqual([1, 2]);
  expect((await server.open(visit)).delivery?.activity).toBe(parts[1]);
});

test('a new number is a new move; one that was refused or ended is refused or ended again', async () => {
  const { parts, go } = await begin();
  expect(delivered(await go(1, { type: 'continue' }))).toBe(parts[1]);
  expect(delivered(await go(2, { type: 'continue' }))).toBe(parts[2]);
  const refused = await go(3, { type: 'choice', target: 'nowhere' });
  expect((await go(3, { type: 'choice', target: 'nowhere' })).result).toEqual(refused.result);
  expect(delivered(await go(4, { type: 'previous' }))).toBe(parts[1]);
  expect((await go(5, { type: 'suspendAll' })).result).toEqual({ kind: 'end' });
  expect((await go(5, { type: 'suspendAll' })).result).toEqual({ kind: 'end' });
});

test('two tries at the same moment move one part on', async () => {
  const { visit, parts, go } = await begin();
  const answers = await Promise.all([1, 2, 3].map(() => go(1, { type: 'continue' })));
  expect(answers.map(delivered)).toEqual([parts[1], parts[1], parts[1]]);
  expect((await server.open(visit)).delivery?.activity).toBe(parts[1]);
});

test('a number that is none is refused; without one every request is new', async () => {
  const { visit, parts, go } = await begin();
  for (const move of [0, -1, 1.5, '1', 2 ** 31]) {
    const body = { session: visit.start.session, entries: [], request: { type: 'continue' }, move };
    expect((await server.say(visit, 'navigate', body)).status).toBe(400);
  }
  expect(delivered(await go(undefined, { type: 'continue' }))).toBe(parts[1]);
  expect(delivered(await go(undefined, { type: 'continue' }))).toBe(parts[2]);
});
