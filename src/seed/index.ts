/**
 * Data to start with: from a file to tenants, people, courses and certifications, and the demonstration.
 *
 * - apply: makes what a file describes and is not there yet, by the operations that the pages use.
 * - demonstration: invented employers and people with learning under way; `SEED=demo`.
 */
export { applyFile, type Applied, type ApplyOptions, type ApplyRefused } from './apply';
export { competenceNamed } from './competence-named';
export { openOnlineCourse } from './deliver-courses';
export { demoPassword, demoPeople } from './demo-people';
export { enterClass, type Entered } from './enter-class';
export { startMessages } from './messages.en';
export { readApplyFile, type ApplyFile, type Fault } from './schema';
export { seedDemo, type SeedDeps } from './seed-demo';
export { seedNone } from './seed-none';
