/** Reads for those who look after enrolments. */
import type { Tx } from '../../platform/db';
import type { IsoDate } from '../../platform/dates';
import { pageSize, type ObjectKey } from '../../platform/forms';
import type { EnrolmentStatus } from './core/types';

export type EnrolmentLine = {
  readonly enrolmentId: string;
  readonly personId: string;
  readonly name: string;
  readonly classOwnerId: string;
  readonly classId: string;
  readonly courseTitle: string;
  readonly classTitle: string;
  readonly status: EnrolmentStatus;
  readonly success: string;
  readonly successful: boolean;
  readonly percent: number | null;
  readonly completionDate: IsoDate | null;
  readonly placedAt: Date;
  /** The latest attempt, if there was one. */
  readonly attemptId: string | null;
  readonly attempts: number;
  readonly lastAt: Date | null;
};

const sorting = { name: 'p.last_name', status: 'e.status', score: 'e.percent', last: 'a.last_at' } as const;
export type EnrolmentSort = keyof typeof sorting;

export type EnrolmentWish = {
  readonly tenantId: string;
  readonly of: { readonly class: ObjectKey } | { readonly personId: string } | { readonly enrolmentId: string };
  readonly q?: string;
  readonly sort?: EnrolmentSort;
  readonly direction?: 'asc' | 'desc';
  readonly page?: number;
  readonly perPage?: number;
};

/** This employer's enrolments in a class, of a person, or one of them, with what was played last. */
export async function listEnrolments(
  tx: Pick<Tx, 'query'>,
  wish: EnrolmentWish,
): Promise<{ readonly rows: readonly EnrolmentLine[]; readonly total: number }> {
  const { of, q = '', sort = 'last', direction = 'desc', page = 1, perPage = pageSize } = wish;
  const where =
    'class' in of
      ? 'e.class_owner_id = $5 and e.class_id = $6'
      : 'personId' in of
        ? 'e.person_id = $6 and $5::uuid is null'
        : 'e.id = $6 and $5::uuid is null';
  const ids = 'class' in of ? [of.class.ownerId, of.class.id] : [null, 'personId' in of ? of.personId : of.enrolmentId];
  const rows = await tx.query<EnrolmentLine & { total: number }>(
    `select count(*) over () as total, e.id as "enrolmentId", e.person_id as "personId", p.full_name as name, e.class_owner_id as "classOwnerId", e.class_id as "classId",
       k.course_title as "courseTitle", k.class_title as "classTitle", e.status, e.success, e.successful_attendance as successful, e.percent, e.completion_date as "completionDate",
       e.placed_at as "placedAt",
       a.attempt_id as "attemptId", coalesce(a.attempts, 0) as attempts, a.last_at as "lastAt"
     from enrolment e
     join people_v_person p on p.tenant_id = e.tenant_id and p.person_id = e.person_id
     join learning_catalogue_v_class k on k.tenant_id = e.class_owner_id and k.class_id = e.class_id
     left join lateral (
       select (array_agg(t.attempt_id order by t.number desc))[1] as attempt_id, count(*) as attempts, max(t.last_at) as last_at
       from scorm_runtime_v_attempt t where t.tenant_id = e.tenant_id and t.registration_id = e.id) a on true
     where e.tenant_id = $1 and ${where} and ($2 = '%%' or p.full_name ilike $2 or p.last_name || ' ' || p.first_name ilike $2)
     order by ${sorting[sort]} ${direction === 'asc' ? 'asc' : 'desc'} nulls last, e.id desc limit $3 offset $4`,
    [wish.tenantId, `%${q.replace(/[\\%_]/g, '\\$&')}%`, perPage, (page - 1) * perPage, ...ids],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) };
}
