import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prerequisitesMet, readPrerequisites, type PrerequisiteStatus } from './prerequisites';

const statuses: Readonly<Record<string, PrerequisiteStatus>> = {
  P1: 'passed',
  C1: 'completed',
  F1: 'failed',
  I1: 'incomplete',
  N1: 'not attempted',
  'item-2.a_b': 'completed',
  'a:1': 'passed',
};
const exists = (id: string): boolean => Object.hasOwn(statuses, id);
const met = (text: string | undefined): boolean =>
  prerequisitesMet(readPrerequisites(text, exists), (id) => statuses[id] ?? 'not attempted');
const note = (text: string): string | undefined => {
  const read = readPrerequisites(text, exists);
  return read.kind === 'unreadable' ? read.note : undefined;
};

describe('ELO-5: aicc_script', () => {
  test.each<readonly [string | undefined, boolean]>([
    [undefined, true],
    ['  ', true],
    ['P1', true],
    ['C1', true],
    ['F1', false],
    ['I1', false],
    ['N1', false],
    ['item-2.a_b', true],
    ['a:1', true],
    ['P1 & C1', true],
    ['P1&F1', false],
    ['F1|C1', true],
    ['F1 | N1', false],
    ['~F1', true],
    ['~~P1', true],
    ['~(P1 & F1)', true],
    ['P1 | C1 & F1', true],
    ['P1 AND C1', true],
    ['P1 and F1', false],
    ['(P1 AND F1) OR C1', true],
    ['(P1 AND F1) or N1', false],
    ['(P1 | C1) & F1', false],
    ['F1="failed"', true],
    ["P1='passed'", true],
    ['P1=passed', true],
    ['P1=P', true],
    ['P1=completed', false],
    ['N1=not attempted', true],
    ['N1 = "not attempted"', true],
    ['P1<>failed', true],
    ['F1<>"f"', false],
    ['2*{P1, C1, F1}', true],
    ['3*{P1, C1, F1}', false],
    ['2*{F1="failed", N1, C1}', true],
    ['1*{F1 | P1}', true],
    ['~2*{P1,F1}', true],
    ['0*{F1}', true],
    ['"F1"', false],
  ])('%s: %s', (text, expected) => {
    expect(text === undefined ? undefined : note(text)).toBeUndefined();
    expect(met(text)).toBe(expected);
  });

  test.each([
    'P1 &',
    '& P1',
    '(P1',
    'P1)',
    'P1 C1',
    'F1=',
    'F1=unheard',
    '2*F1',
    'x*{P1}',
    '{P1}',
    '2*{}',
    '""',
    'F1 "',
    '()',
    '~'.repeat(200) + 'P1',
    '('.repeat(5_000),
    'P1&'.repeat(10_000),
  ])('malformed is met, with a note: %s', (text) => {
    expect(note(text)).toBe('malformed');
    expect(met(text)).toBe(true);
  });
  test('an activity that is not there locks nobody out', () => {
    expect(note('F1 & GONE')).toBe('unknown-activity');
    expect(met('F1 & GONE')).toBe(true);
  });
  test('the reader is total', () => {
    const piece = fc.constantFrom(
      'P1',
      'F1',
      'GONE',
      '&',
      '|',
      '~',
      '(',
      ')',
      '{',
      '}',
      '*',
      '2',
      ',',
      '=',
      '<>',
      '<',
      '"',
      "'",
      'passed',
      'not',
      'attempted',
      ' ',
      '__proto__',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (text) => {
          expect(typeof met(text)).toBe('boolean');
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
