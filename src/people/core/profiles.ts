/**
 * Every profile and what it may do: the learning profiles of DOMAIN 8.4, those of 8.5, and our own
 * Content author. A permission that 8.4 does not name is ours:
 *   catalogue.edit       make and change courses, offerings, classes, certifications, paths
 *   competence.define    make and change competencies of the own owner (COMP-4)
 *   requirement.manage   REQ-9
 *   grant.manage         give and take profiles
 *   tenant.manage        tenants themselves
 *   externalLearner.manage
 *   national.publish     objects that every employer uses (CAT-3)
 */
import { permissionsOf } from './function-table';

export const profiles: Readonly<Record<string, readonly string[]>> = {
  learningAdministration: [...permissionsOf('learningAdministration'), 'catalogue.edit'],
  classAdministration: permissionsOf('classAdministration'),
  learningInstructor: permissionsOf('learningInstructor'),
  contentAuthor: ['content.manage'],
  careerManagement: ['competence.define', 'requirement.manage'],
  localWorkstructures: ['requirement.manage'],
  localSystems: ['grant.manage', 'dataGroup.manage'],
  externalLearnerAdministration: ['externalLearner.manage'],
  nationalAdministrator: [
    'national.publish',
    'tenant.manage',
    'catalogue.access',
    'catalogue.edit',
    'content.manage',
    'competence.define',
    'learnerGroup.manage',
    'system.search',
  ],
};

export type Profile = keyof typeof profiles;

export function isProfile(name: string): boolean {
  return Object.hasOwn(profiles, name);
}

/** PERM-1: the rights of several profiles are their union. Unknown profiles give nothing. */
export function unionOfPermissions(held: readonly string[]): ReadonlySet<string> {
  return new Set(held.flatMap((profile) => profiles[profile] ?? []));
}
