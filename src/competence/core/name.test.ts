import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCompetenceName, parseCompetenceName, renewalLabelDisagrees, sameCompetenceName } from './name';
import type { CompetenceName, RenewalLabel } from './types';

const years = (n: number): RenewalLabel => ({ kind: 'every', n, unit: 'year' });

describe('COMP-1: names', () => {
  test.each<[string, CompetenceName]>([
    ['NHS|CSTF|Fire Safety - 2 Years|', { scope: 'NHS', framework: 'CSTF', title: 'Fire Safety', renewal: years(2) }],
    ['457|LOCAL|Ward Walk|', { scope: '457', framework: 'LOCAL', title: 'Ward Walk', renewal: { kind: 'none' } }],
    [
      'NHS|CSTF|Safeguarding - Level 2 - No Renewal|',
      { scope: 'NHS', framework: 'CSTF', title: 'Safeguarding - Level 2', renewal: { kind: 'no-renewal' } },
    ],
    [
      '111|LOCAL|Bleep Check - 1 Month|',
      { scope: '111', framework: 'LOCAL', title: 'Bleep Check', renewal: { kind: 'every', n: 1, unit: 'month' } },
    ],
  ])('%s is read and written', (text, name) => {
    expect(parseCompetenceName(text)).toEqual(name);
    expect(formatCompetenceName(name)).toBe(text);
  });
  test.each([
    '"NHS|CSTF|Fire Safety - 2 Years|"',
    ' nhs | CSTF |  Fire  Safety - 2 years',
    'NHS|CSTF|Fire Safety – 2 Year',
    "'NHS|cstf|Fire Safety -  2 YEARS|'",
  ])('%s is forgiven', (text) => {
    expect(formatCompetenceName(parseCompetenceName(text) as CompetenceName)).toBe('NHS|CSTF|Fire Safety - 2 Years|');
  });
  test.each(['', 'Fire Safety', 'NHS|Fire Safety', '12|LOCAL|X|', 'NHS|CSTF||', 'NHS|CSTF|A|B|'])(
    '"%s" is no name',
    (text) => {
      expect(parseCompetenceName(text)).toBeUndefined();
    },
  );
  test('whatever is read is written the same again', () => {
    const labels: fc.Arbitrary<RenewalLabel> = fc.oneof(
      fc.constant<RenewalLabel>({ kind: 'none' }),
      fc.constant<RenewalLabel>({ kind: 'no-renewal' }),
      fc.record({
        kind: fc.constant('every' as const),
        n: fc.integer({ min: 1, max: 120 }),
        unit: fc.constantFrom('month' as const, 'year' as const),
      }),
    );
    const titles = fc.stringMatching(/^[A-Z][a-z]{1,8}( [A-Za-z0-9]{1,8}){0,3}$/);
    fc.assert(
      fc.property(titles, labels, (title, renewal) => {
        const name = { scope: '222', framework: 'LOCAL', title, renewal };
        expect(parseCompetenceName(formatCompetenceName(name))).toEqual(name);
      }),
    );
  });
});

test('COMP-2: another renewal label is another competence', () => {
  const fire = { scope: 'NHS', framework: 'CSTF', title: 'Fire Safety', renewal: years(1) };
  expect(sameCompetenceName(fire, { ...fire, renewal: years(2) })).toBe(false);
  expect(sameCompetenceName(fire, { ...fire, title: 'FIRE SAFETY' })).toBe(true);
});

test('COMP-3: a label that disagrees with the renewal period is told', () => {
  expect(renewalLabelDisagrees(years(1), { n: 12, unit: 'month' })).toBe(false);
  expect(renewalLabelDisagrees(years(1), { n: 2, unit: 'year' })).toBe(true);
  expect(renewalLabelDisagrees(years(1), undefined)).toBe(true);
  expect(renewalLabelDisagrees({ kind: 'no-renewal' }, { n: 1, unit: 'year' })).toBe(true);
  expect(renewalLabelDisagrees({ kind: 'no-renewal' }, undefined)).toBe(false);
  expect(renewalLabelDisagrees({ kind: 'none' }, { n: 1, unit: 'year' })).toBe(false);
});
