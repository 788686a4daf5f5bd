import { areCompetences, attachCompetences, detachCompetence, findCourseTitles, listAttached } from '../catalogue';
import type { IsoDate } from '../../platform/dates';
import { insertRows, newId, type Tx } from '../../platform/db';
import { newEvent, publish } from '../../platform/events';
import { changedFields } from '../../platform/forms';
import { checkPath, type PathFault } from './core/progress';
import { createPaths, definitionOf, type NewPath } from './create-paths';

type Key = { readonly ownerId: string; readonly id: string };

/** A path with the competencies it gives; a section that exists carries its id. */
export type PathDraft = Omit<NewPath, 'sections'> & {
  readonly sections: readonly (NewPath['sections'][number] & { readonly id?: string })[];
  readonly competences: readonly Key[];
};

export type PathSaved =
  | { readonly ok: true; readonly id: string }
  | {
      readonly ok: false;
      readonly refusal: 'definition-refused' | 'course-not-found' | 'competence-not-found' | 'not-found' | 'stale';
      readonly faults: readonly PathFault[];
    };

/** Makes a path (LP-2, 3, 6) whose courses and competencies this tenant may use. */
export async function saveNewPath(tx: Tx, draft: PathDraft): Promise<PathSaved> {
  const missing = await missingIn(tx, draft);
  if (missing) return missing;
  const [made] = await createPaths(tx, [draft]);
  if (!made?.ok) return { ok: false, refusal: 'definition-refused', faults: made?.faults ?? [] };
  await attachCompetences(
    tx,
    draft.competences.map((competence) => ({
      tenantId: draft.tenantId,
      objectType: 'learningPath',
      objectId: made.id,
      competence,
    })),
  );
  return made;
}

/**
 * Changes a path (AUD-3: not when stale). People on it keep what they completed; a course that is new to the path counts for
 * them when they complete it.
 */
