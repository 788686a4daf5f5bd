import type { IsoDate } from '../../../platform/dates';
import { isWithin } from '../../../platform/dates';
import { pathCompletedOn, targetDate } from './progress';
import type {
  CourseCompletion,
  EarlierCompletion,
  PathCommand,
  PathDecision,
  PathDefinition,
  PathEnrolment,
  PathEvent,
  PathRefusal,
  PathSource,
  PathStatus,
} from './types';

/** LP-5, with the way back by ATT-7 and subscribing again after a refusal or leaving. */
export const TRANSITIONS: Readonly<Record<PathStatus | 'new', readonly PathStatus[]>> = {
  new: ['AWAITING_APPROVAL', 'ACTIVE', 'COMPLETED'],
  AWAITING_APPROVAL: ['ACTIVE', 'COMPLETED', 'REJECTED', 'CANCELLED'],
  ACTIVE: ['COMPLETED', 'CANCELLED'],
  COMPLETED: ['ACTIVE', 'CANCELLED'],
  REJECTED: ['AWAITING_APPROVAL', 'ACTIVE', 'COMPLETED'],
  CANCELLED: ['AWAITING_APPROVAL', 'ACTIVE', 'COMPLETED'],
};

/** LP-5 to LP-7 and ATT-7: what a command does to a person's enrolment on a path today; undefined before the first one. */
export function decidePath(
  enrolment: PathEnrolment | undefined,
  command: PathCommand,
  definition: PathDefinition,
  today: IsoDate,
): PathDecision {
  if (command.type === 'subscribe') return subscribe(enrolment, command, definition, today);
  if (!enrolment) return refuse('not-subscribed');
  switch (command.type) {
    case 'approve':
      if (enrolment.status !== 'AWAITING_APPROVAL') return refuse('not-awaiting-approval');
      if (!isActive(definition, today)) return refuse('not-active');
      return activate(
        enrolment.status,
        enrolment.source,
        earlierThatCount(command, definition, today),
        definition,
        today,
      );
    case 'reject':
      if (enrolment.status !== 'AWAITING_APPROVAL') return refuse('not-awaiting-approval');
      return {
        ok: true,
        enrolment: { ...enrolment, status: 'REJECTED' },
        events: changed(enrolment.status, 'REJECTED'),
      };
    case 'complete-course':
      return completeCourse(enrolment, command, definition);
    case 'reverse-course':
      return reverseCourse(enrolment, command.courseId, definition);
    case 'unsubscribe':
      if (enrolment.status === 'CANCELLED' || enrolment.status === 'REJECTED') return refuse('not-subscribed');
      return {
        ok: true,
        enrolment: { ...baseOf(enrolment), status: 'CANCELLED' },
        events: changed(enrolment.status, 'CANCELLED'),
      };
  }
}

function subscribe(
  before: PathEnrolment | undefined,
  command: Extract<PathCommand, { type: 'subscribe' }>,
  definition: PathDefinition,
  today: IsoDate,
): PathDecision {
  if (before && before.status !== 'CANCELLED' && before.status !== 'REJECTED') return refuse('already-subscribed');
  if (!isActive(definition, today)) return refuse('not-active');
  if (!command.approvalNeeded)
    return activate(before?.status, command.source, earlierThatCount(command, definition, today), definition, today);
  const enrolment: PathEnrolment = {
    status: 'AWAITING_APPROVAL',
    source: command.source,
    subscribedOn: today,
    completions: [],
  };
  return { ok: true, enrolment, events: changed(before?.status, 'AWAITING_APPROVAL') };
}

/** LP-7: courses of the path completed before and still valid today, when the setting lets them count. */
function earlierThatCount(
  from: { readonly earlier: readonly EarlierCompletion[]; readonly countEarlier: boolean },
  definition: PathDefinition,
  today: IsoDate,
): readonly CourseCompletion[] {
  if (!from.countEarlier) return [];
  const valid = from.earlier.filter(
    (one) => hasCourse(definition, one.courseId) && (one.validTo === undefined || one.validTo >= today),
  );
  return valid.map(({ courseId, completedOn }) => ({ courseId, completedOn }));
}

