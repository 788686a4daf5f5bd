import { describe, expect, test } from 'vitest';
import { passedBy, sco, sequencing } from '../../../../test/support/activity-trees';
import { judge, short } from '../../../../test/support/judge-visits';
import type { Activity, ScormVersion } from '../../package/core/types';
import type { ActivityResult } from '../../sequencing/core/types';
import type { Commit } from './activity-state';
import { foldActivity } from './fold-activity';
import { judgeActivity } from './judge-activity';
import type { Elements } from './protocol';
import type { Closing } from './verdict';

const V4: ScormVersion = '2004 4th Edition';

describe('SCORM 2004', () => {
  const measured = sco('A', { sequencing: sequencing({}, { objectives: [passedBy(0.8)] }) });
  const threshold = sco('A', {
    completionThreshold: { completedByMeasure: true, minProgressMeasure: 0.5, progressWeight: 1 },
  });
  const ownWord = sco('A', {
    sequencing: sequencing(
      {},
      { deliveryControls: { tracked: true, completionSetByContent: true, objectiveSetByContent: true } },
    ),
  });
  const plain = sco('A');
  const said = (completion?: string, success?: string, scaled?: string, exit?: string): Elements => ({
    ...(completion === undefined ? {} : { 'cmi.completion_status': completion }),
    ...(success === undefined ? {} : { 'cmi.success_status': success }),
    ...(scaled === undefined ? {} : { 'cmi.score.scaled': scaled }),
    ...(exit === undefined ? {} : { 'cmi.exit': exit }),
  });
  const progress = (value: string): Elements => ({ 'cmi.progress_measure': value });

  test.each<readonly [string, Activity, Elements, 'ended' | 'open', Closing, string]>([
    [
      'RTE 4.2.22: scaled at the passing score',
      measured,
      said('completed', 'failed', '0.8'),
      'ended',
      'terminate',
      'completed/passed',
    ],
    [
      'RTE 4.2.22: scaled below it',
      measured,
      said('completed', 'passed', '0.79'),
      'ended',
      'terminate',
      'completed/failed',
    ],
    [
      'RTE 4.2.22: no scaled score, nothing known',
      measured,
      said('completed', 'passed'),
      'ended',
      'terminate',
      'completed/unknown',
    ],
    [
      "RTE 4.2.22: no passing score, the content's word",
      plain,
      said('completed', 'failed', '1'),
      'ended',
      'terminate',
      'completed/failed',
    ],
    [
      'on suspend: not failed',
      measured,
      said('incomplete', undefined, '0', 'suspend'),
      'ended',
      'terminate',
      'incomplete/unknown',
    ],
    [
      'on suspend: content and score agree',
      measured,
      said('completed', 'passed', '0.9', 'suspend'),
      'ended',
      'terminate',
      'completed/passed',
    ],
    [
      'ELO-14: not judged at a commit',
      measured,
      said('completed', 'passed', '0.9'),
      'open',
      'commit',
      'completed/unknown',
    ],
    ['ELO-14: judged when silent', measured, said('completed', 'passed', '0.9'), 'open', 'silent', 'completed/passed'],
    ['ELO-14: without a measure at a commit', plain, said('completed', 'passed'), 'open', 'commit', 'completed/passed'],
    [
      'RTE 4.2.4: progress at the threshold',
      threshold,
      { ...said('incomplete'), ...progress('0.5') },
      'ended',
      'terminate',
      'completed/unknown',
    ],
    [
      'RTE 4.2.4: progress below it',
      threshold,
      { ...said('completed'), ...progress('0.4') },
      'ended',
      'terminate',
      'incomplete/unknown',
    ],
    ['RTE 4.2.4: threshold without progress', threshold, said('completed'), 'ended', 'terminate', 'unknown/unknown'],
    ['SN UP.4: never said, ended', plain, {}, 'ended', 'terminate', 'completed/unknown'],
    ['SN UP.4: left to the content', ownWord, {}, 'ended', 'terminate', 'unknown/unknown'],
    ['never said, vanished', plain, said(undefined, undefined, '1'), 'open', 'silent', 'incomplete/unknown'],
    ['never said, half way', plain, progress('0.3'), 'ended', 'terminate', 'incomplete/unknown'],
    ['never said, suspendAll', plain, { 'adl.nav.request': 'suspendAll' }, 'ended', 'terminate', 'incomplete/unknown'],
  ])('%s', (_name, activity, elements, how, closing, expected) => {
    expect(short(judge(V4, activity, [[elements, how]], closing))).toBe(expected);
  });

  test('the learner left by suspendAll: not completed by silence, unless there is nothing to come back to', () => {
    const end = (elements: Elements): ActivityResult => {
      const state = foldActivity(V4, undefined, [{ generation: 1, sequence: 1, kind: 'terminate', elements }], 1);
      return judgeActivity(V4, plain, state, { closing: 'terminate', suspended: true });
    };
    expect(end({ 'cmi.location': '3' })).toMatchObject({ completion: 'incomplete', suspended: true });
    expect(end({ 'cmi.session_time': 'PT5S' })).toMatchObject({ completion: 'completed' });
  });
  test('RTE 4.2.22: leaving by the player does not keep from judging content that said it is done', () => {
    const elements = said('completed', undefined, '0.5', 'normal');
    const state = foldActivity(V4, undefined, [{ generation: 1, sequence: 1, kind: 'terminate', elements }], 1);
    expect(short(judgeActivity(V4, measured, state, { closing: 'terminate', suspended: true }))).toBe(
      'completed/failed',
    );
  });
  test('ELO-7: a fresh run does not undo what was passed', () => {
    const commits: readonly Commit[] = [
      { generation: 1, sequence: 1, kind: 'initialize', elements: { 'cmi.entry': 'ab-initio' } },
      { generation: 1, sequence: 2, kind: 'terminate', elements: said('completed', undefined, '0.9') },
      { generation: 2, sequence: 1, kind: 'initialize', elements: { 'cmi.entry': 'ab-initio' } },
      { generation: 2, sequence: 2, kind: 'terminate', elements: said('completed', undefined, '0.1') },
    ];
    const state = foldActivity(V4, undefined, commits, 2);
    expect(judgeActivity(V4, measured, state, { closing: 'terminate' })).toMatchObject({
      success: 'passed',
      scaled: 0.9,
    });
  });
});
