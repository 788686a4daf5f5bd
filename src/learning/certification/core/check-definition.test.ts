import { describe, expect, test } from 'vitest';
import { parseIsoDate as d } from '../../../platform/dates';
import { checkDefinition, decideComponentChange, isDueBeforeStart } from './check-definition';
import type { AttachedCompetence } from './check-definition';
import type { CertificationDefinition } from './types';

const good: CertificationDefinition = {
  activeFrom: d('2026-01-01'),
  initialCompletion: { n: 60, unit: 'day' },
  renewable: true,
  validity: { n: 1, unit: 'year' },
  validityStart: 'ACTUAL_COMPLETION',
  renewalOpens: { kind: 'BEFORE_EXPIRY', days: 90 },
  components: ['fire'],
};
const amber = { n: 90, unit: 'day' } as const;
const codes = (more: Partial<CertificationDefinition>, attached: readonly AttachedCompetence[] = []): string[] =>
  checkDefinition({ ...good, ...more }, amber, attached).map((one) => `${one.severity} ${one.code}`);
const opens = (days: number): Partial<CertificationDefinition> => ({ renewalOpens: { kind: 'BEFORE_EXPIRY', days } });

test('a sound definition has no findings', () => {
  expect(codes({})).toEqual([]);
});
test('CERT-1: at least one component, none twice', () => {
  expect(codes({ components: [] })).toEqual(['error no-components']);
  expect(codes({ components: ['a', 'b', 'a'] })).toEqual(['error component-repeated']);
});
test('V16, CERT-3: 364 days to complete are accepted for a year of validity, 365 refused', () => {
  expect(codes({ initialCompletion: { n: 364, unit: 'day' } })).toEqual([]);
  expect(codes({ initialCompletion: { n: 365, unit: 'day' } })).toEqual(['error completion-not-shorter-than-validity']);
  expect(codes({ initialCompletion: { n: 12, unit: 'month' } })).toEqual([
    'error completion-not-shorter-than-validity',
  ]);
});
test('CERT-2: a fixed due date is advised against', () => {
  expect(codes({ initialCompletion: { byDate: d('2026-12-31') }, renewalDuration: { n: 60, unit: 'day' } })).toEqual([
    'warning completion-by-date',
  ]);
  expect(codes({ initialCompletion: { byDate: d('2026-12-31') } })).toEqual([
    'warning completion-by-date',
    'warning renewal-length-missing',
  ]);
});
describe('CERT-7: when renewal opens', () => {
  test('later than the amber window is a warning, longer than the validity an error', () => {
    expect(codes(opens(89))).toEqual(['warning renewal-opens-inside-amber-window']);
    expect(codes(opens(90))).toEqual([]);
    expect(codes(opens(365))).toEqual([]);
    expect(codes(opens(366))).toEqual(['error renewal-opens-before-validity']);
  });
  test('with an amber window in months', () => {
    const found = (days: number): number =>
      checkDefinition({ ...good, ...opens(days) }, { n: 3, unit: 'month' }).length;
    expect([found(89), found(90)]).toEqual([1, 0]);
  });
});
test('renewable needs a validity and an opening; lengths are positive; dates in order', () => {
  const { validity: _v, renewalOpens: _r, ...bare } = good;
  expect(checkDefinition(bare, amber).map((one) => one.code)).toEqual(['validity-missing', 'renewal-opening-missing']);
  expect(checkDefinition({ ...bare, renewable: false }, amber)).toEqual([]);
  expect(codes({ initialCompletion: { n: 0, unit: 'day' } })).toEqual(['error length-not-positive']);
  expect(codes({ activeTo: d('2025-12-31') })).toEqual(['error ends-before-it-starts']);
});
test('ATT-3: a competence that would end on another day is a warning that names it', () => {
  const competence = { competenceId: 'c' };
  expect(checkDefinition(good, amber, [{ ...competence, renewalPeriod: { n: 2, unit: 'year' } }])).toEqual([
    { severity: 'warning', code: 'competence-validity-differs', competenceId: 'c' },
  ]);
  expect(codes({}, [{ ...competence, renewalPeriod: { n: 12, unit: 'month' } }])).toEqual([]);
  expect(
    codes({}, [{ ...competence, renewalPeriod: { n: 2, unit: 'year' }, validity: { n: 1, unit: 'year' } }]),
  ).toEqual([]);
  expect(codes({}, [competence])).toEqual(['warning competence-validity-differs']);
});
test('CERT-4: an applicant who would be due before the expected start is warned about', () => {
  const today = d('2026-02-02');
  expect([isDueBeforeStart(good, today, d('2026-04-04')), isDueBeforeStart(good, today, d('2026-04-03'))]).toEqual([
    true,
    false,
  ]);
});
test('CERT-16: other components need confirmation once there are subscribers', () => {
  expect(decideComponentChange(['a'], ['a', 'b'], true, false).ok).toBe(false);
  expect(decideComponentChange(['a'], ['b'], true, true)).toEqual({ ok: true, appliesTo: 'later-periods' });
  expect(decideComponentChange(['a'], ['b'], false, false).ok).toBe(true);
  expect(decideComponentChange(['a', 'b'], ['b', 'a'], true, false).ok).toBe(true);
});
