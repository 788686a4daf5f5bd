/**
 * The append-only log of what content said. One statement writes any number of commits, tells which were new,
 * and what else their attempts need to know. It serves the progress lane (a statement of its own) and the outcome
 * lane (inside a transaction) alike.
 */
import type { JournalEntry, RefusedElement } from './core/protocol';

export type AttemptKey = { readonly tenantId: string; readonly attemptId: string };

/** A validated entry, ready to be stored. */
export type NewCommit = AttemptKey & {
  readonly sessionId: string;
  readonly entry: JournalEntry;
  /** Of the entry as it was sent: the same sequence with another hash is a conflict. */
  readonly hash: string;
  readonly refused: readonly RefusedElement[];
  /** What the browser had refused before: stored beside it, not answered. */
  readonly refusedBefore: readonly RefusedElement[];
  readonly sizeBytes: number;
};

export type Logged = {
  /** Position in the list given. Entries whose session does not belong to their attempt are missing. */
  readonly index: number;
  /** Highest generation of the attempt, and that of the entry's session. */
  readonly latest: number;
  readonly generation: number;
  /** Written now; false = this sequence was there before. */
  readonly fresh: boolean;
  /** Hash of what was there before. */
  readonly earlierHash: string | null;
};

/** Named alike in both versions. Kept beside the other elements: it is the bulk of most commits, and only the last one counts. */
export const suspendData = 'cmi.suspend_data';

export type Query = <Row extends object>(sql: string, params: readonly unknown[]) => Promise<Row[]>;

const statement = `
with given as (
  select * from json_to_recordset($1::json) as g(index int, tenant_id uuid, attempt_id uuid, session_id uuid, sequence int, activity text,
    kind text, hash text, said_at timestamptz, elements json, suspend_data text, refused json, size_bytes int)
), known as (
  select g.*, s.generation, a.generation as latest
  from given g
  join attempt_session s on s.tenant_id = g.tenant_id and s.id = g.session_id and s.attempt_id = g.attempt_id
  join attempt a on a.tenant_id = g.tenant_id and a.id = g.attempt_id
), written as (
  insert into attempt_commit (tenant_id, attempt_id, session_id, sequence, generation, activity, kind, hash, said_at, received_at, elements, suspend_data, refused, size_bytes)
  select tenant_id, attempt_id, session_id, sequence, generation, activity, kind, hash, said_at, $2, elements, suspend_data, refused, size_bytes from known
  on conflict do nothing
  returning session_id, sequence
)
select k.index, k.latest, k.generation, w.sequence is not null as fresh, old.hash as "earlierHash"
from known k
left join written w on w.session_id = k.session_id and w.sequence = k.sequence
left join attempt_commit old on w.sequence is null and old.tenant_id = k.tenant_id and old.attempt_id = k.attempt_id
  and old.session_id = k.session_id and old.sequence = k.sequence`;

/** Writes commits; durable when the statement's transaction is. Throws when the database refuses one: then none is written. */
export function logCommits(query: Query, commits: readonly NewCommit[], now: Date): Promise<Logged[]> {
  const given = commits.map(
    ({ tenantId, attemptId, sessionId, entry, hash, refused, refusedBefore, sizeBytes }, index) => {
      const { [suspendData]: suspended, ...elements } = entry.set;
      return {
        index,
        tenant_id: tenantId,
        attempt_id: attemptId,
        session_id: sessionId,
        sequence: entry.sequence,
        activity: entry.activity,
        kind: entry.kind,
        hash,
        said_at: entry.at,
        elements,
        suspend_data: suspended ?? null,
        refused: refused.length + refusedBefore.length > 0 ? [...refused, ...refusedBefore] : null,
        size_bytes: sizeBytes,
      };
    },
  );
  return query<Logged>(statement, [JSON.stringify(given), now]);
}
