import type { SignedIn } from '../platform/http';

/** A place of those who manage; words are `portal.manage.<word>` and `.text`. */
export type ManagePlace = { readonly word: string; readonly href: string; readonly anyOf: readonly string[] };

/** Where people with rights beyond their own learning work, in the order in which most need it. */
export const whatToManage: readonly ManagePlace[] = [
  { word: 'content', href: '/manage/content', anyOf: ['content.manage'] },
  { word: 'courses', href: '/manage/courses', anyOf: ['catalogue.access'] },
  { word: 'certifications', href: '/manage/certifications', anyOf: ['catalogue.access'] },
  { word: 'paths', href: '/manage/paths', anyOf: ['catalogue.access'] },
  { word: 'competences', href: '/manage/competencies', anyOf: ['competence.define', 'catalogue.access'] },
  { word: 'people', href: '/manage/people', anyOf: ['learner.search'] },
  { word: 'outcomes', href: '/manage/outcomes', anyOf: ['enrolment.manage'] },
];

/** What this person may manage. */
export function placesFor(who: Pick<SignedIn, 'permissions'>): readonly ManagePlace[] {
  return whatToManage.filter((place) => place.anyOf.some((permission) => who.permissions.has(permission)));
}
