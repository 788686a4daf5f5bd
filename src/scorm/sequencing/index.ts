/**
 * Sequencing: what a learner gets next.
 *
 * Glossary
 * - **Activity**: a node of the tree an organisation makes. **Leaf**: one that is launched.
 * - **Request**: what learner or content asks for (start, continue, choice, suspendAll, …).
 * - **Decision**: deliver an activity, end, or refuse with a reason; always with the state after it.
 * - **Result**: what an activity has come to. **Rollup**: what the course has come to by its results.
 * - **Prerequisites**: SCORM 1.2 `aicc_script`, what must be done before an activity opens.
 */
export { prerequisiteNotes } from './core/engine-12';
export { engineFor } from './core/engine-for';
export { stepSentences } from './messages.en';
export type {
  ActivityResult,
  ContentReport,
  Controls,
  Decision,
  Engine,
  EngineFor,
  LaunchStatus,
  NavigationRequest,
  ObjectiveStatus,
  Refusal,
  Rollup,
  SequencingState,
  SequencingStep,
} from './core/types';
