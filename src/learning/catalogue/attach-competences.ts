import type { Period } from '../../platform/dates/types';
import { insertRows, newId, type Tx } from '../../platform/db';
import { newEvent, publish } from '../../platform/events';

export type AttachedTo = 'course' | 'offering' | 'learningPath' | 'certification';
/** ATT-2; none given = the nearest default decides. */
export type UpdateRule = 'AUTO_AFTER_APPROVAL' | 'AUTO_NO_APPROVAL' | 'NONE' | 'NOTIFY_MANUAL';

export type NewAttachment = {
  /** Owner of the object. */
  readonly tenantId: string;
  readonly objectType: AttachedTo;
  readonly objectId: string;
  readonly competence: { readonly ownerId: string; readonly id: string };
  readonly levelStep?: number;
  /** ATT-3: else the competence's own renewal period. */
  readonly validity?: Period;
  readonly updateRule?: UpdateRule;
};

/** ATT-1: says which learning gives which competence. What is attached already stays as it is. Returns rows added. */
export async function attachCompetences(tx: Tx, commands: readonly NewAttachment[]): Promise<number> {
  const rows = commands.map((each) => ({
    tenant_id: each.tenantId,
    id: newId(),
    object_type: each.objectType,
    object_id: each.objectId,
    competence_owner_id: each.competence.ownerId,
    competence_id: each.competence.id,
    level_step: each.levelStep ?? null,
    validity_n: each.validity?.n ?? null,
    validity_unit: each.validity?.unit ?? null,
    update_rule: each.updateRule ?? null,
    version: 1,
  }));
  const added = await insertRows(
    tx,
    'competence_attachment',
    rows,
    '(tenant_id, object_type, object_id, competence_owner_id, competence_id) do nothing',
  );
  await publish(
    tx,
    rows.map((row) =>
      newEvent(tx, {
        type: 'competence-attached',
        tenantId: row.tenant_id,
        subjects: { objectId: row.object_id, competenceId: row.competence_id },
        after: { objectType: row.object_type },
      }),
    ),
  );
  return added;
}

/** Takes an attachment away; what was awarded stays. Returns whether there was one. */
export async function detachCompetence(
  tx: Tx,
  command: { readonly tenantId: string; readonly attachmentId: string },
): Promise<boolean> {
  const [row] = await tx.query<{ objectId: string; competenceId: string }>(
    `delete from competence_attachment where tenant_id = $1 and id = $2 returning object_id as "objectId", competence_id as "competenceId"`,
    [command.tenantId, command.attachmentId],
  );
  if (!row) return false;
  await publish(tx, [
    newEvent(tx, {
      type: 'competence-detached',
      tenantId: command.tenantId,
      subjects: { objectId: row.objectId, competenceId: row.competenceId },
    }),
  ]);
  return true;
}

export type Attachment = {
  readonly ownerId: string;
  readonly objectType: AttachedTo;
  readonly objectId: string;
  readonly competenceOwnerId: string;
  readonly competenceId: string;
  readonly levelStep: number | null;
  readonly validityN: number | null;
  readonly validityUnit: Period['unit'] | null;
  readonly updateRule: UpdateRule | null;
};

/** What the given objects give, in one query. */
export function findAttachments(
  tx: Tx,
  objects: readonly { readonly ownerId: string; readonly id: string }[],
): Promise<Attachment[]> {
  return tx.query<Attachment>(
    `select tenant_id as "ownerId", object_type as "objectType", object_id as "objectId", competence_owner_id as "competenceOwnerId",
       competence_id as "competenceId", level_step as "levelStep", validity_n as "validityN", validity_unit as "validityUnit", update_rule as "updateRule"
     from competence_attachment where (tenant_id, object_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [objects.map((each) => each.ownerId), objects.map((each) => each.id)],
  );
}
