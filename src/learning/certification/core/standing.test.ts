import { describe, expect, test } from 'vitest';
import { parseIsoDate } from '../../../platform/dates';
import { certificateStanding, subscriptionStep, validityStanding, type SubscriptionLook } from './standing';

const day = parseIsoDate;
const today = day('2026-11-23');
const window = { n: 90, unit: 'day' } as const;

describe('validity in words', () => {
  test.each([
    [null, 'valid', 'good'],
    ['2028-03-03', 'valid-until', 'good'],
    ['2027-02-22', 'valid-until', 'good'],
    ['2027-02-21', 'expires-in', 'soon'],
    ['2026-11-24', 'expires-in', 'soon'],
    ['2026-11-23', 'expires-today', 'soon'],
    ['2026-11-22', 'expired-on', 'bad'],
  ])('CERT-5, SET-2: %s is %s', (expiration, word, tone) => {
    expect(
      validityStanding({ achieved: true, expiration: expiration === null ? null : day(expiration) }, today, window),
    ).toMatchObject({ word, tone });
  });

  test('what was never achieved has no date', () => {
    expect(validityStanding({ achieved: false, expiration: null }, today, window)).toEqual({
      word: 'not-achieved',
      tone: 'none',
    });
    expect(
      certificateStanding({ status: 'EXPIRED', completionDate: null, expirationDate: null }, today, window),
    ).toEqual({ word: 'missed', tone: 'bad' });
  });
});

describe('ACT-1, ACT-4, ACT-5: what can be done about a certification', () => {
  const look = (over: Partial<SubscriptionLook>): SubscriptionLook => ({
    status: 'CERTIFIED',
    completionDate: day('2026-03-20'),
    expirationDate: day('2027-03-20'),
    earliestRenewDate: day('2026-12-20'),
    renewable: true,
    active: true,
    ...over,
  });
  test.each([
    ['ACT-1: not subscribed', undefined, { step: 'subscribe' }],
    ['CERT-T13: left before', look({ status: 'CANCELLED' }), { step: 'subscribe' }],
    ['CERT-18: left, and no longer active', look({ status: 'CANCELLED', active: false }), { step: 'none' }],
    ['ACT-5: renewal not open', look({}), { step: 'wait', from: day('2026-12-20') }],
    ['ACT-4: renewal opens today', look({ earliestRenewDate: today }), { step: 'renew' }],
    ['CERT-T10: expired', look({ status: 'EXPIRED' }), { step: 'renew' }],
    [
      'CERT-T10: never completed',
      look({ status: 'EXPIRED', completionDate: null, expirationDate: null, earliestRenewDate: null }),
      { step: 'subscribe-again' },
    ],
    ['CERT-18: no renewal once it ended', look({ status: 'EXPIRED', active: false }), { step: 'none' }],
    ['one-time', look({ renewable: false, earliestRenewDate: null }), { step: 'none' }],
    ['running', look({ status: 'RENEWING' }), { step: 'none' }],
  ])('%s', (_, given, expected) => {
    expect(subscriptionStep(given, today)).toEqual(expected);
  });
});
