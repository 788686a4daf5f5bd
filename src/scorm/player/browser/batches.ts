import type { CommitRequest, JournalEntry } from '../../runtime/core/protocol';

/** Bytes of a value as it goes over the wire. */
export const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/**
 * The longest run of entries from the front that fits; always at least one unless `strict`.
 * @param limit bytes of the whole request
 * @param most entries at most
 */
export function batchOf(
  session: string,
  entries: readonly JournalEntry[],
  limit: number,
  most: number,
  strict = false,
): CommitRequest {
  let size = bytesOf({ session, entries: [] });
  const batch: JournalEntry[] = [];
  for (const entry of entries) {
    size += bytesOf(entry) + 1;
    if (batch.length >= most || (size > limit && (strict || batch.length > 0))) break;
    batch.push(entry);
  }
  return { session, entries: batch };
}
