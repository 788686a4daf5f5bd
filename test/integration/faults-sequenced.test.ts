/**
 * Two devices on one attempt of a sequenced 2004 course, with moves among the commits: whatever the order, each is
 * answered, what was acknowledged stays, and the learner can always go on to the end (ELO-12).
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommitAnswer, JournalEntry, NavigateAnswer } from '../../src/scorm/runtime';
import { largeManifest, zipAround } from '../bench/large-courses';
import { readText } from '../bench/read-text';
import { openContentServer, type ContentServer, type Visit } from '../support/content-server';

const seconds = Number(process.env['FAULT_SECONDS'] ?? 8);
const parts = 8;
let server: ContentServer;
let object: { id: string };
beforeAll(async () => {
  server = await openContentServer();
  const manifest = largeManifest(parts, true);
  object = await server.addPackage(zipAround(manifest, readText(manifest)));
});
afterAll(() => server.close());

/** One device: a session of its own, its journal, and what it shows. */
type Device = { session: string; next: number; activity: string | undefined; move: number; last: string };

const passed = {
  'cmi.completion_status': 'completed',
  'cmi.success_status': 'passed',
  'cmi.score.scaled': '0.9',
  'cmi.session_time': 'PT1M',
};
const said = fc.constantFrom<Record<string, string>>(
  passed,
  { 'cmi.completion_status': 'incomplete', 'cmi.location': '3' },
  { 'cmi.completion_status': 'completed', 'cmi.success_status': 'failed', 'cmi.score.scaled': '0.2' },
  { 'cmi.suspend_data': 'x'.repeat(300), 'cmi.exit': 'suspend' },
);
const moves = fc.constantFrom(
  'continue',
  'continue',
  'previous',
  'choice',
  'exit',
  'suspendAll',
  'resumeAll',
  'start',
  'exitAll',
);
const step = fc.record({
  device: fc.nat(1),
  what: fc.constantFrom('commit', 'commit', 'move', 'move', 'resend', 'open', 'terminate'),
  set: said,
  move: moves,
  target: fc.nat(parts - 1),
});

const entryOf = (device: Device, set: Record<string, string>, kind: JournalEntry['kind']): JournalEntry => ({
  sequence: device.next++,
  at: '2026-06-15T11:59:00.000Z',
  activity: device.activity ?? 'I1',
  kind,
  set,
});

async function openOn(visit: Visit): Promise<Device> {
  const { session, nextSequence, delivery } = await server.open(visit);
  return { session, next: nextSequence, activity: delivery?.activity, move: 0, last: '' };
}

test('ELO-12: two devices, commits, moves and repeats in any order', { timeout: 120_000 }, async () => {
  const acknowledged = new Map<string, Set<number>>();
  const take = (device: Device, answer: CommitAnswer): void => {
    expect(answer.conflicts).toEqual([]);
    const known = acknowledged.get(device.session) ?? new Set();
    for (const sequence of answer.acknowledged) known.add(sequence);
    acknowledged.set(device.session, known);
  };
  const go = async (visit: Visit, device: Device, request: object): Promise<NavigateAnswer> => {
    device.move += 1;
    device.last = JSON.stringify({ session: device.session, entries: [], request, move: device.move });
    const answer = await server.say(visit, 'navigate', device.last);
    expect([answer.status, request]).toEqual([200, request]);
    const moved = answer.json() as unknown as NavigateAnswer;
    take(device, moved);
    if (moved.result.kind === 'deliver') device.activity = moved.result.delivery.activity;
    return moved;
  };
  const property = fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
    const visit = await server.visit(server.registration(object));
    const { session, nextSequence, delivery } = visit.start;
    const first: Device = { session, next: nextSequence, activity: delivery?.activity, move: 0, last: '' };
    const devices = [first, await openOn(visit)];
    for (const { device: which, what, set, move, target } of steps) {
      const device = devices[which] ?? first;
      if (what === 'open') devices[which] = await openOn(visit);
      else if (what === 'move')
        await go(visit, device, move === 'choice' ? { type: move, target: `I${target + 1}` } : { type: move });
      else if (what === 'resend' && device.last !== '') {
        expect((await server.say(visit, 'navigate', device.last)).status).toBe(200);
      } else {
        const entry = entryOf(device, set, what === 'terminate' ? 'terminate' : 'commit');
        const answer = await server.say(visit, 'commit', { session: device.session, entries: [entry] });
        expect([answer.status, (answer.json() as CommitAnswer).acknowledged]).toEqual([200, [entry.sequence]]);
        take(device, answer.json() as CommitAnswer);
      }
    }
    await finish(visit, await openOn(visit));
    for (const [id, sequences] of acknowledged) {
      const rows = await server.fresh.asOwner<{ sequence: number }>(
        'select sequence from attempt_commit where session_id = $1',
        [id],
      );
      const kept = new Set(rows.map(({ sequence }) => sequence));
      expect([...sequences].filter((sequence) => !kept.has(sequence))).toEqual([]);
    }
    acknowledged.clear();
  });

  /** An honest learner on one device goes through whatever is left, to the end. */
  async function finish(visit: Visit, device: Device): Promise<void> {
    let outcome: CommitAnswer['outcome'];
    const done = new Set<string>();
    for (let turn = 0; turn < parts * 4 && outcome?.completion !== 'completed'; turn += 1) {
      if (device.activity === undefined) {
        const { controls } = await server.open(visit);
        Object.assign(device, await openOn(visit));
        if (device.activity === undefined)
          await go(visit, device, {
            type: 'choice',
            target: controls.choices.find((one) => one.startsWith('I') && !done.has(one)) ?? 'I1',
          });
      }
      expect(device.activity).toBeDefined();
      done.add(device.activity ?? '');
      const entries = [entryOf(device, passed, 'terminate')];
      const answer = await server.say(visit, 'commit', { session: device.session, entries });
      expect(answer.status).toBe(200);
      outcome = (answer.json() as CommitAnswer).outcome;
      const moved = await go(visit, device, { type: 'continue' });
      outcome = moved.outcome ?? outcome;
      if (moved.result.kind !== 'deliver') device.activity = undefined;
      const left = moved.controls.choices.find((one) => one.startsWith('I') && !done.has(one));
      if (done.has(device.activity ?? '') && left !== undefined)
        await go(visit, device, { type: 'choice', target: left });
    }
    expect(outcome?.completion).toBe('completed');
  }

  await fc.assert(property, {
    numRuns: 40,
    seed: 20261123,
    interruptAfterTimeLimit: seconds * 1000,
    markInterruptAsFailure: false,
  });
});
