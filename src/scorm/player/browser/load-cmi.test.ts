import { expect, test } from 'vitest';
import { nested, withoutRun } from './load-cmi';

test('indexes become arrays in their order, ids and types first', () => {
  const flat: Record<string, string> = {};
  for (const index of [10, 2, 0, 1, 3, 4, 5, 6, 7, 8, 9]) {
    flat[`cmi.interactions.${index}.result`] = 'correct';
    flat[`cmi.interactions.${index}.id`] = `q${index}`;
  }
  const interactions = nested(flat, 'cmi')['interactions'] as Record<string, string>[];
  expect(interactions.map((one) => one['id'])).toEqual([
    'q0',
    'q1',
    'q2',
    'q3',
    'q4',
    'q5',
    'q6',
    'q7',
    'q8',
    'q9',
    'q10',
  ]);
  expect(Object.keys(interactions[0] ?? {})).toEqual(['id', 'result']);
});

test('other roots, empty values and computed keywords are left out; a zero as text stays', () => {
  expect(
    nested(
      { 'cmi.core.score.raw': '0', 'cmi.core.entry': '', 'cmi.objectives._count': '2', 'adl.data.0.id': 'x' },
      'cmi',
    ),
  ).toEqual({ core: { score: { raw: '0' } } });
});

test('what belongs to a run that is over is not fed back', () => {
  expect(withoutRun({ 'cmi.core.session_time': '1', 'cmi.exit': 'suspend', 'cmi.location': '3' })).toEqual({
    'cmi.location': '3',
  });
});
