import type { IsoDate, Period } from '../platform/dates';
import { insertRows, newId, type Tx } from '../platform/db';
import type { ElementChange, ElementFact, HeldElement } from './core/types';

/** A person and a competence, each with its owner. */
export type ProfileKey = {
  readonly tenantId: string;
  readonly personId: string;
  readonly competence: { readonly ownerId: string; readonly id: string };
};

export const profileKey = (key: ProfileKey): string => `${key.tenantId} ${key.personId} ${key.competence.id}`;

type Row = {
  tenantId: string;
  personId: string;
  competenceOwnerId: string;
  competenceId: string;
  elementId: string;
  revision: number;
  awardKey: string | null;
  dateFrom: IsoDate;
  ownDateTo: IsoDate | null;
  dateTo: IsoDate | null;
  levelStep: number | null;
  status: 'Achieved' | 'InProgress';
  provenance: ElementFact['provenance'];
  reversed: boolean;
  beneath: ElementFact['beneath'] | null;
};

/** Current elements of each profile asked for, in one query. */
export async function loadElements(tx: Tx, keys: readonly ProfileKey[]): Promise<Map<string, HeldElement[]>> {
  const found = new Map<string, HeldElement[]>(keys.map((key) => [profileKey(key), []]));
  const rows = await tx.query<Row>(
    `select e.tenant_id as "tenantId", e.person_id as "personId", e.competence_owner_id as "competenceOwnerId", e.competence_id as "competenceId",
       e.element_id as "elementId", e.revision, e.award_key as "awardKey", e.date_from as "dateFrom", e.own_date_to as "ownDateTo", e.date_to as "dateTo",
       e.level_step as "levelStep", e.status, e.provenance, e.reversed, e.beneath
     from unnest($1::uuid[], $2::uuid[], $3::uuid[]) k (tenant_id, person_id, competence_id)
     -- Key by key, by the index, also when the plan was made while the table was empty.
     cross join lateral (
       select * from competence_element c
       where c.tenant_id = k.tenant_id and c.person_id = k.person_id and c.competence_id = k.competence_id and c.superseded_at is null offset 0
     ) e`,
    [keys.map((key) => key.tenantId), keys.map((key) => key.personId), keys.map((key) => key.competence.id)],
  );
  for (const row of rows)
    found
      .get(profileKey({ ...row, competence: { ownerId: row.competenceOwnerId, id: row.competenceId } }))
      ?.push(elementOf(row));
  return found;
}

function elementOf(row: Row): HeldElement {
  return {
    elementId: row.elementId,
    version: row.revision,
    key: row.awardKey ?? row.elementId,
    dateFrom: row.dateFrom,
    ownDateTo: row.ownDateTo ?? undefined,
    dateTo: row.dateTo ?? undefined,
    level: row.levelStep ?? undefined,
    status: row.status,
    provenance: row.provenance,
    reversed: row.reversed,
    beneath: row.beneath ?? undefined,
  };
}

export type SavedChange = {
  readonly of: ProfileKey;
  readonly change: ElementChange;
  readonly elementId: string;
  readonly version: number;
  readonly eventId: string;
};

/** Gives a change its identity: the element it continues, or a new one. */
export function identify(of: ProfileKey, change: ElementChange, eventId: string): SavedChange {
  return change.supersede
    ? { of, change, elementId: change.supersede.elementId, version: change.supersede.version + 1, eventId }
    : { of, change, elementId: newId(), version: 1, eventId };
}

/** The elements as they are after a change, for the next decision on the same profile. */
export function applyChange(elements: readonly HeldElement[], saved: SavedChange): HeldElement[] {
  const kept = elements.filter((each) => each.elementId !== saved.elementId);
  return saved.change.insert
    ? [...kept, { ...saved.change.insert, elementId: saved.elementId, version: saved.version }]
    : kept;
}

/** Two times: closes what is superseded, then records what is new; two statements for any number. */
export async function saveChanges(tx: Tx, changes: readonly SavedChange[]): Promise<void> {
  const writes: Promise<unknown>[] = [];
  const closed = changes.filter((each) => each.change.supersede);
  if (closed.length > 0) {
    writes.push(
      tx.execute(
        `update competence_element e set superseded_at = $1, superseded_by = x.event_id
       from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[]) x (event_id, tenant_id, element_id, revision)
       where e.tenant_id = x.tenant_id and e.element_id = x.element_id and e.revision = x.revision and e.superseded_at is null`,
        [
          tx.now,
          closed.map((each) => each.eventId),
          closed.map((each) => each.of.tenantId),
          closed.map((each) => each.elementId),
          closed.map((each) => each.change.supersede?.version),
        ],
      ),
    );
  }
  // A row inserted and superseded within one call is written as already superseded: nothing is lost.
  const last = new Map(changes.map((each) => [each.elementId, each.version]));
  writes.push(
    insertRows(
      tx,
      'competence_element',
      changes.flatMap(({ of, change: { insert }, elementId, version, eventId }) => {
        if (!insert) return [];
        const current = last.get(elementId) === version;
        return [
          {
            tenant_id: of.tenantId,
            id: newId(),
            element_id: elementId,
            revision: version,
            person_id: of.personId,
            competence_owner_id: of.competence.ownerId,
            competence_id: of.competence.id,
            level_step: insert.level ?? null,
            status: insert.status ?? 'Achieved',
            date_from: insert.dateFrom,
            date_to: insert.dateTo ?? null,
            own_date_to: insert.ownDateTo ?? null,
            reversed: insert.reversed ?? false,
            beneath: insert.beneath ?? null,
            source_of_proficiency: sourceOf(insert.provenance.kind),
            provenance: insert.provenance,
            award_key: insert.key,
            recorded_at: tx.now,
            recorded_by: eventId,
            superseded_at: current ? null : tx.now,
            superseded_by: current ? null : eventId,
          },
        ];
      }),
    ),
  );
  await Promise.all(writes);
}

function sourceOf(kind: ElementFact['provenance']['kind']): string {
  const names: Partial<Record<typeof kind, string>> = {
    learning: 'TrainingCourse',
    appraisal: 'Appraisal',
    transfer: 'Transfer',
    import: 'Import',
  };
  return names[kind] ?? 'PreviousExperience';
}

/** Renewal period of each competence asked for, in one query. */
export async function loadRenewals(
  tx: Tx,
  competences: readonly { readonly ownerId: string; readonly id: string }[],
): Promise<Map<string, Period | undefined>> {
  const rows = await tx.query<{ id: string; n: number | null; unit: Period['unit'] | null }>(
    `select competence_id as id, renewal_n as n, renewal_unit as unit from competence_fact
     where (tenant_id, competence_id) in (select * from unnest($1::uuid[], $2::uuid[])) and superseded_at is null`,
    [competences.map((each) => each.ownerId), competences.map((each) => each.id)],
  );
  return new Map(
    rows.map((row) => [row.id, row.n === null || row.unit === null ? undefined : { n: row.n, unit: row.unit }]),
  );
}
