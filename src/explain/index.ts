/** Why: from recorded events to sentences. ledTo: what an enrolment brought about. */
export { findLedTo, sentencesOf, type LedTo } from './find-led-to';
export { createOutcomePort } from './take-and-tell';
export { messages as explainMessages } from './messages.en';
