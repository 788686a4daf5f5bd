import type { CompetencyUpdateLevel } from './types';

/** CAT-5: a course is complete when one enrolment in any of its offerings is Attended with success. */
export function isCourseComplete(
  enrolments: readonly { readonly status: string; readonly successfulAttendance: boolean }[],
): boolean {
  return enrolments.some((enrolment) => enrolment.status === 'Attended' && enrolment.successfulAttendance);
}

/** A learning object and what it is made of; a leaf has no children. */
export type ObjectNode = { readonly id: string; readonly children?: readonly ObjectNode[] | undefined };

/** CAT-6: how many of the leaves are complete; complete when all are. A set of nothing is never complete. */
export function objectSetProgress(
  set: readonly ObjectNode[],
  completed: ReadonlySet<string>,
): { readonly done: number; readonly total: number; readonly complete: boolean } {
  const leaves = new Set(set.flatMap(leavesOf));
  const done = [...leaves].filter((id) => completed.has(id)).length;
  return { done, total: leaves.size, complete: leaves.size > 0 && done === leaves.size };
}

function leavesOf(node: ObjectNode): readonly string[] {
  return node.children && node.children.length > 0 ? node.children.flatMap(leavesOf) : [node.id];
}

/** ATT-4: attendance alone awards nothing; it takes the success mark. */
export function deservesAward(enrolment: { readonly status: string; readonly successfulAttendance: boolean }): boolean {
  return enrolment.status === 'Attended' && enrolment.successfulAttendance;
}

/**
 * ATT-5: whether a certification's own attachments are awarded now. Under `course` each complete component awards them (the
 * same key, so the row moves on); under `certification` only the whole does. A component's own attachments are not asked here.
 */
export function certificationAwardsNow(level: CompetencyUpdateLevel, reached: 'component' | 'certification'): boolean {
  return reached === 'certification' || level === 'course';
}
