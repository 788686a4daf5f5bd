/** Reads for the catalogue's screens. RLS shows the own tenant and national objects; lists say so themselves, for the plan. */
import { nationalTenantId, type Tx } from '../../platform/db';
import type { IsoDate, Period } from '../../platform/dates';
import { pageSize } from '../../platform/forms';
import type { ListQuery, ObjectKey } from '../../platform/forms';
import {
  classColumns,
  courseColumns,
  offeringColumns,
  type ClassFields,
  type CourseFields,
  type OfferingFields,
} from './change-courses';

export type CourseListRow = {
  readonly ownerId: string;
  readonly id: string;
  readonly title: string;
  readonly minutes: number | null;
  readonly activeFrom: IsoDate;
  readonly activeTo: IsoDate | null;
  readonly offerings: number;
  readonly competences: readonly string[];
};

export type CourseWish = ListQuery<'title' | 'changed'> & {
  readonly tenantId: string;
  readonly ended?: boolean;
  readonly perPage?: number;
};

const likeText = (search: string): string => `%${search.replace(/[\\%_]/g, '\\$&')}%`;

/** CAT-7, CAT-8: courses by title, keyword or competence given; those that have ended only when asked for. */
export async function listCourses(
  tx: Pick<Tx, 'query' | 'today'>,
  wish: CourseWish,
): Promise<{ readonly rows: readonly CourseListRow[]; readonly total: number }> {
  const perPage = wish.perPage ?? pageSize;
  const order = wish.sort === 'title' ? 'lower(c.title)' : 'c.created_at';
  const rows = await tx.query<CourseListRow & { total: number }>(
    `with found as (
       select c.tenant_id, c.id, c.title, c.minutes, c.active_from, c.active_to, count(*) over () as total,
         row_number() over (order by ${order} ${wish.direction === 'desc' ? 'desc' : 'asc'}, c.id) as place
       from course c
       where c.tenant_id in ($1, $2) and ($4 or c.active_to is null or c.active_to >= $5)
         and ($3 = '%%' or c.title ilike $3 or array_to_string(c.keywords, ' ') ilike $3 or exists (
           select 1 from competence_attachment a join competence_v_definition d on d.tenant_id = a.competence_owner_id and d.competence_id = a.competence_id
           where a.tenant_id = c.tenant_id and a.object_id = c.id and d.title ilike $3))
     )
     select f.total, f.tenant_id as "ownerId", f.id, f.title, f.minutes, f.active_from as "activeFrom", f.active_to as "activeTo",
       (select count(*) from offering o where o.tenant_id = f.tenant_id and o.course_id = f.id) as offerings,
       array(select d.title from competence_attachment a join competence_v_definition d on d.tenant_id = a.competence_owner_id and d.competence_id = a.competence_id
         where a.tenant_id = f.tenant_id and a.object_id = f.id order by d.title) as competences
     from found f where f.place > $6 and f.place <= $7 order by f.place`,
    [
      wish.tenantId,
      nationalTenantId,
      likeText(wish.q),
      wish.ended ?? false,
      tx.today,
      (wish.page - 1) * perPage,
      wish.page * perPage,
    ],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) };
}

