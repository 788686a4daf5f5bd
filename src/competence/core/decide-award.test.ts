import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, isWithin, parseIsoDate as d } from '../../platform/dates';
import { decideAward, decideReversal } from './decide-award';
import { isHeldOn, rowOn } from './held';
import type { Award, ElementChange, HeldElement } from './types';

const award = (key: string, from: string, to?: string, level?: number): Award => ({
  key,
  dateFrom: d(from),
  ownDateTo: to === undefined ? undefined : d(to),
  level,
  provenance: { kind: 'learning', enrolmentId: key },
});

/** What a store does with the changes: new versions of old identities, new identities, removals. */
function apply(rows: readonly HeldElement[], changes: readonly ElementChange[]): HeldElement[] {
  let next = [...rows];
  for (const { supersede, insert } of changes) {
    if (!supersede) {
      next.push({
        ...insert,
        elementId: `e${Math.max(0, ...next.map((row) => Number(row.elementId.slice(1)))) + 1}`,
        version: 1,
      });
      continue;
    }
    const index = next.findIndex((row) => row.elementId === supersede.elementId && row.version === supersede.version);
    if (index < 0) throw new Error('stale change');
    next = insert
      ? next.with(index, { ...insert, elementId: supersede.elementId, version: supersede.version + 1 })
      : next.toSpliced(index, 1);
  }
  return next;
}
function give(rows: readonly HeldElement[], ...awards: readonly Award[]): HeldElement[] {
  return awards.reduce<HeldElement[]>(
    (held, one) => {
      const decision = decideAward(held, one);
      if (!decision.ok) throw new Error(decision.refusal);
      return apply(held, decision.changes);
    },
    [...rows],
  );
}
const takeBack = (rows: readonly HeldElement[], key: string, today: string): HeldElement[] =>
  apply(rows, decideReversal(rows, key, d(today)));
const changesOf = (rows: readonly HeldElement[], one: Award): readonly ElementChange[] => {
  const decision = decideAward(rows, one);
  return decision.ok ? decision.changes : [];
};
const spans = (rows: readonly HeldElement[]): string[] =>
  rows
    .filter((row) => row.reversed !== true)
    .map((row) => `${row.elementId} ${row.dateFrom}..${row.dateTo ?? ''} ${row.key}`)
    .sort();

