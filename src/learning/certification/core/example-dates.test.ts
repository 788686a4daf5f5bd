import { expect, test } from 'vitest';
import { parseIsoDate } from '../../../platform/dates';
import { exampleDates } from './example-dates';
import type { CertificationDefinition, CertificationSettings } from './types';

const settings: CertificationSettings = {
  expiryConvention: { years: 'calendar', lastDay: 'same-day' },
  renewalDue: 'at-expiry',
  missedDueDate: 'expired',
};
const definition: CertificationDefinition = {
  activeFrom: parseIsoDate('2020-01-01'),
  initialCompletion: { n: 30, unit: 'day' },
  renewable: true,
  validity: { n: 12, unit: 'month' },
  validityStart: 'ACTUAL_COMPLETION',
  renewalOpens: { kind: 'BEFORE_EXPIRY', days: 90 },
  components: ['a'],
};

test('CERT-2, CERT-5, CERT-6, CERT-8: the example dates are those the rules give', () => {
  expect(exampleDates(definition, settings, parseIsoDate('2026-11-23'))).toEqual({
    subscribe: '2026-11-23',
    due: '2026-12-23',
    validUntil: '2027-12-23',
    renewFrom: '2027-09-24',
    renewBy: '2027-12-23',
  });
  const { validity: _, renewalOpens: __, ...oneTime } = definition;
  expect(exampleDates({ ...oneTime, renewable: false }, settings, parseIsoDate('2026-11-23'))).toMatchObject({
    validUntil: undefined,
    renewFrom: undefined,
    renewBy: undefined,
  });
});
