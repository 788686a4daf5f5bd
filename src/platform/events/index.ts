/** Recorded facts and what follows from them. Event: one fact; policies: the table event type → handlers. */
export { newEvent, publish, type NewEvent } from './publish';
export type { Event, Handler, Policies } from './types';
export { listEvents, type RecordedEvent } from './list-events';
export { findCausesOf, listCausedEvents, type CausedEvent } from './find-causes';
export { subjectOf } from './subject-of';
