/** Tenants, organisations, positions, people, accounts, assignments: what of the file is not there yet. */
import {
  createAccounts,
  createTenants,
  ensureJobRoles,
  grantProfiles,
  recordAssignments,
  recordOrganisations,
  recordPersons,
  recordPositions,
  type NewAssignment,
  type NewPosition,
} from '../people';
import { nationalTenantId, type Tx } from '../platform/db';
import { applyMessages as say } from './messages.en';
import { count, newOnes, resolve, tenantOf, type Work } from './names';
import type { ApplyFile, Fault } from './schema';

/** Makes the tenants of the file; returns every tenant by its code. */
export async function applyTenants(
  tx: Tx,
  file: ApplyFile,
  faults: Fault[],
  counts: Pick<Work, 'created' | 'existing'>,
): Promise<Map<string, string>> {
  const known = await tx.query<{ id: string; code: string; kind: string }>(
    'select id, code, kind from people_v_tenant',
  );
  const tenants = new Map(known.map((row) => [row.code, row.id]));
  const missing = file.tenants.filter((each) => !tenants.has(each.code));
  let national = known.some((row) => row.kind === 'national');
  for (const [index, each] of file.tenants.entries()) {
    if (file.tenants.findIndex((other) => other.code === each.code) !== index)
      faults.push({ path: `tenants[${index}]`, problem: say.twice });
    if (each.kind !== 'national' || tenants.has(each.code)) continue;
    if (national) faults.push({ path: `tenants[${index}].kind`, problem: say.nationalCode });
    national = true;
  }
  if (faults.length > 0) return tenants;
  const ids = await createTenants(tx, missing);
  for (const [index, each] of missing.entries()) tenants.set(each.code, ids[index] ?? '');
  count(counts.created, 'tenants', missing.length);
  count(counts.existing, 'tenants', file.tenants.length - missing.length);
  return tenants;
}

/** Parents before their children, whatever the order in the file. */
export async function applyOrganisations(work: Work): Promise<void> {
  const { tx, file, names } = work;
  let waiting = newOnes(work, 'organisations', 'organisation', file.organisations, (each) => each.name);
  while (waiting.length > 0) {
    const ready = waiting.filter(
      ({ item, tenantId }) => item.parent === undefined || names.organisation.find(tenantId, item.parent) !== undefined,
    );
    if (ready.length === 0) {
      for (const { item, path, tenantId } of waiting) {
        const circular = waiting.some(
          (other) => other.tenantId === tenantId && other.item.name.toLowerCase() === item.parent?.toLowerCase(),
        );
        work.faults.push({
          path: `${path}.parent`,
          problem: circular ? say.circle : say.notFound('organisation', item.parent ?? ''),
        });
      }
      return;
    }
    const ids = await recordOrganisations(
      tx,
      ready.map(({ item, tenantId }) => {
        const parent = item.parent === undefined ? undefined : names.organisation.find(tenantId, item.parent);
        return {
          tenantId,
          name: item.name,
          dateFrom: item.dateFrom ?? tx.today,
          ...(item.type === undefined ? {} : { type: item.type }),
          ...(parent ? { parentId: parent.id } : {}),
        };
      }),
    );
    for (const [index, { item, tenantId }] of ready.entries())
      names.organisation.add(tenantId, item.name, ids[index] ?? '');
    waiting = waiting.filter((each) => !ready.includes(each));
  }
}

export async function applyPositions(work: Work): Promise<void> {
  const { tx, file, names } = work;
  const wanted = newOnes(work, 'positions', 'position', file.positions, (each) => each.title);
  if (wanted.length === 0) return;
  const roles = await ensureJobRoles(
    tx,
    wanted.map(({ item }) => ({ tenantId: nationalTenantId, name: item.jobRole, staffGroup: item.staffGroup })),
  );
  const commands = wanted.flatMap(({ item, tenantId, path }, index): NewPosition[] => {
    const organisation = resolve(work, 'organisation', tenantId, item.organisation, `${path}.organisation`);
    if (!organisation) return [];
    return [
      {
        tenantId,
        title: item.title,
        organisationId: organisation.id,
        jobRole: { ownerId: nationalTenantId, id: roles[index] ?? '' },
        dateFrom: item.dateFrom ?? tx.today,
      },
    ];
  });
  const ids = await recordPositions(tx, commands);
  for (const [index, each] of commands.entries()) names.position.add(each.tenantId, each.title, ids[index] ?? '');
}

