import { nationalTenantId, type Tx } from '../platform/db';
import { applyMessages as say } from './messages.en';
import type { ApplyFile, Fault } from './schema';

/** A thing with its owner. */
export type Named = { readonly ownerId: string; readonly id: string };

/** What is called what, within a tenant; capitals do not count. */
export type Names = {
  readonly find: (tenantId: string, name: string) => Named | undefined;
  readonly add: (tenantId: string, name: string, id: string) => void;
};

/** Kinds of things that have names. */
export type Kind =
  'organisation' | 'position' | 'person' | 'competence' | 'course' | 'certification' | 'path' | 'account';

/** One application of a file: what there is, what was wrong, what was made. */
export type Work = {
  readonly tx: Tx;
  readonly file: ApplyFile;
  readonly tenants: Map<string, string>;
  readonly names: Readonly<Record<Kind, Names>>;
  readonly faults: Fault[];
  readonly warnings: string[];
  readonly created: Record<string, number>;
  readonly existing: Record<string, number>;
};

const keyOf = (tenantId: string, name: string): string => `${tenantId} ${name.trim().toLowerCase()}`;

function createNames(
  rows: readonly {
    readonly tenantId: string;
    readonly id: string;
    readonly name: string;
  }[],
): Names {
  const byName = new Map<string, Named>();
  const add = (tenantId: string, name: string, id: string): void => {
    // The oldest of a name is the one that is meant.
    if (!byName.has(keyOf(tenantId, name))) byName.set(keyOf(tenantId, name), { ownerId: tenantId, id });
  };
  for (const row of rows) add(row.tenantId, row.name, row.id);
  return { find: (tenantId, name) => byName.get(keyOf(tenantId, name)), add };
}

const queries: Readonly<Record<Kind, string>> = {
  organisation:
    'select tenant_id as "tenantId", organisation_id as id, name from people_v_organisation where tenant_id = any($1::uuid[]) order by 2',
  position:
    'select tenant_id as "tenantId", position_id as id, title as name from people_v_position where tenant_id = any($1::uuid[]) order by 2',
  person:
    'select tenant_id as "tenantId", person_id as id, full_name as name from people_v_person where tenant_id = any($1::uuid[]) order by 2',
  account:
    'select tenant_id as "tenantId", account_id as id, username as name from people_v_account where tenant_id = any($1::uuid[]) order by 2',
  competence:
    'select tenant_id as "tenantId", competence_id as id, name from competence_v_definition where tenant_id = any($1::uuid[]) order by 2',
  course:
    'select tenant_id as "tenantId", course_id as id, title as name from learning_catalogue_v_course where tenant_id = any($1::uuid[]) order by 2',
  certification:
    'select tenant_id as "tenantId", certification_id as id, title as name from learning_certification_v_certification where tenant_id = any($1::uuid[]) order by 2',
  path: 'select tenant_id as "tenantId", path_id as id, title as name from learning_path_v_path where tenant_id = any($1::uuid[]) order by 2',
};

/** Names of everything the tenants of the file have now, and the national body. */
export async function loadNames(tx: Tx, tenantIds: readonly string[]): Promise<Work['names']> {
  const owners = [...new Set([...tenantIds, nationalTenantId])];
  const found: Partial<Record<Kind, Names>> = {};
  for (const kind of Object.keys(queries) as Kind[])
    found[kind] = createNames(await tx.query<{ tenantId: string; id: string; name: string }>(queries[kind], [owners]));
  return found as Record<Kind, Names>;
}

/** The tenant of a code, or a fault. */
export function tenantOf(work: Work, code: string, path: string): string | undefined {
  const id = work.tenants.get(code);
  if (id === undefined) work.faults.push({ path, problem: say.noTenant(code) });
  return id;
}

/** What a thing may refer to in the national body's name: learning is shared, the workforce is not. */
const shared: ReadonlySet<Kind> = new Set<Kind>(['competence', 'course']);

/**
 * The thing of that name: of the tenant given with it, else the own one, else the national one. Otherwise a fault.
 * Foreign keys do not know who may see what, so another employer's thing is refused here.
 */
export function resolve(
  work: Work,
  kind: Kind,
  tenantId: string,
  reference: string | { readonly tenant?: string | undefined; readonly name: string },
  path: string,
): Named | undefined {
  const name = typeof reference === 'string' ? reference : reference.name;
  const code = typeof reference === 'string' ? undefined : reference.tenant;
  const allowed = shared.has(kind) ? [tenantId, nationalTenantId] : [tenantId];
  if (!refuseOthers(work, tenantId, code, path, allowed)) return undefined;
  const owners = code === undefined ? allowed : [work.tenants.get(code)];
  const found = owners.map((owner) => work.names[kind].find(owner ?? '', name)).find((each) => each !== undefined);
  if (!found) work.faults.push({ path, problem: say.notFound(kind, name) });
  return found;
}

/**
 * Whether the employer that a reference names, if it names one, may be used by `tenantId`; otherwise a fault.
 * Also for what is not looked up by name here.
 */
export function refuseOthers(
  work: Work,
  tenantId: string,
  code: string | undefined,
  path: string,
  allowed: readonly string[] = [tenantId, nationalTenantId],
): boolean {
  if (code === undefined) return true;
  const given = tenantOf(work, code, `${path}.tenant`);
  if (given === undefined) return false;
  if (allowed.includes(given)) return true;
  work.faults.push({ path: `${path}.tenant`, problem: say.otherEmployer });
  return false;
}

/** What of a list is not there yet, each with its tenant and its place in the file. The rest is counted as existing. */
export function newOnes<T extends { readonly tenant: string }>(
  work: Work,
  list: string,
  kind: Kind,
  items: readonly T[],
  nameOf: (item: T) => string,
): { readonly item: T; readonly tenantId: string; readonly path: string }[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const path = `${list}[${index}]`;
    const tenantId = tenantOf(work, item.tenant, `${path}.tenant`);
    if (tenantId === undefined) return [];
    const key = keyOf(tenantId, nameOf(item));
    if (seen.has(key)) work.faults.push({ path, problem: say.twice });
    seen.add(key);
    const isNew = work.names[kind].find(tenantId, nameOf(item)) === undefined;
    count(isNew ? work.created : work.existing, list);
    return isNew ? [{ item, tenantId, path }] : [];
  });
}

export function count(counts: Record<string, number>, list: string, by = 1): void {
  counts[list] = (counts[list] ?? 0) + by;
}
