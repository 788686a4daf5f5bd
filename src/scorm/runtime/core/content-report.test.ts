import { describe, expect, test } from 'vitest';
import { sco, sequencing } from '../../../../test/support/activity-trees';
import type { ObjectiveDefinition } from '../../package/core/types';
import type { ActivityState, Commit } from './activity-state';
import { contentReport, saidInRun } from './content-report';
import { foldActivity } from './fold-activity';

const objective = (objectiveId: string | undefined, primary = false): ObjectiveDefinition => ({
  ...(objectiveId === undefined ? {} : { objectiveId }),
  primary,
  satisfiedByMeasure: false,
  minNormalizedMeasure: 1,
  maps: [],
});
const activity = sco('A', { sequencing: sequencing({}, { objectives: [objective('P', true), objective('SECOND')] }) });

let sequence = 0;
const say = (elements: Commit['elements'], kind: Commit['kind'] = 'commit', generation = 1): Commit => ({
  generation,
  sequence: (sequence += 1),
  kind,
  elements,
});
const begin = (entry: string, generation = 1): Commit => say({ 'cmi.entry': entry }, 'initialize', generation);
const fold = (commits: readonly Commit[], generation = 1): ActivityState =>
  foldActivity('2004 4th Edition', undefined, commits, generation);
const nothing = { objectives: [], suspended: false, totalSeconds: 0 };

describe('RTE 4.2 to SN 4.2.1: what content said', () => {
  test('RTE 4.2.4: absence is absence, and a word of `unknown` is said', () => {
    expect(contentReport(activity, fold([]))).toEqual(nothing);
    const state = fold([begin('ab-initio'), say({ 'cmi.completion_status': 'unknown', 'cmi.location': '3' })]);
    expect(contentReport(activity, state)).toEqual({ ...nothing, completion: 'unknown' });
  });

  test('every status and score as it was written, nothing judged', () => {
    const set = {
      'cmi.completion_status': 'completed',
      'cmi.success_status': 'failed',
      'cmi.progress_measure': '0.25',
      'cmi.score.scaled': '-0.5',
      'cmi.score.raw': '0',
      'cmi.score.min': '0',
      'cmi.score.max': '10',
      'cmi.session_time': 'PT1M30S',
      'cmi.exit': 'suspend',
    };
    expect(contentReport(activity, fold([begin('ab-initio'), say(set, 'terminate')]))).toEqual({
      completion: 'completed',
      success: 'failed',
      progress: 0.25,
      scaled: -0.5,
      raw: 0,
      min: 0,
      max: 10,
      objectives: [],
      suspended: true,
      totalSeconds: 90,
    });
  });

  test('rows of objectives by the names that the manifest gave, and those of content', () => {
    const set = {
      'cmi.objectives.1.success_status': 'passed',
      'cmi.objectives.2.id': 'OWN',
      'cmi.objectives.2.score.scaled': '1',
      'cmi.objectives.3.score.scaled': '1',
    };
    expect(contentReport(activity, fold([begin('ab-initio'), say(set)])).objectives).toEqual([
      { id: 'SECOND', success: 'passed' },
      { id: 'OWN', scaled: 1 },
    ]);
  });

  test('never the best of it: of two visits of one attempt the last word stands, with the time of both', () => {
    const state = fold([
      begin('ab-initio'),
      say(
        {
          'cmi.success_status': 'passed',
          'cmi.score.scaled': '0.9',
          'cmi.session_time': 'PT10S',
          'cmi.exit': 'suspend',
        },
        'terminate',
      ),
      begin('resume'),
      say({ 'cmi.success_status': 'failed', 'cmi.session_time': 'PT5S' }, 'terminate'),
    ]);
    expect(contentReport(activity, state)).toEqual({
      success: 'failed',
      scaled: 0.9,
      objectives: [],
      suspended: false,
      totalSeconds: 15,
    });
  });

  test('RTE 2.1.1: a new attempt on the activity has nothing of the one before', () => {
    const before = [
      begin('ab-initio'),
      say({ 'cmi.success_status': 'passed', 'cmi.session_time': 'PT10S' }, 'terminate'),
    ];
    const state = fold([...before, begin('ab-initio'), say({ 'cmi.completion_status': 'incomplete' })]);
    expect(contentReport(activity, state)).toEqual({ ...nothing, completion: 'incomplete' });
  });

  test('a new attempt whose content has not spoken yet says nothing, in this session or a later one', () => {
    sequence = 0;
    const state = fold([begin('ab-initio'), say({ 'cmi.success_status': 'passed' }, 'terminate')]);
    for (const begins of [
      { generation: 1, after: 2 },
      { generation: 2, after: 0 },
    ]) {
      expect(contentReport(activity, state, { begins })).toEqual(nothing);
      expect(saidInRun(activity, state, begins)).toBeUndefined();
    }
    expect(contentReport(activity, state, { begins: { generation: 1, after: 0 } })).toMatchObject({
      success: 'passed',
    });
  });

  test('content that is left without Terminate is taken as suspended, unless it never said a word', () => {
    const spoke = fold([begin('ab-initio'), say({ 'cmi.location': '3' })]);
    expect(contentReport(activity, spoke).suspended).toBe(false);
    expect(contentReport(activity, spoke, { left: true }).suspended).toBe(true);
    expect(contentReport(activity, fold([begin('ab-initio')]), { left: true }).suspended).toBe(false);
    const ended = fold([begin('ab-initio'), say({ 'cmi.location': '3' }, 'terminate')]);
    expect(contentReport(activity, ended, { left: true }).suspended).toBe(false);
  });

  test('what the browser’s engine goes on from: outcome and objectives, and nothing else', () => {
    const state = fold([
      begin('ab-initio'),
      say({
        'cmi.score.scaled': '0.5',
        'cmi.suspend_data': 'x',
        'cmi.interactions.0.id': 'q',
        'cmi.objectives.0.score.raw': '3',
      }),
    ]);
    expect(saidInRun(activity, state, undefined)).toEqual({
      'cmi.score.scaled': '0.5',
      'cmi.objectives.0.id': 'P',
      'cmi.objectives.0.score.raw': '3',
    });
  });
});
