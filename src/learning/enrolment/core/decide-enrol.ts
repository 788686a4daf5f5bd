import type { IsoDate } from '../../../platform/dates';
import { addDays, daysUntil } from '../../../platform/dates';
import { isEnrolmentOpen, isSeatFree } from './status';
import type { ClassFacts, EnrolmentDecision, EnrolmentStatus } from './types';

export type Enroller = 'learner' | 'manager' | 'admin' | 'autoEnrol';

/** CERT-12, CERT-13: what the certification room says about the period through which the learner comes. */
export type CertificationVia = {
  readonly certPeriodId: string;
  readonly live: boolean;
  readonly containsCourse: boolean;
};

export type EnrolRequest = {
  readonly class: ClassFacts;
  readonly by: Enroller;
  /** Learner access demands an approval of self-service (LACC-2); administrators need none. */
  readonly approvalNeeded?: boolean | undefined;
  readonly via?: CertificationVia | undefined;
  /** ENR-5: the learner has a live enrolment in this class. */
  readonly hasLiveEnrolment: boolean;
  /** ENR-14: completed this class before with success. */
  readonly completedBefore?: boolean | undefined;
  /** ENR-14: setting `allowPlainRepeat`. */
  readonly allowPlainRepeat?: boolean | undefined;
  /** ENR-4: a placed or attended enrolment overlaps the sessions of this class. */
  readonly overlaps?: boolean | undefined;
};

export type EnrolRefusal =
  | 'class-closed'
  | 'class-planned'
  | 'class-started'
  | 'enrolment-not-open'
  | 'already-enrolled'
  | 'certification-only'
  | 'certification-period-not-live'
  | 'already-completed'
  | 'times-overlap'
  | 'class-full'
  | 'waitlist-full'
  | 'never-automatic'
  | 'not-a-walk-in-day';

const DEFAULT_RESTRICT_DAYS = 7;

/**
 * ENR-T1 to ENR-T3: whether a person may be enrolled today, and as what. Checks ENR-2, 3, 5, 14, CERT-12, 13; ENR-4 by the
 * caller's word. Promotion from the waitlist is not decided here.
 */
export function decideEnrol(request: EnrolRequest, today: IsoDate): EnrolmentDecision<EnrolRefusal> {
  const refusal = barrier(request, today);
  if (refusal) return { ok: false, refusal };
  const selfService = request.by === 'learner' || request.by === 'manager';
  if (selfService && request.approvalNeeded === true) return created('Requested');
  return place(request.class, request.by, request.overlaps === true, today);
}

/** The rest of ENR-T2, T3 and T4: a seat, a place on the list, or neither. */
function place(facts: ClassFacts, by: Enroller, overlaps: boolean, today: IsoDate): EnrolmentDecision<EnrolRefusal> {
  if (facts.status === 'Normal' && isSeatFree(facts) && !listGoesFirst(facts, by, today)) {
    return overlaps ? { ok: false, refusal: 'times-overlap' } : created('Confirmed');
  }
  if (by === 'autoEnrol') return { ok: false, refusal: facts.status === 'Planned' ? 'class-planned' : 'class-full' };
  if (!facts.waitlist.enabled)
    return { ok: false, refusal: facts.status === 'Planned' ? 'class-planned' : 'class-full' };
  const listFull = facts.waitlist.maximum !== undefined && facts.waitlist.waiting >= facts.waitlist.maximum;
  return listFull ? { ok: false, refusal: 'waitlist-full' } : created('Waitlisted');
}

/** WAIT-13: with people waiting and more than R days left, a self-enrolment joins the list although a seat is free. */
function listGoesFirst(facts: ClassFacts, by: Enroller, today: IsoDate): boolean {
  if (by === 'admin' || facts.waitlist.waiting === 0 || facts.startsOn === undefined) return false;
  return daysUntil(facts.startsOn, today) > (facts.restrictAutoEnrolDays ?? DEFAULT_RESTRICT_DAYS);
}

