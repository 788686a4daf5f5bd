import type { Tx } from '../../platform/db';
import type { DeliveryMode } from './core/types';

/** A class that is open for enrolment today, as a choice of delivery. Its owner is the course's. */
export type OpenClass = {
  readonly classId: string;
  readonly title: string;
  readonly mode: DeliveryMode;
  readonly language: string;
  readonly startDate: string | null;
  /** CERT-13: only through a certification. */
  readonly certificationOnly: boolean;
  /** ELO-6: the link that starts it opens a new window. */
  readonly newWindow: boolean;
};

/**
 * SQL for the classes of a course that are open today, as a JSON list of `OpenClass` (CAT-2, ENR-3): for the screens of this
 * and later rooms. `owner`, `course` and `today` are SQL: columns, or parameters.
 */
export function openClassesSql(owner: string, course: string, today: string): string {
  return `(select coalesce(json_agg(json_build_object('classId', k.class_id, 'title', coalesce(nullif(k.offering_title, ''), k.class_title), 'mode', k.delivery_mode,
      'language', k.language, 'startDate', k.start_date, 'certificationOnly', k.certification_only, 'newWindow', k.new_window) order by k.offering_title, k.class_id), '[]')
    from learning_catalogue_v_class k
    where k.tenant_id = ${owner} and k.course_id = ${course} and k.class_status = 'Normal' and not k.class_restricted
      and k.course_active_from <= ${today} and (k.course_active_to is null or k.course_active_to >= ${today})
      and k.offering_active_from <= ${today} and (k.offering_active_to is null or k.offering_active_to >= ${today})
      and (k.enrolment_start is null or k.enrolment_start <= ${today}) and (k.enrolment_end is null or k.enrolment_end >= ${today})
      and (k.start_date is null or k.start_date >= ${today}))`;
}

/** The classes of a course that are open today; undefined when there is no such course. */
export async function listOpenClasses(
  tx: Tx,
  course: { readonly ownerId: string; readonly id: string },
): Promise<readonly OpenClass[] | undefined> {
  const [row] = await tx.query<{ classes: OpenClass[] }>(
    `select ${openClassesSql('c.tenant_id', 'c.course_id', '$3::date')} as classes from learning_catalogue_v_course c where c.tenant_id = $1 and c.course_id = $2`,
    [course.ownerId, course.id, tx.today],
  );
  return row?.classes;
}
