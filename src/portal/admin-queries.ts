/** What administrators look at across rooms. RLS shows the own tenant and national objects. */
import type { ObjectKey } from '../platform/forms';
import type { IsoDate } from '../platform/dates';
import { addDays } from '../platform/dates';
import { nationalTenantId, type Tx } from '../platform/db';

type PersonKey = { readonly tenantId: string; readonly personId: string };
const likeText = (search: string): string => `%${search.replace(/[\\%_]/g, '\\$&')}%`;

export type CertificationLine = ObjectKey & {
  readonly title: string;
  readonly status: string;
  readonly dueDate: IsoDate | null;
  readonly expirationDate: IsoDate | null;
  readonly renewFrom: IsoDate | null;
};

export function listCertificationsOf(tx: Pick<Tx, 'query'>, person: PersonKey): Promise<CertificationLine[]> {
  return tx.query<CertificationLine>(
    `select s.certification_owner_id as "ownerId", s.certification_id as id, c.title, s.status, s.expiration_date as "expirationDate", s.earliest_renew_date as "renewFrom",
       (select max(p.end_date) from learning_certification_v_period p where p.tenant_id = s.tenant_id and p.subscription_id = s.subscription_id and p.status in ('ENROLLED', 'ACTIVE')) as "dueDate"
     from learning_certification_v_subscription s
     join learning_certification_v_certification c on c.tenant_id = s.certification_owner_id and c.certification_id = s.certification_id
     where s.tenant_id = $1 and s.person_id = $2 order by s.status = 'CANCELLED', lower(c.title)`,
    [person.tenantId, person.personId],
  );
}

export type PathLine = ObjectKey & {
  readonly title: string;
  readonly status: string;
  readonly done: number;
  readonly of: number;
  readonly targetDate: IsoDate | null;
  readonly completionDate: IsoDate | null;
};

export function listPathsOf(tx: Pick<Tx, 'query'>, person: PersonKey): Promise<PathLine[]> {
  return tx.query<PathLine>(
    `select e.path_owner_id as "ownerId", e.path_id as id, p.title, e.status, e.completed_courses as done, e.mandatory_courses as of, e.completion_target_date as "targetDate",
       e.completion_date as "completionDate"
     from learning_path_v_enrolment e join learning_path_v_path p on p.tenant_id = e.path_owner_id and p.path_id = e.path_id
     where e.tenant_id = $1 and e.person_id = $2 order by e.status = 'CANCELLED', lower(p.title)`,
    [person.tenantId, person.personId],
  );
}

export type ClassChoice = ObjectKey & {
  readonly courseId: string;
  readonly courseTitle: string;
  readonly title: string;
  readonly offeringTitle: string;
  readonly certificationOnly: boolean;
};

/** Classes somebody may be enrolled on, by title of course or class; at most twenty. */
export function searchClasses(
  tx: Pick<Tx, 'query' | 'today'>,
  tenantId: string,
  search: string,
): Promise<ClassChoice[]> {
  return tx.query<ClassChoice>(
    `select k.tenant_id as "ownerId", k.class_id as id, k.course_id as "courseId", k.course_title as "courseTitle", k.class_title as title, k.offering_title as "offeringTitle",
       k.certification_only as "certificationOnly"
     from learning_catalogue_v_class k
     where k.tenant_id in ($1, $2) and k.class_status = 'Normal' and (k.course_title ilike $3 or k.class_title ilike $3)
       and k.course_active_from <= $4 and (k.course_active_to is null or k.course_active_to >= $4)
     order by lower(k.course_title), lower(k.class_title), k.class_id limit 20`,
    [tenantId, nationalTenantId, likeText(search), tx.today],
  );
}

export type LivePeriod = ObjectKey & { readonly title: string; readonly dueDate: IsoDate };

/** CERT-12: running periods of a person's certifications that ask for this course. */
export function listPeriodsFor(tx: Pick<Tx, 'query'>, person: PersonKey, course: ObjectKey): Promise<LivePeriod[]> {
  return tx.query<LivePeriod>(
    `select s.certification_owner_id as "ownerId", s.certification_id as id, c.title, p.end_date as "dueDate"
     from learning_certification_v_subscription s
     join learning_certification_v_period p on p.tenant_id = s.tenant_id and p.subscription_id = s.subscription_id and p.status in ('ENROLLED', 'ACTIVE')
     join learning_certification_v_progress g on g.tenant_id = p.tenant_id and g.period_id = p.period_id and g.course_owner_id = $3 and g.course_id = $4
     join learning_certification_v_certification c on c.tenant_id = s.certification_owner_id and c.certification_id = s.certification_id
     where s.tenant_id = $1 and s.person_id = $2 order by p.end_date`,
    [person.tenantId, person.personId, course.ownerId, course.id],
  );
}

export type AttemptLine = {
  readonly attemptId: string;
  readonly number: number;
  readonly name: string;
  readonly personId: string;
  readonly courseTitle: string;
  readonly completion: string;
  readonly success: string;
  readonly scaled: number | null;
  readonly raw: number | null;
  readonly max: number | null;
  readonly totalSeconds: number;
  readonly startedAt: Date;
  readonly lastAt: Date;
};

