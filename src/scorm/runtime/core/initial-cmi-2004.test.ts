import { expect, test } from 'vitest';
import { sco, sequencing } from '../../../../test/support/activity-trees';
import type { ObjectiveDefinition } from '../../package/core/types';
import type { LaunchStatus } from '../../sequencing/core/types';
import type { ActivityState, Commit } from './activity-state';
import { foldActivity } from './fold-activity';
import { initialCmi } from './initial-cmi';
import type { LaunchSettings } from './initial-cmi';
import type { Elements } from './protocol';

type Map = ObjectiveDefinition['maps'][number];
const map = (reads: Partial<Map> = {}): Map => ({
  targetObjectiveId: 'G',
  readSatisfiedStatus: false,
  readNormalizedMeasure: false,
  writeSatisfiedStatus: false,
  writeNormalizedMeasure: false,
  readRawScore: false,
  readMinScore: false,
  readMaxScore: false,
  readCompletionStatus: false,
  readProgressMeasure: false,
  writeRawScore: false,
  writeMinScore: false,
  writeMaxScore: false,
  writeCompletionStatus: false,
  writeProgressMeasure: false,
  ...reads,
});
const objective = (
  objectiveId: string | undefined,
  primary: boolean,
  maps: readonly Map[] = [],
): ObjectiveDefinition => ({
  ...(objectiveId === undefined ? {} : { objectiveId }),
  primary,
  satisfiedByMeasure: false,
  minNormalizedMeasure: 1,
  maps,
});

const commit = (sequence: number, kind: Commit['kind'], elements: Elements): Commit => ({
  generation: 1,
  sequence,
  kind,
  elements,
});
const after = (elements: Elements): ActivityState =>
  foldActivity(
    '2004 4th Edition',
    undefined,
    [commit(1, 'initialize', { 'cmi.entry': 'ab-initio' }), commit(2, 'terminate', elements)],
    1,
  );
const none = foldActivity('2004 4th Edition', undefined, [], 1);

const activity = sco('A', {
  sharedData: [
    { targetId: 'one', read: true, write: true },
    { targetId: 'two', read: false, write: true },
    { targetId: 'three', read: true, write: false },
  ],
  sequencing: sequencing(
    {},
    {
      objectives: [
        objective('SECOND', false, [map({ readSatisfiedStatus: true })]),
        objective('P', true, [map({ readNormalizedMeasure: true })]),
        objective('THIRD', false),
      ],
    },
  ),
});
const launch = (more: Partial<LaunchStatus> = {}): LaunchStatus => ({ fresh: false, own: {}, objectives: [], ...more });
const launched = (state: ActivityState, settings: LaunchSettings): Elements =>
  initialCmi('2004 4th Edition', activity, state, { id: 'l', name: 'L' }, 'normal', settings);

test('RTE 4.2.17: rows of the manifest, the primary first, with what sequencing knows of them', () => {
  const cmi = launched(none, {
    launch: launch({
      fresh: true,
      own: { success: 'passed', scaled: 0 },
      objectives: [
        { id: 'P', success: 'passed', scaled: 0 },
        { id: 'SECOND', completion: 'incomplete', raw: 3, min: 0, max: 5, progress: 0.5 },
      ],
    }),
  });
  expect(cmi).toMatchObject({
    'cmi.entry': 'ab-initio',
    'cmi.success_status': 'passed',
    'cmi.score.scaled': '0',
    'cmi.completion_status': 'unknown',
    'cmi.objectives.0.id': 'P',
    'cmi.objectives.0.success_status': 'passed',
    'cmi.objectives.0.score.scaled': '0',
    'cmi.objectives.1.id': 'SECOND',
    'cmi.objectives.1.completion_status': 'incomplete',
    'cmi.objectives.1.score.raw': '3',
    'cmi.objectives.1.score.min': '0',
    'cmi.objectives.1.score.max': '5',
    'cmi.objectives.1.progress_measure': '0.5',
    'cmi.objectives.2.id': 'THIRD',
  });
  expect(cmi['cmi.objectives.2.success_status']).toBeUndefined();
  expect(cmi['cmi.launch_data']).toBeUndefined();
});

test('RTE 4.2.17: on a resume what was saved lies over it, except where a read map says otherwise', () => {
  const state = after({
    'cmi.exit': 'suspend',
    'cmi.score.scaled': '0.3',
    'cmi.success_status': 'failed',
    'cmi.objectives.0.score.scaled': '0.3',
    'cmi.objectives.0.success_status': 'failed',
    'cmi.objectives.1.success_status': 'failed',
    'cmi.objectives.1.score.scaled': '0.1',
    'cmi.objectives.3.id': 'OWN',
  });
  const known = { success: 'passed', scaled: 0.9 } as const;
  const cmi = launched(state, {
    launch: launch({
      own: known,
      objectives: [
        { id: 'P', ...known },
        { id: 'SECOND', ...known },
        { id: 'THIRD', ...known },
      ],
    }),
  });
  expect(cmi).toMatchObject({
    'cmi.entry': 'resume',
    // The measure is read, the status is not.
    'cmi.score.scaled': '0.9',
    'cmi.success_status': 'failed',
    'cmi.objectives.0.score.scaled': '0.9',
    'cmi.objectives.0.success_status': 'failed',
    'cmi.objectives.1.success_status': 'passed',
    'cmi.objectives.1.score.scaled': '0.1',
    // Never said by content: as sequencing knows it.
    'cmi.objectives.2.success_status': 'passed',
    'cmi.objectives.3.id': 'OWN',
  });
});

test('a read map of a global that nobody set takes nothing away', () => {
  const state = after({ 'cmi.exit': 'suspend', 'cmi.objectives.1.success_status': 'failed' });
  const cmi = launched(state, { launch: launch({ objectives: [{ id: 'SECOND' }] }) });
  expect(cmi['cmi.objectives.1.success_status']).toBe('failed');
});

test('RTE 4.2.7: a new attempt is ab-initio with nothing of the old one, though that was suspended', () => {
  const state = after({ 'cmi.exit': 'suspend', 'cmi.location': '3', 'cmi.session_time': 'PT9S' });
  for (const settings of [
    { launch: launch({ fresh: true }) },
    { launch: launch(), begins: { generation: 1, after: 2 } },
  ]) {
    const cmi = launched(state, settings);
    expect(cmi).toMatchObject({ 'cmi.entry': 'ab-initio', 'cmi.total_time': 'PT0S' });
    expect(cmi['cmi.location']).toBeUndefined();
  }
  expect(launched(state, { launch: launch() })).toMatchObject({ 'cmi.entry': 'resume', 'cmi.total_time': 'PT9S' });
});

test('RTE 4.3: shared data comes from the buckets, not from what this activity once wrote', () => {
  const state = after({ 'cmi.exit': 'suspend', 'adl.data.0.store': 'mine', 'adl.data.2.store': 'mine' });
  const stores = new Map([
    ['one', 'theirs'],
    ['two', 'not to be read'],
    ['three', ''],
  ]);
  const cmi = launched(state, { launch: launch(), stores });
  expect(Object.entries(cmi).filter(([name]) => name.startsWith('adl.'))).toEqual([
    ['adl.data.0.id', 'one'],
    ['adl.data.0.store', 'theirs'],
    ['adl.data.1.id', 'two'],
    ['adl.data.2.id', 'three'],
  ]);
});
