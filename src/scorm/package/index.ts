/**
 * The front door of `scorm/package`: an upload -> a checked package, or findings.
 *
 * Glossary
 * - package: a zip with an `imsmanifest.xml`
 * - manifest: what the package says of itself; organisations, items, resources
 * - activity: an item of an organisation; a leaf with a resource can be launched
 * - prediction: what its files let one expect of it, in a sentence; the package doctor (`doctor/`) makes them
 * - finding: one thing the check has to say; an error refuses, a warning or info does not
 */
export { checkPackage, type CheckOptions, type PackageCheck, type PackageFile } from './check-package';
export type { ReadPrerequisites } from './doctor/examine';
export { extractPackage, ExtractionRefused, type WriteEntry } from './extract-package';
export { listFindings, type FindingRow } from './findings';
export { DEFAULT_LIMITS, type PackageLimits } from './limits';
export { reportMessages } from './messages.en';
export { activitiesOf, leavesOf } from './core/read-manifest';
export type {
  Activity,
  ActivityResource,
  CheckedPackage,
  Finding,
  ObjectiveDefinition,
  Organisation,
  Prediction,
  RollupRule,
  ScormVersion,
  SequencingDefinition,
  SequencingRule,
  Severity,
} from './core/types';