/** Courses by owner and id, in the order asked for; what is not there is left out. */
export async function findCourseTitles(
  tx: Pick<Tx, 'query'>,
  keys: readonly ObjectKey[],
): Promise<(ObjectKey & { readonly title: string; readonly activeTo: IsoDate | null })[]> {
  const rows = await tx.query<ObjectKey & { title: string; activeTo: IsoDate | null }>(
    `select tenant_id as "ownerId", id, title, active_to as "activeTo" from course where (tenant_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [keys.map((key) => key.ownerId), keys.map((key) => key.id)],
  );
  return keys.flatMap((key) => rows.find((row) => row.ownerId === key.ownerId && row.id === key.id) ?? []);
}

export type AttachedCompetence = {
  readonly attachmentId: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly ownerId: string;
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly levelStep: number | null;
  readonly validity: Period | null;
  readonly renewal: Period | null;
};

/** ATT-1: what objects of one owner give, with names. */
export function listAttached(
  tx: Pick<Tx, 'query'>,
  ownerId: string,
  objectIds: readonly string[],
): Promise<AttachedCompetence[]> {
  return tx.query<AttachedCompetence>(
    `select a.id as "attachmentId", a.object_type as "objectType", a.object_id as "objectId", a.competence_owner_id as "ownerId", a.competence_id as id,
       d.name, d.title, a.level_step as "levelStep",
       case when a.validity_n is null then null else json_build_object('n', a.validity_n, 'unit', a.validity_unit) end as validity,
       case when d.renewal_n is null then null else json_build_object('n', d.renewal_n, 'unit', d.renewal_unit) end as renewal
     from competence_attachment a
     join competence_v_definition d on d.tenant_id = a.competence_owner_id and d.competence_id = a.competence_id
     where a.tenant_id = $1 and a.object_id = any($2::uuid[]) order by lower(d.title)`,
    [ownerId, objectIds],
  );
}

export type ClassOfCourse = ClassFields & { readonly id: string; readonly version: number };
export type OfferingOfCourse = OfferingFields & {
  readonly id: string;
  readonly version: number;
  readonly deliveryMode: string;
  readonly learningObjectOwnerId: string | null;
  readonly learningObjectId: string | null;
  readonly learningObjectTitle: string | null;
  readonly classes: readonly ClassOfCourse[];
};
export type CourseRecord = CourseFields &
  ObjectKey & {
    readonly version: number;
    readonly offerings: readonly OfferingOfCourse[];
    readonly attached: readonly AttachedCompetence[];
  };

/** A course with its offerings, classes and competencies; undefined when it does not exist or is not to be seen. */
export async function findCourseRecord(tx: Pick<Tx, 'query'>, key: ObjectKey): Promise<CourseRecord | undefined> {
  const params = [key.ownerId, key.id];
  const [course] = await tx.query<CourseFields & ObjectKey & { version: number }>(
    `select tenant_id as "ownerId", id, ${courseColumns}, version from course where tenant_id = $1 and id = $2`,
    params,
  );
  if (!course) return undefined;
  const offerings = await tx.query<Omit<OfferingOfCourse, 'classes'>>(
    `select o.*, lo.title as "learningObjectTitle" from (
       select id, tenant_id, ${offeringColumns}, version, delivery_mode as "deliveryMode", learning_object_owner_id as "learningObjectOwnerId", learning_object_id as "learningObjectId"
       from offering where tenant_id = $1 and course_id = $2) o
     left join scorm_library_v_object lo on lo.tenant_id = o."learningObjectOwnerId" and lo.object_id = o."learningObjectId" order by o."activeFrom", lower(o.title)`,
    params,
  );
  const classes = await tx.query<ClassOfCourse & { offeringId: string }>(
    `select id, offering_id as "offeringId", ${classColumns}, version from class where tenant_id = $1 and offering_id = any($2::uuid[]) order by created_at`,
    [key.ownerId, offerings.map((each) => each.id)],
  );
  const attached = await listAttached(tx, key.ownerId, [course.id, ...offerings.map((each) => each.id)]);
  return {
    ...course,
    attached,
    offerings: offerings.map((each) => ({ ...each, classes: classes.filter((one) => one.offeringId === each.id) })),
  };
}

/** The course that an offering or class belongs to. */
export async function findCourseOf(
  tx: Pick<Tx, 'query'>,
  kind: 'offering' | 'class',
  key: ObjectKey,
): Promise<string | undefined> {
  const [row] = await tx.query<{ courseId: string }>(
    kind === 'offering'
      ? `select course_id as "courseId" from offering where tenant_id = $1 and id = $2`
      : `select o.course_id as "courseId" from class k join offering o on o.tenant_id = k.tenant_id and o.id = k.offering_id where k.tenant_id = $1 and k.id = $2`,
    [key.ownerId, key.id],
  );
  return row?.courseId;
}
