import type { IsoDate } from '../../platform/dates';
import type { Tx } from '../../platform/db';
import { openClassesSql, type OpenClass } from '../catalogue';
import { courseEnrolmentSql, type CourseEnrolment, type Learner } from '../enrolment';
import type { PeriodKind, SubscriptionStatus } from './core/types';

/** A course that a period asks for, with what the learner has made of it in that period. */
export type LearnerComponent = {
  readonly courseOwnerId: string;
  readonly courseId: string;
  readonly title: string;
  readonly minutes: number | null;
  readonly status: 'NotStarted' | 'Started' | 'Completed';
  readonly completionDate: IsoDate | null;
  readonly enrolment: CourseEnrolment | null;
  readonly classes: readonly OpenClass[];
};

export type LearnerPeriod = {
  readonly id: string;
  readonly kind: PeriodKind;
  readonly startDate: IsoDate;
  readonly endDate: IsoDate;
  readonly components: readonly LearnerComponent[];
};

/** A subscription as its learner sees it (MYC-1). */
export type LearnerSubscription = {
  readonly ownerId: string;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly subscriptionId: string;
  readonly status: SubscriptionStatus;
  readonly subscribedOn: IsoDate;
  readonly completionDate: IsoDate | null;
  readonly expirationDate: IsoDate | null;
  readonly earliestRenewDate: IsoDate | null;
  readonly mandatory: boolean;
  readonly movedToHistory: boolean;
  readonly renewable: boolean;
  readonly active: boolean;
  /** The one that is running. */
  readonly period: LearnerPeriod | null;
};

const throughPeriod = courseEnrolmentSql({
  tenant: 's.tenant_id',
  person: 's.person_id',
  courseOwner: 'g.course_owner_id',
  course: 'g.course_id',
  and: 'and e.cert_period_id = p.period_id',
});

/** Every subscription of a person, or the one to `certification`, in one query. */
export function listSubscriptionsOf(
  tx: Tx,
  learner: Learner,
  certification?: { readonly ownerId: string; readonly id: string },
): Promise<LearnerSubscription[]> {
  return tx.query<LearnerSubscription>(
    `select s.certification_owner_id as "ownerId", s.certification_id as id, c.title, c.description, s.subscription_id as "subscriptionId", s.status,
       s.subscribed_on as "subscribedOn", s.completion_date as "completionDate", s.expiration_date as "expirationDate", s.earliest_renew_date as "earliestRenewDate",
       s.mandatory, s.moved_to_history as "movedToHistory", c.renewable, c.active_from <= $3::date and (c.active_to is null or c.active_to >= $3::date) as active,
       (select json_build_object('id', p.period_id, 'kind', p.kind, 'startDate', p.start_date, 'endDate', p.end_date, 'components',
          (select coalesce(json_agg(json_build_object('courseOwnerId', g.course_owner_id, 'courseId', g.course_id, 'title', co.title, 'minutes', co.minutes,
              'status', g.status, 'completionDate', g.completion_date, 'enrolment', ${throughPeriod}, 'classes', ${openClassesSql('g.course_owner_id', 'g.course_id', '$3::date')})
              order by g.position), '[]')
           from learning_certification_v_progress g
           join learning_catalogue_v_course co on co.tenant_id = g.course_owner_id and co.course_id = g.course_id
           where g.tenant_id = p.tenant_id and g.period_id = p.period_id))
        from learning_certification_v_period p
        where p.tenant_id = s.tenant_id and p.subscription_id = s.subscription_id and p.status in ('ENROLLED', 'ACTIVE')
        order by p.sequence desc limit 1) as period
     from learning_certification_v_subscription s
     join learning_certification_v_certification c on c.tenant_id = s.certification_owner_id and c.certification_id = s.certification_id
     where s.tenant_id = $1 and s.person_id = $2 and ($4::uuid is null or (s.certification_owner_id = $4 and s.certification_id = $5))
     order by c.title`,
    [learner.tenantId, learner.personId, tx.today, certification?.ownerId ?? null, certification?.id ?? null],
  );
}

