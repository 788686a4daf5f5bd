import type { IsoDate } from '../../../platform/dates';
import { addDays, maxDate } from '../../../platform/dates';
import type { CourseCompletion, PathDefinition, PathEnrolment, PathSection, PathTarget } from './types';

export type PathFault =
  | 'no-sections'
  | 'empty-section'
  | 'course-repeated'
  | 'count-out-of-range'
  | 'nothing-to-complete'
  | 'ends-before-it-starts'
  | 'target-not-positive';

/** LP-2, LP-3: what forbids saving a path; empty when all is well. A path of optional sections alone would be complete at once. */
export function checkPath(definition: PathDefinition): readonly PathFault[] {
  const { sections, target } = definition;
  const courses = sections.flatMap((section) => section.courses);
  const faults: PathFault[] = [];
  if (sections.length === 0) faults.push('no-sections');
  if (sections.some((section) => section.courses.length === 0)) faults.push('empty-section');
  if (new Set(courses).size < courses.length) faults.push('course-repeated');
  if (
    sections.some(
      ({ rule, courses: own }) =>
        rule.kind === 'N_OF' && !(Number.isInteger(rule.n) && rule.n >= 1 && rule.n <= own.length),
    )
  ) {
    faults.push('count-out-of-range');
  }
  if (sections.length > 0 && sections.every((section) => section.rule.kind === 'OPTIONAL'))
    faults.push('nothing-to-complete');
  if (definition.activeTo !== undefined && definition.activeTo < definition.activeFrom)
    faults.push('ends-before-it-starts');
  if (target && 'days' in target && !(Number.isInteger(target.days) && target.days > 0))
    faults.push('target-not-positive');
  return faults;
}

/** LP-3: how many courses a section asks for. */
function asked({ rule, courses }: PathSection): number {
  if (rule.kind === 'ALL_MANDATORY') return courses.length;
  return rule.kind === 'N_OF' ? rule.n : 0;
}

export type PathCounts = {
  /** LP-4: courses that have to be completed, over all sections. */
  readonly noOfMandatoryCourses: number;
  /** LP-4: courses of the path that are complete, optional ones included. */
  readonly noOfCompletedCourses: number;
  /** COMPL-13: of the mandatory ones; a section gives no more than it asks for. */
  readonly noOfMandatoryCompleted: number;
};

/** LP-4: the counts shown. */
export function pathCounts(sections: readonly PathSection[], completions: readonly CourseCompletion[]): PathCounts {
  const done = new Set(completions.map((one) => one.courseId));
  const perSection = sections.map((section) => ({
    asks: asked(section),
    has: section.courses.filter((courseId) => done.has(courseId)).length,
  }));
  return {
    noOfMandatoryCourses: perSection.reduce((sum, { asks }) => sum + asks, 0),
    noOfCompletedCourses: perSection.reduce((sum, { has }) => sum + has, 0),
    noOfMandatoryCompleted: perSection.reduce((sum, { asks, has }) => sum + Math.min(asks, has), 0),
  };
}

/** LP-3: the day on which a section was satisfied; undefined while it is not, `start` when it asks for nothing. */
function satisfiedOn(section: PathSection, dates: ReadonlyMap<string, IsoDate>, start: IsoDate): IsoDate | undefined {
  const count = asked(section);
  if (count === 0) return start;
  const done = section.courses.flatMap((courseId) => dates.get(courseId) ?? []).sort();
  return done[count - 1];
}

/**
 * LP-7: the day on which every section was satisfied, never before the enrolment itself; undefined while one is not. Courses
 * completed before subscription thus complete a path on the day it is subscribed to.
 */
export function pathCompletedOn(
  sections: readonly PathSection[],
  completions: readonly CourseCompletion[],
  subscribedOn: IsoDate,
): IsoDate | undefined {
  const dates = new Map(completions.map((one) => [one.courseId, one.completedOn]));
  let latest = subscribedOn;
  for (const section of sections) {
    const on = satisfiedOn(section, dates, subscribedOn);
    if (on === undefined) return undefined;
    latest = maxDate(latest, on);
  }
  return latest;
}

/** LP-6. */
export function targetDate(target: PathTarget | undefined, subscribedOn: IsoDate): IsoDate | undefined {
  if (!target) return undefined;
  return 'onDate' in target ? target.onDate : addDays(subscribedOn, target.days);
}

/** LP-5: active, and the target date has passed. */
export function isPathOverdue(
  enrolment: Pick<PathEnrolment, 'status' | 'completionTargetDate'>,
  today: IsoDate,
): boolean {
  return (
    enrolment.status === 'ACTIVE' &&
    enrolment.completionTargetDate !== undefined &&
    enrolment.completionTargetDate < today
  );
}
