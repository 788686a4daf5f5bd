/**
 * Competence: what people can be shown to be able to do, and until when.
 *
 * - competence: a definition with an owner, a name and a renewal period. element: a row of a person's profile.
 * - award: one reason to hold a competence; its key makes it count once.
 */
export { awardCompetences, type NewAward } from './award-competences';
export { defineCompetences, type NewCompetence } from './define-competences';
export { listHeldAsAt, type HeldCompetence } from './held-as-at';
export { parseCompetenceName } from './core/name';
export { awardKey, nearestUpdateRule, updateEffect } from './core/award-dates';
export type { Provenance, UpdateRule } from './core/types';
export { findCompetences, listCompetences, type CompetenceChoice, type CompetenceWish } from './admin-queries';
export { competenceAdminRoutes } from './admin-pages';
export { messages as competenceAdminMessages } from './admin-messages.en';
