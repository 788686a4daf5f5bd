import { insertRows, nationalTenantId, newId, type Tx } from '../platform/db';

export type NewTenant = { readonly code: string; readonly name: string; readonly kind: 'national' | 'employer' };

/**
 * Makes the tenants that do not exist yet, known by their code, and returns the ids of all, in order.
 * The national tenant always has the same id. Needs a transaction of all tenants.
 */
export async function createTenants(tx: Tx, commands: readonly NewTenant[]): Promise<string[]> {
  const existing = await tx.query<{ id: string; code: string }>('select id, code from tenant where code = any($1)', [
    commands.map((each) => each.code),
  ]);
  const idOf = new Map(existing.map((row) => [row.code, row.id]));
  const missing = commands.filter((each) => !idOf.has(each.code));
  for (const each of missing) idOf.set(each.code, each.kind === 'national' ? nationalTenantId : newId());
  await insertRows(
    tx,
    'tenant',
    missing.map((each) => ({
      id: idOf.get(each.code),
      code: each.code,
      name: each.name,
      kind: each.kind,
      status: 'active',
      created_at: tx.now,
      version: 1,
    })),
  );
  return commands.map((each) => idOf.get(each.code) ?? '');
}
