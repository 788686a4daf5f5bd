import * as runtime12 from 'scorm-again/scorm12';
import * as runtime2004 from 'scorm-again/scorm2004';
import { describe, expect, test } from 'vitest';
import { passedBy, sco, sequencing } from '../../../../test/support/activity-trees';
import type { ScormVersion } from '../../package/core/types';
import type { ActivityState, Commit } from './activity-state';
import { foldActivity } from './fold-activity';
import { entryOf, initialCmi, withGivenNames } from './initial-cmi';
import type { Elements } from './protocol';

type Api = Record<'loadFromFlattenedJSON', (cmi: Record<string, string>) => void> &
  Record<'lmsInitialize' | 'lmsGetValue', (argument: string) => string>;
type MakeApi = new (settings: object) => Api;
// scorm-again 3.4.3: the types of these entry points promise a default export, the files have named ones.
const { Scorm12API } = runtime12 as unknown as { readonly Scorm12API: MakeApi };
const { Scorm2004API } = runtime2004 as unknown as { readonly Scorm2004API: MakeApi };

const V4: ScormVersion = '2004 4th Edition';
const learner = { id: 'opaque-1', name: 'Adams, Ann' };
const commit = (sequence: number, kind: Commit['kind'], elements: Elements = {}): Commit => ({
  generation: 1,
  sequence,
  kind,
  elements,
});
const after = (version: ScormVersion, ...commits: readonly Commit[]): ActivityState =>
  foldActivity(version, undefined, commits, 2);

describe('entry', () => {
  test.each<readonly [string, ScormVersion, readonly Commit[], string]>([
    ['first launch', '1.2', [], 'ab-initio'],
    ['opened but nothing saved', '1.2', [commit(1, 'initialize')], 'ab-initio'],
    ['suspended', '1.2', [commit(1, 'terminate', { 'cmi.core.exit': 'suspend' })], 'resume'],
    ['ended', '1.2', [commit(1, 'terminate', { 'cmi.core.exit': '' })], ''],
    ['timed out', '1.2', [commit(1, 'terminate', { 'cmi.core.exit': 'time-out' })], ''],
    [
      'vanished with something saved',
      '1.2',
      [commit(1, 'initialize'), commit(2, 'commit', { 'cmi.suspend_data': 'x' })],
      'resume',
    ],
    ['first launch', V4, [], 'ab-initio'],
    ['suspended', V4, [commit(1, 'terminate', { 'cmi.exit': 'suspend' })], 'resume'],
    [
      'suspendAll by the content',
      V4,
      [commit(1, 'terminate', { 'cmi.exit': 'normal', 'adl.nav.request': 'suspendAll' })],
      'resume',
    ],
    ['ended: a new learner attempt', V4, [commit(1, 'terminate', { 'cmi.exit': 'normal' })], 'ab-initio'],
    ['vanished with something saved', V4, [commit(1, 'commit', { 'cmi.location': '3' })], 'resume'],
  ])('SCO-6: %s, %s', (_name, version, commits, entry) => {
    expect(entryOf(version, after(version, ...commits), 'normal')).toBe(entry);
  });
  test('the learner left by suspendAll; a review shows what there is', () => {
    const ended = after(V4, commit(1, 'terminate', { 'cmi.exit': 'normal', 'cmi.location': '3' }));
    expect(entryOf(V4, ended, 'normal', { suspendedAll: true })).toBe('resume');
    expect(initialCmi(V4, sco('A'), ended, learner, 'review')).toMatchObject({
      'cmi.entry': '',
      'cmi.location': '3',
      'cmi.mode': 'review',
      'cmi.credit': 'no-credit',
    });
  });
});

