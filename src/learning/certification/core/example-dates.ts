import type { IsoDate } from '../../../platform/dates';
import { dueDate, earliestRenewDate, expirationOf, renewalEnd } from './dates';
import type { CertificationDefinition, CertificationSettings } from './types';

export type ExampleDates = {
  readonly subscribe: IsoDate;
  /** CERT-2. */
  readonly due: IsoDate;
  /** CERT-5, when completed on the due date. */
  readonly validUntil: IsoDate | undefined;
  /** CERT-6. */
  readonly renewFrom: IsoDate | undefined;
  /** CERT-8, when renewed on the first day possible. */
  readonly renewBy: IsoDate | undefined;
};

/** What a learner who subscribes today would meet, by the functions that decide it (CERT-2, 5, 6, 8). */
export function exampleDates(
  definition: CertificationDefinition,
  settings: CertificationSettings,
  today: IsoDate,
): ExampleDates {
  const due = dueDate(today, definition.initialCompletion);
  const validUntil = expirationOf(due, definition, settings.expiryConvention);
  const renewFrom = earliestRenewDate(definition, due, validUntil);
  return {
    subscribe: today,
    due,
    validUntil,
    renewFrom,
    renewBy: renewFrom === undefined ? undefined : renewalEnd(definition, settings, renewFrom, validUntil),
  };
}
