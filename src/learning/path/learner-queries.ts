import type { IsoDate } from '../../platform/dates';
import type { Tx } from '../../platform/db';
import { openClassesSql, type OpenClass } from '../catalogue';
import { courseEnrolmentSql, type CourseEnrolment, type Learner } from '../enrolment';
import type { PathStatus } from './core/types';

export type LearnerPathCourse = {
  readonly ownerId: string;
  readonly id: string;
  readonly title: string;
  readonly minutes: number | null;
  /** The day on which it counted for this path. */
  readonly completedOn: IsoDate | null;
  readonly enrolment: CourseEnrolment | null;
  readonly classes: readonly OpenClass[];
};

export type LearnerPathSection = {
  readonly title: string;
  readonly rule: 'ALL_MANDATORY' | 'N_OF' | 'OPTIONAL';
  readonly n: number | null;
  readonly courses: readonly LearnerPathCourse[];
};

/** A path as its learner sees it, whether they are on it or not. */
export type LearnerPath = {
  readonly ownerId: string;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly active: boolean;
  readonly targetDate: IsoDate | null;
  readonly targetDays: number | null;
  readonly enrolmentId: string | null;
  readonly status: PathStatus | null;
  readonly subscribedOn: IsoDate | null;
  readonly completionTargetDate: IsoDate | null;
  readonly completionDate: IsoDate | null;
  readonly sections: readonly LearnerPathSection[];
};

const onCourse = courseEnrolmentSql({
  tenant: '$1',
  person: '$2',
  courseOwner: 'c.course_owner_id',
  course: 'c.course_id',
});

export type PathWish = { readonly show: 'mine' | 'available' } | { readonly ownerId: string; readonly id: string };

/** Paths of a person, those that are open to them (LP-1: of the catalogue), or one; in one query. */
export function listPathsFor(tx: Tx, learner: Learner, wish: PathWish): Promise<LearnerPath[]> {
  const one = 'show' in wish ? undefined : wish;
  return tx.query<LearnerPath>(
    `select p.tenant_id as "ownerId", p.path_id as id, p.title, p.description, p.target_date as "targetDate", p.target_days as "targetDays",
       p.active_from <= $3::date and (p.active_to is null or p.active_to >= $3::date) as active,
       e.path_enrolment_id as "enrolmentId", e.status, e.subscribed_on as "subscribedOn", e.completion_target_date as "completionTargetDate", e.completion_date as "completionDate",
       (select coalesce(json_agg(json_build_object('title', x.title, 'rule', x.rule, 'n', x.n, 'courses', x.courses) order by x.position), '[]') from (
          select c.section_position as position, c.section_title as title, c.rule, c.n,
            json_agg(json_build_object('ownerId', c.course_owner_id, 'id', c.course_id, 'title', co.title, 'minutes', co.minutes,
              'completedOn', (select g.completion_date from learning_path_v_progress g where g.tenant_id = $1 and g.path_enrolment_id = e.path_enrolment_id
                and g.course_owner_id = c.course_owner_id and g.course_id = c.course_id),
              'enrolment', ${onCourse}, 'classes', ${openClassesSql('c.course_owner_id', 'c.course_id', '$3::date')}) order by c.position) as courses
          from learning_path_v_course c join learning_catalogue_v_course co on co.tenant_id = c.course_owner_id and co.course_id = c.course_id
          where c.tenant_id = p.tenant_id and c.path_id = p.path_id
          group by c.section_id, c.section_position, c.section_title, c.rule, c.n) x) as sections
     from learning_path_v_path p
     left join learning_path_v_enrolment e on e.tenant_id = $1 and e.person_id = $2 and e.path_owner_id = p.tenant_id and e.path_id = p.path_id
     where case $4
       when 'mine' then e.status in ('AWAITING_APPROVAL', 'ACTIVE', 'COMPLETED')
       when 'available' then coalesce(e.status, 'CANCELLED') in ('CANCELLED', 'REJECTED') and p.source = 'Catalogue'
         and p.active_from <= $3::date and (p.active_to is null or p.active_to >= $3::date)
       else p.tenant_id = $5::uuid and p.path_id = $6::uuid and (p.source = 'Catalogue' or e.path_enrolment_id is not null) end
     order by e.status = 'COMPLETED', p.title limit 200`,
    [
      learner.tenantId,
      learner.personId,
      tx.today,
      'show' in wish ? wish.show : 'one',
      one?.ownerId ?? null,
      one?.id ?? null,
    ],
  );
}