const fullName = (each: { readonly firstName: string; readonly lastName: string }): string =>
  `${each.firstName} ${each.lastName}`;

export async function applyPeople(work: Work): Promise<void> {
  const { tx, file, names } = work;
  const wanted = newOnes(work, 'people', 'person', file.people, fullName);
  const ids = await recordPersons(
    tx,
    wanted.map(({ item, tenantId }) => ({
      tenantId,
      firstName: item.firstName,
      lastName: item.lastName,
      personType: item.personType,
      dateFrom: item.dateFrom ?? item.employmentStart ?? tx.today,
      ...(item.dateOfBirth === undefined ? {} : { dateOfBirth: item.dateOfBirth }),
      ...(item.email === undefined ? {} : { officeEmail: item.email }),
      ...(item.nhsUniqueId === undefined ? {} : { nhsUniqueId: item.nhsUniqueId }),
      ...(item.employmentStart === undefined ? {} : { employmentStart: item.employmentStart }),
    })),
  );
  for (const [index, { item, tenantId }] of wanted.entries())
    names.person.add(tenantId, fullName(item), ids[index] ?? '');
}

/** Profiles are given to accounts that are there already too; one that is held is not given twice. */
export async function applyAccounts(work: Work): Promise<void> {
  const { tx, file, names } = work;
  const wanted = newOnes(work, 'accounts', 'account', file.accounts, (each) => each.username);
  const commands = wanted.flatMap(({ item, tenantId, path }) => {
    const person =
      item.person === undefined ? undefined : resolve(work, 'person', tenantId, item.person, `${path}.person`);
    if (item.person !== undefined && !person) return [];
    const rest = {
      ...(item.password === undefined ? {} : { password: item.password }),
      ...(person ? { personId: person.id } : {}),
    };
    return [
      { tenantId, username: item.username, displayName: item.displayName ?? item.person ?? item.username, ...rest },
    ];
  });
  const ids = await createAccounts(tx, commands);
  for (const [index, each] of commands.entries()) names.account.add(each.tenantId, each.username, ids[index] ?? '');
  const grants = file.accounts.flatMap((each) => {
    const tenantId = work.tenants.get(each.tenant) ?? '';
    const account = names.account.find(tenantId, each.username);
    return account
      ? each.profiles.map((profile) => ({ tenantId, accountId: account.id, profile, dateFrom: tx.today }))
      : [];
  });
  await grantProfiles(tx, grants);
}

/** An assignment is known by its person and position: one at a time. */
export async function applyAssignments(work: Work): Promise<void> {
  const { tx, file } = work;
  const known = new Set(
    (
      await tx.query<{ key: string }>(
        `select person_id || ' ' || position_id as key from people_v_assignment where tenant_id = any($1::uuid[])`,
        [[...work.tenants.values()]],
      )
    ).map(({ key }) => key),
  );
  const positions = await tx.query<{ id: string; organisationId: string }>(
    'select position_id as id, organisation_id as "organisationId" from people_v_position where tenant_id = any($1::uuid[])',
    [[...work.tenants.values()]],
  );
  const placeOf = new Map(positions.map((row) => [row.id, row.organisationId]));
  const commands = file.assignments.flatMap((item, index): NewAssignment[] => {
    const path = `assignments[${index}]`;
    const tenantId = tenantOf(work, item.tenant, `${path}.tenant`);
    if (tenantId === undefined) return [];
    const person = resolve(work, 'person', tenantId, item.person, `${path}.person`);
    const position = resolve(work, 'position', tenantId, item.position, `${path}.position`);
    const manager =
      item.manager === undefined ? undefined : resolve(work, 'person', tenantId, item.manager, `${path}.manager`);
    const place = placeOf.get(position?.id ?? '');
    if (!person || !position || place === undefined) return [];
    const key = `${person.id} ${position.id}`;
    count(known.has(key) ? work.existing : work.created, 'assignments');
    if (known.has(key)) return [];
    known.add(key);
    return [
      {
        tenantId,
        personId: person.id,
        positionId: position.id,
        organisationId: place,
        primary: item.primary,
        dateFrom: item.dateFrom ?? tx.today,
        ...(manager ? { supervisorPersonId: manager.id } : {}),
        ...(item.status === undefined ? {} : { status: item.status }),
        ...(item.dateTo === undefined ? {} : { dateTo: item.dateTo }),
      },
    ];
  });
  await recordAssignments(tx, commands);
}
