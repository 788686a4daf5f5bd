/** Changes to what is in the catalogue: AUD-3 (a stale version is refused), CAT-1 (dates), every change an event. */
import type { IsoDate } from '../../platform/dates/types';
import type { Tx } from '../../platform/db';
import { newEvent, publish } from '../../platform/events';
import { changedFields } from '../../platform/forms';
import { checkActiveDates, endDateChild, type DatesFault } from './core/active';

export type CourseFields = {
  readonly title: string;
  readonly description: string;
  readonly objectives: string;
  readonly keywords: readonly string[];
  readonly minutes: number | null;
  readonly activeFrom: IsoDate;
  readonly activeTo: IsoDate | null;
};

export type OfferingFields = {
  readonly title: string;
  readonly completionRule: 'STATUS' | 'MASTERY' | 'ON_EXIT';
  readonly masteryScore: number | null;
  readonly toolbar: Readonly<Record<'visible' | 'next' | 'previous' | 'outline' | 'exit', boolean>>;
  /** ELO-6: the links that start it open a new window. */
  readonly newWindow: boolean;
  readonly activeFrom: IsoDate;
  readonly activeTo: IsoDate | null;
};

export type ClassFields = {
  readonly title: string;
  readonly status: 'Normal' | 'Closed';
  readonly certificationOnly: boolean;
  readonly enrolmentStart: IsoDate | null;
  readonly enrolmentEnd: IsoDate | null;
};

/** `tenantId` owns the object; `version` is that which the change was made on. */
export type CatalogueChange<Fields> = {
  readonly tenantId: string;
  readonly id: string;
  readonly version: number;
  readonly fields: Fields;
};

export type ChangeOutcome<Fields> =
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly refusal: 'not-found' }
  /** AUD-3: what stands there now. */
  | { readonly ok: false; readonly refusal: 'stale'; readonly version: number; readonly now: Fields }
  | { readonly ok: false; readonly refusal: DatesFault | 'child-starts-after' };

type Versioned<Fields> = Fields & { readonly version: number };

export const courseColumns = `title, description, objectives, keywords, minutes, active_from as "activeFrom", active_to as "activeTo"`;
export const offeringColumns = `title, completion_rule as "completionRule", mastery_score as "masteryScore",
  '{"visible":true,"next":true,"previous":true,"outline":true,"exit":true}'::jsonb || toolbar as toolbar, new_window as "newWindow", active_from as "activeFrom", active_to as "activeTo"`;
export const classColumns = `title, status, certification_only as "certificationOnly", enrolment_start as "enrolmentStart", enrolment_end as "enrolmentEnd"`;

/** Changes a course. An earlier end brings the ends of its offerings forward with it (CAT-1). */
export async function changeCourse(
  tx: Tx,
  change: CatalogueChange<CourseFields>,
): Promise<ChangeOutcome<CourseFields>> {
  const { tenantId, id, fields } = change;
  const [row] = await tx.query<Versioned<CourseFields>>(
    `select ${courseColumns}, version from course where tenant_id = $1 and id = $2 for update`,
    [tenantId, id],
  );
  const unfit = versionFault(row, change.version);
  if (unfit) return unfit;
  const [fault] = checkActiveDates(dated(fields));
  if (fault) return { ok: false, refusal: fault };
  const offerings = await tx.query<{ id: string; title: string; activeFrom: IsoDate; activeTo: IsoDate | null }>(
    `select id, title, active_from as "activeFrom", active_to as "activeTo" from offering where tenant_id = $1 and course_id = $2 for update`,
    [tenantId, id],
  );
  if (offerings.some((each) => each.activeFrom < fields.activeFrom))
    return { ok: false, refusal: 'starts-before-parent' };
  const ends =
    fields.activeTo === null
      ? []
      : offerings.map((each) => ({ each, ending: endDateChild(dated(each), fields.activeTo as IsoDate) }));
  if (ends.some(({ ending }) => ending.kind === 'starts-after')) return { ok: false, refusal: 'child-starts-after' };
  await tx.execute(
    `update course set title = $3, description = $4, objectives = $5, keywords = $6, minutes = $7, active_from = $8, active_to = $9, version = version + 1
     where tenant_id = $1 and id = $2`,
    [
      tenantId,
      id,
      fields.title,
      fields.description,
      fields.objectives,
      fields.keywords,
      fields.minutes,
      fields.activeFrom,
      fields.activeTo,
    ],
  );
  const ended = ends.flatMap(({ each, ending }) => (ending.kind === 'end' ? [{ each, on: ending.on }] : []));
  if (ended.length > 0)
    await tx.execute(
      `update offering o set active_to = x.on_date, version = o.version + 1 from unnest($2::uuid[], $3::date[]) x (id, on_date) where o.tenant_id = $1 and o.id = x.id`,
      [tenantId, ended.map(({ each }) => each.id), ended.map(({ on }) => on)],
    );
  const event = told(tx, 'course-changed', change, row);
  await publish(tx, [
    ...event,
    ...ended.map(({ each, on }) =>
      newEvent(tx, {
        type: 'offering-changed',
        tenantId,
        subjects: { objectId: each.id, courseId: id },
        before: { activeTo: each.activeTo },
        after: { activeTo: on },
        ...(event[0] ? { causedBy: event[0] } : {}),
      }),
    ),
  ]);
  return { ok: true, version: change.version + 1 };
}

