import { describe, expect, test } from 'vitest';
import { parseIsoDate as d } from '../../../platform/dates';
import { checkActiveDates, endDateChild, isActive } from './active';
import { effectiveAttachments } from './attachments';
import { certificationAwardsNow, deservesAward, isCourseComplete, objectSetProgress } from './completion';
import { checkOffering, isOnline, isScheduled } from './delivery';
import type { CompetenceAttachment, Dated } from './types';

const dated = (from: string, to?: string): Dated => ({
  activeFrom: d(from),
  activeTo: to === undefined ? undefined : d(to),
});

test('CAT-2: active from the first day to the last', () => {
  const course = dated('2026-01-01', '2026-06-30');
  expect(['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'].map((day) => isActive(course, d(day)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isActive(dated('2026-01-01'), d('2030-01-01'))).toBe(true);
});

describe('CAT-1: a child lies within its parent', () => {
  const parent = dated('2026-01-01', '2026-12-31');
  test.each([
    [dated('2026-01-01', '2026-12-31'), []],
    [dated('2025-12-31', '2026-12-31'), ['starts-before-parent']],
    [dated('2026-01-01', '2027-01-01'), ['ends-after-parent']],
    [dated('2026-01-01'), ['ends-after-parent']],
    [dated('2027-01-01', '2027-02-01'), ['starts-after-parent', 'ends-after-parent']],
    [dated('2026-05-02', '2026-05-01'), ['ends-before-it-starts']],
  ] as const)('%j: %j', (child, faults) => {
    expect(checkActiveDates(child, parent)).toEqual(faults);
  });
  test('an open parent takes any end', () => {
    expect(checkActiveDates(dated('2026-01-01'), dated('2026-01-01'))).toEqual([]);
  });
  test('end-dating the parent reaches children that are open or end later', () => {
    const end = d('2026-06-30');
    expect(endDateChild(dated('2026-01-01'), end)).toEqual({ kind: 'end', on: end });
    expect(endDateChild(dated('2026-01-01', '2026-07-01'), end)).toEqual({ kind: 'end', on: end });
    expect(endDateChild(dated('2026-01-01', '2026-06-01'), end)).toEqual({ kind: 'unchanged' });
    expect(endDateChild(dated('2026-07-01'), end)).toEqual({ kind: 'starts-after' });
  });
});

test('CAT-5, ATT-4: a course needs one enrolment that is Attended with success', () => {
  const attended = { status: 'Attended', successfulAttendance: true };
  const merely = { status: 'Attended', successfulAttendance: false };
  expect(isCourseComplete([{ status: 'Withdrawn', successfulAttendance: false }, attended])).toBe(true);
  expect(isCourseComplete([merely, { status: 'PendingEvaluation', successfulAttendance: true }])).toBe(false);
  expect([deservesAward(attended), deservesAward(merely)]).toEqual([true, false]);
});

test('CAT-6: complete when all learning objects are, at any depth', () => {
  const set = [{ id: 'a' }, { id: 'folder', children: [{ id: 'b' }, { id: 'c' }] }];
  expect(objectSetProgress(set, new Set(['a', 'b']))).toEqual({ done: 2, total: 3, complete: false });
  expect(objectSetProgress(set, new Set(['a', 'b', 'c']))).toEqual({ done: 3, total: 3, complete: true });
  expect(objectSetProgress([], new Set()).complete).toBe(false);
});

test('an online offering needs a learning object; a classroom one does not', () => {
  expect(checkOffering({ deliveryMode: 'OnlineSelfPaced' })).toBe('learning-object-missing');
  expect(checkOffering({ deliveryMode: 'OnlineSelfPaced', learningObjectId: 'x' })).toBeUndefined();
  expect(checkOffering({ deliveryMode: 'Classroom' })).toBeUndefined();
  expect([isOnline('VirtualClassroom'), isScheduled('OnlineSelfPaced'), isScheduled('OnlineScheduled')]).toEqual([
    false,
    false,
    true,
  ]);
});

describe('ATT-1, ATT-2: what a completion awards', () => {
  const on = (
    objectType: CompetenceAttachment['objectType'],
    competenceId: string,
    more: Partial<CompetenceAttachment> = {},
  ): CompetenceAttachment => ({
    objectType,
    objectId: objectType,
    competenceId,
    ...more,
  });
  test('each competence once, from the nearest attachment', () => {
    const effective = effectiveAttachments(
      [
        { attachments: [on('offering', 'fire', { level: 2 })] },
        { attachments: [on('course', 'fire', { level: 1 }), on('course', 'ig')] },
      ],
      'NONE',
    );
    expect(effective).toMatchObject([
      { competenceId: 'fire', level: 2, objectType: 'offering' },
      { competenceId: 'ig', objectType: 'course' },
    ]);
  });
  test('rule: attachment, then offering, then course, then system', () => {
    const rule = (attachment?: 'NONE', offering?: 'NOTIFY_MANUAL', course?: 'AUTO_AFTER_APPROVAL') =>
      effectiveAttachments(
        [
          { attachments: [], updateRule: offering },
          { attachments: [on('course', 'fire', { updateRule: attachment })], updateRule: course },
        ],
        'AUTO_NO_APPROVAL',
      )[0]?.updateRule;
    expect(rule('NONE', 'NOTIFY_MANUAL', 'AUTO_AFTER_APPROVAL')).toBe('NONE');
    expect(rule(undefined, 'NOTIFY_MANUAL', 'AUTO_AFTER_APPROVAL')).toBe('NOTIFY_MANUAL');
    expect(rule(undefined, undefined, 'AUTO_AFTER_APPROVAL')).toBe('AUTO_AFTER_APPROVAL');
    expect(rule()).toBe('AUTO_NO_APPROVAL');
  });
});

test('ATT-5: per component only when the certification says so', () => {
  expect(certificationAwardsNow('certification', 'component')).toBe(false);
  expect(certificationAwardsNow('course', 'component')).toBe(true);
  expect(certificationAwardsNow('certification', 'certification')).toBe(true);
});