function barrier(request: EnrolRequest, today: IsoDate): EnrolRefusal | undefined {
  const { class: facts, by, via } = request;
  const scheduled = facts.startsOn !== undefined;
  if (facts.status === 'Closed' || facts.status === 'Cancelled') return 'class-closed';
  if (request.hasLiveEnrolment) return 'already-enrolled';
  if (by === 'autoEnrol' && (!facts.online || scheduled)) return 'never-automatic';
  if (!isEnrolmentOpen(facts, today)) return 'enrolment-not-open';
  if ((by === 'learner' || by === 'manager') && facts.startsOn !== undefined && facts.startsOn < today)
    return 'class-started';
  if (via && !(via.live && via.containsCourse))
    return facts.certificationOnly ? 'certification-only' : 'certification-period-not-live';
  if (!via && facts.certificationOnly) return 'certification-only';
  if (!via && facts.online && request.completedBefore === true && request.allowPlainRepeat !== true)
    return 'already-completed';
  return undefined;
}

function created(status: EnrolmentStatus): EnrolmentDecision<never> {
  return {
    ok: true,
    enrolment: { status, successfulAttendance: false },
    events: [{ type: 'status-changed', from: undefined, to: status }],
  };
}

/**
 * ENR-11: adds somebody who came unenrolled, and marks them Attended in one step. On the days of the class; for LA and CA
 * `walkInDays` longer (SET-17). Exempt from the maximum, the window and the waitlist, not from CERT-13 and ENR-5.
 */
export function decideWalkIn(
  request: Pick<EnrolRequest, 'class' | 'via' | 'hasLiveEnrolment'> & {
    readonly walkInDays: number;
    readonly successMarkSeparate: boolean;
  },
  today: IsoDate,
): EnrolmentDecision<EnrolRefusal> {
  const { class: facts, via } = request;
  if (facts.status === 'Cancelled' || facts.status === 'Planned') return { ok: false, refusal: 'class-closed' };
  if (request.hasLiveEnrolment) return { ok: false, refusal: 'already-enrolled' };
  if (facts.certificationOnly && !(via?.live === true && via.containsCourse))
    return { ok: false, refusal: 'certification-only' };
  const lastDay = facts.endsOn ?? facts.startsOn;
  if (
    facts.startsOn === undefined ||
    lastDay === undefined ||
    today < facts.startsOn ||
    today > addDays(lastDay, request.walkInDays)
  ) {
    return { ok: false, refusal: 'not-a-walk-in-day' };
  }
  const success = !request.successMarkSeparate;
  return {
    ok: true,
    enrolment: { status: 'Attended', successfulAttendance: success, completedOn: lastDay },
    events: [
      { type: 'status-changed', from: undefined, to: 'Confirmed', reason: 'WalkIn' },
      { type: 'status-changed', from: 'Confirmed', to: 'Attended', reason: 'WalkIn' },
      ...(success ? [{ type: 'completed', completedOn: lastDay } as const] : []),
    ],
  };
}

/** ENR-T4: an approver's yes gives what a seat allows at that moment, a no is Rejected. */
export function decideApproval(
  status: EnrolmentStatus,
  answer: { readonly approve: boolean; readonly overlaps?: boolean | undefined },
  facts: ClassFacts,
  today: IsoDate,
): EnrolmentDecision<EnrolRefusal | 'not-requested'> {
  if (status !== 'Requested') return { ok: false, refusal: 'not-requested' };
  if (!answer.approve) return moved('Rejected');
  if (facts.status === 'Closed' || facts.status === 'Cancelled') return { ok: false, refusal: 'class-closed' };
  const placed = place(facts, 'manager', answer.overlaps === true, today);
  return placed.ok ? moved(placed.enrolment.status) : placed;
}

function moved(to: EnrolmentStatus): EnrolmentDecision<never> {
  return {
    ok: true,
    enrolment: { status: to, successfulAttendance: false },
    events: [{ type: 'status-changed', from: 'Requested', to }],
  };
}
