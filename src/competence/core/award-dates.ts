import type { ExpiryConvention, IsoDate, Period } from '../../platform/dates';
import { expiryOf } from '../../platform/dates';
import type { UpdateRule } from './types';

/** SET-11. */
export type AwardDateBasis = 'classEnd' | 'classStart' | 'dateMarked';

/** What is known of a completion; all dates local. */
export type CompletionDates =
  | { readonly kind: 'online'; readonly finishedOn: IsoDate }
  | {
      readonly kind: 'scheduled';
      readonly classStart: IsoDate;
      readonly classEnd: IsoDate;
      readonly markedOn: IsoDate;
    };

/**
 * COMP-8: the day from which an award counts. Online it is the day the learner finished (CERT-23), for a
 * scheduled class the basis of SET-11; a date set by an administrator wins over both.
 */
export function awardStart(
  completion: CompletionDates,
  basis: AwardDateBasis = 'classEnd',
  override?: IsoDate,
): IsoDate {
  if (override !== undefined) return override;
  if (completion.kind === 'online') return completion.finishedOn;
  if (basis === 'classStart') return completion.classStart;
  return basis === 'dateMarked' ? completion.markedOn : completion.classEnd;
}

export type AwardExpirySources = {
  readonly renewalPeriod?: Period | undefined;
  /** ATT-3: overrides the competence's own renewal. */
  readonly attachmentValidity?: Period | undefined;
  /** COMP-10: given only when the certification's validity counts from the due date (CERT-9). */
  readonly certificationExpiration?: IsoDate | undefined;
};

/**
 * COMP-9, COMP-10: the last valid day of an award that starts on `start`: the certification's own date when it
 * counts from the due date, else the attachment's validity, else the competence's renewal, else no end.
 * A fresh full period each time; unused days are not carried over.
 */
export function awardExpiry(
  start: IsoDate,
  sources: AwardExpirySources,
  convention?: ExpiryConvention,
): IsoDate | undefined {
  if (sources.certificationExpiration !== undefined) return sources.certificationExpiration;
  const period = sources.attachmentValidity ?? sources.renewalPeriod;
  return period === undefined ? undefined : expiryOf(start, period, convention);
}

/** ATT-6: the key of an award that learning brings. */
export function awardKey(
  cause: { enrolmentId: string } | { certPeriodId: string } | { pathEnrolmentId: string },
): string {
  if ('enrolmentId' in cause) return `enrolment:${cause.enrolmentId}`;
  if ('certPeriodId' in cause) return `certPeriod:${cause.certPeriodId}`;
  return `pathEnrolment:${cause.pathEnrolmentId}`;
}

/** ATT-2: the nearest setting wins. `nearestFirst` runs attachment, offering, course (or path, certification). */
export function nearestUpdateRule(
  nearestFirst: readonly (UpdateRule | undefined)[],
  systemDefault: UpdateRule,
): UpdateRule {
  return nearestFirst.find((rule) => rule !== undefined) ?? systemDefault;
}

export type UpdateEffect = {
  readonly update: 'now' | 'after-approval' | 'never';
  readonly tell: 'approver' | 'learner' | 'nobody' | 'learner-to-update-by-hand';
};

/** ATT-2: what a rule makes happen on success. */
export function updateEffect(rule: UpdateRule): UpdateEffect {
  switch (rule) {
    case 'AUTO_AFTER_APPROVAL':
      return { update: 'after-approval', tell: 'approver' };
    case 'AUTO_NO_APPROVAL':
      return { update: 'now', tell: 'learner' };
    case 'NONE':
      return { update: 'never', tell: 'nobody' };
    case 'NOTIFY_MANUAL':
      return { update: 'never', tell: 'learner-to-update-by-hand' };
  }
}
