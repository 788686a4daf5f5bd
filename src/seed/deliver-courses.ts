/** What makes a course playable: its package or learning object, an offering, an always-open online class. */
import { resolve as resolvePath } from 'node:path';
import { createOfferings, openOnlineClasses } from '../learning/catalogue';
import type { IsoDate } from '../platform/dates';
import { nationalTenantId, type Database, type Tx } from '../platform/db';
import { importPackage } from '../scorm/library';
import { applyMessages as say } from './messages.en';
import type { ApplyDeps } from './apply';
import { withPackage } from './pack-folder';
import type { ApplyFile } from './schema';

export type DeliveredCourse = {
  readonly tenant: string;
  readonly title: string;
  readonly courseId?: string;
  readonly learningObjectId?: string;
  readonly offeringId?: string;
  readonly classId?: string;
};

type Found = {
  tenant: string;
  tenantId: string;
  courseId: string;
  title: string;
  activeFrom: IsoDate;
  offeringId: string | null;
  classId: string | null;
  learningObjectId: string | null;
};

const findCourses = `
  select distinct on (c.tenant_id, lower(c.title)) t.code as tenant, c.tenant_id as "tenantId", c.course_id as "courseId", c.title, c.active_from as "activeFrom",
    k.offering_id as "offeringId", k.class_id as "classId", k.learning_object_id as "learningObjectId"
  from learning_catalogue_v_course c join people_v_tenant t on t.id = c.tenant_id
  left join learning_catalogue_v_class k on k.tenant_id = c.tenant_id and k.course_id = c.course_id and k.learning_object_id is not null
  where (t.code, lower(c.title)) in (select * from unnest($1::text[], $2::text[]))
  order by c.tenant_id, lower(c.title), c.course_id, k.class_id`;

/** The courses of the file as they are now, by tenant code and title in small letters. */
async function loadCourses(database: Database, file: ApplyFile): Promise<Map<string, Found>> {
  const wanted = file.courses.map((each) => [each.tenant, each.title.toLowerCase()] as const);
  const rows = await database.inTransaction({ tenant: 'all', actor: { source: 'import' } }, (tx) =>
    tx.query<Found>(findCourses, [wanted.map(([tenant]) => tenant), wanted.map(([, title]) => title)]),
  );
  return new Map(rows.map((row) => [`${row.tenant} ${row.title.toLowerCase()}`, row]));
}

/** Courses of the file that can be played already. */
export async function findDelivered(database: Database, file: ApplyFile): Promise<ReadonlySet<string>> {
  return new Set(
    [...(await loadCourses(database, file))].filter(([, each]) => each.classId !== null).map(([key]) => key),
  );
}

type DeliverOptions = {
  readonly folder: string;
  readonly dryRun: boolean;
  readonly tenants: ReadonlyMap<string, string>;
};

/** Packages first, then offerings that play the learning object of another course. */
export async function deliverCourses(
  deps: ApplyDeps,
  file: ApplyFile,
  options: DeliverOptions,
): Promise<{ readonly delivered: DeliveredCourse[]; readonly warnings: string[] }> {
  const warnings: string[] = [];
  if (!options.dryRun) {
    const courses = await loadCourses(deps.database, file);
    const open = file.courses.flatMap((course, index) => {
      const found = courses.get(`${course.tenant} ${course.title.toLowerCase()}`);
      return found && found.classId === null ? [{ course, found, path: `courses[${index}]` }] : [];
    });
    for (const { course, found } of open)
      if (course.package !== undefined) await importFor(deps, course, found, options.folder);
    for (const { course, found, path } of open) {
      if (course.package !== undefined) continue;
      if (course.learningObject === undefined) warnings.push(`${path}: ${say.nothingToPlay}`);
      else if (!(await shareFor(deps, course, found, options.tenants)))
        warnings.push(`${path}.learningObject: ${say.notFound('learning object', course.learningObject.title)}`);
    }
  }
  const now = await loadCourses(deps.database, file);
  const delivered = file.courses.map(({ tenant, title }): DeliveredCourse => {
    const { courseId, learningObjectId, offeringId, classId } = now.get(`${tenant} ${title.toLowerCase()}`) ?? {};
    const ids = Object.entries({ courseId, learningObjectId, offeringId, classId }).filter(
      ([, id]) => typeof id === 'string',
    );
    return { tenant, title, ...Object.fromEntries(ids) };
  });
  return { delivered, warnings };
}

