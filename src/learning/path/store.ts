import type { IsoDate } from '../../platform/dates';
import { insertRows, updateRows, type Tx } from '../../platform/db';
import { pathCounts } from './core/progress';
import type {
  CourseCompletion,
  PathDefinition,
  PathEnrolment,
  PathSection,
  PathSource,
  PathStatus,
  PathTarget,
} from './core/types';

export type PathRow = {
  readonly ownerId: string;
  readonly id: string;
  readonly title: string;
  readonly updateRule: string | null;
  readonly definition: PathDefinition;
  /** Course id to its owner and its section. */
  readonly courses: ReadonlyMap<string, { readonly ownerId: string; readonly sectionId: string }>;
};

type PathSql = {
  ownerId: string;
  id: string;
  title: string;
  updateRule: string | null;
  activeFrom: IsoDate;
  activeTo: IsoDate | null;
  targetDate: IsoDate | null;
  targetDays: number | null;
  sections:
    | {
        id: string;
        rule: 'ALL_MANDATORY' | 'N_OF' | 'OPTIONAL';
        n: number | null;
        courses: { ownerId: string; id: string }[] | null;
      }[]
    | null;
};

/** Paths as defined now, in one query. */
export async function loadPaths(
  tx: Tx,
  keys: readonly { readonly ownerId: string; readonly id: string }[],
): Promise<Map<string, PathRow>> {
  const rows = await tx.query<PathSql>(
    `select p.tenant_id as "ownerId", p.id, p.title, p.update_rule as "updateRule", p.active_from as "activeFrom", p.active_to as "activeTo", p.target_date as "targetDate", p.target_days as "targetDays",
       (select json_agg(json_build_object('id', s.id, 'rule', s.rule, 'n', s.n, 'courses', (
          select json_agg(json_build_object('ownerId', c.course_owner_id, 'id', c.course_id) order by c.position) from path_course c where c.tenant_id = s.tenant_id and c.section_id = s.id)) order by s.position)
        from path_section s where s.tenant_id = p.tenant_id and s.path_id = p.id) as sections
     from learning_path p where (p.tenant_id, p.id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [keys.map((key) => key.ownerId), keys.map((key) => key.id)],
  );
  return new Map(rows.map((row) => [row.id, pathOf(row)]));
}

function pathOf(row: PathSql): PathRow {
  const sections = row.sections ?? [];
  const target: PathTarget | undefined =
    row.targetDate !== null
      ? { onDate: row.targetDate }
      : row.targetDays !== null
        ? { days: row.targetDays }
        : undefined;
  return {
    ownerId: row.ownerId,
    id: row.id,
    title: row.title,
    updateRule: row.updateRule,
    courses: new Map(
      sections.flatMap((section) =>
        (section.courses ?? []).map(
          (course) => [course.id, { ownerId: course.ownerId, sectionId: section.id }] as const,
        ),
      ),
    ),
    definition: {
      activeFrom: row.activeFrom,
      activeTo: row.activeTo ?? undefined,
      target,
      sections: sections.map((section): PathSection => ({
        rule: section.rule === 'N_OF' ? { kind: 'N_OF', n: section.n ?? 1 } : { kind: section.rule },
        courses: (section.courses ?? []).map((course) => course.id),
      })),
    },
  };
}

export type PathEnrolmentRow = {
  readonly tenantId: string;
  readonly id: string;
  readonly personId: string;
  readonly pathOwnerId: string;
  readonly pathId: string;
  readonly state: PathEnrolment;
};

type EnrolmentSql = {
  tenantId: string;
  id: string;
  personId: string;
  pathOwnerId: string;
  pathId: string;
  status: PathStatus;
  source: PathSource;
  subscribedOn: IsoDate;
  completionTargetDate: IsoDate | null;
  completionDate: IsoDate | null;
  completions: { courseId: string; completedOn: IsoDate }[] | null;
};

const select = `
  select e.tenant_id as "tenantId", e.id, e.person_id as "personId", e.path_owner_id as "pathOwnerId", e.path_id as "pathId", e.status, e.source, e.subscribed_on as "subscribedOn",
    e.completion_target_date as "completionTargetDate", e.completion_date as "completionDate",
    (select json_agg(json_build_object('courseId', c.course_id, 'completedOn', c.completion_date)) from path_course_progress c
     where c.tenant_id = e.tenant_id and c.path_enrolment_id = e.id and c.completion_date is not null) as completions
  from path_enrolment e`;

/** Enrolments of persons on paths. */
export async function loadPathEnrolments(
  tx: Tx,
  keys: readonly { readonly tenantId: string; readonly personId: string; readonly pathId: string }[],
): Promise<PathEnrolmentRow[]> {
  const rows = await tx.query<EnrolmentSql>(
    `${select} where (e.tenant_id, e.person_id, e.path_id) in (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]))`,
    [keys.map((key) => key.tenantId), keys.map((key) => key.personId), keys.map((key) => key.pathId)],
  );
  return rows.map(fromSql);
}

/** Paths under way of persons that contain the course each has completed. */
export function findPathsOf(
  tx: Tx,
  keys: readonly { readonly tenantId: string; readonly personId: string; readonly courseId: string }[],
): Promise<{ tenantId: string; personId: string; courseId: string; pathOwnerId: string; pathId: string }[]> {
  return tx.query(
    `select e.tenant_id as "tenantId", e.person_id as "personId", k.course_id as "courseId", e.path_owner_id as "pathOwnerId", e.path_id as "pathId"
     from unnest($1::uuid[], $2::uuid[], $3::uuid[]) k (tenant_id, person_id, course_id)
     join path_enrolment e on e.tenant_id = k.tenant_id and e.person_id = k.person_id and e.status = 'ACTIVE'
     join path_course c on c.tenant_id = e.path_owner_id and c.path_id = e.path_id and c.course_id = k.course_id`,
    [keys.map((key) => key.tenantId), keys.map((key) => key.personId), keys.map((key) => key.courseId)],
  );
}

function fromSql(row: EnrolmentSql): PathEnrolmentRow {
  return {
    tenantId: row.tenantId,
    id: row.id,
    personId: row.personId,
    pathOwnerId: row.pathOwnerId,
    pathId: row.pathId,
    state: {
      status: row.status,
      source: row.source,
      subscribedOn: row.subscribedOn,
      completionTargetDate: row.completionTargetDate ?? undefined,
      completions: row.completions ?? [],
      ...(row.completionDate === null ? {} : { completionDate: row.completionDate }),
    } as PathEnrolment,
  };
}

export type PathChange = {
  readonly before: PathEnrolmentRow;
  readonly after: PathEnrolment;
  readonly isNew: boolean;
  readonly path: PathRow;
};

/** Saves path enrolments with their completed courses; all statements are sent before the first is answered. */
export async function savePathEnrolments(tx: Tx, changes: readonly PathChange[]): Promise<void> {
  const row = ({ before, after, path }: PathChange): Record<string, unknown> => {
    const counts = pathCounts(path.definition.sections, after.completions);
    return {
      tenant_id: before.tenantId,
      id: before.id,
      status: after.status,
      source: after.source,
      mandatory_courses: counts.noOfMandatoryCourses,
      completed_courses: counts.noOfCompletedCourses,
      subscribed_on: after.subscribedOn,
      completion_target_date: after.completionTargetDate ?? null,
      completion_date: after.status === 'COMPLETED' ? after.completionDate : null,
    };
  };
  const writes: Promise<unknown>[] = [
    insertRows(
      tx,
      'path_enrolment',
      changes
        .filter((each) => each.isNew)
        .map((each) => ({
          ...row(each),
          person_id: each.before.personId,
          path_owner_id: each.before.pathOwnerId,
          path_id: each.before.pathId,
          version: 1,
        })),
    ),
  ];
  writes.push(updateRows(tx, 'path_enrolment', changes.filter((each) => !each.isNew).map(row), { versioned: true }));
  const gone = changes.flatMap(({ before, after }) =>
    before.state.completions
      .filter((old) => !after.completions.some((now) => now.courseId === old.courseId))
      .map((old) => ({ before, old })),
  );
  if (gone.length > 0) {
    writes.push(
      tx.execute(
        'delete from path_course_progress where (tenant_id, path_enrolment_id, course_id) in (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]))',
        [
          gone.map((each) => each.before.tenantId),
          gone.map((each) => each.before.id),
          gone.map((each) => each.old.courseId),
        ],
      ),
    );
  }
  writes.push(
    insertRows(
      tx,
      'path_course_progress',
      changes.flatMap((each) =>
        newCompletions(each).map((one) => ({
          tenant_id: each.before.tenantId,
          path_enrolment_id: each.before.id,
          course_owner_id: each.path.courses.get(one.courseId)?.ownerId,
          course_id: one.courseId,
          section_id: each.path.courses.get(one.courseId)?.sectionId,
          completion_date: one.completedOn,
        })),
      ),
      '(tenant_id, path_enrolment_id, course_owner_id, course_id) do update set completion_date = excluded.completion_date',
    ),
  );
  await Promise.all(writes);
}

function newCompletions({ before, after, isNew }: PathChange): readonly CourseCompletion[] {
  return isNew
    ? after.completions
    : after.completions.filter(
        (one) =>
          !before.state.completions.some((old) => old.courseId === one.courseId && old.completedOn === one.completedOn),
      );
}
