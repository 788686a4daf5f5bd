import type { IsoDate } from '../../platform/dates/types';
import { insertRows, newId, type Tx } from '../../platform/db';
import { newEvent, publish } from '../../platform/events';

export type NewCourse = {
  readonly tenantId: string;
  readonly title: string;
  readonly description?: string;
  readonly objectives?: string;
  readonly keywords?: readonly string[];
  /** How long it usually takes. */
  readonly minutes?: number;
  readonly categoryId?: string;
  readonly activeFrom: IsoDate;
  readonly activeTo?: IsoDate;
};

/** Makes courses: what is taught. Returns their ids, in order. */
export async function createCourses(tx: Tx, commands: readonly NewCourse[]): Promise<string[]> {
  const ids = commands.map(() => newId());
  await insertRows(
    tx,
    'course',
    commands.map((each, index) => ({
      tenant_id: each.tenantId,
      id: ids[index],
      category_id: each.categoryId ?? null,
      title: each.title,
      description: each.description ?? '',
      objectives: each.objectives ?? '',
      keywords: each.keywords ?? [],
      minutes: each.minutes ?? null,
      restricted: false,
      active_from: each.activeFrom,
      active_to: each.activeTo ?? null,
      created_at: tx.now,
      version: 1,
    })),
  );
  await publish(
    tx,
    commands.map((each, index) =>
      newEvent(tx, {
        type: 'course-created',
        tenantId: each.tenantId,
        subjects: { objectId: ids[index] ?? '' },
        after: { title: each.title },
      }),
    ),
  );
  return ids;
}

export type NewOffering = {
  readonly tenantId: string;
  readonly courseId: string;
  readonly title: string;
  readonly deliveryMode:
    'OnlineSelfPaced' | 'OnlineScheduled' | 'Classroom' | 'VirtualClassroom' | 'OffSite' | 'Blended';
  readonly language?: string;
  /** Required for online modes; the owner's own, or a national one (ELL-1). */
  readonly learningObject?: { readonly ownerId: string; readonly id: string };
  /** ELO-8. */
  readonly completionRule?: 'STATUS' | 'MASTERY' | 'ON_EXIT';
  readonly masteryScore?: number;
  /** ELO-6. */
  readonly toolbar?: {
    readonly visible?: boolean;
    readonly next?: boolean;
    readonly previous?: boolean;
    readonly outline?: boolean;
    readonly exit?: boolean;
  };
  /** ELO-6: the links that start it open a new window. */
  readonly newWindow?: boolean;
  readonly activeFrom: IsoDate;
  readonly activeTo?: IsoDate;
};

export type CatalogueRefusal =
  'parent-not-found' | 'outside-parent-dates' | 'learning-object-missing' | 'learning-object-not-usable';
export type Made =
  { readonly ok: true; readonly id: string } | { readonly ok: false; readonly refusal: CatalogueRefusal };