describe('SCORM 1.2', () => {
  const activity = sco('A', {
    masteryScore: 80,
    dataFromLms: 'start=1',
    maxTimeAllowed: '00:30:00',
    timeLimitAction: 'exit,message',
  });
  test('SCO-1: first launch', () => {
    expect(initialCmi('1.2', activity, after('1.2'), learner, 'normal')).toEqual({
      'cmi.core.student_id': 'opaque-1',
      'cmi.core.student_name': 'Adams, Ann',
      'cmi.core.credit': 'credit',
      'cmi.core.lesson_mode': 'normal',
      'cmi.core.entry': 'ab-initio',
      'cmi.core.lesson_status': 'not attempted',
      'cmi.core.lesson_location': '',
      'cmi.core.total_time': '0000:00:00',
      'cmi.suspend_data': '',
      'cmi.launch_data': 'start=1',
      'cmi.student_data.mastery_score': '80',
      'cmi.student_data.max_time_allowed': '00:30:00',
      'cmi.student_data.time_limit_action': 'exit,message',
    });
  });
  test('SCO-6: resumed with exactly what was saved, a score of 0 as text, no session_time and no exit', () => {
    const saved: Elements = {
      'cmi.core.lesson_status': 'incomplete',
      'cmi.core.score.raw': '0',
      'cmi.core.lesson_location': 'p3',
      'cmi.suspend_data': 'half way',
      'cmi.objectives.0.id': 'O1',
      'cmi.objectives.0.status': 'failed',
      'cmi.interactions.0.id': 'q1',
    };
    const state = after(
      '1.2',
      commit(1, 'terminate', { ...saved, 'cmi.core.session_time': '00:01:30', 'cmi.core.exit': 'suspend' }),
    );
    const cmi = initialCmi('1.2', activity, state, learner, 'normal');
    expect(cmi).toMatchObject({ ...saved, 'cmi.core.entry': 'resume', 'cmi.core.total_time': '0000:01:30' });
    expect(Object.keys(cmi).filter((name) => /session_time|exit$/.test(name))).toEqual([]);
  });
  test('SCO-3: after an end the content is shown the status that mastery gave', () => {
    const state = after(
      '1.2',
      commit(1, 'terminate', { 'cmi.core.lesson_status': 'completed', 'cmi.core.score.raw': '79' }),
    );
    expect(initialCmi('1.2', activity, state, learner, 'normal')['cmi.core.lesson_status']).toBe('failed');
  });
  test('rows are counted without gaps', () => {
    const state = after(
      '1.2',
      commit(1, 'commit', {
        'cmi.interactions.1.id': 'b',
        'cmi.interactions.12.id': 'm',
        'cmi.interactions.12.objectives.0.id': 'o',
      }),
    );
    expect(initialCmi('1.2', activity, state, learner, 'normal')).toMatchObject({
      'cmi.interactions.0.id': 'b',
      'cmi.interactions.1.id': 'm',
      'cmi.interactions.1.objectives.0.id': 'o',
    });
  });
});

describe('SCORM 2004', () => {
  const activity = sco('A', {
    dataFromLms: 'x',
    completionThreshold: { completedByMeasure: true, minProgressMeasure: 0.75, progressWeight: 1 },
    sharedData: [{ targetId: 'bucket', read: true, write: true }],
    sequencing: sequencing({}, { objectives: [passedBy(0), { ...passedBy(1, 'SECOND'), primary: false }] }),
  });
  test('what the manifest says: thresholds (0 is one), objectives, shared data', () => {
    expect(initialCmi(V4, activity, after(V4), learner, 'normal')).toEqual({
      'cmi.learner_id': 'opaque-1',
      'cmi.learner_name': 'Adams, Ann',
      'cmi.credit': 'credit',
      'cmi.mode': 'normal',
      'cmi.entry': 'ab-initio',
      'cmi.completion_status': 'unknown',
      'cmi.success_status': 'unknown',
      'cmi.total_time': 'PT0S',
      'cmi.launch_data': 'x',
      'cmi.scaled_passing_score': '0',
      'cmi.completion_threshold': '0.75',
      'cmi.objectives.0.id': 'PRIMARY',
      'cmi.objectives.1.id': 'SECOND',
      'adl.data.0.id': 'bucket',
    });
  });
  test('what is shown of an attempt names the objectives that content wrote to by their place alone', () => {
    const cmi = { 'cmi.location': 'p3', 'cmi.objectives.1.score.scaled': '0.5', 'cmi.objectives.2.id': 'OWN' };
    expect(withGivenNames(V4, activity, cmi)).toEqual({ ...cmi, 'cmi.objectives.1.id': 'SECOND' });
    expect(withGivenNames('1.2', activity, cmi)).toEqual(cmi);
    expect(withGivenNames(V4, undefined, cmi)).toEqual(cmi);
  });
  test('saved objectives lie over the seeded ones', () => {
    const state = after(
      V4,
      commit(1, 'terminate', {
        'cmi.objectives.1.success_status': 'passed',
        'cmi.exit': 'suspend',
        'cmi.session_time': 'PT90S',
      }),
    );
    expect(initialCmi(V4, activity, state, learner, 'normal')).toMatchObject({
      'cmi.objectives.1.id': 'SECOND',
      'cmi.objectives.1.success_status': 'passed',
      'cmi.total_time': 'PT1M30S',
      'cmi.entry': 'resume',
    });
  });
  test('RTE 2.1.1: a new learner attempt has nothing of the old one, time included', () => {
    const state = after(
      V4,
      commit(1, 'terminate', { 'cmi.suspend_data': 'old', 'cmi.exit': 'normal', 'cmi.session_time': 'PT90S' }),
    );
    const cmi = initialCmi(V4, activity, state, learner, 'normal');
    expect(cmi).toMatchObject({ 'cmi.entry': 'ab-initio', 'cmi.total_time': 'PT0S' });
    expect(cmi['cmi.suspend_data']).toBeUndefined();
  });
});

