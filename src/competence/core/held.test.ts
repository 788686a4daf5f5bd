import { describe, expect, test } from 'vitest';
import { parseIsoDate as d } from '../../platform/dates';
import { awardExpiry, awardKey, awardStart, nearestUpdateRule, updateEffect } from './award-dates';
import { compareLevels, isHeldOn, meetsLevel } from './held';
import type { ElementFact } from './types';

const row: ElementFact = {
  key: 'a',
  dateFrom: d('2026-01-10'),
  dateTo: d('2026-06-30'),
  level: 2,
  provenance: { kind: 'import' },
};

test('COMP-11: held from the first to the last day, at the level or above', () => {
  expect(['2026-01-09', '2026-01-10', '2026-06-30', '2026-07-01'].map((day) => isHeldOn([row], d(day)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect([1, 2, 3].map((level) => isHeldOn([row], d('2026-02-01'), level))).toEqual([true, true, false]);
  expect(isHeldOn([{ ...row, dateTo: undefined }], d('2999-01-01'))).toBe(true);
});
test('COMP-11: in progress, reversed, or without a level where one is asked for: not held', () => {
  expect(isHeldOn([{ ...row, status: 'InProgress' }], d('2026-02-01'))).toBe(false);
  expect(isHeldOn([{ ...row, reversed: true }], d('2026-02-01'))).toBe(false);
  expect(isHeldOn([{ ...row, level: undefined }], d('2026-02-01'), 1)).toBe(false);
});
test('COMP-12: levels rank by their step', () => {
  expect([3, 1, 2].sort(compareLevels)).toEqual([1, 2, 3]);
  expect(compareLevels(undefined, 1)).toBeLessThan(0);
  expect(compareLevels(undefined, undefined)).toBe(0);
  expect([meetsLevel(5, 2), meetsLevel(undefined, undefined), meetsLevel(undefined, 1)]).toEqual([true, true, false]);
});

describe('COMP-8: from when an award counts', () => {
  const scheduled = {
    kind: 'scheduled',
    classStart: d('2026-05-20'),
    classEnd: d('2026-05-21'),
    markedOn: d('2026-05-25'),
  } as const;
  test.each([
    ['classEnd', '2026-05-21'],
    ['classStart', '2026-05-20'],
    ['dateMarked', '2026-05-25'],
  ] as const)('basis %s gives %s', (basis, from) => {
    expect(awardStart(scheduled, basis)).toBe(from);
  });
  test('class end is the default, online the day of finishing, an override wins', () => {
    expect(awardStart(scheduled)).toBe('2026-05-21');
    expect(awardStart({ kind: 'online', finishedOn: d('2026-05-22') }, 'dateMarked')).toBe('2026-05-22');
    expect(awardStart(scheduled, 'classEnd', d('2026-01-01'))).toBe('2026-01-01');
  });
});

describe('COMP-9, COMP-10: until when', () => {
  const start = d('2027-02-01');
  test('renewal, attachment, certification due date, none', () => {
    const renewalPeriod = { n: 2, unit: 'year' } as const;
    expect(awardExpiry(start, { renewalPeriod })).toBe('2029-02-01');
    expect(awardExpiry(start, { renewalPeriod, attachmentValidity: { n: 12, unit: 'month' } })).toBe('2028-02-01');
    expect(awardExpiry(start, { renewalPeriod, certificationExpiration: d('2028-03-20') })).toBe('2028-03-20');
    expect(awardExpiry(start, {})).toBeUndefined();
    expect(awardExpiry(start, { renewalPeriod }, { years: 'calendar', lastDay: 'day-before' })).toBe('2029-01-31');
  });
});

test('ATT-2: the nearest update rule wins, else the system default', () => {
  expect(nearestUpdateRule([undefined, 'NONE', 'NOTIFY_MANUAL'], 'AUTO_NO_APPROVAL')).toBe('NONE');
  expect(nearestUpdateRule([undefined, undefined], 'AUTO_NO_APPROVAL')).toBe('AUTO_NO_APPROVAL');
  expect(updateEffect('AUTO_AFTER_APPROVAL')).toEqual({ update: 'after-approval', tell: 'approver' });
  expect(updateEffect('AUTO_NO_APPROVAL')).toEqual({ update: 'now', tell: 'learner' });
  expect([updateEffect('NONE').tell, updateEffect('NOTIFY_MANUAL').update]).toEqual(['nobody', 'never']);
});
test('ATT-6: keys', () => {
  expect([awardKey({ enrolmentId: '1' }), awardKey({ certPeriodId: '1' }), awardKey({ pathEnrolmentId: '1' })]).toEqual(
    ['enrolment:1', 'certPeriod:1', 'pathEnrolment:1'],
  );
});
