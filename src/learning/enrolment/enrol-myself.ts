import type { Tx } from '../../platform/db';
import { listOpenClasses } from '../catalogue';
import { enrolPersons, type Enrolled } from './enrol-persons';
import type { Learner } from './learner';

/**
 * Self-service: a learner takes a class that the course offers today (CAT-2, ENR-3, CAT-7). A class that is there but not on
 * offer is closed to self-service, whatever an administrator could still do.
 */
export async function enrolMyself(
  tx: Tx,
  learner: Learner,
  course: { readonly ownerId: string; readonly id: string },
  classId: string,
): Promise<Enrolled> {
  const offered = await listOpenClasses(tx, course);
  if (offered === undefined) return { ok: false, refusal: 'class-not-found' };
  if (!offered.some((each) => each.classId === classId)) return { ok: false, refusal: 'class-closed' };
  const [result] = await enrolPersons(tx, [
    { ...learner, class: { ownerId: course.ownerId, id: classId }, by: 'learner' },
  ]);
  return result ?? { ok: false, refusal: 'class-not-found' };
}
