import { listAvailableCertifications, type AvailableCertification } from '../learning/certification';
import type { Learner } from '../learning/enrolment';
import type { Tx } from '../platform/db';
import { listTeam, type TeamMember } from './team';

/** A class that a manager may enrol somebody on. */
export type TeamClass = {
  readonly ownerId: string;
  readonly courseId: string;
  readonly classId: string;
  readonly title: string;
  readonly delivery: string;
};

export type TeamMemberPage = {
  readonly member: TeamMember;
  readonly certifications: readonly AvailableCertification[];
  readonly classes: readonly TeamClass[];
};

/** More than a select can hold with sense. */
const mostClasses = 300;

/**
 * PERM-8: somebody who reports to this manager today, with what they could be put on. Undefined for everybody else,
 * whatever their employer.
 */
export async function findTeamMember(tx: Tx, manager: Learner, personId: string): Promise<TeamMemberPage | undefined> {
  const member = (await listTeam(tx, manager)).find((each) => each.personId === personId);
  if (member === undefined) return undefined;
  const person = { tenantId: manager.tenantId, personId };
  const classes = await tx.query<TeamClass>(
    `select k.tenant_id as "ownerId", k.course_id as "courseId", k.class_id as "classId", k.course_title as title, k.offering_title as delivery
     from learning_catalogue_v_class k
     join learning_catalogue_v_course c on c.tenant_id = k.tenant_id and c.course_id = k.course_id and not c.restricted
     where k.class_status = 'Normal' and not k.certification_only and not k.class_restricted
       and k.course_active_from <= $3::date and (k.course_active_to is null or k.course_active_to >= $3::date)
       and k.offering_active_from <= $3::date and (k.offering_active_to is null or k.offering_active_to >= $3::date)
       and (k.enrolment_start is null or k.enrolment_start <= $3::date) and (k.enrolment_end is null or k.enrolment_end >= $3::date)
       and (k.start_date is null or k.start_date >= $3::date)
       and not exists (select 1 from learning_enrolment_v_enrolment e where e.tenant_id = $1 and e.person_id = $2 and e.class_owner_id = k.tenant_id
         and e.class_id = k.class_id and e.status not in ('Withdrawn', 'Rejected'))
     order by k.course_title, k.offering_title, k.class_id limit $4`,
    [person.tenantId, person.personId, tx.today, mostClasses],
  );
  return { member, certifications: await listAvailableCertifications(tx, person), classes };
}