type Course = ApplyFile['courses'][number];

/** The version, the offering and the class come together or not at all. */
async function importFor(deps: ApplyDeps, course: Course, found: Found, folder: string): Promise<void> {
  const result = await withPackage(resolvePath(folder, course.package ?? ''), (filePath) =>
    importPackage(
      deps,
      { tenantId: found.tenantId, filePath, fileName: `${course.title}.zip`, title: course.title },
      {
        saved: async (tx, { learningObjectId }) =>
          openCourse(tx, course, found, { ownerId: found.tenantId, id: learningObjectId }),
      },
    ),
  );
  // It was accepted a moment ago: only its contents can have turned out untrue.
  if (!result.ok)
    throw new Error(
      `the package of ${course.title} was refused: ${result.findings.map(({ code }) => code).join(', ')}`,
    );
}

/** ELL-1: the learning object of the own tenant or, where none is named, the national one. */
async function shareFor(
  { database }: ApplyDeps,
  course: Course,
  found: Found,
  tenants: ReadonlyMap<string, string>,
): Promise<boolean> {
  const wanted = course.learningObject;
  if (!wanted) return false;
  const owners =
    wanted.tenant === undefined ? [found.tenantId, nationalTenantId] : [tenants.get(wanted.tenant) ?? found.tenantId];
  return database.inTransaction({ tenant: 'all', actor: { source: 'import' } }, async (tx) => {
    const [object] = await tx.query<{ ownerId: string; id: string }>(
      `select tenant_id as "ownerId", object_id as id from scorm_library_v_object
       where tenant_id = any($1::uuid[]) and lower(title) = lower($2) and status = 'active' order by tenant_id <> $3, object_id limit 1`,
      [owners, wanted.title, found.tenantId],
    );
    if (object) await openCourse(tx, course, found, object);
    return object !== undefined;
  });
}

async function openCourse(
  tx: Tx,
  course: Course,
  found: Found,
  learningObject: { readonly ownerId: string; readonly id: string },
): Promise<void> {
  await openOnlineCourse(tx, {
    tenantId: found.tenantId,
    courseId: found.courseId,
    title: course.title,
    activeFrom: found.activeFrom,
    learningObject,
    certificationOnly: course.certificationOnly,
    ...(course.completionRule === undefined ? {} : { completionRule: course.completionRule }),
    ...(course.masteryScore === undefined ? {} : { masteryScore: course.masteryScore }),
  });
}

export type OnlineCourse = {
  readonly tenantId: string;
  readonly courseId: string;
  readonly title: string;
  readonly activeFrom: IsoDate;
  readonly learningObject: { readonly ownerId: string; readonly id: string };
  readonly certificationOnly?: boolean;
  readonly completionRule?: 'STATUS' | 'MASTERY' | 'ON_EXIT';
  readonly masteryScore?: number;
};

/** An OnlineSelfPaced offering of the course and its always-open class. Throws when the catalogue refuses: all of it is ours. */
export async function openOnlineCourse(
  tx: Tx,
  { certificationOnly = false, ...course }: OnlineCourse,
): Promise<{ readonly offeringId: string; readonly classId: string }> {
  const [offering] = await createOfferings(tx, [{ ...course, deliveryMode: 'OnlineSelfPaced' }]);
  if (!offering?.ok) throw new Error(`the offering was refused: ${offering?.refusal ?? ''}`);
  const [made] = await openOnlineClasses(tx, [
    { tenantId: course.tenantId, offeringId: offering.id, title: course.title, certificationOnly },
  ]);
  if (!made?.ok) throw new Error(`the class was refused: ${made?.refusal ?? ''}`);
  return { offeringId: offering.id, classId: made.id };
}
