/**
 * Learning paths: courses in sections, worked through towards a target date. A section asks for all of its courses, for some,
 * or for none; the path is complete when every section is satisfied.
 */
export { createPaths, type NewPath, type PathMade } from './create-paths';
export {
  awardForPaths,
  changePathEnrolments,
  progressPaths,
  type PathEnrolmentCommand,
  type PathEnrolmentResult,
} from './change-path-enrolments';
export { messages as pathMessages } from './messages.en';
export { listPathCards, pathHref, type PathCard, type PathCourseCard } from './learner-cards';
export { pathPages } from './learner-pages';
export { subscribeToPaths, type NewPathSubscription } from './subscribe-to-paths';
export { pathAdminRoutes } from './admin-routes';
export { messages as pathAdminMessages } from './admin-messages.en';
export { listPaths, type PathListRow } from './admin-queries';
