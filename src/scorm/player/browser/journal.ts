/**
 * The journal: entries that the server has not acknowledged yet, kept on this device.
 * One item of the store per entry, so that appending costs what the entry costs and not what the journal holds.
 * Holds no credential and no name: the journal key is opaque and differs from learner to learner.
 */
import type { JournalEntry } from '../../runtime/core/protocol';

/** The part of `Storage` that is used. Every call may throw (blocked, full). */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export type Slot = { readonly journalKey: string; readonly attempt: string; readonly session: string };

export type Draft = Omit<JournalEntry, 'sequence'>;

export type Journal = {
  /** Writes before it returns. `durable` is false when the device would not take it; the entry is sent all the same. */
  readonly append: (draft: Draft) => { readonly entry: JournalEntry; readonly durable: boolean };
  /** These are on their way to the server: what was sent under a number does not change any more. */
  readonly handOut: (entries: readonly JournalEntry[]) => void;
  /** Not acknowledged, in order. */
  readonly pending: () => readonly JournalEntry[];
  readonly acknowledge: (sequences: readonly number[]) => void;
  /** Keeps entries that the server cannot take, out of the way: they are not sent again. */
  readonly setAside: (sequences: readonly number[]) => void;
  /** How many were set aside in this session. */
  readonly aside: () => number;
  /** Entries that live in memory only, because the device is full. */
  readonly atRisk: () => number;
};

/**
 * With so many waiting, content commits faster than can be sent: a commit then goes into the one before it, of which
 * nobody has heard yet. Neither this device nor the server is filled by content that commits a thousand times a second.
 */
const crowd = 20;
/** So many values in one entry at most: what is merged is written anew each time. */
const mostMerged = 100;

const prefix = 'preceptor.journal/';
const asidePrefix = 'preceptor.aside/';

const slotKey = (slot: Slot): string => [slot.journalKey, slot.attempt, slot.session].map(encodeURIComponent).join('/');
const itemKey = (start: string, slot: Slot, sequence: number): string => `${start}${slotKey(slot)}/${sequence}`;

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Partial<JournalEntry>;
  return (
    typeof entry.sequence === 'number' &&
    typeof entry.at === 'string' &&
    typeof entry.activity === 'string' &&
    (entry.kind === 'initialize' || entry.kind === 'commit' || entry.kind === 'terminate') &&
    typeof entry.set === 'object' &&
    entry.set !== null &&
    Object.values(entry.set).every((one) => typeof one === 'string')
  );
}

function readEntry(text: string | null): JournalEntry | undefined {
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function keysOf(store: Store): string[] {
  try {
    return Array.from({ length: store.length }, (_, index) => store.key(index)).filter(
      (key): key is string => key !== null,
    );
  } catch {
    return [];
  }
}

function slotOf(key: string): (Slot & { readonly sequence: number }) | undefined {
  if (!key.startsWith(prefix)) return undefined;
  const [journalKey, attempt, session, sequence, ...rest] = key.slice(prefix.length).split('/');
  if (!journalKey || !attempt || !session || !sequence || rest.length > 0 || !/^\d+$/.test(sequence)) return undefined;
  try {
    return {
      journalKey: decodeURIComponent(journalKey),
      attempt: decodeURIComponent(attempt),
      session: decodeURIComponent(session),
      sequence: Number(sequence),
    };
  } catch {
    return undefined;
  }
}

/** Sessions of this learner that left something unsent on this origin. Another learner's are not even named. */
export function unsentSlots(store: Store, journalKey: string): readonly Slot[] {
  const slots = new Map<string, Slot>();
  for (const key of keysOf(store)) {
    const found = slotOf(key);
    if (found?.journalKey !== journalKey) continue;
    const slot = { journalKey, attempt: found.attempt, session: found.session };
    slots.set(slotKey(slot), slot);
  }
  return [...slots.values()];
}

/** Opens the journal of one session, with what an earlier page of it left unsent. */
export function openJournal(store: Store, slot: Slot, nextSequence: number): Journal {
  const entries = new Map<number, JournalEntry>();
  const memoryOnly = new Set<number>();
  let asideCount = 0;
  for (const key of keysOf(store)) {
    const found = slotOf(key);
    if (!found || slotKey(found) !== slotKey(slot)) continue;
    let entry: JournalEntry | undefined;
    try {
      entry = readEntry(store.getItem(key));
    } catch {
      entry = undefined;
    }
    if (entry) entries.set(entry.sequence, entry);
  }
  let next = Math.max(nextSequence, ...[...entries.keys()].map((sequence) => sequence + 1));
  let handedOut = next - 1;

  const inOrder = (): JournalEntry[] => [...entries.values()].sort((a, b) => a.sequence - b.sequence);
  const write = (start: string, entry: JournalEntry): boolean => {
    try {
      store.setItem(itemKey(start, slot, entry.sequence), JSON.stringify(entry));
      return true;
    } catch {
      return false;
    }
  };
  const remove = (sequence: number): void => {
    entries.delete(sequence);
    memoryOnly.delete(sequence);
    try {
      store.removeItem(itemKey(prefix, slot, sequence));
    } catch {
      // A store that is gone has nothing left to remove.
    }
  };

  /** The last entry and this one in one; undefined when they must not be, or the device would not take it. */
  function merge(draft: Draft): JournalEntry | undefined {
    const last = entries.get(next - 1);
    if (entries.size < crowd || !last || last.sequence <= handedOut || memoryOnly.has(last.sequence)) return undefined;
    if (draft.kind !== 'commit' || last.kind !== 'commit' || draft.activity !== last.activity) return undefined;
    if (Object.keys(last.set).length + Object.keys(draft.set).length > mostMerged) return undefined;
    const refused = [...(last.refused ?? []), ...(draft.refused ?? [])];
    const merged: JournalEntry = {
      ...last,
      at: draft.at,
      set: { ...last.set, ...draft.set },
      ...(refused.length > 0 ? { refused } : {}),
    };
    if (!write(prefix, merged)) return undefined;
    entries.set(merged.sequence, merged);
    return merged;
  }

  return {
    handOut: (given) => {
      handedOut = Math.max(handedOut, ...given.map((entry) => entry.sequence));
    },
    append: (draft) => {
      const merged = merge(draft);
      if (merged) return { entry: merged, durable: true };
      const entry: JournalEntry = { sequence: next, ...draft };
      next += 1;
      const durable = write(prefix, entry);
      entries.set(entry.sequence, entry);
      if (!durable) memoryOnly.add(entry.sequence);
      return { entry, durable };
    },
    pending: inOrder,
    acknowledge: (sequences) => sequences.forEach(remove),
    setAside: (sequences) => {
      for (const sequence of sequences) {
        const entry = entries.get(sequence);
        if (!entry) continue;
        write(asidePrefix, entry);
        asideCount += 1;
        remove(sequence);
      }
    },
    aside: () => asideCount,
    atRisk: () => memoryOnly.size,
  };
}

/** A store that forgets, for previews and reviews: nothing of them is kept on the device. */
export function memoryStore(): Store {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    key: (index) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}
