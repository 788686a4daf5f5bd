import { awardCompetences, awardKey, type NewAward } from '../../competence';
import { parseIsoDate } from '../../platform/dates';
import type { Tx } from '../../platform/db';
import { subjectOf, type Event } from '../../platform/events';
import { findClasses, loadEffectiveAttachments } from '../catalogue';

/**
 * ATT-1, ATT-4, ATT-5: a successful completion awards what is attached to its offering and course. Rules that wait for an
 * approval or for somebody's hand award nothing here (ATT-2).
 */
export async function awardForCompletions(tx: Tx, completed: readonly Event[]): Promise<void> {
  const classes = new Map(
    (
      await findClasses(
        tx,
        completed.map((event) => ({ ownerId: subjectOf(event, 'classOwnerId'), id: subjectOf(event, 'classId') })),
      )
    ).map((row) => [row.classId, row]),
  );
  const attachments = await loadEffectiveAttachments(
    tx,
    completed.map((event) => {
      const found = classes.get(subjectOf(event, 'classId'));
      if (!found) return [];
      return [
        { ownerId: found.ownerId, id: found.offeringId, updateRule: found.offeringUpdateRule ?? undefined },
        { ownerId: found.ownerId, id: found.courseId, updateRule: found.courseUpdateRule ?? undefined },
      ];
    }),
  );
  const awards = completed.flatMap((event, index) =>
    (attachments[index] ?? [])
      .filter((each) => each.updateRule === 'AUTO_NO_APPROVAL')
      .map((each): NewAward => {
        const enrolmentId = subjectOf(event, 'objectId');
        return {
          tenantId: event.tenantId,
          personId: subjectOf(event, 'personId'),
          competence: { ownerId: each.competenceOwnerId, id: each.competenceId },
          key: awardKey({ enrolmentId }),
          dateFrom: parseIsoDate((event.after as { completedOn: string }).completedOn),
          ...(each.level === undefined ? {} : { levelStep: each.level }),
          ...(each.validity === undefined ? {} : { attachmentValidity: each.validity }),
          provenance: { kind: 'learning', objectType: each.objectType, objectId: each.objectId, enrolmentId },
          causedBy: event,
        };
      }),
  );
  await awardCompetences(tx, awards);
}
