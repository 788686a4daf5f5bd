import type { IsoDate } from '../../platform/dates';
import type { Tx } from '../../platform/db';
import type { Event } from '../../platform/events';
import { changePathEnrolments, type PathEnrolmentResult } from './change-path-enrolments';

export type NewPathSubscription = {
  readonly tenantId: string;
  readonly personId: string;
  readonly path: { readonly ownerId: string; readonly id: string };
  readonly causedBy?: Event;
};

type Earlier = { personId: string; pathId: string; courseId: string; completedOn: IsoDate; validTo: IsoDate | null };

/** LP-5, LP-7: puts persons on catalogue paths; courses completed before count while what they awarded is valid. */
export async function subscribeToPaths(
  tx: Tx,
  commands: readonly NewPathSubscription[],
): Promise<PathEnrolmentResult[]> {
  const earlier = await findEarlier(tx, commands);
  return changePathEnrolments(
    tx,
    commands.map((each) => ({
      ...each,
      command: {
        type: 'subscribe',
        source: 'Catalogue',
        approvalNeeded: false,
        countEarlier: true,
        earlier: earlier
          .filter((one) => one.personId === each.personId && one.pathId === each.path.id)
          .map(({ courseId, completedOn, validTo }) => ({
            courseId,
            completedOn,
            ...(validTo === null ? {} : { validTo }),
          })),
      },
    })),
  );
}

/** The latest success of each person on each course of the path, and the last day that anything it awarded is valid. */
function findEarlier(tx: Tx, commands: readonly NewPathSubscription[]): Promise<Earlier[]> {
  return tx.query<Earlier>(
    `select distinct on (k.person_id, k.path_id, e.course_id) k.person_id as "personId", k.path_id as "pathId", e.course_id as "courseId",
       e.completion_date as "completedOn",
       (select case when bool_or(h.date_to is null) then null else max(h.date_to) end from competence_v_element h
        where h.tenant_id = e.tenant_id and h.person_id = e.person_id and h.award_key = 'enrolment:' || e.enrolment_id) as "validTo"
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) k (tenant_id, person_id, path_owner_id, path_id)
     join path_course c on c.tenant_id = k.path_owner_id and c.path_id = k.path_id
     join learning_enrolment_v_enrolment e on e.tenant_id = k.tenant_id and e.person_id = k.person_id and e.course_id = c.course_id
       and e.class_owner_id = c.course_owner_id and e.successful_attendance and e.completion_date is not null
     order by k.person_id, k.path_id, e.course_id, e.completion_date desc`,
    [
      commands.map((each) => each.tenantId),
      commands.map((each) => each.personId),
      commands.map((each) => each.path.ownerId),
      commands.map((each) => each.path.id),
    ],
  );
}
