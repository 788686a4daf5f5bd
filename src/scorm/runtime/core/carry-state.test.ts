import { expect, test } from 'vitest';
import type { Activity, Organisation, ScormVersion } from '../../package/core/types';
import { engineFor, type ActivityResult, type Engine, type SequencingState } from '../../sequencing';
import { carryState } from './carry-state';

const leaf = (identifier: string): Activity => ({
  identifier,
  title: identifier,
  visible: true,
  children: [],
  hideLmsUi: [],
  sharedData: [],
  resource: { identifier: `R-${identifier}`, scormType: 'sco', href: `${identifier}.html`, parameters: '' },
});
const engine = (version: ScormVersion, names: readonly string[]): Engine => {
  const organisation: Organisation = {
    identifier: 'ORG',
    title: 'Course',
    objectivesGlobalToSystem: false,
    sharedDataGlobalToSystem: false,
    root: { ...leaf('ORG'), resource: undefined, children: names.map(leaf) } as unknown as Activity,
  };
  return engineFor(version, organisation);
};
const done: ActivityResult = {
  attempted: true,
  suspended: false,
  completion: 'completed',
  success: 'passed',
  scaled: 0.8,
  totalSeconds: 60,
};
const half: ActivityResult = { ...done, completion: 'incomplete', success: 'unknown', suspended: true };
const names = new Map([
  ['A', 'A'],
  ['B', 'B2'],
]);
const parts = [
  { activity: 'A', result: done },
  { activity: 'B2', result: half },
];
const resumed = (made: Engine, state: SequencingState): unknown => {
  const decision = made.request(JSON.parse(JSON.stringify(state)) as SequencingState, { type: 'resumeAll' });
  return decision.kind === 'deliver' ? decision.activity : decision.kind;
};

test.each(['1.2', '2004 4th Edition'] as const)(
  'ELN-4: %s: results come along, and who was in the middle of a part comes back to it',
  (version) => {
    const made = engine(version, ['A', 'B2', 'D']);
    for (const place of ['suspended', 'current'] as const) {
      const next = carryState(made, { state: { results: {}, [place]: 'B', engine: { gone: true } }, names, parts });
      expect(next.results['A']).toMatchObject({ completion: 'completed', success: 'passed', scaled: 0.8 });
      expect(made.rollup(next)).toMatchObject({ completion: 'incomplete' });
      expect(resumed(made, next)).toBe('B2');
    }
  },
);

test('ELN-4: a place that is gone is no place; 1.2 goes on where the learner was last', () => {
  const made = engine('1.2', ['A', 'B2', 'D']);
  expect(resumed(made, carryState(made, { state: { results: {}, suspended: 'C' }, names, parts }))).toBe('A');
  const next = carryState(made, { state: { results: {} }, names, parts, last: 'B' });
  expect(resumed(made, next)).toBe('B2');
  expect(next.results['B2']).toEqual(half);
});

test('ELN-4: what 2004 content said itself is told to the new engine, and its global objectives come along', () => {
  const made = engine('2004 4th Edition', ['A', 'B2']);
  const said = {
    completion: 'completed',
    success: 'passed',
    objectives: [],
    suspended: false,
    totalSeconds: 60,
  } as const;
  const told = ['A', 'B2'].map((activity) => ({ activity, result: { ...half, suspended: false }, said }));
  const state = { results: {}, globals: { 'urn:known': { success: 'passed' } } } as const;
  const next = carryState(made, { state, names, parts: told });
  expect(next.globals).toEqual(state.globals);
  expect(made.rollup(next)).toMatchObject({ completion: 'completed', success: 'passed' });
  const silent = told.map(({ said: _, ...rest }) => rest);
  expect(made.rollup(carryState(made, { state, names, parts: silent })).completion).toBe('incomplete');
});
