import type { IsoDate } from '../../platform/dates/types';
import type { Tx } from '../../platform/db';
import { findCompetences } from '../../competence';
import { attachCompetences, type NewAttachment } from './attach-competences';
import {
  createCourses,
  createOfferings,
  openOnlineClasses,
  type CatalogueRefusal,
  type NewCourse,
  type NewOffering,
} from './create-courses';

/** What the guided flow makes: a course or one that exists, an offering that plays an object, an always-open class. */
export type NewLearning = {
  readonly tenantId: string;
  readonly course: Omit<NewCourse, 'tenantId' | 'activeFrom'> | { readonly courseId: string };
  readonly offering: Pick<NewOffering, 'title' | 'completionRule' | 'masteryScore' | 'toolbar' | 'newWindow'> & {
    readonly learningObject: { readonly ownerId: string; readonly id: string };
  };
  /** Given by a new course; on a course that exists by the new offering alone, so that other deliveries stay as they are. */
  readonly competences: readonly Pick<NewAttachment, 'competence' | 'levelStep'>[];
  readonly certificationOnly: boolean;
  readonly activeFrom: IsoDate;
};

export type LearningMade =
  | { readonly ok: true; readonly courseId: string; readonly offeringId: string; readonly classId: string }
  | { readonly ok: false; readonly refusal: CatalogueRefusal | 'competence-not-found' };

/** ELL-1, ELL-4, ATT-1, CERT-13: from learning object to class in one transaction. A refusal leaves rows behind: the caller rolls back. */
export async function createLearning(tx: Tx, command: NewLearning): Promise<LearningMade> {
  const { tenantId, course, offering } = command;
  if (
    !(await areCompetences(
      tx,
      command.competences.map((each) => each.competence),
    ))
  )
    return { ok: false, refusal: 'competence-not-found' };
  const existing = 'courseId' in course ? course.courseId : undefined;
  const [made] =
    'courseId' in course
      ? [course.courseId]
      : await createCourses(tx, [{ ...course, tenantId, activeFrom: command.activeFrom }]);
  const courseId = made ?? '';
  const from = existing === undefined ? command.activeFrom : await startOf(tx, tenantId, existing, command.activeFrom);
  const [offered] = await createOfferings(tx, [
    { ...offering, tenantId, courseId, deliveryMode: 'OnlineSelfPaced', activeFrom: from },
  ]);
  if (!offered?.ok) return offered ?? { ok: false, refusal: 'parent-not-found' };
  const [opened] = await openOnlineClasses(tx, [
    { tenantId, offeringId: offered.id, title: offering.title, certificationOnly: command.certificationOnly },
  ]);
  if (!opened?.ok) return opened ?? { ok: false, refusal: 'parent-not-found' };
  const holder =
    existing === undefined
      ? ({ objectType: 'course', objectId: courseId } as const)
      : ({ objectType: 'offering', objectId: offered.id } as const);
  await attachCompetences(
    tx,
    command.competences.map((each) => ({ tenantId, ...holder, ...each })),
  );
  return { ok: true, courseId, offeringId: offered.id, classId: opened.id };
}

/** CAT-1: a course that only begins later cannot have an offering before it. */
async function startOf(tx: Tx, tenantId: string, courseId: string, wanted: IsoDate): Promise<IsoDate> {
  const [row] = await tx.query<{ activeFrom: IsoDate }>(
    `select active_from as "activeFrom" from course where tenant_id = $1 and id = $2`,
    [tenantId, courseId],
  );
  return row && row.activeFrom > wanted ? row.activeFrom : wanted;
}

/** Whether all are there for this tenant to use. The database's own keys do not ask whose they are. */
export async function areCompetences(
  tx: Tx,
  keys: readonly { readonly ownerId: string; readonly id: string }[],
): Promise<boolean> {
  const found = await findCompetences(tx, keys);
  return keys.every((key) => found.some((each) => each.ownerId === key.ownerId && each.id === key.id));
}
