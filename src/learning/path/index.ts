/**
 * Learning paths: courses in sections, worked through towards a target date. A section asks for all of its courses, for some,
 * or for none; the path is complete when every section is satisfied.
 */
export { createPaths, type NewPath, type PathMade } from './create-paths';
export { awardForPaths, changePathEnrolments, progressPaths, type PathEnrolmentCommand, type PathEnrolmentResult } from './change-path-enrolments';
