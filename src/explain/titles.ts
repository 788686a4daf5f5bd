import { nationalTenantId, type Tx } from '../platform/db';
import type { CausedEvent } from '../platform/events';

/** Titles of what events speak of, as they are called now, in one query. Events themselves hold ids only. */
export async function titlesOf(
  tx: Tx,
  tenantId: string,
  events: readonly CausedEvent[],
): Promise<(event: CausedEvent) => string> {
  const ids = [...new Set(events.flatMap((event) => idOf(event) ?? []))];
  const owners = [tenantId, nationalTenantId];
  const rows = await tx.query<{ id: string; title: string }>(
    `select course_id as id, title from learning_catalogue_v_course where tenant_id = any($1::uuid[]) and course_id = any($2::uuid[])
     union all select competence_id, title from competence_v_definition where tenant_id = any($1::uuid[]) and competence_id = any($2::uuid[])
     union all select certification_id, title from learning_certification_v_certification where tenant_id = any($1::uuid[]) and certification_id = any($2::uuid[])
     union all select path_id, title from learning_path_v_path where tenant_id = any($1::uuid[]) and path_id = any($2::uuid[])`,
    [owners, ids],
  );
  const titleOf = new Map(rows.map((row) => [row.id, row.title]));
  return (event) => titleOf.get(idOf(event) ?? '') ?? '';
}

/** Which object the sentence of an event is about. */
function idOf({ type, subjects, after }: CausedEvent): string | undefined {
  if (type === 'competence-awarded') return subjects.objectId;
  const course = typeof after?.courseId === 'string' ? after.courseId : undefined;
  return course ?? subjects.certificationId ?? subjects.pathId ?? subjects.courseId;
}
