import { describe, expect, test } from 'vitest';
import {
  after,
  certified,
  complete,
  definition,
  nightly,
  periodsOf,
  refusal,
  renew,
  renewing,
  settings,
  subscribe,
} from './given-fixture';
import type { Step } from './given-fixture';
import type { CertificationCommand, CertificationDefinition } from './types';

describe('CERT-T1 to CERT-T13', () => {
  test('CERT-T2: with approval there is no period, and the due date counts from the approval', () => {
    const asked: Step = ['2026-02-02', { type: 'subscribe', approvalNeeded: true, mandatory: false }];
    expect(after([asked]).subscription).toMatchObject({ status: 'AWAITING_APPROVAL', periods: [] });
    expect(periodsOf(after([asked, ['2026-02-10', { type: 'approve' }]]))).toEqual(['ENROLLED 2026-02-10..2026-04-11']);
    expect(after([asked, ['2026-02-10', { type: 'reject' }]]).subscription?.status).toBe('REJECTED');
    expect(refusal(after([...certified, ['2026-04-01', { type: 'approve' }]]))).toBe('not-awaiting-approval');
    expect(refusal(after([...certified, ['2026-04-01', { type: 'reject' }]]))).toBe('not-awaiting-approval');
  });
  test('CERT-T3: starting a component makes the period active, once', () => {
    const start: CertificationCommand = { type: 'start-component', sequence: 1, courseId: 'fire', enrolmentId: 'e' };
    const world = after([
      ['2026-02-02', subscribe],
      ['2026-02-05', start],
    ]);
    expect(periodsOf(world)).toEqual(['ACTIVE 2026-02-02..2026-04-03']);
    expect(world.events).toEqual([{ type: 'period-started', sequence: 1 }]);
    expect(
      after([
        ['2026-02-02', subscribe],
        ['2026-02-05', start],
        ['2026-02-06', start],
      ]).events,
    ).toEqual([]);
    expect(
      refusal(
        after([
          ['2026-02-02', subscribe],
          ['2026-02-05', { ...start, courseId: 'other' }],
        ]),
      ),
    ).toBe('no-such-component');
    expect(
      refusal(
        after([
          ['2026-02-02', subscribe],
          ['2026-02-05', { ...start, sequence: 2 }],
        ]),
      ),
    ).toBe('no-such-period');
  });
  test('CERT-T7: the night after expiration', () => {
    expect(after([...certified, ['2027-03-20', nightly]]).events).toEqual([]);
    expect(after([...certified, ['2027-03-21', nightly]]).subscription?.status).toBe('EXPIRED');
  });
  test('CERT-T9: a renewal period that ends before expiration leaves it certified', () => {
    const world = after(
      [...renewing, ['2027-03-12', nightly]],
      { ...definition, initialCompletion: { n: 60, unit: 'day' } },
      { ...settings, renewalDue: 'by-duration' },
    );
    expect(periodsOf(world).at(-1)).toBe('EXPIRED 2027-01-10..2027-03-11');
    expect(world.subscription?.status).toBe('CERTIFIED');
  });
  test('CERT-T10: from EXPIRED it is a renewal once it was certified, counted from today', () => {
    const world = after([...certified, ['2027-03-21', nightly], ['2027-04-01', renew]]);
    expect(world.subscription?.status).toBe('RENEWING');
    expect(periodsOf(world).at(-1)).toBe('ENROLLED 2027-04-01..2027-05-31');
  });
  test('CERT-T10: a one-time certification that was completed is not renewed; one that was missed is tried again', () => {
    const once: CertificationDefinition = { ...definition, renewable: false };
    expect(refusal(after([...certified, ['2027-01-10', renew]], once))).toBe('one-time');
    expect(refusal(after([...certified, ['2027-03-21', nightly], ['2027-04-01', subscribe]], once))).toBe('one-time');
    expect(
      refusal(
        after(
          [
            ['2026-02-02', subscribe],
            ['2026-04-04', nightly],
            ['2026-04-10', subscribe],
          ],
          once,
        ),
      ),
    ).toBe('accepted');
  });
  test('CERT-T11, CERT-23: a success dated inside an expired period completes it as of that date', () => {
    const missed: readonly Step[] = [
      ['2026-02-02', subscribe],
      ['2026-04-04', nightly],
    ];
    const late = after([...missed, ['2026-04-06', complete(1, '2026-04-03')]]);
    expect(late.subscription).toMatchObject({
      status: 'CERTIFIED',
      completionDate: '2026-04-03',
      expirationDate: '2027-04-03',
    });
    expect(refusal(after([...missed, ['2026-04-06', complete(1, '2026-04-04')]]))).toBe('outside-period');
    expect(after([...missed, ['2027-06-01', complete(1, '2026-04-03')]]).subscription?.status).toBe('EXPIRED');
  });
  test('CERT-T11: a valid late certificate ends the attempt that runs; an outdated one lets it run', () => {
    const again: readonly Step[] = [
      ['2026-02-02', subscribe],
      ['2026-04-04', nightly],
      ['2026-04-10', subscribe],
    ];
    const world = after([...again, ['2026-04-11', complete(1, '2026-04-03')]]);
    expect(world.subscription?.status).toBe('CERTIFIED');
    expect(world.events).toContainEqual({ type: 'period-cancelled', sequence: 2 });
    const short = { ...definition, validity: { n: 61, unit: 'day' } } as const;
    const lapsed = after([...again, ['2026-06-05', complete(1, '2026-04-03')]], short);
    expect(lapsed.subscription?.status).toBe('ENROLLED');
    expect(periodsOf(lapsed)).toEqual(['COMPLETED 2026-02-02..2026-04-03', 'ENROLLED 2026-04-10..2026-06-09']);
  });
  test('CERT-23: not when a later period is complete', () => {
    const world = after([
      ['2026-02-02', subscribe],
      ['2026-04-04', nightly],
      ['2026-04-10', subscribe],
      ['2026-04-20', complete(2, '2026-04-20')],
      ['2026-04-21', complete(1, '2026-04-01')],
    ]);
    expect(refusal(world)).toBe('later-period-complete');
    expect(world.subscription).toMatchObject({ status: 'CERTIFIED', completionDate: '2026-04-20' });
  });
  test('CERT-T12, CERT-22: leaving cancels the open period; a mandatory one the learner cannot leave', () => {
    const leave = (by: 'self' | 'admin'): CertificationCommand => ({ type: 'unsubscribe', by });
    const world = after([...renewing, ['2027-01-20', leave('self')]]);
    expect(world.subscription).toMatchObject({ status: 'CANCELLED', unsubscribedOn: '2027-01-20' });
    expect(world.events).toContainEqual({ type: 'period-cancelled', sequence: 2 });
    const mandatory: Step = ['2026-02-02', { type: 'subscribe', approvalNeeded: false, mandatory: true }];
    expect(refusal(after([mandatory, ['2026-02-03', leave('self')]]))).toBe('mandatory');
    expect(refusal(after([mandatory, ['2026-02-03', leave('admin')]]))).toBe('accepted');
    expect(refusal(after([['2026-02-03', leave('self')]]))).toBe('not-subscribed');
    expect(
      refusal(after([...renewing, ['2027-01-20', leave('self')], ['2027-01-21', complete(2, '2027-01-21')]])),
    ).toBe('period-cancelled');
  });
  test('CERT-T13: coming back uses the same subscription with a new period', () => {
    const left: readonly Step[] = [
      ['2026-02-02', subscribe],
      ['2026-02-03', { type: 'unsubscribe', by: 'self' }],
    ];
    const world = after([...left, ['2026-03-01', subscribe]]);
    expect(world.subscription?.status).toBe('ENROLLED');
    expect(periodsOf(world)).toEqual(['CANCELLED 2026-02-02..2026-04-03', 'ENROLLED 2026-03-01..2026-04-30']);
    expect(world.subscription).not.toHaveProperty('unsubscribedOn');
    expect(after([...left, ['2026-03-01', { ...subscribe, approvalNeeded: true }]]).subscription?.status).toBe(
      'AWAITING_APPROVAL',
    );
    expect(
      refusal(
        after([
          ['2026-02-02', subscribe],
          ['2026-02-03', subscribe],
        ]),
      ),
    ).toBe('already-subscribed');
  });
});

