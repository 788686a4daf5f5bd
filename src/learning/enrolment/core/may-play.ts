import type { IsoDate } from '../../../platform/dates';
import type { ClassFacts, Enrolment } from './types';

export type PlayDecision =
  | { readonly ok: true; readonly mode: 'normal' | 'review'; readonly credit: 'credit' | 'no-credit' }
  | {
      readonly ok: false;
      readonly refusal: 'not-online' | 'no-place' | 'no-attempt-left' | 'class-not-started' | 'class-over';
    };

/**
 * ELO-10: a place that is Confirmed or InProgress may be played within the class dates, if there are any; after success in
 * review, without credit. Attended without the success mark stays playable for credit, or mastery could never be reached.
 */
export function mayPlay(
  enrolment: Pick<Enrolment, 'status' | 'successfulAttendance'>,
  facts: Pick<ClassFacts, 'online' | 'startsOn' | 'endsOn'>,
  today: IsoDate,
): PlayDecision {
  if (!facts.online) return { ok: false, refusal: 'not-online' };
  if (enrolment.status === 'Attended' && enrolment.successfulAttendance)
    return { ok: true, mode: 'review', credit: 'no-credit' };
  if (enrolment.status === 'Incomplete') return { ok: false, refusal: 'no-attempt-left' };
  if (!['Confirmed', 'InProgress', 'Attended'].includes(enrolment.status)) return { ok: false, refusal: 'no-place' };
  if (facts.startsOn !== undefined && today < facts.startsOn) return { ok: false, refusal: 'class-not-started' };
  if (facts.endsOn !== undefined && today > facts.endsOn) return { ok: false, refusal: 'class-over' };
  return { ok: true, mode: 'normal', credit: 'credit' };
}
