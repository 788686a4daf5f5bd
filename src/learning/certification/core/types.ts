import type { ExpiryConvention, IsoDate, Period } from '../../../platform/dates';

/** CERT-2: a fixed day, or a length from the start of the period. */
export type InitialCompletion = { readonly byDate: IsoDate } | Period;

export type RenewalOpens =
  { readonly kind: 'BEFORE_EXPIRY'; readonly days: number } | { readonly kind: 'IMMEDIATELY_AFTER_COMPLETION' };

/** A certification, as far as its rules look at it (§7.1.1). */
export type CertificationDefinition = {
  readonly activeFrom: IsoDate;
  readonly activeTo?: IsoDate | undefined;
  readonly initialCompletion: InitialCompletion;
  /** False: one-time. */
  readonly renewable: boolean;
  readonly validity?: Period | undefined;
  readonly validityStart: 'ACTUAL_COMPLETION' | 'DUE_DATE';
  readonly renewalOpens?: RenewalOpens | undefined;
  readonly renewalDuration?: Period | undefined;
  readonly notifyDaysBeforeExpire?: number | undefined;
  /** Course ids, in order. */
  readonly components: readonly string[];
};

/** What an employer chose. */
export type CertificationSettings = {
  /** SET-1. */
  readonly expiryConvention: ExpiryConvention;
  /** SET-14. */
  readonly renewalDue: 'at-expiry' | 'by-duration';
  /** SET-12. */
  readonly missedDueDate: 'expired' | 'overdue';
};

export type SubscriptionStatus =
  'AWAITING_APPROVAL' | 'REJECTED' | 'ENROLLED' | 'CERTIFIED' | 'RENEWING' | 'EXPIRED' | 'CANCELLED';
export type PeriodStatus = 'ENROLLED' | 'ACTIVE' | 'COMPLETED' | 'EXPIRED' | 'CANCELLED';

/** How a period was opened; a late renewal after the day the certificate expired (CERT-9). */
export type PeriodKind = 'initial' | 'renewal' | 'late-renewal';

/** Progress on one component course in one period. */
export type ComponentProgress =
  | { readonly courseId: string; readonly status: 'NOT_STARTED' }
  | { readonly courseId: string; readonly status: 'STARTED'; readonly enrolmentId?: string | undefined }
  | {
      readonly courseId: string;
      readonly status: 'COMPLETED';
      readonly completedOn: IsoDate;
      readonly enrolmentId?: string | undefined;
    };

/** What every period has, whatever its status. */
export type PeriodBase = {
  /** Counts up from 1 within a subscription. */
  readonly sequence: number;
  readonly kind: PeriodKind;
  readonly startDate: IsoDate;
  /** The due date; after it the period has ended. */
  readonly endDate: IsoDate;
  /** The components as they were when the period opened (CERT-16). */
  readonly components: readonly ComponentProgress[];
};

/** One attempt to certify or recertify. */
export type CertPeriod =
  | (PeriodBase & { readonly status: 'ENROLLED' | 'ACTIVE' | 'EXPIRED' | 'CANCELLED' })
  | (PeriodBase & {
      readonly status: 'COMPLETED';
      readonly completionDate: IsoDate;
      readonly expirationDate?: IsoDate | undefined;
    });

type SubscriptionBase = {
  readonly subscribedOn: IsoDate;
  /** CERT-22: made as mandatory; the learner cannot leave. */
  readonly mandatory: boolean;
  /** By sequence. */
  readonly periods: readonly CertPeriod[];
  /** Of the latest complete period, kept while renewing and after expiry. */
  readonly completionDate?: IsoDate | undefined;
  readonly expirationDate?: IsoDate | undefined;
  readonly earliestRenewDate?: IsoDate | undefined;
};

/** A person's subscription to a certification with its periods. */
export type Subscription = SubscriptionBase &
  (
    | { readonly status: Exclude<SubscriptionStatus, 'CERTIFIED' | 'CANCELLED'> }
    | { readonly status: 'CERTIFIED'; readonly completionDate: IsoDate }
    | { readonly status: 'CANCELLED'; readonly unsubscribedOn: IsoDate }
  );

export type CertificationCommand =
  | { readonly type: 'subscribe'; readonly approvalNeeded: boolean; readonly mandatory: boolean }
  | { readonly type: 'approve' }
  | { readonly type: 'reject' }
  | {
      readonly type: 'start-component';
      readonly sequence: number;
      readonly courseId: string;
      readonly enrolmentId?: string | undefined;
    }
  | {
      readonly type: 'complete-component';
      readonly sequence: number;
      readonly courseId: string;
      readonly completedOn: IsoDate;
      readonly enrolmentId?: string | undefined;
    }
  /** ATT-7. */
  | { readonly type: 'reverse-component'; readonly sequence: number; readonly courseId: string }
  | { readonly type: 'renew' }
  | { readonly type: 'unsubscribe'; readonly by: 'self' | 'admin' | 'process' }
  /** P4: what the passing of a day brings. */
  | { readonly type: 'nightly' };

export type CertificationEvent =
  | {
      readonly type: 'subscription-status-changed';
      readonly from: SubscriptionStatus | undefined;
      readonly to: SubscriptionStatus;
    }
  | {
      readonly type: 'period-opened';
      readonly sequence: number;
      readonly kind: PeriodKind;
      readonly startDate: IsoDate;
      readonly endDate: IsoDate;
    }
  | { readonly type: 'period-started'; readonly sequence: number }
  | {
      readonly type: 'component-completed';
      readonly sequence: number;
      readonly courseId: string;
      readonly completedOn: IsoDate;
    }
  | { readonly type: 'component-reversed'; readonly sequence: number; readonly courseId: string }
  /**
   * The certificate: competencies are awarded from `completedOn`. `expirationDate` is the competence's end too when
   * `basis` is DUE_DATE (COMP-10); otherwise the competence counts its own (COMP-9).
   */
  | {
      readonly type: 'certified';
      readonly sequence: number;
      readonly completedOn: IsoDate;
      readonly expirationDate: IsoDate | undefined;
      readonly earliestRenewDate: IsoDate | undefined;
      readonly basis: 'ACTUAL_COMPLETION' | 'DUE_DATE';
    }
  /** ATT-7: awards of this period are to be taken back. */
  | { readonly type: 'certificate-reversed'; readonly sequence: number }
  /** Live online enrolments of the period are withdrawn with reason PeriodEnded; classroom places stay. */
  | { readonly type: 'period-expired'; readonly sequence: number }
  /** Live enrolments of the period are withdrawn. */
  | { readonly type: 'period-cancelled'; readonly sequence: number };

export type CertificationRefusal =
  | 'not-active'
  | 'already-subscribed'
  | 'not-awaiting-approval'
  | 'due-date-passed'
  | 'one-time'
  | 'renewal-not-open'
  | 'nothing-to-renew'
  | 'renewal-running'
  | 'no-such-period'
  | 'no-such-component'
  | 'period-cancelled'
  | 'outside-period'
  | 'later-period-complete'
  | 'mandatory'
  | 'not-subscribed';

export type CertificationDecision =
  | { readonly ok: true; readonly subscription: Subscription; readonly events: readonly CertificationEvent[] }
  | { readonly ok: false; readonly refusal: CertificationRefusal; readonly opensOn?: IsoDate | undefined };