/** Makes offerings of courses (ELL-1, ELL-4, CAT-1): within the course's dates, online ones with a learning object that may be used. */
export async function createOfferings(tx: Tx, commands: readonly NewOffering[]): Promise<Made[]> {
  const courses = await tx.query<Dated>(
    `select tenant_id as "tenantId", id, active_from as "activeFrom", active_to as "activeTo" from course
     where (tenant_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [commands.map((each) => each.tenantId), commands.map((each) => each.courseId)],
  );
  const objects = await tx.query<{ tenantId: string; id: string }>(
    `select tenant_id as "tenantId", object_id as id from scorm_library_v_object
     where status = 'active' and (tenant_id, object_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [
      commands.flatMap((each) => each.learningObject?.ownerId ?? []),
      commands.flatMap((each) => each.learningObject?.id ?? []),
    ],
  );
  const national = await nationalIds(tx);
  const results = commands.map((each): Made => {
    const course = courses.find((row) => row.id === each.courseId && row.tenantId === each.tenantId);
    if (!course) return refuse('parent-not-found');
    if (!within(each, course)) return refuse('outside-parent-dates');
    const wanted = each.learningObject;
    if (each.deliveryMode.startsWith('Online') && !wanted) return refuse('learning-object-missing');
    if (wanted) {
      const usable = objects.some((row) => row.id === wanted.id && row.tenantId === wanted.ownerId);
      if (!usable || (wanted.ownerId !== each.tenantId && !national.has(wanted.ownerId)))
        return refuse('learning-object-not-usable');
    }
    return { ok: true, id: newId() };
  });
  const made = accepted(commands, results);
  await insertRows(
    tx,
    'offering',
    made.map(({ command: each, id }) => ({
      tenant_id: each.tenantId,
      id,
      course_id: each.courseId,
      title: each.title,
      delivery_mode: each.deliveryMode,
      language: each.language ?? 'en',
      learning_object_owner_id: each.learningObject?.ownerId ?? null,
      learning_object_id: each.learningObject?.id ?? null,
      completion_rule: each.completionRule ?? 'STATUS',
      mastery_score: each.masteryScore ?? null,
      toolbar: { visible: true, next: true, previous: true, outline: true, exit: true, ...each.toolbar },
      new_window: each.newWindow ?? false,
      success_mark_separate: false,
      restricted: false,
      active_from: each.activeFrom,
      active_to: each.activeTo ?? courses.find((row) => row.id === each.courseId)?.activeTo ?? null,
      version: 1,
    })),
  );
  await publish(
    tx,
    made.map(({ command, id }) =>
      newEvent(tx, {
        type: 'offering-created',
        tenantId: command.tenantId,
        subjects: { objectId: id, courseId: command.courseId },
        after: { title: command.title },
      }),
    ),
  );
  return results;
}

export type NewClass = {
  readonly tenantId: string;
  readonly offeringId: string;
  readonly title: string;
  /** CERT-13. */
  readonly certificationOnly?: boolean;
  readonly enrolmentStart?: IsoDate;
  readonly enrolmentEnd?: IsoDate;
};

/** Opens always-open online classes: no dates, no maximum, status Normal. */
export async function openOnlineClasses(tx: Tx, commands: readonly NewClass[]): Promise<Made[]> {
  const offerings = await tx.query<{ tenantId: string; id: string }>(
    `select tenant_id as "tenantId", id from offering where (tenant_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [commands.map((each) => each.tenantId), commands.map((each) => each.offeringId)],
  );
  const results = commands.map((each): Made =>
    offerings.some((row) => row.id === each.offeringId && row.tenantId === each.tenantId)
      ? { ok: true, id: newId() }
      : refuse('parent-not-found'),
  );
  const made = accepted(commands, results);
  await insertRows(
    tx,
    'class',
    made.map(({ command: each, id }) => ({
      tenant_id: each.tenantId,
      id,
      offering_id: each.offeringId,
      title: each.title,
      status: 'Normal',
      zone: 'Europe/London',
      enrolment_start: each.enrolmentStart ?? null,
      enrolment_end: each.enrolmentEnd ?? null,
      certification_only: each.certificationOnly ?? false,
      restricted: false,
      created_at: tx.now,
      version: 1,
    })),
  );
  await publish(
    tx,
    made.map(({ command, id }) =>
      newEvent(tx, {
        type: 'class-opened',
        tenantId: command.tenantId,
        subjects: { objectId: id, offeringId: command.offeringId },
        after: { title: command.title, certificationOnly: command.certificationOnly ?? false },
      }),
    ),
  );
  return results;
}

type Dated = { tenantId: string; id: string; activeFrom: IsoDate; activeTo: IsoDate | null };

/** CAT-1: a child's active dates lie within its parent's; one without an end ends with its parent. */
function within(child: { activeFrom: IsoDate; activeTo?: IsoDate }, parent: Dated): boolean {
  if (child.activeFrom < parent.activeFrom) return false;
  return parent.activeTo === null || child.activeTo === undefined || child.activeTo <= parent.activeTo;
}

async function nationalIds(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(`select id from people_v_tenant where kind = 'national'`);
  return new Set(rows.map((row) => row.id));
}

function accepted<C>(commands: readonly C[], results: readonly Made[]): { command: C; id: string }[] {
  return commands.flatMap((command, index) => {
    const result = results[index];
    return result?.ok ? [{ command, id: result.id }] : [];
  });
}

const refuse = (refusal: CatalogueRefusal): Made => ({ ok: false, refusal });