/** A certification as anybody sees it before subscribing. */
export type CertificationAbout = {
  readonly ownerId: string;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly active: boolean;
  readonly renewable: boolean;
  readonly validityN: number | null;
  readonly validityUnit: 'day' | 'week' | 'month' | 'year' | null;
  readonly components: readonly {
    readonly courseOwnerId: string;
    readonly courseId: string;
    readonly title: string;
    readonly minutes: number | null;
  }[];
  readonly competences: readonly { readonly title: string }[];
  readonly periods: readonly {
    readonly sequence: number;
    readonly kind: PeriodKind;
    readonly status: string;
    readonly startDate: IsoDate;
    readonly endDate: IsoDate;
    readonly completionDate: IsoDate | null;
    readonly expirationDate: IsoDate | null;
  }[];
};

/** One certification with what it asks for and gives, and the learner's earlier periods. Undefined when it is not visible. */
export async function findCertificationAbout(
  tx: Tx,
  learner: Learner,
  key: { readonly ownerId: string; readonly id: string },
): Promise<CertificationAbout | undefined> {
  const [row] = await tx.query<CertificationAbout>(
    `select c.tenant_id as "ownerId", c.certification_id as id, c.title, c.description, c.renewable, c.validity_n as "validityN", c.validity_unit as "validityUnit",
       c.active_from <= $3::date and (c.active_to is null or c.active_to >= $3::date) as active,
       (select coalesce(json_agg(json_build_object('courseOwnerId', k.course_owner_id, 'courseId', k.course_id, 'title', co.title, 'minutes', co.minutes) order by k.position), '[]')
        from learning_certification_v_component k join learning_catalogue_v_course co on co.tenant_id = k.course_owner_id and co.course_id = k.course_id
        where k.tenant_id = c.tenant_id and k.certification_id = c.certification_id) as components,
       (select coalesce(json_agg(json_build_object('title', d.title) order by d.title), '[]')
        from learning_catalogue_v_attachment a join competence_v_definition d on d.tenant_id = a.competence_owner_id and d.competence_id = a.competence_id
        where a.tenant_id = c.tenant_id and a.object_id = c.certification_id) as competences,
       (select coalesce(json_agg(json_build_object('sequence', p.sequence, 'kind', p.kind, 'status', p.status, 'startDate', p.start_date, 'endDate', p.end_date,
          'completionDate', p.completion_date, 'expirationDate', p.expiration_date) order by p.sequence desc), '[]')
        from learning_certification_v_subscription s join learning_certification_v_period p on p.tenant_id = s.tenant_id and p.subscription_id = s.subscription_id
        where s.tenant_id = $1 and s.person_id = $2 and s.certification_owner_id = c.tenant_id and s.certification_id = c.certification_id) as periods
     from learning_certification_v_certification c where c.tenant_id = $4 and c.certification_id = $5`,
    [learner.tenantId, learner.personId, tx.today, key.ownerId, key.id],
  );
  return row;
}

export type AvailableCertification = Pick<
  CertificationAbout,
  'ownerId' | 'id' | 'title' | 'description' | 'validityN' | 'validityUnit'
> & { readonly courses: number };

/** CERT-18: certifications of the own employer and national ones that are open, and that the person is not on. */
export function listAvailableCertifications(tx: Tx, learner: Learner, most = 100): Promise<AvailableCertification[]> {
  return tx.query<AvailableCertification>(
    `select c.tenant_id as "ownerId", c.certification_id as id, c.title, c.description, c.validity_n as "validityN", c.validity_unit as "validityUnit",
       (select count(*)::int from learning_certification_v_component k where k.tenant_id = c.tenant_id and k.certification_id = c.certification_id) as courses
     from learning_certification_v_certification c
     where c.active_from <= $3 and (c.active_to is null or c.active_to >= $3) and not exists (
       select 1 from learning_certification_v_subscription s where s.tenant_id = $1 and s.person_id = $2
         and s.certification_owner_id = c.tenant_id and s.certification_id = c.certification_id and s.status not in ('CANCELLED', 'REJECTED'))
     order by c.title limit $4`,
    [learner.tenantId, learner.personId, tx.today, most],
  );
}
