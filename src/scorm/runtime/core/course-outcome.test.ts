import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { block, organisation, passedBy, sco, sequencing } from '../../../../test/support/activity-trees';
import type { Rollup } from '../../sequencing/core/types';
import {
  courseOutcome,
  masteryRequired,
  percentOf,
  verdictOf,
  type CourseOutcome,
  type OutcomeSettings,
} from './course-outcome';

const roll = (completion: Rollup['completion'], success: Rollup['success'], parts: Partial<Rollup> = {}): Rollup => ({
  completion,
  success,
  totalSeconds: 0,
  ...parts,
});

test.each<readonly [Rollup['completion'], Rollup['success'], OutcomeSettings, CourseOutcome['verdict']]>([
  ['incomplete', 'passed', {}, 'success'],
  ['completed', 'unknown', {}, 'success'],
  ['completed', 'unknown', { masteryRequired: true }, 'in-progress'],
  ['completed', 'failed', {}, 'failed'],
  ['incomplete', 'failed', {}, 'in-progress'],
  ['incomplete', 'unknown', {}, 'in-progress'],
  ['not attempted', 'unknown', {}, 'in-progress'],
  ['incomplete', 'passed', { requireBoth: true }, 'in-progress'],
  ['completed', 'unknown', { requireBoth: true }, 'in-progress'],
  ['completed', 'passed', { requireBoth: true }, 'success'],
])('ELO-13: %s and %s with %j is %s', (completion, success, settings, verdict) => {
  expect(verdictOf({ completion, success }, settings)).toBe(verdict);
});

describe('ELO-7: cumulative, never backwards', () => {
  test('the first is version 1, and what changes nothing is no new version', () => {
    const first = courseOutcome(roll('incomplete', 'unknown', { totalSeconds: 5 }), undefined);
    expect(first).toMatchObject({ changed: true, outcome: { version: 1, verdict: 'in-progress', totalSeconds: 5 } });
    const again = courseOutcome(roll('incomplete', 'unknown', { totalSeconds: 5 }), first.outcome);
    expect(again.changed).toBe(false);
    expect(again.outcome).toBe(first.outcome);
  });
  test('a failed second attempt takes nothing away, a better score is taken', () => {
    const passed = courseOutcome(roll('completed', 'passed', { raw: 85, min: 0, max: 100 }), undefined).outcome;
    const worse = courseOutcome(roll('completed', 'failed', { raw: 20 }), passed);
    expect(worse).toEqual({ changed: false, outcome: passed });
    const better = courseOutcome(roll('completed', 'failed', { raw: 95, min: 0, max: 100 }), passed).outcome;
    expect(better).toMatchObject({
      version: 2,
      completion: 'completed',
      success: 'passed',
      verdict: 'success',
      raw: 95,
      percent: 95,
    });
  });
  test('failed may become in progress and then passed', () => {
    const failed = courseOutcome(roll('completed', 'failed', { raw: 20 }), undefined).outcome;
    const trying = courseOutcome(roll('incomplete', 'unknown'), failed).outcome;
    expect([failed.verdict, trying.verdict, trying.raw]).toEqual(['failed', 'in-progress', 20]);
    expect(courseOutcome(roll('completed', 'passed'), trying).outcome.verdict).toBe('success');
  });
  test('time of earlier attempts counts', () => {
    const first = courseOutcome(roll('incomplete', 'unknown', { totalSeconds: 60 }), undefined).outcome;
    expect(
      courseOutcome(roll('incomplete', 'unknown', { totalSeconds: 5 }), first, { earlierSeconds: 60 }).outcome
        .totalSeconds,
    ).toBe(65);
  });
  test('whatever rollups come, success stays, the score never falls, versions count up by one', () => {
    const rollup = fc.record({
      completion: fc.constantFrom<Rollup['completion']>('not attempted', 'unknown', 'incomplete', 'completed'),
      success: fc.constantFrom<Rollup['success']>('unknown', 'passed', 'failed'),
      scaled: fc.integer({ min: -10, max: 10 }).map((tenths) => tenths / 10),
      totalSeconds: fc.nat(100),
    });
    fc.assert(
      fc.property(fc.array(rollup), fc.boolean(), fc.boolean(), (rollups, required, both) => {
        let before: CourseOutcome | undefined;
        for (const next of rollups) {
          const { changed, outcome } = courseOutcome(next, before, { masteryRequired: required, requireBoth: both });
          if (before !== undefined) {
            if (before.verdict === 'success') expect(outcome.verdict).toBe('success');
            if (before.verdict === 'success' && before.success === 'passed') expect(outcome.success).toBe('passed');
            expect(outcome.scaled ?? -9).toBeGreaterThanOrEqual(before.scaled ?? -9);
            expect(outcome.totalSeconds).toBeGreaterThanOrEqual(before.totalSeconds);
            expect(outcome.version).toBe(before.version + (changed ? 1 : 0));
          }
          before = outcome;
        }
      }),
    );
  });
});

test.each([
  [{ scaled: 0.856 }, 86],
  [{ scaled: -0.5 }, 0],
  [{ raw: 8, min: 0, max: 10 }, 80],
  [{ raw: 15, min: 10, max: 20 }, 50],
  [{ raw: 79.4 }, 79],
  [{ raw: 5, min: 10, max: 10 }, 5],
  [{}, undefined],
])('percent of %j is %s', (score, percent) => {
  expect(percentOf(score)).toBe(percent);
});

test('ELO-13: a package asks for mastery when any activity does', () => {
  expect(masteryRequired('1.2', organisation([sco('A'), block('B', [sco('C', { masteryScore: 0 })])]))).toBe(true);
  expect(masteryRequired('1.2', organisation([sco('A')]))).toBe(false);
  const measured = sco('A', { sequencing: sequencing({}, { objectives: [passedBy(0.5)] }) });
  expect(masteryRequired('2004 3rd Edition', organisation([measured]))).toBe(true);
  expect(masteryRequired('2004 3rd Edition', organisation([sco('A', { masteryScore: 5 })]))).toBe(false);
});
