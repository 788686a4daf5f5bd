import { findClasses } from '../learning/catalogue';
import { changeSubscriptions, enrolThrough, type SubscriptionCommand } from '../learning/certification';
import { enrolPersons } from '../learning/enrolment';
import { changePathEnrolments } from '../learning/path';
import { nationalTenantId, type Tx } from '../platform/db';

export type EnterClass = {
  readonly tenantId: string;
  readonly personId: string;
  readonly class: { readonly ownerId: string; readonly id: string };
  /** False: leaves learning paths alone. */
  readonly paths?: boolean;
};

export type Entered =
  { readonly ok: true; readonly enrolmentId: string } | { readonly ok: false; readonly refusal: string };

type Live = { enrolmentId: string; status: string; completed: boolean };

/**
 * Gets a person to where they can play a class, doing only what is missing: subscribes to the learning paths of the catalogue
 * that contain its course and to a certification that has it as a component (renews when that is open), and enrols through
 * the certification, plainly where there is none. What is under way is gone on with; what is done is shown again.
 */
export async function enterClass(tx: Tx, command: EnterClass): Promise<Entered> {
  const [found] = await findClasses(tx, [command.class]);
  if (!found) return { ok: false, refusal: 'class-not-found' };
  const course = { ownerId: found.ownerId, courseId: found.courseId };
  if (command.paths !== false) await subscribeToPaths(tx, command, course);
  const places = await tx.query<Live>(
    `select enrolment_id as "enrolmentId", status, status = 'Attended' as completed from learning_enrolment_v_enrolment
     where tenant_id = $1 and person_id = $2 and class_owner_id = $3 and class_id = $4 and status not in ('Withdrawn', 'Rejected', 'DNA')
     order by placed_at desc, enrolment_id desc`,
    [command.tenantId, command.personId, command.class.ownerId, command.class.id],
  );
  const live = places.find((place) => !place.completed);
  if (live) return { ok: true, enrolmentId: live.enrolmentId };

  const through = await enterThroughCertification(tx, command, course);
  if (through !== undefined) return { ok: true, enrolmentId: through };
  const done = places[0];
  if (done) return { ok: true, enrolmentId: done.enrolmentId };
  const { tenantId, personId } = command;
  const [result] = await enrolPersons(tx, [{ tenantId, personId, class: command.class, by: 'learner' }]);
  if (!result?.ok) return { ok: false, refusal: result?.refusal ?? 'class-not-found' };
  return { ok: true, enrolmentId: result.enrolmentId };
}

type Course = { readonly ownerId: string; readonly courseId: string };

/** Paths that the person never was on; who has left one is not put back. */
async function subscribeToPaths(tx: Tx, { tenantId, personId }: EnterClass, course: Course): Promise<void> {
  const paths = await tx.query<{ ownerId: string; id: string }>(
    `select distinct p.tenant_id as "ownerId", p.path_id as id
     from learning_path_v_course c join learning_path_v_path p on p.tenant_id = c.tenant_id and p.path_id = c.path_id
     where c.tenant_id = any($1::uuid[]) and c.course_owner_id = $2 and c.course_id = $3 and p.source = 'Catalogue'
       and p.active_from <= $4 and (p.active_to is null or p.active_to >= $4)
       and not exists (select 1 from learning_path_v_enrolment e where e.tenant_id = $5 and e.person_id = $6 and e.path_owner_id = p.tenant_id and e.path_id = p.path_id)`,
    [[tenantId, nationalTenantId], course.ownerId, course.courseId, tx.today, tenantId, personId],
  );
  const command = {
    type: 'subscribe',
    source: 'Catalogue',
    approvalNeeded: false,
    earlier: [],
    countEarlier: true,
  } as const;
  await changePathEnrolments(
    tx,
    paths.map((path) => ({ tenantId, personId, path, command })),
  );
}

type Candidate = { ownerId: string; id: string; status: string | null; renewFrom: string | null; liveDone: boolean };

/** The enrolment made through a certification; undefined where none lets the person in today. */
async function enterThroughCertification(
  tx: Tx,
  { tenantId, personId, class: wanted }: EnterClass,
  course: Course,
): Promise<string | undefined> {
  const candidates = await tx.query<Candidate>(
    `select k.tenant_id as "ownerId", k.certification_id as id, s.status, s.earliest_renew_date as "renewFrom",
       exists (select 1 from learning_certification_v_period p
         join learning_certification_v_progress g on g.tenant_id = p.tenant_id and g.period_id = p.period_id and g.course_id = k.course_id and g.status = 'Completed'
         where p.tenant_id = s.tenant_id and p.subscription_id = s.subscription_id and p.status in ('ENROLLED', 'ACTIVE')) as "liveDone"
     from learning_certification_v_component k
     join learning_certification_v_certification c on c.tenant_id = k.tenant_id and c.certification_id = k.certification_id
     left join learning_certification_v_subscription s on s.tenant_id = $4 and s.person_id = $5 and s.certification_owner_id = k.tenant_id and s.certification_id = k.certification_id
     where k.tenant_id = any($1::uuid[]) and k.course_owner_id = $2 and k.course_id = $3
     order by s.status is null, k.tenant_id <> $4, k.certification_id`,
    [[tenantId, nationalTenantId], course.ownerId, course.courseId, tenantId, personId],
  );
  for (const { ownerId, id, status, renewFrom, liveDone } of candidates) {
    // The component is done and the others are not: to play it again brings nothing.
    if (liveDone) continue;
    if (status === 'CERTIFIED' && (renewFrom === null || tx.today < renewFrom)) continue;
    const certification = { ownerId, id };
    const command = nextCommand(status);
    if (command) {
      const [changed] = await changeSubscriptions(tx, [{ tenantId, personId, certification, command }]);
      if (changed?.ok !== true) continue;
    }
    const enrolled = await enrolThrough(tx, {
      tenantId,
      personId,
      class: wanted,
      by: 'learner',
      certification,
      courseId: course.courseId,
    });
    if (enrolled.ok) return enrolled.enrolmentId;
  }
  return undefined;
}

/** What gives the person a live period: nothing when there is one. */
function nextCommand(status: string | null): SubscriptionCommand['command'] | undefined {
  if (status === 'ENROLLED' || status === 'RENEWING') return undefined;
  return status === 'CERTIFIED' ? { type: 'renew' } : { type: 'subscribe', approvalNeeded: false, mandatory: false };
}
