/** What content was told is kept, the server keeps: no value that the strict model takes is refused or changed later. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ScormVersion } from '../../../package/core/types';
import { validateElements } from '../validate-elements';
import { rulesOf } from './editions';
import { createStrictModel, type StrictModel } from './strict-model';
import type { Table } from './table';
import { table12 } from './table-12';
import { table2004 } from './table-2004';

/** Values of all kinds, right for some element and wrong for most. */
const words = [
  ...['completed', 'incomplete', 'not attempted', 'unknown', 'passed', 'failed', 'browsed', 'suspend', 'time-out', ''],
  ...['true-false', 'choice', 'fill-in', 'long-fill-in', 'likert', 'matching', 'performance', 'sequencing', 'numeric'],
  ...[
    'other',
    'correct',
    'incorrect',
    'wrong',
    'neutral',
    'true',
    'false',
    't',
    'a,b',
    '{a.b}',
    'a[,]b',
    'a[.]b[,]c[.]d',
  ],
  ...[
    '{lang=en}text',
    '{lang=en-GB}x[,]y',
    '{case_matters=true}{order_matters=false}a',
    '1[:]2',
    '[:]',
    'en',
    'i-klingon',
  ],
  ...[
    'o',
    'urn:a:b',
    'two words',
    ' edge',
    'edge\u3000',
    'continue',
    '{target=i}choice',
    '_none_',
    'logout',
    'normal',
    'previous',
  ],
  ...['2024', '2024-02-29', '2024-02-30', '2024-01-01T10:00:00', '2024-01-01T10:00:00.123Z', '2024-01-01T10:00:00+01'],
  ...[
    'PT1S',
    'P1Y2M3DT4H5M6.78S',
    'PT1.234S',
    'P999999999Y',
    '00:00:10',
    '99:99:99',
    '10000:00:00',
    '1:02:03',
    '23:59:59.9',
  ],
  ...[
    '0',
    '-1',
    '.5',
    '1.0',
    '100',
    '101',
    '-0.000001',
    '123456789012345',
    '0.0000000000000000001',
    '007',
    '1e3',
    '85%',
  ],
  ...['x'.repeat(300), 'y'.repeat(5_000), 'z'.repeat(70_000), 'a\0b', 'lone \ud800'],
];
const value = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.double({ noNaN: true }).map(String) },
  { weight: 1, arbitrary: fc.stringMatching(/^[PTYMDHS0-9.:+Z-]{1,20}$/) },
);

/** A model in which every row that can be asked for has begun. */
function prepared(version: ScormVersion, table: Table, type: string): StrictModel {
  const model = createStrictModel(table, { elements: { 'adl.data.0.id': 'bucket' } });
  model.set('cmi.objectives.0.id', 'o');
  model.set('cmi.interactions.0.id', 'q');
  model.set('cmi.interactions.0.type', type);
  return model;
}

test.each<readonly [ScormVersion, Table]>([
  ['1.2', table12],
  ['2004 4th Edition', table2004(rulesOf('2004 4th Edition'))],
  ['2004 3rd Edition', table2004(rulesOf('2004 3rd Edition'))],
])('SCO-6: whatever is accepted in %s is kept by the server as it is', (version, table) => {
  const names = Object.keys(table.leaves).map((name) => name.replaceAll('#', '0'));
  const types = ['true-false', 'choice', 'fill-in', 'long-fill-in', 'matching', 'performance', 'numeric', 'other'];
  let taken = 0;
  fc.assert(
    fc.property(fc.constantFrom(...names), value, fc.constantFrom(...types), (name, given, type) => {
      if (prepared(version, table, type).set(name, given) !== 0) return;
      taken += 1;
      const { accepted, refused } = validateElements(version, { [name]: given });
      expect(refused).toEqual([]);
      expect(accepted).toEqual({ [name]: given });
    }),
    { numRuns: 6_000 },
  );
  expect(taken).toBeGreaterThan(500);
});

test.each<readonly [ScormVersion, Table]>([
  ['1.2', table12],
  ['2004 4th Edition', table2004(rulesOf('2004 4th Edition'))],
])('SCO-6: in %s each element takes something, but what is read only', (version, table) => {
  const idle = Object.entries(table.leaves).filter(([name, leaf]) => {
    const full = name.replaceAll('#', '0');
    const takes = words.some((word) => prepared(version, table, 'fill-in').set(full, word) === 0);
    return takes === (leaf.access === 'read-only');
  });
  expect(idle.map(([name]) => name)).toEqual([]);
});
