/** Why: from recorded events to sentences. ledTo: what an enrolment brought about. cause: a step of the chain behind a status. */
export { findLedTo, sentencesOf, type LedTo } from './find-led-to';
export { findCauses, sentenceOf, type Cause, type Question } from './find-causes';
export { createOutcomePort } from './take-and-tell';
export { messages as explainMessages } from './messages.en';
export { whyPages } from './pages';
export { findOwn, type OwnStatus } from './find-own';
