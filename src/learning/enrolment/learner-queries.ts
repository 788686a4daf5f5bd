import type { IsoDate } from '../../platform/dates';
import type { Tx } from '../../platform/db';
import type { EnrolmentStatus } from './core/types';
import type { Learner } from './learner';

/** An enrolment as its learner sees it. */
export type LearnerEnrolment = {
  readonly id: string;
  readonly status: EnrolmentStatus;
  readonly successful: boolean;
  readonly completion: string;
  readonly success: string;
  /** 0 to 100, the best so far. */
  readonly percent: number | null;
  readonly totalSeconds: number;
  readonly placedAt: Date;
  readonly completionDate: IsoDate | null;
  readonly statusReason: string | null;
  readonly certPeriodId: string | null;
  readonly classId: string;
  readonly courseOwnerId: string;
  readonly courseId: string;
  readonly courseTitle: string;
  readonly minutes: number | null;
  readonly offeringTitle: string;
  readonly mode: string;
  readonly online: boolean;
  /** ELO-6: the links that start it open a new window. */
  readonly newWindow: boolean;
  readonly startDate: IsoDate | null;
  readonly lastPlayedAt: Date | null;
};

export type EnrolmentWish = {
  /** `under-way`: still to be done; `completed`: with success; `all`: everything there ever was. */
  readonly show: 'under-way' | 'completed' | 'all';
  readonly limit: number;
  readonly offset: number;
};

const columns = `e.enrolment_id as id, e.status, e.successful_attendance as successful, e.completion, e.success, e.percent, e.total_seconds as "totalSeconds",
  e.placed_at as "placedAt", e.completion_date as "completionDate", e.status_reason as "statusReason", e.cert_period_id as "certPeriodId", e.class_id as "classId",
  e.class_owner_id as "courseOwnerId", e.course_id as "courseId", k.course_title as "courseTitle", k.course_minutes as minutes, k.offering_title as "offeringTitle",
  k.delivery_mode as mode, k.delivery_mode in ('OnlineSelfPaced', 'OnlineScheduled') as online, k.new_window as "newWindow", k.start_date as "startDate",
  (select max(a.last_at) from scorm_runtime_v_attempt a where a.tenant_id = e.tenant_id and a.registration_id = e.enrolment_id and a.mode = 'normal') as "lastPlayedAt"`;

const joined = `learning_enrolment_v_enrolment e
  join learning_catalogue_v_class k on k.tenant_id = e.class_owner_id and k.class_id = e.class_id`;

/** Attended without the success mark may be played on when it is online (ELO-10). */
const shown = {
  'under-way': `and (e.status in ('Requested', 'Waitlisted', 'Confirmed', 'InProgress', 'PendingEvaluation')
    or (e.status = 'Attended' and not e.successful_attendance and k.delivery_mode in ('OnlineSelfPaced', 'OnlineScheduled')))`,
  completed: `and e.status = 'Attended' and e.successful_attendance`,
  all: '',
} as const;

const order = {
  'under-way': `e.status = 'InProgress' desc, e.placed_at desc`,
  completed: 'e.completion_date desc, e.enrolment_id desc',
  all: 'coalesce(e.completion_date, e.placed_at::date) desc, e.enrolment_id desc',
} as const;

/** A person's enrolments, a page of them, with how many there are. */
export async function listEnrolmentsOf(
  tx: Tx,
  learner: Learner,
  wish: EnrolmentWish,
): Promise<{ readonly rows: LearnerEnrolment[]; readonly total: number }> {
  const rows = await tx.query<LearnerEnrolment & { total: number }>(
    `select ${columns}, count(*) over () as total from ${joined}
     where e.tenant_id = $1 and e.person_id = $2 ${shown[wish.show]} order by ${order[wish.show]} limit $3 offset $4`,
    [learner.tenantId, learner.personId, wish.limit, wish.offset],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** One enrolment of that person; somebody else's does not exist. */
export async function findEnrolmentOf(
  tx: Tx,
  learner: Learner,
  enrolmentId: string,
): Promise<LearnerEnrolment | undefined> {
  const [row] = await tx.query<LearnerEnrolment>(
    `select ${columns} from ${joined} where e.tenant_id = $1 and e.person_id = $2 and e.enrolment_id = $3`,
    [learner.tenantId, learner.personId, enrolmentId],
  );
  return row;
}

/** SQL for the latest enrolment of a person on a course that was not given up, as JSON of `CourseEnrolment`. Parts are SQL. */
export function courseEnrolmentSql(parts: {
  readonly tenant: string;
  readonly person: string;
  readonly courseOwner: string;
  readonly course: string;
  readonly and?: string;
}): string {
  return `(select json_build_object('id', e.enrolment_id, 'status', e.status, 'successful', e.successful_attendance, 'success', e.success, 'percent', e.percent,
      'completionDate', e.completion_date, 'online', ec.delivery_mode in ('OnlineSelfPaced', 'OnlineScheduled'), 'newWindow', ec.new_window)
    from learning_enrolment_v_enrolment e
    join learning_catalogue_v_class ec on ec.tenant_id = e.class_owner_id and ec.class_id = e.class_id
    where e.tenant_id = ${parts.tenant} and e.person_id = ${parts.person} and e.class_owner_id = ${parts.courseOwner} and e.course_id = ${parts.course}
      and e.status not in ('Withdrawn', 'Rejected') ${parts.and ?? ''}
    order by e.placed_at desc limit 1)`;
}

/** What `courseEnrolmentSql` gives. */
export type CourseEnrolment = {
  readonly id: string;
  readonly status: EnrolmentStatus;
  readonly successful: boolean;
  readonly success: string;
  readonly percent: number | null;
  readonly completionDate: IsoDate | null;
  readonly online: boolean;
  /** ELO-6: the links that start it open a new window. */
  readonly newWindow: boolean;
};
