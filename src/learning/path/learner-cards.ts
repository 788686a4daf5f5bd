import type { IsoDate } from '../../platform/dates';
import type { Tx } from '../../platform/db';
import { enrolmentStanding, isToDo, playWord, type Learner, type Standing } from '../enrolment';
import { isPathOverdue, pathCounts } from './core/progress';
import type { CourseCompletion, PathSection } from './core/types';
import {
  listPathsFor,
  type LearnerPath,
  type LearnerPathCourse,
  type LearnerPathSection,
  type PathWish,
} from './learner-queries';

/** What to do about one course; sentences are `enrolment.learner.play.*` and `path.learner.action.*`. */
export type CourseAction =
  | {
      readonly kind: 'play';
      readonly enrolmentId: string;
      readonly word: 'start' | 'continue' | 'again' | 'review';
      readonly newWindow: boolean;
    }
  /** Enrols and plays at once: the only class there is. */
  | { readonly kind: 'take'; readonly classId: string; readonly newWindow: boolean }
  | { readonly kind: 'choose' | 'wait' | 'nothing-open' };

export type PathCourseCard = LearnerPathCourse & {
  readonly href: string;
  readonly done: boolean;
  readonly standing: Standing;
  readonly action: CourseAction;
};
export type PathSectionCard = Omit<LearnerPathSection, 'courses'> & {
  readonly courses: readonly PathCourseCard[];
  readonly satisfied: boolean;
};
export type PathCard = Omit<LearnerPath, 'sections'> & {
  readonly href: string;
  readonly member: boolean;
  readonly standing: Standing;
  readonly overdue: boolean;
  /** Of what the sections ask for. */
  readonly done: number;
  readonly asked: number;
  readonly sections: readonly PathSectionCard[];
  /** The first course that still has to be done; none when nothing has. */
  readonly next: PathCourseCard | undefined;
};

/** Where a path's own page is. */
export const pathHref = (key: { readonly ownerId: string; readonly id: string }): string =>
  `/paths/${key.ownerId}/${key.id}`;

/** Paths with their words and progress. */
export async function listPathCards(tx: Tx, learner: Learner, wish: PathWish): Promise<PathCard[]> {
  return (await listPathsFor(tx, learner, wish)).map((row) => pathCard(row, tx.today));
}

/** LP-4, LP-5: a path in words, with its sections and the action beside each course. */
export function pathCard(row: LearnerPath, today: IsoDate): PathCard {
  const member = row.status === 'ACTIVE' || row.status === 'COMPLETED' || row.status === 'AWAITING_APPROVAL';
  const completions = row.sections.flatMap((section) =>
    section.courses.flatMap((course): CourseCompletion[] =>
      course.completedOn === null ? [] : [{ courseId: course.id, completedOn: course.completedOn }],
    ),
  );
  const counts = pathCounts(row.sections.map(coreSection), completions);
  const sections = row.sections.map((section): PathSectionCard => {
    const own = pathCounts([coreSection(section)], completions);
    return {
      ...section,
      satisfied: own.noOfMandatoryCompleted === own.noOfMandatoryCourses,
      courses: section.courses.map(courseCard),
    };
  });
  const overdue =
    row.status === 'ACTIVE' &&
    isPathOverdue({ status: row.status, completionTargetDate: row.completionTargetDate ?? undefined }, today);
  return {
    ...row,
    href: pathHref(row),
    member,
    overdue,
    standing: standingOf(row, overdue, counts.noOfCompletedCourses),
    done: counts.noOfMandatoryCompleted,
    asked: counts.noOfMandatoryCourses,
    sections,
    next: sections
      .filter((section) => !section.satisfied)
      .flatMap((section) => section.courses)
      .find((course) => !course.done),
  };
}

function standingOf(row: LearnerPath, overdue: boolean, completed: number): Standing {
  if (row.status === 'COMPLETED') return { word: 'completed', tone: 'good' };
  if (row.status === 'AWAITING_APPROVAL') return { word: 'requested', tone: 'none' };
  if (overdue) return { word: 'overdue', tone: 'bad' };
  return completed > 0 ? { word: 'in-progress', tone: 'going' } : { word: 'not-started', tone: 'none' };
}

function coreSection({ rule, n, courses }: LearnerPathSection): PathSection {
  return {
    rule: rule === 'N_OF' ? { kind: 'N_OF', n: n ?? 1 } : { kind: rule },
    courses: courses.map((course) => course.id),
  };
}

function courseCard(course: LearnerPathCourse): PathCourseCard {
  const done = course.completedOn !== null;
  const { enrolment } = course;
  const standing: Standing = done
    ? { word: 'completed', tone: 'good' }
    : enrolment && !(enrolment.status === 'Attended' && enrolment.successful)
      ? enrolmentStanding(enrolment)
      : { word: 'not-started', tone: 'none' };
  return {
    ...course,
    href: `/learning/courses/${course.ownerId}/${course.id}`,
    done,
    standing,
    action: actionOf(course),
  };
}

function actionOf({ enrolment, classes, completedOn }: LearnerPathCourse): CourseAction {
  const word = enrolment && playWord(enrolment);
  if (enrolment && word && (word !== 'review' || completedOn !== null))
    return { kind: 'play', enrolmentId: enrolment.id, word, newWindow: enrolment.newWindow };
  if (enrolment && (isToDo(enrolment) || enrolment.status === 'Requested' || enrolment.status === 'Waitlisted'))
    return { kind: 'wait' };
  // A class that is only for a certification is taken from there (CERT-13); its course page says so.
  const [only, ...others] = classes.filter((each) => !each.certificationOnly);
  if (only === undefined) return { kind: classes.length > 0 ? 'choose' : 'nothing-open' };
  return others.length === 0 && only.mode.startsWith('Online') && enrolment === null
    ? { kind: 'take', classId: only.classId, newWindow: only.newWindow }
    : { kind: 'choose' };
}
