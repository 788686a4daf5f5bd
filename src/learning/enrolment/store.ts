import type { IsoDate } from '../../platform/dates';
import { insertRows, type Tx } from '../../platform/db';
import type { Enrolment, EnrolmentStatus, WithdrawalReason } from './core/types';

/** An enrolment with its identity. */
export type EnrolmentRow = {
  readonly tenantId: string;
  readonly id: string;
  readonly personId: string;
  readonly classOwnerId: string;
  readonly classId: string;
  readonly offeringId: string;
  readonly courseId: string;
  readonly certPeriodId: string | null;
  readonly certPeriodStart: IsoDate | null;
  readonly certPeriodEnd: IsoDate | null;
  readonly pathEnrolmentId: string | null;
  readonly state: Enrolment;
};

type Row = Omit<EnrolmentRow, 'state'> & {
  status: EnrolmentStatus;
  successfulAttendance: boolean;
  completionDate: IsoDate | null;
  statusReason: string | null;
  percent: number | null;
  outcomeVersion: number;
};

const columns = `tenant_id as "tenantId", id, person_id as "personId", class_owner_id as "classOwnerId", class_id as "classId", offering_id as "offeringId",
  course_id as "courseId", cert_period_id as "certPeriodId", cert_period_start as "certPeriodStart", cert_period_end as "certPeriodEnd",
  path_enrolment_id as "pathEnrolmentId", status, successful_attendance as "successfulAttendance", completion_date as "completionDate",
  status_reason as "statusReason", percent, outcome_version as "outcomeVersion"`;

/** Enrolments by their ids, in one query. The caller has locked the persons, or only looks. */
export async function loadEnrolments(
  tx: Tx,
  keys: readonly { readonly tenantId: string; readonly id: string }[],
): Promise<EnrolmentRow[]> {
  const rows = await tx.query<Row>(
    `select ${columns} from enrolment where (tenant_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [keys.map((key) => key.tenantId), keys.map((key) => key.id)],
  );
  return rows.map(fromRow);
}

/** Every enrolment of persons in the classes named, whatever its status. */
export async function loadEnrolmentsIn(
  tx: Tx,
  keys: readonly { readonly tenantId: string; readonly personId: string; readonly classId: string }[],
): Promise<EnrolmentRow[]> {
  const rows = await tx.query<Row>(
    `select ${columns} from enrolment where (tenant_id, person_id, class_id) in (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]))`,
    [keys.map((key) => key.tenantId), keys.map((key) => key.personId), keys.map((key) => key.classId)],
  );
  return rows.map(fromRow);
}

function fromRow({
  status,
  successfulAttendance,
  completionDate,
  statusReason,
  percent,
  outcomeVersion,
  ...identity
}: Row): EnrolmentRow {
  return {
    ...identity,
    state: {
      status,
      successfulAttendance,
      completedOn: completionDate ?? undefined,
      withdrawnReason: status === 'Withdrawn' ? ((statusReason ?? 'Other') as WithdrawalReason) : undefined,
      bestPercent: percent ?? undefined,
      outcomeVersion,
    },
  };
}

/** Writes new enrolments. */
export function insertEnrolments(
  tx: Tx,
  rows: readonly (EnrolmentRow & { readonly source: string })[],
): Promise<number> {
  return insertRows(
    tx,
    'enrolment',
    rows.map(
      ({
        tenantId,
        id,
        personId,
        classOwnerId,
        classId,
        offeringId,
        courseId,
        certPeriodId,
        certPeriodStart,
        certPeriodEnd,
        pathEnrolmentId,
        state,
        source,
      }) => ({
        tenant_id: tenantId,
        id,
        person_id: personId,
        class_owner_id: classOwnerId,
        class_id: classId,
        offering_id: offeringId,
        course_id: courseId,
        status: state.status,
        placed_at: tx.now,
        source,
        status_changed_at: tx.now,
        successful_attendance: state.successfulAttendance,
        completion_date: state.completedOn ?? null,
        completion: 'not attempted',
        success: 'unknown',
        total_seconds: 0,
        outcome_version: 0,
        cert_period_id: certPeriodId,
        cert_period_start: certPeriodStart,
        cert_period_end: certPeriodEnd,
        path_enrolment_id: pathEnrolmentId,
        version: 1,
      }),
    ),
  );
}

export type EnrolmentChange = EnrolmentRow & {
  readonly statusChangedAt?: Date;
  /** What the content reported, for screens. */
  readonly performance?: { readonly completion: string; readonly success: string; readonly totalSeconds: number };
};

/** Saves where enrolments stand now, counting their versions up. */
export async function saveEnrolments(tx: Tx, changes: readonly EnrolmentChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.execute(
    `update enrolment e set status = x.status, status_changed_at = coalesce(x.status_changed_at, e.status_changed_at), status_reason = coalesce(x.status_reason, e.status_reason),
       successful_attendance = x.successful_attendance, completion_date = x.completion_date, percent = x.percent, outcome_version = x.outcome_version,
       completion = coalesce(x.completion, e.completion), success = coalesce(x.success, e.success), total_seconds = coalesce(x.total_seconds, e.total_seconds),
       version = e.version + 1
     from json_to_recordset($1::json) as x(tenant_id uuid, id uuid, status text, status_changed_at timestamptz, status_reason text, successful_attendance boolean,
       completion_date date, percent float8, outcome_version int, completion text, success text, total_seconds float8)
     where e.tenant_id = x.tenant_id and e.id = x.id`,
    [
      JSON.stringify(
        changes.map(({ tenantId, id, state, statusChangedAt, performance }) => ({
          tenant_id: tenantId,
          id,
          status: state.status,
          status_changed_at: statusChangedAt ?? null,
          status_reason: state.withdrawnReason ?? null,
          successful_attendance: state.successfulAttendance,
          completion_date: state.completedOn ?? null,
          percent: state.bestPercent ?? null,
          outcome_version: state.outcomeVersion ?? 0,
          completion: performance?.completion ?? null,
          success: performance?.success ?? null,
          total_seconds: performance?.totalSeconds ?? null,
        })),
      ),
    ],
  );
}
