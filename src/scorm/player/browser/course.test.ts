import { expect, test } from 'vitest';
import { block, organisation, sco, sequencing } from '../../../../test/support/activity-trees';
import type { Organisation, SequencingRule } from '../../package/core/types';
import type { Delivery, PlayerStart } from '../../runtime/core/protocol';
import { engineFor } from '../../sequencing';
import { createCourse } from './course';
import { reportOf, saidBefore } from './live-report';

const rule = (condition: string, action: string): SequencingRule => ({
  combination: 'all',
  conditions: [{ condition, not: false }],
  action,
});

const tree: Organisation = organisation(
  [
    sco('a'),
    sco('b', {
      sequencing: sequencing({ flow: true }, { preConditionRules: [rule('satisfied', 'hiddenFromChoice')] }),
    }),
    block('more', [sco('c')], { sequencing: sequencing({ flow: true }) }),
  ],
  { sequencing: sequencing({ flow: true }) },
);
const engine = engineFor('2004 4th Edition', tree);
const started = engine.request(engine.initial(), { type: 'start' }).state;

const deliveryOf = (activity: string, cmi: Delivery['cmi'] = { 'cmi.entry': 'ab-initio' }): Delivery => ({
  activity,
  title: activity,
  scormType: 'sco',
  url: '',
  cmi,
  hideControls: [],
});

const startOf = (more: Partial<PlayerStart> = {}): PlayerStart => ({
  attempt: 'x',
  session: 's',
  scormVersion: '2004 4th Edition',
  mode: 'normal',
  title: 'Course',
  returnUrl: '',
  contents: [],
  controls: { continue: false, previous: false, exit: true, suspend: true, abandon: true, choices: [] },
  course: { organisation: tree, sequencing: started },
  nextSequence: 1,
  toolbar: { visible: true, next: true, previous: true, outline: true, exit: true },
  journalKey: 'k',
  sentences: {},
  ...more,
});

test('controls and contents follow what content has just said, before any server has heard it', () => {
  const course = createCourse(startOf(), engineFor);
  const state = engine.request(started, { type: 'continue' }).state;
  course.take({ acknowledged: [], refused: [], conflicts: [], superseded: false, sequencing: state });
  course.enter(deliveryOf('b'));
  expect(course.heard('cmi.success_status', 'failed')).toBe(true);
  expect(course.controls().choices).toContain('b');
  expect(course.contents().map((entry) => entry.identifier)).toContain('b');
  expect(course.heard('cmi.location', '7')).toBe(false);
  expect(course.heard('cmi.success_status', 'passed')).toBe(true);
  expect(course.controls().hidden).toContain('b');
  expect(course.contents().map((entry) => entry.identifier)).not.toContain('b');
});

test('what the server answers takes the place of the state; what was said since lies over it', () => {
  const course = createCourse(startOf(), engineFor);
  course.enter(deliveryOf('a'));
  course.heard('cmi.completion_status', 'completed');
  course.heard('cmi.success_status', 'passed');
  course.take({ acknowledged: [1], refused: [], conflicts: [], superseded: false, sequencing: started });
  expect(course.claim()).toEqual({ completion: 'incomplete', success: 'unknown' });
});

test('without a tree the controls are those of the last answer', () => {
  const { course: _, ...bare } = startOf();
  const course = createCourse(bare, engineFor);
  const controls = { continue: true, previous: true, exit: true, suspend: true, abandon: true, choices: ['a'] };
  expect(course.take({ acknowledged: [], refused: [], conflicts: [], superseded: false, controls })).toBe(true);
  expect(course.controls()).toEqual(controls);
  expect(course.heard('cmi.success_status', 'passed')).toBe(false);
  expect(course.claim()).toBeUndefined();
});

test('what was said before: the names of objectives, and what earlier visits of the attempt said; not what read maps gave', () => {
  const cmi = {
    'cmi.completion_status': 'unknown',
    'cmi.success_status': 'passed',
    'cmi.objectives.0.id': 'one',
    'cmi.objectives.0.success_status': 'failed',
    'cmi.location': '7',
  };
  expect(saidBefore(deliveryOf('a', cmi))).toEqual({ 'cmi.objectives.0.id': 'one' });
  expect(saidBefore({ ...deliveryOf('a', cmi), said: { 'cmi.success_status': 'passed' } })).toEqual({
    'cmi.success_status': 'passed',
    'cmi.objectives.0.id': 'one',
  });
});

test('a report holds what was said and nothing else; unknown that was said is said', () => {
  const elements = {
    'cmi.completion_status': 'unknown',
    'cmi.score.scaled': '0.5',
    'cmi.objectives.0.id': 'one',
    'cmi.objectives.0.progress_measure': '0.25',
    'cmi.objectives.1.success_status': 'passed',
  };
  expect(reportOf(elements, { suspended: false, totalSeconds: 3 })).toEqual({
    completion: 'unknown',
    scaled: 0.5,
    objectives: [{ id: 'one', progress: 0.25 }],
    suspended: false,
    totalSeconds: 3,
  });
});