/** The target counts from the day it becomes active (LP-6). */
function activate(
  from: PathStatus | undefined,
  source: PathSource,
  completions: readonly CourseCompletion[],
  definition: PathDefinition,
  today: IsoDate,
): PathDecision {
  const enrolment: PathEnrolment = {
    status: 'ACTIVE',
    source,
    subscribedOn: today,
    completionTargetDate: targetDate(definition.target, today),
    completions,
  };
  const counted = completions.map((one): PathEvent => ({ type: 'path-course-completed', ...one }));
  return settle(from, enrolment, definition, counted);
}

/** LP-7: a course counts once; the path is complete when every section is satisfied. Again, or elsewhere, changes nothing. */
function completeCourse(
  enrolment: PathEnrolment,
  { courseId, completedOn }: Extract<PathCommand, { type: 'complete-course' }>,
  definition: PathDefinition,
): PathDecision {
  const running = enrolment.status === 'ACTIVE' || enrolment.status === 'COMPLETED';
  const known = enrolment.completions.some((one) => one.courseId === courseId);
  if (!running || known || !hasCourse(definition, courseId)) return { ok: true, enrolment, events: [] };
  const completions = [...enrolment.completions, { courseId, completedOn }];
  const event: PathEvent = { type: 'path-course-completed', courseId, completedOn };
  // A complete path stays as it was; a further course is only counted.
  if (enrolment.status === 'COMPLETED') return { ok: true, enrolment: { ...enrolment, completions }, events: [event] };
  return settle(enrolment.status, { ...enrolment, completions }, definition, [event]);
}

/** ATT-7: a course no longer counts; a path that needed it is active again. */
function reverseCourse(enrolment: PathEnrolment, courseId: string, definition: PathDefinition): PathDecision {
  if (!enrolment.completions.some((one) => one.courseId === courseId)) return { ok: true, enrolment, events: [] };
  const completions = enrolment.completions.filter((one) => one.courseId !== courseId);
  const event: PathEvent = { type: 'path-course-reversed', courseId };
  const stillComplete = pathCompletedOn(definition.sections, completions, enrolment.subscribedOn) !== undefined;
  if (enrolment.status !== 'COMPLETED' || stillComplete)
    return { ok: true, enrolment: { ...enrolment, completions }, events: [event] };
  return {
    ok: true,
    enrolment: { ...baseOf(enrolment), completions, status: 'ACTIVE' },
    events: [event, { type: 'path-completion-reversed' }, ...changed('COMPLETED', 'ACTIVE')],
  };
}

function settle(
  from: PathStatus | undefined,
  enrolment: PathEnrolment,
  definition: PathDefinition,
  before: readonly PathEvent[],
): PathDecision {
  const completionDate = pathCompletedOn(definition.sections, enrolment.completions, enrolment.subscribedOn);
  if (completionDate === undefined)
    return { ok: true, enrolment, events: [...before, ...changed(from, enrolment.status)] };
  const completed: PathEvent = { type: 'path-completed', completedOn: completionDate };
  return {
    ok: true,
    enrolment: { ...baseOf(enrolment), status: 'COMPLETED', completionDate },
    events: [...before, completed, ...changed(from, 'COMPLETED')],
  };
}

function baseOf({
  source,
  subscribedOn,
  completionTargetDate,
  completions,
}: PathEnrolment): Omit<PathEnrolment, 'status' | 'completionDate'> {
  return { source, subscribedOn, completionTargetDate, completions };
}

function hasCourse(definition: PathDefinition, courseId: string): boolean {
  return definition.sections.some((section) => section.courses.includes(courseId));
}

/** CAT-2. */
function isActive(definition: PathDefinition, today: IsoDate): boolean {
  return isWithin(today, { from: definition.activeFrom, to: definition.activeTo });
}

function changed(from: PathStatus | undefined, to: PathStatus): readonly PathEvent[] {
  return from === to ? [] : [{ type: 'path-status-changed', from, to }];
}

function refuse(refusal: PathRefusal): PathDecision {
  return { ok: false, refusal };
}
