/**
 * Sequencing: which activity comes next, and what the learner may ask for.
 *
 * - activity tree: organisation and items of a package. engine: pure functions over (tree, state, request).
 * - control: something the player may offer (continue, previous, choice). rollup: what the parts say of the whole.
 */
export { engineFor } from './core/engine-for';
export type { ActivityResult, Controls, Decision, Engine, NavigationRequest, Refusal, Rollup, SequencingState } from './core/types';
