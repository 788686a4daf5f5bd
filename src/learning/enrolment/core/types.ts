import type { IsoDate } from '../../../platform/dates';

/** §6.0.2, the statuses that are seeded. */
export type EnrolmentStatus =
  | 'Requested'
  | 'Waitlisted'
  | 'Confirmed'
  | 'Attended'
  | 'DNA'
  | 'Withdrawn'
  | 'Rejected'
  | 'InProgress'
  | 'Incomplete'
  | 'PendingEvaluation';

/** What rules test instead of the status (§1.3); DNA is a type of its own. */
export type SystemType = 'Requested' | 'Waitlisted' | 'Placed' | 'Attended' | 'Cancelled' | 'DNA';

/** Why a place was given up; `PeriodEnded` alone can be undone by a late result (ENR-T17). */
export type WithdrawalReason =
  'Asked' | 'PeriodEnded' | 'Unsubscribed' | 'ClassClosed' | 'ClassCancelled' | 'NoPlace' | 'Other';

/** One enrolment, as far as its rules look at it. */
export type Enrolment = {
  readonly status: EnrolmentStatus;
  /** ATT-4: the success mark. */
  readonly successfulAttendance: boolean;
  /** CERT-23. Set with Attended or PendingEvaluation. */
  readonly completedOn?: IsoDate | undefined;
  readonly withdrawnReason?: WithdrawalReason | undefined;
  /** ELO-7: best score so far, 0 to 100. */
  readonly bestPercent?: number | undefined;
  /** The newest outcome taken; older ones are ignored (ELO-12). */
  readonly outcomeVersion?: number | undefined;
};

export type ClassStatus = 'Planned' | 'Normal' | 'Full' | 'Closed' | 'Cancelled';

/** What enrolling needs to know of a class. Dates are local days. */
export type ClassFacts = {
  readonly status: ClassStatus;
  readonly online: boolean;
  /** Scheduled classes only. */
  readonly startsOn?: IsoDate | undefined;
  readonly endsOn?: IsoDate | undefined;
  readonly enrolmentStart?: IsoDate | undefined;
  readonly enrolmentEnd?: IsoDate | undefined;
  /** None: no limit (ENR-2). */
  readonly maximum?: number | undefined;
  readonly seatsUsed: number;
  readonly certificationOnly: boolean;
  readonly waitlist: { readonly enabled: boolean; readonly maximum?: number | undefined; readonly waiting: number };
  /** R of WAIT-5; 7 when unset. */
  readonly restrictAutoEnrolDays?: number | undefined;
  /** L of WAIT-11; no lock when unset. */
  readonly withdrawLockDays?: number | undefined;
};

export type EnrolmentEvent =
  | {
      readonly type: 'status-changed';
      readonly from: EnrolmentStatus | undefined;
      readonly to: EnrolmentStatus;
      readonly reason?: string | undefined;
    }
  /** Success: awards, components and path courses follow. */
  | { readonly type: 'completed'; readonly completedOn: IsoDate }
  /** ATT-7: what followed from it is to be taken back. */
  | { readonly type: 'completion-reversed'; readonly completedOn: IsoDate | undefined }
  | { readonly type: 'score-improved'; readonly percent: number };

export type EnrolmentDecision<Refusal extends string> =
  | { readonly ok: true; readonly enrolment: Enrolment; readonly events: readonly EnrolmentEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** SCORM 1.2's words, which the mapping table of §11.3 is written in. */
export type PlayerStatus = 'not attempted' | 'browsed' | 'incomplete' | 'completed' | 'passed' | 'failed';

/** A cumulative result of one registration; a higher version replaces a lower one. */
export type PlayerOutcome = {
  readonly version: number;
  readonly status: PlayerStatus;
  /** Local day on which the learner finished, also when the result arrives later (CERT-23). */
  readonly finishedOn?: IsoDate | undefined;
  /** 0 to 100. */
  readonly percent?: number | undefined;
};
