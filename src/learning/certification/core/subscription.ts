import type { IsoDate } from '../../../platform/dates';
import { daysUntil } from '../../../platform/dates';
import { earliestRenewDate } from './dates';
import type {
  CertPeriod,
  CertificationDefinition,
  CertificationEvent,
  Subscription,
  SubscriptionStatus,
} from './types';

export type CompletedPeriod = Extract<CertPeriod, { status: 'COMPLETED' }>;

/** A period in which components may still be completed. */
export function isPeriodLive(period: CertPeriod): boolean {
  return period.status === 'ENROLLED' || period.status === 'ACTIVE';
}

/** The running period, of which there is one at most. */
export function livePeriod(subscription: Subscription): CertPeriod | undefined {
  return subscription.periods.findLast(isPeriodLive);
}

/** The latest period that was completed; its certificate is the one in force. */
export function latestComplete(periods: readonly CertPeriod[]): CompletedPeriod | undefined {
  return periods.findLast((period): period is CompletedPeriod => period.status === 'COMPLETED');
}

/** §7.1.2: some complete period is still valid today. Reports use this, for an earlier certificate may be valid while renewing. */
export function isCurrentlyCertified(subscription: Subscription, today: IsoDate): boolean {
  return subscription.periods.some(
    (period) =>
      period.status === 'COMPLETED' && (period.expirationDate === undefined || period.expirationDate >= today),
  );
}

/** §7.1.2: a live period whose due date has passed. */
export function isOverdue(subscription: Subscription, today: IsoDate): boolean {
  const live = livePeriod(subscription);
  return live !== undefined && today > live.endDate;
}

/** The subscription with another status; dates follow from the latest complete period. */
export function withStatus(
  subscription: Subscription,
  status: Exclude<SubscriptionStatus, 'CANCELLED'>,
  periods: readonly CertPeriod[],
  definition: CertificationDefinition,
): Subscription {
  const complete = latestComplete(periods);
  const { subscribedOn, mandatory } = subscription;
  const base = { subscribedOn, mandatory, periods };
  if (!complete) return { ...base, status: status === 'CERTIFIED' ? 'EXPIRED' : status };
  const { completionDate, expirationDate } = complete;
  return {
    ...base,
    status,
    completionDate,
    expirationDate,
    earliestRenewDate: earliestRenewDate(definition, completionDate, expirationDate),
  };
}

/**
 * The status that a subscription's periods imply (CERT-T4 to T11, ATT-7): a live period counts first, as what it was opened
 * for; then the latest certificate.
 */
export function derivedStatus(
  periods: readonly CertPeriod[],
  today: IsoDate,
): 'ENROLLED' | 'RENEWING' | 'CERTIFIED' | 'EXPIRED' {
  const complete = latestComplete(periods);
  const live = periods.findLast(isPeriodLive);
  if (live) return live.kind === 'initial' ? 'ENROLLED' : 'RENEWING';
  return complete && (complete.expirationDate === undefined || complete.expirationDate >= today)
    ? 'CERTIFIED'
    : 'EXPIRED';
}

/** The change of status as an event; none when it stays. */
export function statusEvents(
  from: SubscriptionStatus | undefined,
  to: SubscriptionStatus,
): readonly CertificationEvent[] {
  return from === to ? [] : [{ type: 'subscription-status-changed', from, to }];
}

/** A subscription that a plain scheduled enrolment might belong to (CERT-12). */
export type LinkCandidate = {
  readonly certPeriodId: string;
  readonly live: boolean;
  readonly courseIds: readonly string[];
};

/** CERT-12: the period to which an enrolment made outside certifications is linked: scheduled, and one live period only. */
export function periodToLink(
  candidates: readonly LinkCandidate[],
  courseId: string,
  online: boolean,
): string | undefined {
  if (online) return undefined;
  const fitting = candidates.filter((one) => one.live && one.courseIds.includes(courseId));
  return fitting.length === 1 ? fitting[0]?.certPeriodId : undefined;
}

/** CERT-12, CERT-13: what an enrolment that comes through a period has to show. */
export function viaPeriod(
  certPeriodId: string,
  period: CertPeriod,
  courseId: string,
): { readonly certPeriodId: string; readonly live: boolean; readonly containsCourse: boolean } {
  return {
    certPeriodId,
    live: isPeriodLive(period),
    containsCourse: period.components.some((one) => one.courseId === courseId),
  };
}

export type DueNotice = {
  readonly kind: 'due-soon' | 'expires-soon';
  readonly sequence: number;
  readonly on: IsoDate;
  readonly daysLeft: number;
};

/**
 * CERT-17: notices to send today, N days or less before a live period's due date and before expiration, so that a missed night
 * loses nothing. `sent` holds the keys of `noticeKey` that went out before: each goes once per period and kind.
 */
export function noticesDue(
  definition: Pick<CertificationDefinition, 'notifyDaysBeforeExpire'>,
  subscription: Subscription,
  sent: ReadonlySet<string>,
  today: IsoDate,
): readonly DueNotice[] {
  const lead = definition.notifyDaysBeforeExpire;
  if (lead === undefined || subscription.status === 'CANCELLED') return [];
  const live = livePeriod(subscription);
  const complete = latestComplete(subscription.periods);
  const notices: DueNotice[] = [];
  if (live)
    notices.push({
      kind: 'due-soon',
      sequence: live.sequence,
      on: live.endDate,
      daysLeft: daysUntil(live.endDate, today),
    });
  if (complete?.expirationDate !== undefined) {
    notices.push({
      kind: 'expires-soon',
      sequence: complete.sequence,
      on: complete.expirationDate,
      daysLeft: daysUntil(complete.expirationDate, today),
    });
  }
  return notices.filter((notice) => notice.daysLeft >= 0 && notice.daysLeft <= lead && !sent.has(noticeKey(notice)));
}

/** CERT-17: once per (period, kind). */
export function noticeKey(notice: Pick<DueNotice, 'kind' | 'sequence'>): string {
  return `${notice.sequence}:${notice.kind}`;
}