describe('ATT-7: a completion is taken back', () => {
  const back = { type: 'reverse-component', sequence: 1, courseId: 'fire' } as const satisfies CertificationCommand;
  test('before the due date the period is active again, after it expired', () => {
    const early = after([...certified, ['2026-03-25', back]]);
    expect(early.subscription?.status).toBe('ENROLLED');
    expect(early.subscription).not.toHaveProperty('expirationDate');
    expect(early.events).toContainEqual({ type: 'certificate-reversed', sequence: 1 });
    expect(periodsOf(early)).toEqual(['ACTIVE 2026-02-02..2026-04-03']);
    expect(after([...certified, ['2026-04-04', back]]).subscription?.status).toBe('EXPIRED');
  });
  test('an earlier certificate counts again', () => {
    const world = after([
      ...renewing,
      ['2027-02-01', complete(2, '2027-02-01')],
      ['2027-02-02', { ...back, sequence: 2 }],
    ]);
    expect(world.subscription).toMatchObject({
      status: 'RENEWING',
      completionDate: '2026-03-20',
      expirationDate: '2027-03-20',
    });
  });
  test('completing once more gives the same certificate; taking back what is not complete changes nothing', () => {
    expect(
      after([...certified, ['2026-03-25', back], ['2026-03-26', complete(1, '2026-03-20')]]).subscription,
    ).toMatchObject({ status: 'CERTIFIED', expirationDate: '2027-03-20' });
    expect(
      after([
        ['2026-02-02', subscribe],
        ['2026-03-25', back],
      ]).events,
    ).toEqual([]);
  });
});