export async function changePath(
  tx: Tx,
  change: PathDraft & { readonly id: string; readonly version: number },
): Promise<PathSaved> {
  const { tenantId, id } = change;
  const refuse = (
    refusal: Extract<PathSaved, { ok: false }>['refusal'],
    faults: readonly PathFault[] = [],
  ): PathSaved => ({ ok: false, refusal, faults });
  const [row] = await tx.query<{
    version: number;
    title: string;
    description: string;
    activeFrom: IsoDate;
    activeTo: IsoDate | null;
    targetDays: number | null;
    targetDate: IsoDate | null;
  }>(
    `select version, title, description, active_from as "activeFrom", active_to as "activeTo", target_days as "targetDays", target_date as "targetDate"
     from learning_path where tenant_id = $1 and id = $2 for update`,
    [tenantId, id],
  );
  if (!row) return refuse('not-found');
  if (row.version !== change.version) return refuse('stale');
  const missing = await missingIn(tx, change);
  if (missing) return missing;
  const faults = checkPath(definitionOf(change));
  if (faults.length > 0) return refuse('definition-refused', faults);

  const sections = await tx.query<{ id: string; title: string; rule: string; n: number | null; courses: string[] }>(
    `select s.id, s.title, s.rule, s.n, array(select k.title from path_course p join learning_catalogue_v_course k on k.tenant_id = p.course_owner_id and k.course_id = p.course_id
       where p.tenant_id = s.tenant_id and p.section_id = s.id order by p.position) as courses
     from path_section s where s.tenant_id = $1 and s.path_id = $2 order by s.position`,
    [tenantId, id],
  );
  const kept = new Set(sections.map((each) => each.id));
  const ids = change.sections.map((each) => (each.id !== undefined && kept.has(each.id) ? each.id : newId()));
  const titles = await findCourseTitles(tx, coursesOf(change));
  const told = (each: { title: string; rule: string; n: number | null; courses: readonly string[] }): string =>
    `${each.title}: ${each.courses.join(', ')} (${each.rule}${each.n === null ? '' : ` ${each.n}`})`;
  const target = change.target;
  const texts = {
    title: change.title,
    description: change.description ?? '',
    activeFrom: change.activeFrom,
    activeTo: change.activeTo ?? null,
    targetDays: target && 'days' in target ? target.days : null,
    targetDate: target && 'onDate' in target ? target.onDate : null,
  };
  const changes = changedFields(
    { ...row, sections: sections.map(told) },
    {
      ...texts,
      sections: change.sections.map((each) =>
        told({
          title: each.title,
          rule: each.rule.kind,
          n: each.rule.kind === 'N_OF' ? each.rule.n : null,
          courses: each.courses.map((course) => titles.find((one) => one.id === course.courseId)?.title ?? ''),
        }),
      ),
    },
  );
  await tx.execute(
    `update learning_path set title = $3, description = $4, active_from = $5, active_to = $6, target_days = $7, target_date = $8, version = version + 1 where tenant_id = $1 and id = $2`,
    [
      tenantId,
      id,
      texts.title,
      texts.description,
      texts.activeFrom,
      texts.activeTo,
      texts.targetDays,
      texts.targetDate,
    ],
  );
  await tx.execute('delete from path_course where tenant_id = $1 and path_id = $2', [tenantId, id]);
  await tx.execute('delete from path_section where tenant_id = $1 and path_id = $2', [tenantId, id]);
  await insertRows(
    tx,
    'path_section',
    change.sections.map((section, position) => ({
      tenant_id: tenantId,
      id: ids[position],
      path_id: id,
      position,
      title: section.title,
      rule: section.rule.kind,
      n: section.rule.kind === 'N_OF' ? section.rule.n : null,
    })),
  );
  await insertRows(
    tx,
    'path_course',
    change.sections.flatMap((section, index) =>
      section.courses.map((course, position) => ({
        tenant_id: tenantId,
        id: newId(),
        path_id: id,
        section_id: ids[index],
        position,
        course_owner_id: course.ownerId,
        course_id: course.courseId,
      })),
    ),
  );
  await replaceCompetences(tx, change);
  if (changes.length > 0) {
    const pick = (side: 'before' | 'after'): Record<string, unknown> =>
      Object.fromEntries(changes.map((each) => [each.field, each[side]]));
    await publish(tx, [
      newEvent(tx, {
        type: 'path-changed',
        tenantId,
        subjects: { objectId: id },
        before: pick('before'),
        after: pick('after'),
      }),
    ]);
  }
  return { ok: true, id };
}

async function replaceCompetences(
  tx: Tx,
  { tenantId, id, competences }: PathDraft & { readonly id: string },
): Promise<void> {
  const attached = await listAttached(tx, tenantId, [id]);
  const same = (a: Key, b: Key): boolean => a.id === b.id && a.ownerId === b.ownerId;
  for (const old of attached)
    if (!competences.some((each) => same(each, old)))
      await detachCompetence(tx, { tenantId, attachmentId: old.attachmentId });
  const added = competences.filter((each) => !attached.some((old) => same(each, old)));
  await attachCompetences(
    tx,
    added.map((competence) => ({ tenantId, objectType: 'learningPath', objectId: id, competence })),
  );
}

const coursesOf = (draft: PathDraft): Key[] =>
  draft.sections.flatMap((section) =>
    section.courses.map((course) => ({ ownerId: course.ownerId, id: course.courseId })),
  );

/** The database's own keys do not ask whose a course or competence is: we do. */
async function missingIn(tx: Tx, draft: PathDraft): Promise<PathSaved | undefined> {
  const keys = coursesOf(draft);
  if ((await findCourseTitles(tx, keys)).length < keys.length)
    return { ok: false, refusal: 'course-not-found', faults: [] };
  return (await areCompetences(tx, draft.competences))
    ? undefined
    : { ok: false, refusal: 'competence-not-found', faults: [] };
}