/** Changes an offering, within the dates of its course (CAT-1). Attempts under way keep the rule they began with. */
export async function changeOffering(
  tx: Tx,
  change: CatalogueChange<OfferingFields>,
): Promise<ChangeOutcome<OfferingFields>> {
  const { tenantId, id, fields } = change;
  const [row] = await tx.query<Versioned<OfferingFields> & { courseId: string }>(
    `select ${offeringColumns}, version, course_id as "courseId" from offering where tenant_id = $1 and id = $2 for update`,
    [tenantId, id],
  );
  const unfit = versionFault(row, change.version);
  if (unfit) return unfit;
  const [course] = await tx.query<{ activeFrom: IsoDate; activeTo: IsoDate | null }>(
    `select active_from as "activeFrom", active_to as "activeTo" from course where tenant_id = $1 and id = $2`,
    [tenantId, row?.courseId],
  );
  const [fault] = checkActiveDates(dated(fields), course ? dated(course) : undefined);
  if (fault) return { ok: false, refusal: fault };
  await tx.execute(
    `update offering set title = $3, completion_rule = $4, mastery_score = $5, toolbar = $6, active_from = $7, active_to = $8, new_window = $9, version = version + 1
     where tenant_id = $1 and id = $2`,
    [
      tenantId,
      id,
      fields.title,
      fields.completionRule,
      fields.masteryScore,
      JSON.stringify(fields.toolbar),
      fields.activeFrom,
      fields.activeTo,
      fields.newWindow,
    ],
  );
  await publish(tx, told(tx, 'offering-changed', change, row));
  return { ok: true, version: change.version + 1 };
}

/** Changes an always-open class: its name, who may join (CERT-13, 14), when one may enrol (ENR-3), whether it is closed. */
export async function changeClass(tx: Tx, change: CatalogueChange<ClassFields>): Promise<ChangeOutcome<ClassFields>> {
  const { tenantId, id, fields } = change;
  const [row] = await tx.query<Versioned<ClassFields>>(
    `select ${classColumns}, version from class where tenant_id = $1 and id = $2 for update`,
    [tenantId, id],
  );
  const unfit = versionFault(row, change.version);
  if (unfit) return unfit;
  if (fields.enrolmentStart !== null && fields.enrolmentEnd !== null && fields.enrolmentEnd < fields.enrolmentStart)
    return { ok: false, refusal: 'ends-before-it-starts' };
  await tx.execute(
    `update class set title = $3, status = $4, certification_only = $5, enrolment_start = $6, enrolment_end = $7, version = version + 1 where tenant_id = $1 and id = $2`,
    [tenantId, id, fields.title, fields.status, fields.certificationOnly, fields.enrolmentStart, fields.enrolmentEnd],
  );
  await publish(tx, told(tx, 'class-changed', change, row));
  return { ok: true, version: change.version + 1 };
}

function versionFault<Fields>(
  row: Versioned<Fields> | undefined,
  version: number,
): Extract<ChangeOutcome<Fields>, { ok: false }> | undefined {
  if (!row) return { ok: false, refusal: 'not-found' };
  return row.version === version ? undefined : { ok: false, refusal: 'stale', version: row.version, now: row };
}

function told<Fields extends object>(
  tx: Tx,
  type: string,
  change: CatalogueChange<Fields>,
  row: Fields | undefined,
): ReturnType<typeof newEvent>[] {
  const changes = changedFields(row ?? {}, change.fields);
  if (changes.length === 0) return [];
  return [
    newEvent(tx, {
      type,
      tenantId: change.tenantId,
      subjects: { objectId: change.id },
      before: Object.fromEntries(changes.map((each) => [each.field, each.before])),
      after: Object.fromEntries(changes.map((each) => [each.field, each.after])),
    }),
  ];
}

const dated = (each: {
  readonly activeFrom: IsoDate;
  readonly activeTo: IsoDate | null;
}): { activeFrom: IsoDate; activeTo: IsoDate | undefined } => ({
  activeFrom: each.activeFrom,
  activeTo: each.activeTo ?? undefined,
});