export type AttemptWish = { readonly tenantId: string; readonly page: number; readonly perPage: number } & (
  | { readonly of: 'enrolment' | 'person'; readonly id: string }
  | { readonly of: 'class' | 'object'; readonly key: ObjectKey }
);

const attemptsOf = {
  enrolment: 'e.enrolment_id = $3 and $2::uuid is null',
  person: 'e.person_id = $3 and $2::uuid is null',
  class: 'e.class_owner_id = $2 and e.class_id = $3',
  object: 'a.object_owner_id = $2 and a.object_id = $3',
} as const;

/** Attempts of this employer's people, the latest first. */
export async function listAttempts(
  tx: Pick<Tx, 'query'>,
  wish: AttemptWish,
): Promise<{ readonly rows: readonly AttemptLine[]; readonly total: number }> {
  const key = 'key' in wish ? wish.key : { ownerId: null, id: wish.id };
  const rows = await tx.query<AttemptLine & { total: number }>(
    `select count(*) over () as total, a.attempt_id as "attemptId", a.number, p.full_name as name, e.person_id as "personId", c.title as "courseTitle", a.completion, a.success, a.scaled, a.raw, a.max,
       a.total_seconds as "totalSeconds", a.started_at as "startedAt", a.last_at as "lastAt"
     from learning_enrolment_v_enrolment e
     join scorm_runtime_v_attempt a on a.tenant_id = e.tenant_id and a.registration_id = e.enrolment_id
     join people_v_person p on p.tenant_id = e.tenant_id and p.person_id = e.person_id
     join learning_catalogue_v_course c on c.tenant_id = e.class_owner_id and c.course_id = e.course_id
     where e.tenant_id = $1 and ${attemptsOf[wish.of]} order by a.last_at desc, a.attempt_id limit $4 offset $5`,
    [wish.tenantId, key.ownerId, key.id, wish.perPage, (wish.page - 1) * wish.perPage],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) };
}

/** Whose the registrations are, for screens. */
export function namesOfRegistrations(
  tx: Pick<Tx, 'query'>,
  tenantId: string,
  ids: readonly string[],
): Promise<
  { enrolmentId: string; personId: string; name: string; courseTitle: string; classOwnerId: string; classId: string }[]
> {
  return tx.query(
    `select e.enrolment_id as "enrolmentId", e.person_id as "personId", p.full_name as name, c.title as "courseTitle", e.class_owner_id as "classOwnerId", e.class_id as "classId"
     from learning_enrolment_v_enrolment e
     join people_v_person p on p.tenant_id = e.tenant_id and p.person_id = e.person_id
     join learning_catalogue_v_course c on c.tenant_id = e.class_owner_id and c.course_id = e.course_id
     where e.tenant_id = $1 and e.enrolment_id = any($2::uuid[])`,
    [tenantId, ids],
  );
}

/** Whether an attempt is somebody's learning with this employer; a preview is nobody's. */
export async function isLearning(tx: Pick<Tx, 'query'>, tenantId: string, attemptId: string): Promise<boolean> {
  const rows = await tx.query(
    `select from scorm_runtime_v_attempt a
     join learning_enrolment_v_enrolment e on e.tenant_id = a.tenant_id and e.enrolment_id = a.registration_id
     where a.tenant_id = $1 and a.attempt_id = $2`,
    [tenantId, attemptId],
  );
  return rows.length > 0;
}

export type Attention = {
  readonly waiting: number;
  readonly expired: number;
  readonly expiring: number;
  readonly unreachable: number;
};

/** What needs attention today, in numbers. */
export async function countAttention(tx: Pick<Tx, 'query' | 'today'>, tenantId: string): Promise<Attention> {
  const [row] = await tx.query<Attention>(
    `select
       (select count(*) from scorm_runtime_v_outcome o where o.tenant_id = $1 and o.status = 'pending') as waiting,
       (select count(*) from learning_certification_v_subscription s where s.tenant_id = $1 and s.status = 'EXPIRED' and not s.moved_to_history) as expired,
       (select count(*) from learning_certification_v_subscription s where s.tenant_id = $1 and s.status in ('CERTIFIED', 'RENEWING') and s.expiration_date between $2 and $3) as expiring,
       (select count(*) from learning_catalogue_v_course c where c.tenant_id = $1 and c.active_from <= $2 and (c.active_to is null or c.active_to >= $2)
          and not exists (select 1 from learning_catalogue_v_class k where k.tenant_id = c.tenant_id and k.course_id = c.course_id and k.class_status in ('Normal', 'Planned'))) as unreachable`,
    [tenantId, tx.today, addDays(tx.today, 30)],
  );
  return row ?? { waiting: 0, expired: 0, expiring: 0, unreachable: 0 };
}

/** What an attempt came to, in one of the content's words. */
export function resultOf({ completion, success }: { readonly completion: string; readonly success: string }): string {
  return success === 'passed' || success === 'failed' ? success : completion;
}

/** A score as the content gave it: per cent where it is scaled or out of 100, else raw of max. */
export function scoreOf({
  scaled,
  raw,
  max,
}: {
  readonly scaled: number | null;
  readonly raw: number | null;
  readonly max: number | null;
}): { readonly percent?: number; readonly raw?: number; readonly max?: number } {
  if (scaled !== null) return { percent: Math.round(scaled * 10_000) / 100 };
  if (raw === null) return {};
  return max === null ? { raw } : { raw, max };
}
