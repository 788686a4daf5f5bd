import { expect, test, vi } from 'vitest';
import { embedJson } from '../embed-json';
import { sentences } from '../messages.en';
import { batchOf } from './batches';
import { isOrder } from './flush-protocol';
import { memoryStore, openJournal } from './journal';
import type { OutboxState } from './outbox';
import { outcomeWords } from './outcome-words';
import { savedWord } from './saved-state';
import { sendUnsent } from './send-unsent';
import { watchOthers } from './who-else';
import type { Channel } from './who-else';
import { sayWith } from './words';

const say = sayWith(sentences);
const calm: OutboxState = { phase: 'idle', unsent: 0, failures: 0, aside: 0, atRisk: 0, superseded: false };

test('the saved state in words', () => {
  expect(savedWord(calm, false)).toBe('');
  expect(savedWord(calm, true)).toBe('player.saved.saved');
  expect(savedWord({ ...calm, phase: 'sending', unsent: 1 }, false)).toBe('player.saved.saving');
  expect(savedWord({ ...calm, phase: 'waiting', unsent: 1, failures: 1 }, true)).toBe('player.saved.on-device');
  expect(savedWord({ ...calm, phase: 'sign-in', unsent: 1, failures: 1 }, true)).toBe('player.saved.sign-in');
  expect(savedWord({ ...calm, unsent: 2, atRisk: 1 }, true)).toBe('player.saved.full');
  expect(savedWord({ ...calm, aside: 1 }, true)).toBe('player.saved.aside');
});

test('the outcome in words', () => {
  const words = (outcome: Parameters<typeof outcomeWords>[0]): string => {
    const { key, values } = outcomeWords(outcome);
    return say(key, values);
  };
  expect(words({ completion: 'completed', success: 'passed', percent: 85, ledTo: [] })).toBe('You passed with 85 %.');
  expect(words({ completion: 'completed', success: 'failed', percent: 0, ledTo: [] })).toBe(
    'You did not pass this time. Your score was 0 %.',
  );
  expect(words({ completion: 'completed', success: 'unknown', ledTo: [] })).toBe('You completed it.');
  expect(words({ completion: 'incomplete', success: 'unknown', percent: 10, ledTo: [] })).toBe(
    'Your progress is saved. You can continue later.',
  );
});

test('a batch has at least one entry, unless it must fit', () => {
  const entry = (sequence: number, size: number) => ({
    sequence,
    at: '',
    activity: 'i',
    kind: 'commit' as const,
    set: { x: 'x'.repeat(size) },
  });
  const entries = [entry(1, 500), entry(2, 500), entry(3, 500)];
  const sequences = (limit: number, strict?: boolean) =>
    batchOf('s', entries, limit, 10, strict).entries.map((one) => one.sequence);
  expect(sequences(1300)).toEqual([1, 2]);
  expect(sequences(100)).toEqual([1]);
  expect(sequences(100, true)).toEqual([]);
  expect(batchOf('s', entries, 1e6, 2).entries).toHaveLength(2);
});

test('what an earlier visit left is sent once through; what does not get through stays', async () => {
  const store = memoryStore();
  const slot = { journalKey: 'k', attempt: 'a', session: 'old' };
  const journal = openJournal(store, slot, 1);
  for (let i = 0; i < 3; i += 1) journal.append({ at: '', activity: 'i', kind: 'commit', set: { x: String(i) } });
  expect(await sendUnsent(store, slot, () => Promise.resolve({ kind: 'sign-in' }))).toEqual({
    sent: 0,
    left: 3,
    signIn: true,
  });
  const flushed = await sendUnsent(store, slot, ({ entries }) =>
    Promise.resolve({
      kind: 'answer',
      answer: { acknowledged: entries.map((entry) => entry.sequence), refused: [], conflicts: [], superseded: true },
    }),
  );
  expect(flushed).toEqual({ sent: 3, left: 0, signIn: false });
  expect(store.length).toBe(0);
});

test('two pages on one attempt learn of each other, and of a goodbye', () => {
  const channels: Channel[] = [];
  const open = (): Channel => {
    const mine: Channel = {
      onmessage: null,
      close: vi.fn(),
      postMessage: (data: unknown) =>
        channels
          .filter((other) => other !== mine)
          .forEach((other) => other.onmessage?.({ data } as MessageEvent<unknown>)),
    };
    channels.push(mine);
    return mine;
  };
  const heard: Record<string, [boolean, boolean][]> = { first: [], second: [] };
  watchOthers(open(), 's1', (others, newest) => heard['first']?.push([others, newest]));
  const goodbye = watchOthers(open(), 's2', (others, newest) => heard['second']?.push([others, newest]));
  expect(heard).toEqual({ first: [[true, false]], second: [[true, true]] });
  goodbye();
  expect(heard['first']).toEqual([
    [true, false],
    [false, true],
  ]);
});

test('orders of the launcher are checked', () => {
  expect(isOrder({ kind: 'preceptor-flush', journalKey: 'k', grants: [{ attempt: 'a', grant: 'g' }] })).toBe(true);
  for (const wrong of [
    null,
    'preceptor-flush',
    { kind: 'preceptor-flush', journalKey: '', grants: [] },
    { kind: 'preceptor-flush', journalKey: 'k', grants: [null] },
  ])
    expect(isOrder(wrong)).toBe(false);
});

test('nothing in a title can end the script element that carries it', () => {
  const value = { title: '</script><!-- & \u2028' };
  expect(embedJson(value)).not.toMatch(/[<>&\u2028]/);
  expect(JSON.parse(embedJson(value))).toEqual(value);
});
