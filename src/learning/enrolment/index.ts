/**
 * Enrolments: a person's place in a class. A registration of the player is an enrolment's id. The success mark says that
 * what was attended was also achieved; only then do competencies, certifications and paths follow.
 */
export { enrolPersons, type Enrol, type Enrolled } from './enrol-persons';
export { changeEnrolments, type Change, type Changed } from './change-enrolments';
export { playEnrolment, type Play, type PlayResult } from './play-enrolment';
export { takeOutcomes } from './take-outcomes';
export { awardForCompletions } from './award-for-completions';
export type { CertificationVia } from './core/decide-enrol';
export {
  dueTone,
  enrolmentStanding,
  isToDo,
  playWord,
  type EnrolmentLook,
  type Standing,
  type Tone,
} from './core/standing';
export { enrolMyself } from './enrol-myself';
export { learnerOf, objectParams, ownLearning, ownParams, type Learner } from './learner';
export { enrolmentCard, enrolmentPages, requireEnrolment, type EnrolmentCard } from './learner-pages';
export { courseEnrolmentSql, listEnrolmentsOf, type CourseEnrolment, type LearnerEnrolment } from './learner-queries';
export { enrolmentPath, playNow, type PlayDeps } from './play-page';
export { messages as enrolmentMessages } from './messages.en';
export { enrolmentAdminRoutes } from './admin-routes';
export { listEnrolments, type EnrolmentLine, type EnrolmentWish } from './admin-queries';
export { messages as enrolmentAdminMessages } from './admin-messages.en';
