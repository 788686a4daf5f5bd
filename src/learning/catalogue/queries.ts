import type { IsoDate } from '../../platform/dates';
import type { Tx } from '../../platform/db';
import type { UpdateRule } from './attach-competences';
import type { DeliveryMode } from './core/types';

/** A class with its offering and course, as rules and screens need it. */
export type ClassView = {
  readonly ownerId: string;
  readonly classId: string;
  readonly classTitle: string;
  readonly classStatus: 'Planned' | 'Normal' | 'Full' | 'Closed' | 'Cancelled';
  readonly certificationOnly: boolean;
  readonly startDate: IsoDate | null;
  readonly endDate: IsoDate | null;
  readonly enrolmentStart: IsoDate | null;
  readonly enrolmentEnd: IsoDate | null;
  readonly maximum: number | null;
  readonly offeringId: string;
  readonly offeringTitle: string;
  readonly deliveryMode: DeliveryMode;
  readonly learningObjectOwnerId: string | null;
  readonly learningObjectId: string | null;
  readonly completionRule: 'STATUS' | 'MASTERY' | 'ON_EXIT';
  readonly masteryScore: number | null;
  readonly toolbar: {
    readonly visible: boolean;
    readonly next: boolean;
    readonly previous: boolean;
    readonly outline: boolean;
    readonly exit: boolean;
  };
  /** CAT-2: when both course and offering are active. */
  readonly activeFrom: IsoDate;
  readonly activeTo: IsoDate | null;
  readonly courseId: string;
  readonly courseTitle: string;
  readonly courseUpdateRule: UpdateRule | null;
  readonly offeringUpdateRule: UpdateRule | null;
};

/** Classes by owner and id, in one query. */
export function findClasses(
  tx: Tx,
  keys: readonly { readonly ownerId: string; readonly id: string }[],
): Promise<ClassView[]> {
  return tx.query<ClassView>(
    `select tenant_id as "ownerId", class_id as "classId", class_title as "classTitle", class_status as "classStatus", certification_only as "certificationOnly",
       start_date as "startDate", end_date as "endDate", enrolment_start as "enrolmentStart", enrolment_end as "enrolmentEnd", maximum,
       offering_id as "offeringId", offering_title as "offeringTitle", delivery_mode as "deliveryMode",
       learning_object_owner_id as "learningObjectOwnerId", learning_object_id as "learningObjectId", completion_rule as "completionRule",
       mastery_score as "masteryScore", toolbar, greatest(course_active_from, offering_active_from) as "activeFrom", least(course_active_to, offering_active_to) as "activeTo",
       course_id as "courseId", course_title as "courseTitle",
       course_update_rule as "courseUpdateRule", offering_update_rule as "offeringUpdateRule"
     from learning_catalogue_v_class where (tenant_id, class_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [keys.map((key) => key.ownerId), keys.map((key) => key.id)],
  );
}
