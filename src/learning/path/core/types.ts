import type { IsoDate } from '../../../platform/dates';

/** LP-1. Personal paths (all but Catalogue) are not shown in the catalogue. */
export type PathSource = 'Catalogue' | 'Learner' | 'Manager' | 'Appraisal';

/** LP-3: what a section asks for. */
export type SectionRule =
  { readonly kind: 'ALL_MANDATORY' } | { readonly kind: 'N_OF'; readonly n: number } | { readonly kind: 'OPTIONAL' };

export type PathSection = { readonly rule: SectionRule; readonly courses: readonly string[] };

/** LP-6: a fixed day, or days counted from the start of the enrolment. */
export type PathTarget = { readonly onDate: IsoDate } | { readonly days: number };

/** A learning path, as far as its rules look at it. */
export type PathDefinition = {
  readonly activeFrom: IsoDate;
  readonly activeTo?: IsoDate | undefined;
  readonly sections: readonly PathSection[];
  readonly target?: PathTarget | undefined;
};

/** A course that counts, with its completion date (CERT-23). */
export type CourseCompletion = { readonly courseId: string; readonly completedOn: IsoDate };

/** LP-7: a completion from before; `validTo` is the last day that any competence it awarded is valid, none when it has no end or awarded none. */
export type EarlierCompletion = CourseCompletion & { readonly validTo?: IsoDate | undefined };

type PathEnrolmentBase = {
  readonly source: PathSource;
  /** The day it became active; before approval, the day it was asked for. */
  readonly subscribedOn: IsoDate;
  readonly completionTargetDate?: IsoDate | undefined;
  readonly completions: readonly CourseCompletion[];
};

/** LP-5: a person's enrolment on a path. */
export type PathEnrolment = PathEnrolmentBase &
  (
    | { readonly status: 'AWAITING_APPROVAL' | 'ACTIVE' | 'REJECTED' | 'CANCELLED' }
    | { readonly status: 'COMPLETED'; readonly completionDate: IsoDate }
  );

export type PathStatus = PathEnrolment['status'];

export type PathCommand =
  | {
      readonly type: 'subscribe';
      readonly source: PathSource;
      readonly approvalNeeded: boolean;
      readonly earlier: readonly EarlierCompletion[];
      readonly countEarlier: boolean;
    }
  | { readonly type: 'approve'; readonly earlier: readonly EarlierCompletion[]; readonly countEarlier: boolean }
  | { readonly type: 'reject' }
  | { readonly type: 'complete-course'; readonly courseId: string; readonly completedOn: IsoDate }
  /** ATT-7. */
  | { readonly type: 'reverse-course'; readonly courseId: string }
  | { readonly type: 'unsubscribe' };

export type PathEvent =
  | { readonly type: 'path-status-changed'; readonly from: PathStatus | undefined; readonly to: PathStatus }
  | { readonly type: 'path-course-completed'; readonly courseId: string; readonly completedOn: IsoDate }
  | { readonly type: 'path-course-reversed'; readonly courseId: string }
  /** Attached competencies follow (ATT). */
  | { readonly type: 'path-completed'; readonly completedOn: IsoDate }
  | { readonly type: 'path-completion-reversed' };

export type PathRefusal = 'not-active' | 'already-subscribed' | 'not-awaiting-approval' | 'not-subscribed';

export type PathDecision =
  | { readonly ok: true; readonly enrolment: PathEnrolment; readonly events: readonly PathEvent[] }
  | { readonly ok: false; readonly refusal: PathRefusal };
