import type { IsoDate } from '../platform/dates';
import type { Tx } from '../platform/db';
import {
  amberWindowOf,
  certificateStanding,
  type SubscriptionLook,
  type ValidityStanding,
} from '../learning/certification';
import { dueTone, type Learner, type Tone } from '../learning/enrolment';

type Row = {
  readonly personId: string;
  readonly name: string;
  readonly position: string | null;
  readonly certifications: readonly {
    readonly title: string;
    readonly status: SubscriptionLook['status'];
    readonly completionDate: IsoDate | null;
    readonly expirationDate: IsoDate | null;
    readonly dueDate: IsoDate | null;
  }[];
  readonly courses: readonly { readonly title: string; readonly status: 'Confirmed' | 'InProgress' }[];
};

export type TeamMember = Omit<Row, 'certifications'> & {
  readonly certifications: readonly (Row['certifications'][number] & {
    readonly standing: ValidityStanding;
    readonly overdue: boolean;
    readonly dueTone: Tone;
  })[];
  /** How many need attention: overdue, expired, or about to expire. */
  readonly attention: number;
};

/** PERM-8: people whose supervisor is this person today, with where their learning stands; who needs attention first. One query. */
export async function listTeam(tx: Tx, manager: Learner): Promise<TeamMember[]> {
  const rows = await tx.query<Row>(
    `select p.person_id as "personId", p.full_name as name, min(o.title) as position,
       (select coalesce(json_agg(json_build_object('title', c.title, 'status', s.status, 'completionDate', s.completion_date, 'expirationDate', s.expiration_date, 'dueDate',
          (select d.end_date from learning_certification_v_period d where d.tenant_id = s.tenant_id and d.subscription_id = s.subscription_id and d.status in ('ENROLLED', 'ACTIVE') order by d.sequence desc limit 1))
          order by c.title), '[]')
        from learning_certification_v_subscription s
        join learning_certification_v_certification c on c.tenant_id = s.certification_owner_id and c.certification_id = s.certification_id
        where s.tenant_id = p.tenant_id and s.person_id = p.person_id and s.status not in ('CANCELLED', 'REJECTED') and not s.moved_to_history) as certifications,
       (select coalesce(json_agg(json_build_object('title', c.title, 'status', e.status) order by c.title), '[]')
        from learning_enrolment_v_enrolment e join learning_catalogue_v_course c on c.tenant_id = e.class_owner_id and c.course_id = e.course_id
        where e.tenant_id = p.tenant_id and e.person_id = p.person_id and e.status in ('Confirmed', 'InProgress')) as courses
     from people_v_assignment a
     join people_v_person p on p.tenant_id = a.tenant_id and p.person_id = a.person_id
     left join people_v_position o on o.tenant_id = a.tenant_id and o.position_id = a.position_id and o.date_from <= $3 and (o.date_to is null or o.date_to >= $3)
     where a.tenant_id = $1 and a.supervisor_person_id = $2 and a.date_from <= $3 and (a.date_to is null or a.date_to >= $3)
     group by p.tenant_id, p.person_id, p.full_name`,
    [manager.tenantId, manager.personId, tx.today],
  );
  const window = await amberWindowOf(tx, manager);
  return rows
    .map((row): TeamMember => {
      const certifications = row.certifications.map((each) => ({
        ...each,
        standing: certificateStanding(each, tx.today, window),
        overdue: each.dueDate !== null && each.dueDate < tx.today,
        dueTone: each.dueDate === null ? ('none' as const) : dueTone(each.dueDate, tx.today),
      }));
      return {
        ...row,
        certifications,
        attention: certifications.filter(
          (each) => each.overdue || each.standing.tone === 'bad' || each.standing.tone === 'soon',
        ).length,
      };
    })
    .sort((a, b) => b.attention - a.attention || a.name.localeCompare(b.name, 'en-GB'));
}
