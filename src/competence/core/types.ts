import type { IsoDate, Period } from '../../platform/dates';

/** ATT-2: what happens to the profile when learning that carries a competence is completed. */
export type UpdateRule = 'AUTO_AFTER_APPROVAL' | 'AUTO_NO_APPROVAL' | 'NONE' | 'NOTIFY_MANUAL';

/** COMP-2: the part of a competence's name that says how often it is renewed. */
export type RenewalLabel =
  | { readonly kind: 'none' }
  | { readonly kind: 'no-renewal' }
  | { readonly kind: 'every'; readonly n: number; readonly unit: 'month' | 'year' };

/** COMP-1: a name in its parts. `scope` is `NHS` or a three-digit employer code. */
export type CompetenceName = {
  readonly scope: string;
  readonly framework: string;
  readonly title: string;
  readonly renewal: RenewalLabel;
};

/** Where a held competence came from. Ids only. */
export type Provenance = {
  readonly kind:
    'learning' | 'appraisal' | 'proposal' | 'transfer' | 'multi-employer' | 'bulk' | 'administrator' | 'import';
  readonly objectType?: 'course' | 'offering' | 'learningPath' | 'certification';
  readonly objectId?: string;
  readonly enrolmentId?: string;
  readonly subscriptionId?: string;
  readonly certPeriodId?: string;
  readonly pathEnrolmentId?: string;
  readonly sourceBusinessGroupId?: string;
  readonly sourceElementId?: string;
  readonly sourceElementVersion?: number;
  readonly approverId?: string;
};

/** One reason to hold a competence: what a completion, an import or an administrator says. */
export type Award = {
  /**
   * ATT-6: names the cause, such as `enrolment:<id>` (see `awardKey`). The same key again updates the
   * same row. Whatever has no learning behind it uses the id of the event that brought it.
   */
  readonly key: string;
  readonly dateFrom: IsoDate;
  /** The last valid day by this award alone; none when it does not expire. */
  readonly ownDateTo?: IsoDate | undefined;
  /** The numeric step of the level (COMP-12). */
  readonly level?: number | undefined;
  /** Ordinary competencies are always Achieved. */
  readonly status?: 'Achieved' | 'InProgress' | undefined;
  readonly provenance: Provenance;
};

/**
 * The current fact about one element of a person's profile.
 * `dateTo` is the end that counts; `ownDateTo` the end it had before a newer row cut it short, kept so
 * that ATT-7 can give it back.
 */
export type ElementFact = Award & {
  readonly dateTo?: IsoDate | undefined;
  /** ATT-7: the completion behind it was taken back; counts for nothing. */
  readonly reversed?: boolean | undefined;
  /** COMP-7: awards of the same day that this row corrected in place, oldest first. */
  readonly beneath?: readonly Award[] | undefined;
};

/** An element as stored: its identity, the version of its current fact, and that fact. */
export type HeldElement = ElementFact & { readonly elementId: string; readonly version: number };

/**
 * One change in the two-times style. `supersede` closes the current fact of an element; `insert` records a
 * new one for the same element, or for a new element when nothing is superseded. Supersede alone removes.
 */
export type ElementChange =
  | { readonly supersede?: undefined; readonly insert: ElementFact }
  | {
      readonly supersede: { readonly elementId: string; readonly version: number };
      readonly insert?: ElementFact | undefined;
    };

/** SET-9, for one competence: `days` of grace while today lies between `from` and `to`. */
export type Grace = { readonly days: number; readonly from: IsoDate; readonly to: IsoDate };

/** COMPL-1 to COMPL-7. */
export type ComplianceStateCode =
  'NOT_HELD' | 'EXPIRED' | 'EXPIRING' | 'COMPLIANT' | 'HELD_NOT_REQUIRED' | 'BELOW_LEVEL' | 'FUTURE_ONLY';

/** What a requirement asks of one person for one competence. */
export type Requirement = { readonly minLevel?: number | undefined };

/** SET-2: n days or n calendar months. */
export type AmberWindow = Period;
