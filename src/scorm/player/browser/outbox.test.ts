import { expect, test } from 'vitest';
import type { CommitAnswer, CommitRequest } from '../../runtime/core/protocol';
import type { Sent } from './answers';
import { memoryStore, openJournal } from './journal';
import { createOutbox } from './outbox';
import type { OutboxState } from './outbox';

const slot = { journalKey: 'k', attempt: 'a', session: 's' };

function setUp(server: (request: CommitRequest) => Sent<CommitAnswer> | Promise<Sent<CommitAnswer>>) {
  const journal = openJournal(memoryStore(), slot, 1);
  const requests: number[][] = [];
  const leaving: number[][] = [];
  let time = 0;
  const waits: { readonly milliseconds: number; readonly run: () => void }[] = [];
  const states: OutboxState[] = [];
  const outbox = createOutbox({
    session: slot.session,
    journal,
    send: async (request) => {
      requests.push(request.entries.map((entry) => entry.sequence));
      return server(request);
    },
    sendLeaving: (request) => leaving.push(request.entries.map((entry) => entry.sequence)),
    after: (milliseconds, run) => {
      const wait = { milliseconds, run };
      waits.push(wait);
      return () => void waits.splice(waits.indexOf(wait), 1);
    },
    random: () => 0.5,
    now: () => time,
    changed: (state) => states.push(state),
    answered: () => undefined,
  });
  const write = (size = 1): void => {
    journal.append({ at: '', activity: 'i', kind: 'commit', set: { 'cmi.suspend_data': 'x'.repeat(size) } });
    outbox.kick();
  };
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  const pass = (milliseconds: number): void => void (time += milliseconds);
  return { journal, outbox, requests, leaving, waits, states, write, settle, pass };
}

const all = ({ entries }: CommitRequest): Sent<CommitAnswer> => ({
  kind: 'answer',
  answer: { acknowledged: entries.map((entry) => entry.sequence), refused: [], conflicts: [], superseded: false },
});

test('a burst of 120 entries arrives whole and in order, in few requests', async () => {
  const { requests, outbox, settle, journal } = setUp(all);
  for (let i = 0; i < 120; i += 1)
    journal.append({ at: '', activity: `part ${i}`, kind: 'commit', set: { 'cmi.location': String(i) } });
  outbox.kick();
  await settle();
  expect(requests.flat()).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
  expect(requests.length).toBeLessThanOrEqual(2);
  expect(journal.pending()).toEqual([]);
});

test('while the network is away it waits longer each time, and loses nothing', async () => {
  let online = false;
  const { outbox, requests, waits, write, settle, journal } = setUp((request) =>
    online ? all(request) : { kind: 'retry' },
  );
  write();
  await settle();
  expect(waits.map((wait) => wait.milliseconds)).toEqual([1000]);
  waits.pop()?.run();
  await settle();
  expect(waits.map((wait) => wait.milliseconds)).toEqual([2000]);
  expect(outbox.state()).toMatchObject({ phase: 'waiting', unsent: 1, failures: 2 });
  online = true;
  outbox.kick();
  await settle();
  expect(journal.pending()).toEqual([]);
  expect(outbox.state()).toMatchObject({ phase: 'idle', failures: 0 });
  expect(requests).toEqual([[1], [1], [1]]);
});

test('an expired cookie keeps the journal and asks to sign in', async () => {
  const { outbox, write, settle } = setUp(() => ({ kind: 'sign-in' }));
  write();
  await settle();
  expect(outbox.state()).toMatchObject({ phase: 'sign-in', unsent: 1 });
});

test('too large: the batch is halved until the one that does not fit is found and kept aside', async () => {
  const { outbox, journal, settle, write } = setUp((request) =>
    request.entries.some((entry) => entry.sequence === 3) ? { kind: 'too-large' } : all(request),
  );
  const held = outbox.hold();
  for (let i = 0; i < 5; i += 1) write();
  await held;
  outbox.release();
  await settle();
  expect(journal.pending()).toEqual([]);
  expect(outbox.state().aside).toBe(1);
});

test('a sequence that collides is kept aside, the rest is acknowledged', async () => {
  const { outbox, settle, write } = setUp(({ entries }) => ({
    kind: 'answer',
    answer: {
      acknowledged: entries.slice(1).map((entry) => entry.sequence),
      refused: [],
      conflicts: [1],
      superseded: true,
    },
  }));
  write();
  await settle();
  expect(outbox.state()).toMatchObject({ aside: 1, unsent: 0, superseded: true, phase: 'idle' });
});

test('an answer that acknowledges nothing of what was sent is no progress: it waits instead of hammering', async () => {
  const { requests, settle, write } = setUp(() => ({
    kind: 'answer',
    answer: { acknowledged: [99], refused: [], conflicts: [], superseded: false },
  }));
  write();
  await settle();
  expect(requests).toHaveLength(1);
});

test('leaving hands over what fits under the keepalive limit, each entry once', async () => {
  const { outbox, leaving, settle, write, journal } = setUp(() => ({ kind: 'retry' }));
  write(40_000);
  await settle();
  write(30_000);
  outbox.leaving();
  outbox.leaving();
  expect(leaving).toEqual([[1], [2]]);
  expect(journal.pending()).toHaveLength(2);
});

test('an entry beyond the keepalive limit stays in the journal for the next visit', async () => {
  const { outbox, leaving, write } = setUp(() => ({ kind: 'retry' }));
  write(70_000);
  outbox.leaving();
  expect(leaving).toEqual([]);
});

test('hold waits for what is under way and gives the rest to the navigation', async () => {
  let answer: (sent: Sent<CommitAnswer>) => void = () => undefined;
  const { outbox, write, requests, settle } = setUp(() => new Promise((resolve) => (answer = resolve)));
  write();
  await settle();
  write();
  const held = outbox.hold();
  answer(all({ session: 's', entries: [{ sequence: 1, at: '', activity: 'i', kind: 'commit', set: {} }] }));
  expect((await held).map((entry) => entry.sequence)).toEqual([2]);
  expect(requests).toEqual([[1]]);
});

test('content that commits without end: few requests, nothing lost of what was said last, and the server is left in peace', async () => {
  const { journal, outbox, requests, waits, settle, pass } = setUp(all);
  for (let i = 0; i < 10_000; i += 1) {
    journal.append({ at: '', activity: 'i', kind: 'commit', set: { 'cmi.location': String(i) } });
    outbox.kick();
    if (i % 100 === 0) await settle();
  }
  await settle();
  expect(requests.length).toBeLessThanOrEqual(20);
  expect(waits).toHaveLength(1);
  expect(journal.pending().length).toBeLessThanOrEqual(21);
  expect(journal.pending().at(-1)?.set).toEqual({ 'cmi.location': '9999' });
  pass(5000);
  waits.shift()?.run();
  await settle();
  expect(journal.pending()).toEqual([]);
  const sequences = requests.flat();
  expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
  expect(new Set(sequences).size).toBe(sequences.length);
});