describe('COMP-6: a newer row ends the older one', () => {
  test('V5: a new element on 10 May 2026 ends the open one on 9 May 2026', () => {
    const rows = give([], award('a', '2025-06-01', '2026-06-01', 3));
    expect(changesOf(rows, award('b', '2026-05-10', '2027-05-10', 2))).toMatchObject([
      { supersede: { elementId: 'e1', version: 1 }, insert: { dateTo: '2026-05-09', ownDateTo: '2026-06-01' } },
      { insert: { dateFrom: '2026-05-10', dateTo: '2027-05-10', level: 2 } },
    ]);
  });
  test('a row that had ended before keeps its end', () => {
    const rows = give([], award('a', '2024-01-01', '2025-01-01'), award('b', '2026-05-10'));
    expect(spans(rows)).toEqual(['e1 2024-01-01..2025-01-01 a', 'e2 2026-05-10.. b']);
  });
  test('an end before its start is refused; one day is enough', () => {
    expect(decideAward([], award('a', '2026-05-10', '2026-05-09'))).toEqual({
      ok: false,
      refusal: 'ends-before-it-starts',
    });
    expect(decideAward([], award('a', '2026-05-10', '2026-05-10')).ok).toBe(true);
  });
  test('at most one row on any date after any sequence of awards and reversals', () => {
    const base = d('2026-01-01');
    const step = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      from: fc.nat(40),
      length: fc.option(fc.nat(30), { nil: undefined }),
      level: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      back: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 14 }), (steps) => {
        let rows: HeldElement[] = [];
        for (const { key, from, length, level, back } of steps) {
          if (back) {
            rows = apply(rows, decideReversal(rows, key, addDays(base, 20)));
            expect(decideReversal(rows, key, addDays(base, 25))).toEqual([]);
            continue;
          }
          const start = addDays(base, from);
          const one: Award = {
            key,
            dateFrom: start,
            ownDateTo: length === undefined ? undefined : addDays(start, length),
            level,
            provenance: { kind: 'learning' },
          };
          rows = give(rows, one);
          // ATT-6: the same completion once more changes nothing.
          expect(changesOf(rows, one)).toEqual([]);
          const keys = rows
            .filter((row) => !row.reversed)
            .flatMap((row) => [row.key, ...(row.beneath ?? []).map((other) => other.key)]);
          expect(new Set(keys).size).toBe(keys.length);
          expect(rowOn(rows, start)?.dateFrom).toBe(start);
        }
        const live = rows.filter((row) => !row.reversed);
        for (let day = 0; day <= 75; day += 1) {
          const date = addDays(base, day);
          expect(
            live.filter((row) => isWithin(date, { from: row.dateFrom, to: row.dateTo })).length,
          ).toBeLessThanOrEqual(1);
        }
        for (const row of rows) expect(row.dateTo === undefined || row.dateTo >= row.dateFrom).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

describe('COMP-7: same start, and earlier starts', () => {
  test('the same start corrects the row in place', () => {
    const rows = give([], award('a', '2026-03-20', '2027-03-20', 1), award('b', '2026-03-20', '2028-03-20', 2));
    expect(rows).toMatchObject([{ elementId: 'e1', version: 2, key: 'b', dateTo: '2028-03-20', level: 2 }]);
  });
  test('an earlier start becomes history: its own expiry when that comes first', () => {
    const rows = give([], award('a', '2026-03-20'), award('b', '2024-01-01', '2025-01-01'));
    expect(spans(rows)).toEqual(['e1 2026-03-20.. a', 'e2 2024-01-01..2025-01-01 b']);
    expect(rows[0]?.version).toBe(1);
  });
  test('an earlier start becomes history: else the day before the open row', () => {
    const rows = give([], award('a', '2026-03-20'), award('b', '2025-06-01', '2026-06-01'));
    expect(spans(rows)).toEqual(['e1 2026-03-20.. a', 'e2 2025-06-01..2026-03-19 b']);
    expect(rows[0]?.version).toBe(1);
  });
});

describe('ATT-6: one completion, one row', () => {
  test('the same key with another date moves its row', () => {
    const rows = give([], award('a', '2026-03-20', '2027-03-20'), award('a', '2026-03-25', '2027-03-25'));
    expect(rows).toMatchObject([{ elementId: 'e1', version: 2, dateFrom: '2026-03-25', dateTo: '2027-03-25' }]);
  });
  test('a course and its certification on one day: either again changes nothing', () => {
    const [course, cert] = [
      award('enrolment:1', '2027-02-01', '2028-02-01'),
      award('certPeriod:1', '2027-02-01', '2028-03-20'),
    ];
    const rows = give([], course, cert);
    expect(rows).toMatchObject([{ key: 'certPeriod:1', dateTo: '2028-03-20' }]);
    expect([changesOf(rows, course), changesOf(rows, cert)]).toEqual([[], []]);
  });
  test('an end that is dropped is dropped', () => {
    expect(give([], award('a', '2026-03-20', '2027-03-20'), award('a', '2026-03-20'))[0]?.dateTo).toBeUndefined();
  });
});

describe('ATT-7: taking back', () => {
  const two = give([], award('a', '2025-06-01', '2026-06-01'), award('b', '2026-05-10', '2027-05-10'));
  test('one that was effective stays as an entry that counts for nothing, and the older row gets its end back', () => {
    const rows = takeBack(two, 'b', '2026-05-20');
    expect(spans(rows)).toEqual(['e1 2025-06-01..2026-06-01 a']);
    expect(rows.find((row) => row.key === 'b')).toMatchObject({ reversed: true, dateTo: '2026-05-20' });
    expect(isHeldOn(rows, d('2026-05-15'))).toBe(true);
    expect(rowOn(rows, d('2026-05-15'))?.key).toBe('a');
    expect(isHeldOn(rows, d('2026-06-02'))).toBe(false);
  });
  test('one that was not effective yet goes', () => {
    expect(takeBack(two, 'b', '2026-05-09').map((row) => row.key)).toEqual(['a']);
  });
  test('with a later row in place the end comes back only as far as there is room', () => {
    const rows = takeBack(give(two, award('c', '2026-05-15')), 'b', '2026-05-20');
    expect(spans(rows)).toEqual(['e1 2025-06-01..2026-05-14 a', 'e3 2026-05-15.. c']);
  });
  test('what it corrected in place comes back, whichever of the two is taken first', () => {
    const rows = give([], award('a', '2026-03-20', '2027-03-20'), award('b', '2026-03-20', '2028-03-20'));
    expect(spans(takeBack(rows, 'b', '2026-04-01'))).toEqual(['e1 2026-03-20..2027-03-20 a']);
    expect(spans(takeBack(takeBack(rows, 'a', '2026-04-01'), 'b', '2026-04-01'))).toEqual([]);
  });
  test('an unknown key changes nothing; completing again revives the same row', () => {
    expect(decideReversal(two, 'x', d('2026-05-20'))).toEqual([]);
    const again = give(takeBack(two, 'b', '2026-05-20'), award('b', '2026-05-10', '2027-05-10'));
    expect(spans(again)).toEqual(spans(two));
    expect(again.every((row) => row.reversed !== true)).toBe(true);
  });
});
