import type { Tx } from '../platform/db';

/** Whatever changes a person's learning locks that person first, always in the order of ids (ARCHITECTURE 4, AUD-2). */
export async function lockPersons(tx: Tx, persons: readonly { readonly tenantId: string; readonly personId: string }[]): Promise<void> {
  await tx.query('select 1 as locked from person where (tenant_id, id) in (select * from unnest($1::uuid[], $2::uuid[])) order by id for no key update', [
    persons.map((each) => each.tenantId),
    persons.map((each) => each.personId),
  ]);
}
