/**
 * People: who there is, who they work for, and what they may do.
 *
 * - tenant: an employer, or the national body. account: signs in; belongs to one tenant and at most one person.
 * - person: one record per employer. assignment: a person in a position. profile: a set of permissions given to an account.
 */
export { createTenants, type NewTenant } from './create-tenants';
export { createAccounts, grantProfiles, type NewAccount, type NewGrant } from './create-accounts';
export {
  ensureJobRoles,
  recordAssignments,
  recordOrganisations,
  recordPersons,
  recordPositions,
  type NewAssignment,
  type NewOrganisation,
  type NewPerson,
  type NewPosition,
} from './record-workforce';
export { openSession, signIn, signOut, type SignInResult } from './sign-in';
export { createAuthenticate, sessionCookie } from './authenticate';
export { hasSessionEnded } from './has-session-ended';
export { lockPersons } from './lock-persons';
export { defaultSettings, settingsOf, type Settings } from './settings';
export { isProfile, profiles } from './core/profiles';
export { functionTable, permissionsOf, type LearningProfile } from './core/function-table';
export { signInRoutes, type DemoPerson, type SignInDeps } from './pages';
export { messages as peopleMessages } from './messages.en';
export { peopleAdminRoutes } from './admin-pages';
export {
  findPerson,
  listAssignments,
  listPersons,
  type AssignmentLine,
  type PersonListRow,
  type PersonSummary,
} from './admin-queries';
export { messages as peopleAdminMessages } from './admin-messages.en';
