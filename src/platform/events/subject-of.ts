import type { Event } from './types';

/** The id that an event names in a role. @throws Error when it names none: a handler was given an event of another shape */
export function subjectOf(event: Event, role: string): string {
  const id = event.subjects[role];
  if (id === undefined) throw new Error(`event ${event.type} names no ${role}`);
  return id;
}
