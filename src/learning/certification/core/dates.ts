import type { ExpiryConvention, IsoDate } from '../../../platform/dates';
import { addDays, addPeriod, expiryOf } from '../../../platform/dates';
import type { CertPeriod, CertificationDefinition, CertificationSettings, InitialCompletion } from './types';

/** CERT-2: the due date of a period that starts on `start`. */
export function dueDate(start: IsoDate, completion: InitialCompletion): IsoDate {
  return 'byDate' in completion ? completion.byDate : addPeriod(start, completion);
}

/** CERT-5: the last valid day, by the same function as a competence's (CERT-19); none for a one-time certification without validity. */
export function expirationOf(
  validityStart: IsoDate,
  definition: Pick<CertificationDefinition, 'validity'>,
  convention: ExpiryConvention,
): IsoDate | undefined {
  return definition.validity === undefined ? undefined : expiryOf(validityStart, definition.validity, convention);
}

/** CERT-6: the first day on which it may be renewed; none when it is one-time or never expires. */
export function earliestRenewDate(
  definition: Pick<CertificationDefinition, 'renewable' | 'renewalOpens'>,
  completedOn: IsoDate,
  expiration: IsoDate | undefined,
): IsoDate | undefined {
  if (!definition.renewable || definition.renewalOpens === undefined || expiration === undefined) return undefined;
  return definition.renewalOpens.kind === 'BEFORE_EXPIRY'
    ? addDays(expiration, -definition.renewalOpens.days)
    : completedOn;
}

/**
 * CERT-8 with SET-14: the due date of a renewal opened today. On or before expiry it is the expiration date; by duration,
 * after expiry, or when renewal opens at once, it is counted from today.
 */
export function renewalEnd(
  definition: Pick<CertificationDefinition, 'renewalOpens' | 'renewalDuration' | 'initialCompletion'>,
  settings: Pick<CertificationSettings, 'renewalDue'>,
  today: IsoDate,
  expiration: IsoDate | undefined,
): IsoDate {
  const atExpiry =
    settings.renewalDue === 'at-expiry' && definition.renewalOpens?.kind !== 'IMMEDIATELY_AFTER_COMPLETION';
  if (atExpiry && expiration !== undefined && today <= expiration) return expiration;
  return dueDate(today, definition.renewalDuration ?? definition.initialCompletion);
}

/** CERT-9: from when a complete period's certificate counts. The due date only for renewals opened on or before expiry. */
export function validityBasis(
  definition: Pick<CertificationDefinition, 'validityStart'>,
  period: Pick<CertPeriod, 'kind'>,
): 'ACTUAL_COMPLETION' | 'DUE_DATE' {
  return period.kind === 'renewal' ? definition.validityStart : 'ACTUAL_COMPLETION';
}
