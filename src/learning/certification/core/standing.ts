import { addPeriod, daysUntil, type IsoDate, type Period } from '../../../platform/dates';
import type { SubscriptionStatus } from './types';

/** Where something that expires stands: the end of a message key, its values, its colour and shape. */
export type ValidityStanding = {
  readonly word: 'valid-until' | 'valid' | 'expires-in' | 'expires-today' | 'expired-on' | 'not-achieved' | 'missed';
  readonly tone: 'good' | 'soon' | 'bad' | 'none';
  readonly date?: IsoDate;
  readonly days?: number;
};

/**
 * UX words for certificates and competencies alike: Valid until, Expires in, Expired on, Not yet achieved (SET-2 says from
 * when "expires" is worth saying). The last valid day is still valid (CERT-5).
 */
export function validityStanding(
  held: { readonly achieved: boolean; readonly expiration: IsoDate | null },
  today: IsoDate,
  amberWindow: Period,
): ValidityStanding {
  const { achieved, expiration } = held;
  if (!achieved) return { word: 'not-achieved', tone: 'none' };
  if (expiration === null) return { word: 'valid', tone: 'good' };
  const days = daysUntil(expiration, today);
  if (days < 0) return { word: 'expired-on', tone: 'bad', date: expiration };
  if (days === 0) return { word: 'expires-today', tone: 'soon', date: expiration };
  if (expiration <= addPeriod(today, amberWindow)) return { word: 'expires-in', tone: 'soon', date: expiration, days };
  return { word: 'valid-until', tone: 'good', date: expiration };
}

/** What a screen knows of a subscription. */
export type SubscriptionLook = {
  readonly status: SubscriptionStatus;
  readonly completionDate: IsoDate | null;
  readonly expirationDate: IsoDate | null;
  readonly earliestRenewDate: IsoDate | null;
  readonly renewable: boolean;
  /** CERT-18: the certification takes new subscriptions and renewals today. */
  readonly active: boolean;
};

/** 7.1.2: the certificate itself, whatever else is going on: while renewing, the earlier one may still be valid. */
export function certificateStanding(
  look: Pick<SubscriptionLook, 'status' | 'completionDate' | 'expirationDate'>,
  today: IsoDate,
  amberWindow: Period,
): ValidityStanding {
  const achieved = look.completionDate !== null;
  if (!achieved && look.status === 'EXPIRED') return { word: 'missed', tone: 'bad' };
  return validityStanding({ achieved, expiration: look.expirationDate }, today, amberWindow);
}

/**
 * What can be done about a subscription as a whole (ACT-1, ACT-4, ACT-5): subscribe, subscribe again after a missed date,
 * renew, or nothing yet with the day from which it can be renewed.
 */
export function subscriptionStep(
  look: SubscriptionLook | undefined,
  today: IsoDate,
):
  | { readonly step: 'subscribe' | 'subscribe-again' | 'renew' }
  | { readonly step: 'wait'; readonly from: IsoDate }
  | { readonly step: 'none' } {
  if (look === undefined || look.status === 'CANCELLED' || look.status === 'REJECTED')
    return look?.active === false ? { step: 'none' } : { step: 'subscribe' };
  const settled = look.status === 'CERTIFIED' || look.status === 'EXPIRED';
  if (!settled || !look.active) return { step: 'none' };
  if (look.completionDate === null) return { step: 'subscribe-again' };
  if (!look.renewable) return { step: 'none' };
  const opensOn = look.earliestRenewDate;
  return look.status === 'CERTIFIED' && opensOn !== null && today < opensOn
    ? { step: 'wait', from: opensOn }
    : { step: 'renew' };
}