describe('scorm-again takes what we give it', () => {
  test('1.2', () => {
    const saved: Elements = {
      'cmi.core.score.raw': '0',
      'cmi.suspend_data': 'x'.repeat(5_000),
      'cmi.objectives.0.id': 'O1',
      'cmi.objectives.0.status': 'passed',
      'cmi.interactions.3.id': 'q',
      'cmi.interactions.3.type': 'choice',
    };
    const state = after(
      '1.2',
      commit(1, 'terminate', { ...saved, 'cmi.core.exit': 'suspend', 'cmi.core.session_time': '00:01:00' }),
    );
    const api = new Scorm12API({ autocommit: false, logLevel: 5 });
    api.loadFromFlattenedJSON({ ...initialCmi('1.2', sco('A', { masteryScore: 80 }), state, learner, 'normal') });
    api.lmsInitialize('');
    const read = (name: string): string => api.lmsGetValue(name);
    expect(read('cmi.core.entry')).toBe('resume');
    expect(read('cmi.core.score.raw')).toBe('0');
    expect(read('cmi.core.total_time')).toMatch(/00:01:00/);
    expect(read('cmi.suspend_data')).toHaveLength(5_000);
    expect(read('cmi.objectives.0.status')).toBe('passed');
    expect(read('cmi.interactions._count')).toBe('1');
    expect(read('cmi.student_data.mastery_score')).toBe('80');
  });
  test('2004', () => {
    const activity = sco('A', { sequencing: sequencing({}, { objectives: [passedBy(0.8)] }) });
    const saved: Elements = {
      'cmi.score.scaled': '0',
      'cmi.location': '3',
      'cmi.objectives.0.success_status': 'passed',
      'cmi.interactions.2.id': 'q',
      'cmi.interactions.2.type': 'choice',
      'cmi.interactions.2.learner_response': 'a',
    };
    const state = after(V4, commit(1, 'terminate', { ...saved, 'cmi.exit': 'suspend', 'cmi.session_time': 'PT1M' }));
    const api = new Scorm2004API({ autocommit: false, logLevel: 5 });
    api.loadFromFlattenedJSON({ ...initialCmi(V4, activity, state, learner, 'normal') });
    api.lmsInitialize('');
    const read = (name: string): string => api.lmsGetValue(name);
    expect(read('cmi.entry')).toBe('resume');
    expect(read('cmi.score.scaled')).toBe('0');
    expect(read('cmi.total_time')).toMatch(/^PT(1M|60S|0H1M0S)/);
    expect(read('cmi.objectives.0.id')).toBe('PRIMARY');
    expect(read('cmi.objectives.0.success_status')).toBe('passed');
    expect(read('cmi.interactions.0.learner_response')).toBe('a');
    expect(read('cmi.scaled_passing_score')).toBe('0.8');
  });
});
