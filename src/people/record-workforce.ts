/**
 * Organisations, positions, persons, assignments: identities with recorded facts (two times).
 * Each operation takes new things only; who knows whether a thing exists asks `find-workforce` first.
 */
import { insertRows, newId, type Tx } from '../platform/db';
import { newEvent, publish, type Event } from '../platform/events';
import type { IsoDate } from '../platform/dates/types';

export type NewOrganisation = {
  readonly tenantId: string;
  readonly name: string;
  readonly type?: string;
  readonly parentId?: string;
  readonly dateFrom: IsoDate;
};

/** Records new organisations; returns their ids, in order. */
export async function recordOrganisations(tx: Tx, commands: readonly NewOrganisation[]): Promise<string[]> {
  return record(tx, 'organisation', 'organisation_id', commands, (each) => ({
    name: each.name,
    type: each.type ?? null,
    parent_id: each.parentId ?? null,
  }));
}

export type NewPosition = {
  readonly tenantId: string;
  readonly title: string;
  readonly organisationId: string;
  readonly jobRole: { readonly ownerId: string; readonly id: string };
  readonly dateFrom: IsoDate;
};

/** Records new positions; each sits in one organisation and has one job role. */
export async function recordPositions(tx: Tx, commands: readonly NewPosition[]): Promise<string[]> {
  return record(tx, 'position', 'position_id', commands, (each) => ({
    title: each.title,
    organisation_id: each.organisationId,
    job_role_owner_id: each.jobRole.ownerId,
    job_role_id: each.jobRole.id,
  }));
}

export type NewAssignment = {
  readonly tenantId: string;
  readonly personId: string;
  readonly positionId: string;
  readonly organisationId: string;
  readonly supervisorPersonId?: string;
  readonly status?: string;
  readonly primary?: boolean;
  readonly dateFrom: IsoDate;
  readonly dateTo?: IsoDate;
};

/** Records new assignments of persons to positions. */
export async function recordAssignments(tx: Tx, commands: readonly NewAssignment[]): Promise<string[]> {
  return record(tx, 'assignment', 'assignment_id', commands, (each) => ({
    person_id: each.personId,
    position_id: each.positionId,
    organisation_id: each.organisationId,
    supervisor_person_id: each.supervisorPersonId ?? null,
    status: each.status ?? 'Active',
    category: null,
    is_primary: each.primary ?? true,
    date_to: each.dateTo ?? null,
  }));
}

export type NewPerson = {
  readonly tenantId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly dateOfBirth?: IsoDate;
  readonly officeEmail?: string;
  readonly nhsUniqueId?: string;
  readonly employmentStart?: IsoDate;
  /** Employee, Applicant, ContingentWorker, ExternalLearner, ExEmployee. */
  readonly personType: string;
  readonly dateFrom: IsoDate;
};

/** Records new persons with their person type. One row per employer, so the same human may come twice. */
export async function recordPersons(tx: Tx, commands: readonly NewPerson[]): Promise<string[]> {
  const ids = commands.map(() => newId());
  await insertRows(
    tx,
    'person',
    commands.map((each, index) => ({
      tenant_id: each.tenantId,
      id: ids[index],
      nhs_unique_id: each.nhsUniqueId ?? null,
      date_of_birth: each.dateOfBirth ?? null,
      first_name: each.firstName,
      last_name: each.lastName,
      office_email: each.officeEmail ?? null,
      employment_start: each.employmentStart ?? null,
      created_at: tx.now,
      version: 1,
    })),
  );
  const events = commands.map((each, index) =>
    newEvent(tx, {
      type: 'person-recorded',
      tenantId: each.tenantId,
      subjects: { personId: ids[index] ?? '' },
      after: { personType: each.personType },
    }),
  );
  await insertRows(
    tx,
    'person_type_fact',
    commands.map((each, index) => ({
      ...factOf(tx, each, events[index]),
      person_id: ids[index],
      person_type: each.personType,
    })),
  );
  await publish(tx, events);
  return ids;
}

export type NationalName = { readonly tenantId: string; readonly name: string; readonly staffGroup: string };

/** The national list of job roles: makes those that are missing; returns the ids of all, in order. */
export async function ensureJobRoles(tx: Tx, commands: readonly NationalName[]): Promise<string[]> {
  const distinct = [...new Map(commands.map((each) => [each.name, each])).values()];
  await insertRows(
    tx,
    'job_role',
    distinct.map((each) => ({ tenant_id: each.tenantId, id: newId(), name: each.name, staff_group: each.staffGroup })),
    '(tenant_id, name) do nothing',
  );
  const rows = await tx.query<{ id: string; name: string }>('select id, name from job_role where name = any($1)', [
    distinct.map((each) => each.name),
  ]);
  const idOf = new Map(rows.map((row) => [row.name, row.id]));
  return commands.map((each) => idOf.get(each.name) ?? '');
}

type Dated = { readonly tenantId: string; readonly dateFrom: IsoDate };

async function record<C extends Dated>(
  tx: Tx,
  table: string,
  identity: string,
  commands: readonly C[],
  columns: (command: C) => Record<string, unknown>,
): Promise<string[]> {
  const ids = commands.map(() => newId());
  await insertRows(
    tx,
    table,
    commands.map((each, index) => ({ tenant_id: each.tenantId, id: ids[index], created_at: tx.now })),
  );
  const events = commands.map((each, index) => {
    const after = columns(each);
    const personId = after.person_id;
    return newEvent(tx, {
      type: `${table}-recorded`,
      tenantId: each.tenantId,
      businessDate: each.dateFrom,
      subjects: { objectId: ids[index] ?? '', ...(typeof personId === 'string' ? { personId } : {}) },
      after,
    });
  });
  await insertRows(
    tx,
    `${table}_fact`,
    commands.map((each, index) => ({ ...factOf(tx, each, events[index]), [identity]: ids[index], ...columns(each) })),
  );
  await publish(tx, events);
  return ids;
}

function factOf(tx: Tx, command: Dated, event: Event | undefined): Record<string, unknown> {
  return {
    tenant_id: command.tenantId,
    id: newId(),
    date_from: command.dateFrom,
    recorded_at: tx.now,
    recorded_by: event?.id,
  };
}
