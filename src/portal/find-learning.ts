import type { Tx } from '../platform/db';
import { openClassesSql, type OpenClass } from '../learning/catalogue';
import type { CourseEnrolment, Learner } from '../learning/enrolment';

export type FoundCourse = {
  readonly ownerId: string;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly minutes: number | null;
  readonly national: boolean;
  readonly gives: readonly string[];
};

/** CAT-7, CERT-13: courses that the learner may enrol on by themselves today, by words of title, description, keywords or competence delivered. */
export async function findCourses(
  tx: Tx,
  wish: { readonly tenantId: string; readonly search: string; readonly limit: number; readonly offset: number },
): Promise<{ readonly rows: FoundCourse[]; readonly total: number }> {
  const rows = await tx.query<FoundCourse & { total: number }>(
    `select c.tenant_id as "ownerId", c.course_id as id, c.title, c.description, c.minutes, c.tenant_id <> $1 as national, count(*) over () as total,
       array(select distinct d.title from learning_catalogue_v_attachment a join competence_v_definition d on d.tenant_id = a.competence_owner_id and d.competence_id = a.competence_id
         where a.tenant_id = c.tenant_id and (a.object_id = c.course_id or a.object_id in (${offeringsOf})) order by d.title) as gives
     from learning_catalogue_v_course c
     where not c.restricted and c.active_from <= $2::date and (c.active_to is null or c.active_to >= $2::date)
       and exists (select 1 from learning_catalogue_v_class k where k.tenant_id = c.tenant_id and k.course_id = c.course_id and k.class_status = 'Normal'
         and not k.certification_only and not k.class_restricted
         and k.offering_active_from <= $2::date and (k.offering_active_to is null or k.offering_active_to >= $2::date)
         and (k.enrolment_start is null or k.enrolment_start <= $2::date) and (k.enrolment_end is null or k.enrolment_end >= $2::date)
         and (k.start_date is null or k.start_date >= $2::date))
       and not exists (select 1 from unnest($3::text[]) word where not (
         position(word in lower(c.title || ' ' || c.description || ' ' || array_to_string(c.keywords, ' '))) > 0
         or exists (select 1 from learning_catalogue_v_attachment a join competence_v_definition d on d.tenant_id = a.competence_owner_id and d.competence_id = a.competence_id
           where a.tenant_id = c.tenant_id and (a.object_id = c.course_id or a.object_id in (${offeringsOf}))
             and position(word in lower(d.title || ' ' || d.name)) > 0)))
     order by c.title, c.course_id limit $4 offset $5`,
    [wish.tenantId, tx.today, wordsOf(wish.search), wish.limit, wish.offset],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

const offeringsOf =
  'select k.offering_id from learning_catalogue_v_class k where k.tenant_id = c.tenant_id and k.course_id = c.course_id';

/** Every word must be found somewhere. */
const wordsOf = (search: string): string[] => search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10);

export type CoursePage = {
  readonly ownerId: string;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly objectives: string;
  readonly minutes: number | null;
  readonly national: boolean;
  readonly active: boolean;
  readonly restricted: boolean;
  readonly classes: readonly OpenClass[];
  readonly gives: readonly {
    readonly title: string;
    readonly validityN: number | null;
    readonly validityUnit: string | null;
  }[];
  /** `asks`: a running period of this person's still asks for the course. */
  readonly certifications: readonly {
    readonly ownerId: string;
    readonly id: string;
    readonly title: string;
    readonly asks: boolean;
  }[];
  readonly paths: readonly { readonly ownerId: string; readonly id: string; readonly title: string }[];
  /** The latest that was not given up; for online classes the one to go on with. */
  readonly enrolments: readonly (CourseEnrolment & { readonly classId: string })[];
};

/** One course with everything its page says, in one query. Undefined when it is not visible. */
export async function findCourse(
  tx: Tx,
  learner: Learner,
  key: { readonly ownerId: string; readonly id: string },
): Promise<CoursePage | undefined> {
  const [row] = await tx.query<CoursePage>(
    `select c.tenant_id as "ownerId", c.course_id as id, c.title, c.description, c.objectives, c.minutes, c.tenant_id <> $1 as national, c.restricted,
       c.active_from <= $3::date and (c.active_to is null or c.active_to >= $3::date) as active,
       ${openClassesSql('c.tenant_id', 'c.course_id', '$3::date')} as classes,
       (select coalesce(json_agg(distinct jsonb_build_object('title', d.title, 'validityN', coalesce(a.validity_n, d.renewal_n), 'validityUnit', coalesce(a.validity_unit, d.renewal_unit))), '[]')
        from learning_catalogue_v_attachment a join competence_v_definition d on d.tenant_id = a.competence_owner_id and d.competence_id = a.competence_id
        where a.tenant_id = c.tenant_id and (a.object_id = c.course_id or a.object_id in (${offeringsOf}))) as gives,
       (select coalesce(json_agg(json_build_object('ownerId', t.tenant_id, 'id', t.certification_id, 'title', t.title, 'asks', exists (
          select 1 from learning_certification_v_subscription s
          join learning_certification_v_period p on p.tenant_id = s.tenant_id and p.subscription_id = s.subscription_id and p.status in ('ENROLLED', 'ACTIVE')
          join learning_certification_v_progress g on g.tenant_id = p.tenant_id and g.period_id = p.period_id and g.course_owner_id = c.tenant_id and g.course_id = c.course_id and g.status <> 'Completed'
          where s.tenant_id = $1 and s.person_id = $2 and s.certification_owner_id = t.tenant_id and s.certification_id = t.certification_id)) order by t.title), '[]')
        from learning_certification_v_component m join learning_certification_v_certification t on t.tenant_id = m.tenant_id and t.certification_id = m.certification_id
        where m.course_owner_id = c.tenant_id and m.course_id = c.course_id and t.active_from <= $3::date and (t.active_to is null or t.active_to >= $3::date)) as certifications,
       (select coalesce(json_agg(json_build_object('ownerId', p.tenant_id, 'id', p.path_id, 'title', p.title) order by p.title), '[]')
        from learning_path_v_course m join learning_path_v_path p on p.tenant_id = m.tenant_id and p.path_id = m.path_id
        where m.course_owner_id = c.tenant_id and m.course_id = c.course_id and p.source = 'Catalogue'
          and p.active_from <= $3::date and (p.active_to is null or p.active_to >= $3::date)) as paths,
       (select coalesce(json_agg(json_build_object('id', e.enrolment_id, 'classId', e.class_id, 'status', e.status, 'successful', e.successful_attendance, 'success', e.success,
          'percent', e.percent, 'completionDate', e.completion_date, 'online', k.delivery_mode in ('OnlineSelfPaced', 'OnlineScheduled'), 'newWindow', k.new_window) order by e.placed_at desc), '[]')
        from learning_enrolment_v_enrolment e join learning_catalogue_v_class k on k.tenant_id = e.class_owner_id and k.class_id = e.class_id
        where e.tenant_id = $1 and e.person_id = $2 and e.class_owner_id = c.tenant_id and e.course_id = c.course_id and e.status not in ('Withdrawn', 'Rejected')) as enrolments
     from learning_catalogue_v_course c where c.tenant_id = $4 and c.course_id = $5`,
    [learner.tenantId, learner.personId, tx.today, key.ownerId, key.id],
  );
  return row;
}
