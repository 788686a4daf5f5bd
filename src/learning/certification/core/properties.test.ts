import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, addPeriod, formatDate, fromEpochDay, parseIsoDate as d, toEpochDay } from '../../../platform/dates';
import type { ExpiryConvention, Period } from '../../../platform/dates';
import { awardExpiry } from '../../../competence/core/award-dates';
import { expirationOf } from './dates';
import { TRANSITIONS, decideCertification } from './decide-certification';
import { after, complete, definition, nightly, renew, settings, subscribe } from './given-fixture';
import type { CertificationCommand, CertificationDefinition, Subscription } from './types';

test('CERT-19: competence and certificate end on the same day, whatever the convention', () => {
  const conventions = fc.record({
    years: fc.constantFrom('calendar' as const, '365-day' as const),
    lastDay: fc.constantFrom('same-day' as const, 'day-before' as const),
  });
  const periods: fc.Arbitrary<Period> = fc.record({
    n: fc.integer({ min: 1, max: 40 }),
    unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const),
  });
  const starts = fc.integer({ min: toEpochDay(d('2020-01-01')), max: toEpochDay(d('2040-01-01')) }).map(fromEpochDay);
  fc.assert(
    fc.property(starts, periods, conventions, (start, validity, expiryConvention: ExpiryConvention) => {
      const world = after(
        [
          [start, subscribe],
          [start, complete(1, start)],
        ],
        { ...definition, validity },
        { ...settings, expiryConvention },
      );
      expect(awardExpiry(start, { renewalPeriod: validity }, expiryConvention), formatDate(start)).toBe(
        world.subscription?.expirationDate,
      );
      expect(expirationOf(start, { validity }, expiryConvention)).toBe(world.subscription?.expirationDate);
    }),
  );
});

/** Random lives of subscriptions, checked at every step; the changes of status that occurred. */
function explore(options: { numRuns: number; seed?: number }): Set<string> {
  const commands = fc.constantFrom<(sequence: number, today: string) => CertificationCommand>(
    () => subscribe,
    () => ({ type: 'subscribe', approvalNeeded: true, mandatory: false }),
    () => ({ type: 'approve' }),
    () => ({ type: 'reject' }),
    () => renew,
    () => nightly,
    () => nightly,
    () => ({ type: 'unsubscribe', by: 'admin' }),
    (sequence) => ({ type: 'start-component', sequence, courseId: 'fire' }),
    (sequence, today) => complete(sequence, today),
    (sequence, today) => complete(sequence, today, 'lift'),
    (sequence, today) => complete(sequence, addDays(d(today), -15)),
    (sequence, today) => complete(sequence, addDays(d(today), -15), 'lift'),
    (sequence) => ({ type: 'reverse-component', sequence, courseId: 'lift' }),
  );
  const steps = fc.array(fc.record({ make: commands, wait: fc.nat(30), back: fc.nat(1) }), {
    minLength: 5,
    maxLength: 40,
    size: 'max',
  });
  const defs = fc.record({
    renewable: fc.boolean(),
    validityStart: fc.constantFrom('ACTUAL_COMPLETION' as const, 'DUE_DATE' as const),
    atOnce: fc.boolean(),
    components: fc.constantFrom(['lift'], ['fire', 'lift']),
    days: fc.integer({ min: 30, max: 120 }),
  });
  const sets = fc.record({
    renewalDue: fc.constantFrom('at-expiry' as const, 'by-duration' as const),
    missedDueDate: fc.constantFrom('expired' as const, 'overdue' as const),
  });
  const reached = new Set<string>();
  fc.assert(
    fc.property(steps, defs, sets, (list, { atOnce, days, ...some }, set) => {
      const def: CertificationDefinition = {
        ...definition,
        ...some,
        initialCompletion: { n: 20, unit: 'day' },
        validity: { n: days, unit: 'day' },
        renewalOpens: atOnce ? { kind: 'IMMEDIATELY_AFTER_COMPLETION' } : { kind: 'BEFORE_EXPIRY', days: 30 },
      };
      let today = d('2026-01-01');
      let now: Subscription | undefined;
      for (const { make, wait, back } of list) {
        today = addPeriod(today, { n: wait, unit: 'day' });
        const sequence = Math.max(1, (now?.periods.length ?? 1) - back);
        const command = make(sequence, today);
        const decision = decideCertification(now, command, def, { ...settings, ...set }, today);
        if (!decision.ok) continue;
        const from = now?.status;
        now = decision.subscription;
        if (from !== now.status) {
          expect(TRANSITIONS[from ?? 'new']).toContain(now.status);
          expect(decision.events).toContainEqual({ type: 'subscription-status-changed', from, to: now.status });
          reached.add(`${from ?? 'new'}>${now.status}`);
        }
        const live = now.periods.filter((one) => one.status === 'ENROLLED' || one.status === 'ACTIVE');
        expect(live.length).toBe(now.status === 'ENROLLED' || now.status === 'RENEWING' ? 1 : 0);
        for (const one of now.periods)
          expect(one.status === 'COMPLETED').toBe(one.components.every((part) => part.status === 'COMPLETED'));
        if (command.type === 'complete-component' || command.type === 'nightly') {
          const again = decideCertification(now, command, def, { ...settings, ...set }, today);
          expect(again.ok ? again.events : []).toEqual([]);
        }
      }
    }),
    options,
  );
  return reached;
}

test('CERT-T1 to T13: no undeclared state, one live period at most, a completion once only', () => {
  expect(explore({ numRuns: 400 }).size).toBeGreaterThan(0);
});

test('CERT-T1 to T13: every declared change occurs', () => {
  const reached = explore({ numRuns: 1500, seed: 13 });
  const declared = Object.entries(TRANSITIONS).flatMap(([from, tos]) => tos.map((to) => `${from}>${to}`));
  expect([...reached].sort()).toEqual(declared.sort());
});
