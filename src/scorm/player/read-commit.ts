/** The shape of what the player sends, checked by hand: this is the hottest path of the server. */
import type { CommitRequest, JournalEntry } from '../runtime';

/** `fault` says where the shape is wrong, for whoever writes a client; it is not shown to learners. */
export type ReadCommit =
  { readonly ok: true; readonly request: CommitRequest } | { readonly ok: false; readonly fault: string };

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;
const unstorable = /[\0\p{Surrogate}]/u;
const mostEntries = 2000;
const longestActivity = 4096;
const highestSequence = 2 ** 31 - 1;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a commit, or what a navigation carries with it.
 * @param now stands in for a device's clock that says nothing usable: a commit is never lost for a wrong clock
 * @param least entries that must be there: 1 for a commit, 0 for a navigation
 */
export function readCommit(value: unknown, now: Date, least: 0 | 1): ReadCommit {
  if (!isRecord(value)) return fault('body');
  const { session, entries } = value;
  if (typeof session !== 'string' || !id.test(session)) return fault('session');
  if (!Array.isArray(entries) || entries.length < least || entries.length > mostEntries) return fault('entries');
  const seen = new Set<number>();
  const read: JournalEntry[] = [];
  for (const [index, entry] of (entries as unknown[]).entries()) {
    const wrong = faultOf(entry);
    if (wrong !== undefined) return fault(`entries.${index}.${wrong}`);
    const { sequence, at, activity, kind, set } = entry as JournalEntry;
    if (seen.has(sequence)) return fault(`entries.${index}.sequence`);
    seen.add(sequence);
    read.push({ sequence, at: usable(at) ? at : now.toISOString(), activity, kind, set });
  }
  return { ok: true, request: { session, entries: read } };
}

const fault = (where: string): ReadCommit => ({ ok: false, fault: where });

function faultOf(entry: unknown): string | undefined {
  if (!isRecord(entry)) return 'entry';
  const { sequence, at, activity, kind, set } = entry;
  if (typeof sequence !== 'number' || !Number.isInteger(sequence) || sequence < 1 || sequence > highestSequence)
    return 'sequence';
  if (typeof at !== 'string') return 'at';
  if (typeof activity !== 'string' || activity === '' || activity.length > longestActivity || unstorable.test(activity))
    return 'activity';
  if (kind !== 'commit' && kind !== 'initialize' && kind !== 'terminate') return 'kind';
  // Values are checked one by one against the data model; a bad one is refused alone.
  return isRecord(set) ? undefined : 'set';
}

const usable = (at: string): boolean => instant.test(at) && !Number.isNaN(Date.parse(at));
