import { expect, test } from 'vitest';
import { memoryStore, openJournal, unsentSlots } from './journal';
import type { Draft, Store } from './journal';

const slot = { journalKey: 'learner/1', attempt: 'a1', session: 's1' };
const draft = (value: string): Draft => ({
  at: '2026-11-23T10:00:00.000Z',
  activity: 'i1',
  kind: 'commit',
  set: { 'cmi.location': value },
});

/** A store with room for so many characters. */
function small(room: number): Store {
  const inner = memoryStore();
  let used = 0;
  return {
    ...inner,
    get length() {
      return inner.length;
    },
    setItem: (key, value) => {
      if (used + key.length + value.length > room) throw new Error('QuotaExceededError');
      used += key.length + value.length;
      inner.setItem(key, value);
    },
    removeItem: (key) => {
      used -= key.length + (inner.getItem(key)?.length ?? 0);
      inner.removeItem(key);
    },
  };
}

test('an entry is on the device when append returns, and gone when it is acknowledged', () => {
  const store = memoryStore();
  const journal = openJournal(store, slot, 5);
  expect(journal.append(draft('1'))).toMatchObject({ durable: true, entry: { sequence: 5 } });
  journal.append(draft('2'));
  expect(store.length).toBe(2);
  journal.acknowledge([5]);
  expect(store.length).toBe(1);
  expect(journal.pending().map((entry) => entry.sequence)).toEqual([6]);
});

test('the next page of the same session goes on after what is unsent, in the order of numbers', () => {
  const store = memoryStore();
  const before = openJournal(store, slot, 9);
  before.append(draft('1'));
  before.append(draft('2'));
  const after = openJournal(store, slot, 1);
  expect(after.pending().map((entry) => entry.sequence)).toEqual([9, 10]);
  expect(after.append(draft('3')).entry.sequence).toBe(11);
});

test('a full device says so, keeps the entry in memory for sending, and takes the next when there is room', () => {
  const journal = openJournal(small(400), slot, 1);
  expect(journal.append(draft('x'.repeat(100))).durable).toBe(true);
  expect(journal.append(draft('y'.repeat(300))).durable).toBe(false);
  expect(journal.atRisk()).toBe(1);
  expect(journal.pending()).toHaveLength(2);
  journal.acknowledge([1, 2]);
  expect(journal.atRisk()).toBe(0);
  expect(journal.append(draft('z'.repeat(100))).durable).toBe(true);
});

test('a store that throws at everything is a full one', () => {
  const broken = new Proxy({} as Store, {
    get: () => {
      throw new Error('SecurityError');
    },
  });
  const journal = openJournal(broken, slot, 1);
  expect(journal.append(draft('1')).durable).toBe(false);
  journal.acknowledge([1]);
  expect(journal.pending()).toEqual([]);
});

test("another learner's journal on the same device stays unread", () => {
  const store = memoryStore();
  openJournal(store, slot, 1).append(draft('mine'));
  openJournal(store, { ...slot, journalKey: 'learner/2' }, 1).append(draft('theirs'));
  expect(unsentSlots(store, 'learner/1')).toEqual([slot]);
  expect(openJournal(store, slot, 1).pending()).toHaveLength(1);
});

test('what is set aside is kept, but not sent again', () => {
  const store = memoryStore();
  const journal = openJournal(store, slot, 1);
  journal.append(draft('1'));
  journal.setAside([1]);
  expect(journal.pending()).toEqual([]);
  expect(journal.aside()).toBe(1);
  expect(store.length).toBe(1);
  expect(unsentSlots(store, slot.journalKey)).toEqual([]);
});

test('rubbish that content left in the store is stepped over', () => {
  const store = memoryStore();
  store.setItem('preceptor.journal/learner%2F1/a1/s1/1', '{"sequence":1}');
  store.setItem('preceptor.journal/learner%2F1/a1/s1/2', 'no json');
  store.setItem('preceptor.journal/%E0%A4%A/a1/s1/3', '{}');
  store.setItem('preceptor.journal/x', '{}');
  expect(openJournal(store, slot, 1).pending()).toEqual([]);
});

test('in a crowd a commit goes into the one before it, unless that was sent, is of another part, or is no commit', () => {
  const store = memoryStore();
  const journal = openJournal(store, { journalKey: 'k', attempt: 'a', session: 's' }, 1);
  const commit = (activity: string, set: Record<string, string>) =>
    journal.append({ at: '', activity, kind: 'commit', set }).entry.sequence;
  for (let i = 0; i < 20; i += 1) commit('i', { x: String(i) });
  expect(commit('i', { x: '20', y: '1' })).toBe(20);
  expect(commit('i', { x: '21' })).toBe(20);
  expect(journal.pending().at(-1)?.set).toEqual({ x: '21', y: '1' });
  expect(openJournal(store, { journalKey: 'k', attempt: 'a', session: 's' }, 1).pending().at(-1)?.set).toEqual({
    x: '21',
    y: '1',
  });
  journal.handOut(journal.pending());
  expect(commit('i', { x: '22' })).toBe(21);
  expect(commit('j', { x: '1' })).toBe(22);
  expect(journal.append({ at: '', activity: 'j', kind: 'terminate', set: {} }).entry.sequence).toBe(23);
  expect(commit('j', { x: '2' })).toBe(24);
});
