/** The shape of what the player sends, checked by hand: this is the hottest path of the server. */
import type { CommitRequest, JournalEntry, RefusedCall } from '../runtime';

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
    const { sequence, at, activity, kind, set, refused } = entry as JournalEntry;
    if (seen.has(sequence)) return fault(`entries.${index}.sequence`);
    seen.add(sequence);
    const calls = refused === undefined ? [] : readCalls(refused);
    read.push({
      sequence,
      at: usable(at) ? at : now.toISOString(),
      activity,
      kind,
      set: flat(set),
      ...(calls.length > 0 ? { refused: calls } : {}),
    });
  }
  const claim = readClaim(value['claim']);
  return { ok: true, request: { session, entries: read, ...(claim === undefined ? {} : { claim }) } };
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

/** A value that is no text is refused alone, later; how deep it goes must cost nothing until then. */
function flat(set: JournalEntry['set']): JournalEntry['set'] {
  const isDeep = (value: unknown): boolean => typeof value === 'object' && value !== null;
  if (!Object.values(set).some(isDeep)) return set;
  // By entries: `__proto__` is a name like any other.
  return Object.fromEntries(
    Object.entries(set).map(([name, value]) => [name, isDeep(value) ? (null as never) : value]),
  );
}

const mostCalls = 50;
const longestCall = 4096;
const isShort = (text: unknown): text is string => typeof text === 'string' && text.length <= longestCall;

/** What the browser refused is told beside what was said: nothing of it that is wrong refuses an entry. */
function readCalls(refused: unknown): RefusedCall[] {
  if (!Array.isArray(refused)) return [];
  return (refused as unknown[]).slice(0, mostCalls).flatMap((call) => {
    if (!isRecord(call)) return [];
    const { element, value, error } = call;
    return isShort(element) && isShort(value) && typeof error === 'string' && /^\d{1,3}$/.test(error)
      ? [{ element, value, error }]
      : [];
  });
}

const completions = ['not attempted', 'unknown', 'incomplete', 'completed'] as const;
const successes = ['unknown', 'passed', 'failed'] as const;

/** A claim that is none is no claim. */
function readClaim(claim: unknown): CommitRequest['claim'] {
  if (!isRecord(claim)) return undefined;
  const completion = completions.find((word) => word === claim['completion']);
  const success = successes.find((word) => word === claim['success']);
  const { scaled } = claim;
  if (completion === undefined || success === undefined) return undefined;
  return typeof scaled === 'number' && scaled >= -1 && scaled <= 1
    ? { completion, success, scaled }
    : { completion, success };
}

const usable = (at: string): boolean => instant.test(at) && !Number.isNaN(Date.parse(at));
