import type { Tx } from '../platform/db';

/** Who is locked already: the operations of one chain each ask again. A lock taken inside a savepoint that was undone is asked for with a new chain. */
const locked = new WeakMap<Tx, Set<string>>();

/** Whatever changes a person's learning locks that person first, always in the order of ids (ARCHITECTURE 4, AUD-2). */
export async function lockPersons(
  tx: Tx,
  wanted: readonly { readonly tenantId: string; readonly personId: string }[],
): Promise<void> {
  const held = locked.get(tx) ?? new Set<string>();
  locked.set(tx, held);
  const persons = wanted.filter((each) => !held.has(each.personId));
  if (persons.length === 0) return;
  for (const each of persons) held.add(each.personId);
  await tx.query(
    'select 1 as locked from person where (tenant_id, id) in (select * from unnest($1::uuid[], $2::uuid[])) order by id for no key update',
    [persons.map((each) => each.tenantId), persons.map((each) => each.personId)],
  );
}
