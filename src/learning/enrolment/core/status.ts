import type { IsoDate } from '../../../platform/dates';
import type { ClassFacts, EnrolmentStatus, SystemType } from './types';

const SYSTEM_TYPES: Readonly<Record<EnrolmentStatus, SystemType>> = {
  Requested: 'Requested',
  Waitlisted: 'Waitlisted',
  Confirmed: 'Placed',
  InProgress: 'Placed',
  PendingEvaluation: 'Placed',
  Attended: 'Attended',
  Incomplete: 'Attended',
  DNA: 'DNA',
  Withdrawn: 'Cancelled',
  Rejected: 'Cancelled',
};

/** The system type of a status (§1.3, §6.0.2). */
export function systemTypeOf(status: EnrolmentStatus): SystemType {
  return SYSTEM_TYPES[status];
}

/** ENR-T1 to ENR-T18: every change there is; ENR-T18 is the absence of others. */
export const TRANSITIONS: Readonly<Record<EnrolmentStatus | 'new', readonly EnrolmentStatus[]>> = {
  new: ['Requested', 'Confirmed', 'Waitlisted'],
  Requested: ['Confirmed', 'Waitlisted', 'Rejected', 'Withdrawn'],
  Waitlisted: ['Confirmed', 'Withdrawn'],
  Confirmed: ['Attended', 'DNA', 'Withdrawn', 'InProgress', 'PendingEvaluation'],
  InProgress: ['Attended', 'Incomplete', 'Withdrawn'],
  Incomplete: ['InProgress'],
  PendingEvaluation: ['Attended'],
  Attended: ['DNA'],
  DNA: ['Attended'],
  Withdrawn: ['Attended'],
  Rejected: [],
};

/** ENR-1: placed and attended use a seat; DNA keeps its own only in history counts. */
export function usesSeat(status: EnrolmentStatus): boolean {
  return systemTypeOf(status) === 'Placed' || systemTypeOf(status) === 'Attended';
}

/** ENR-1 over a class. */
export function seatsUsed(statuses: readonly EnrolmentStatus[]): number {
  return statuses.filter(usesSeat).length;
}

/** ENR-5: a live enrolment, of which a learner has one per class at most. */
export function isLive(status: EnrolmentStatus): boolean {
  return ['Requested', 'Waitlisted', 'Placed'].includes(systemTypeOf(status));
}

/** ENR-2. */
export function isSeatFree(facts: { readonly maximum?: number | undefined; readonly seatsUsed: number }): boolean {
  return facts.maximum === undefined || facts.seatsUsed < facts.maximum;
}

/** ENR-13: a maximum below the seats used is refused. */
export function checkMaximum(maximum: number | undefined, used: number): 'below-seats-used' | undefined {
  return maximum !== undefined && maximum < used ? 'below-seats-used' : undefined;
}

/** ENR-3: inside the enrolment window, ends included; a blank end is open. */
export function isEnrolmentOpen(facts: Pick<ClassFacts, 'enrolmentStart' | 'enrolmentEnd'>, today: IsoDate): boolean {
  return (facts.enrolmentStart ?? today) <= today && today <= (facts.enrolmentEnd ?? today);
}
