import { describe, expect, test } from 'vitest';
import { asset, block, organisation, sco } from '../../../../test/support/activity-trees';
import type { Organisation } from '../../package/core/types';
import { prerequisiteNotes } from './engine-12';
import { engineFor } from './engine-for';
import type { ActivityResult, Decision, NavigationRequest, SequencingState } from './types';

const result = (
  completion: ActivityResult['completion'],
  success: ActivityResult['success'] = 'unknown',
  parts: Partial<ActivityResult> = {},
): ActivityResult => ({
  attempted: true,
  suspended: false,
  completion,
  success,
  totalSeconds: 10,
  ...parts,
});
const engine = (course: Organisation) => engineFor('1.2', course);
const what = (decision: Decision): string =>
  decision.kind === 'deliver' ? decision.activity : decision.kind === 'refuse' ? decision.refusal : decision.kind;
const throughJson = (state: SequencingState): SequencingState => JSON.parse(JSON.stringify(state)) as SequencingState;

/** Walks requests one after the other; what each led to. */
function walk(course: Organisation, ...requests: readonly NavigationRequest[]): readonly string[] {
  let state = engine(course).initial();
  return requests.map((request) => {
    const decision = engine(course).request(throughJson(state), request);
    state = decision.state;
    return what(decision);
  });
}
const choice = (target: string): NavigationRequest => ({ type: 'choice', target });
const [start, next, previous, suspendAll, resumeAll, exitAll, exit] = (
  ['start', 'continue', 'previous', 'suspendAll', 'resumeAll', 'exitAll', 'exit'] as const
).map((type): NavigationRequest => ({ type })) as [
  NavigationRequest,
  NavigationRequest,
  NavigationRequest,
  NavigationRequest,
  NavigationRequest,
  NavigationRequest,
  NavigationRequest,
];

const course = organisation([block('M1', [sco('A'), sco('B')]), sco('C'), block('M2', [asset('D')])]);

describe('walking', () => {
  test('in the order of the tree, and to an end on both sides', () => {
    expect(walk(course, next, start, previous, next, next, next, next, previous)).toEqual([
      'not-started',
      'A',
      'no-previous',
      'B',
      'C',
      'D',
      'no-next',
      'C',
    ]);
  });
  test('free choice, of a block its first activity', () => {
    expect(
      walk(course, choice('C'), choice('M1'), choice('NONE'), { type: 'jump', target: 'D' }, choice('ORG')),
    ).toEqual(['C', 'A', 'unknown-activity', 'D', 'A']);
    expect(walk(organisation([block('EMPTY', [])]), start, choice('EMPTY'))).toEqual([
      'nothing-to-launch',
      'not-launchable',
    ]);
  });
  test('hidden activities are passed by, unless all are hidden', () => {
    const some = organisation([sco('A'), sco('H', { visible: false }), sco('C')]);
    expect(walk(some, start, next, choice('H'))).toEqual(['A', 'C', 'choice-not-allowed']);
    expect(walk(organisation([sco('H', { visible: false })]), start, choice('H'))).toEqual(['H', 'H']);
  });
  test('controls say what would work', () => {
    const { state } = engine(course).request(engine(course).initial(), start);
    expect(engine(course).controls(state)).toEqual({
      continue: true,
      previous: false,
      exit: true,
      suspend: true,
      abandon: true,
      choices: ['A', 'B', 'C', 'D'],
    });
    expect(engine(course).controls(engine(course).initial())).toMatchObject({
      continue: false,
      exit: false,
      choices: ['A', 'B', 'C', 'D'],
    });
  });
});

describe('coming back', () => {
  test('to what was suspended', () => {
    expect(walk(course, choice('C'), suspendAll, resumeAll)).toEqual(['C', 'end', 'C']);
  });
  test('scorm-again#1701: to the current activity although the tab died without suspending', () => {
    const { state } = engine(course).request(engine(course).initial(), choice('B'));
    expect(what(engine(course).request(throughJson(state), resumeAll))).toBe('B');
    expect(what(engine(course).request(throughJson(state), start))).toBe('A');
  });
  test('to where the learner left off, or to what comes after it when it is done', () => {
    expect(walk(course, choice('B'), exitAll, resumeAll)).toEqual(['B', 'end', 'B']);
    const left = engine(course).request(
      engine(course).request(engine(course).initial(), choice('B')).state,
      exit,
    ).state;
    const done = engine(course).report(left, 'B', result('completed', 'passed'));
    expect(what(engine(course).request(done, resumeAll))).toBe('C');
    const all = ['A', 'B', 'C', 'D'].reduce((state, id) => engine(course).report(state, id, result('completed')), left);
    expect(what(engine(course).request(all, resumeAll))).toBe('B');
  });
  test('with nothing to come back to it starts', () => {
    expect(walk(course, resumeAll)).toEqual(['A']);
    expect(what(engine(course).request({ suspended: 'GONE', current: 'M1', results: {} }, resumeAll))).toBe('A');
  });
});

describe('ELO-5: prerequisites', () => {
  const gated = organisation([
    sco('A', { masteryScore: 50 }),
    sco('B', { prerequisites: 'A' }),
    block('M', [sco('C'), sco('D', { prerequisites: '~B' })], { prerequisites: 'A & B' }),
    sco('E', { prerequisites: 'M="completed"' }),
    sco('X', { prerequisites: 'A &' }),
  ]);
  test('closed activities are passed by and cannot be chosen', () => {
    expect(walk(gated, start, choice('B'), choice('M'), choice('C'), next)).toEqual([
      'A',
      'prerequisites-not-met',
      'prerequisites-not-met',
      'prerequisites-not-met',
      'X',
    ]);
    const closed = organisation([sco('A'), sco('B', { prerequisites: 'A' })]);
    expect(walk(closed, start, next)).toEqual(['A', 'prerequisites-not-met']);
  });
  test('they open as results come in; a block opens what is in it', () => {
    let { state } = engine(gated).request(engine(gated).initial(), start);
    const open = (): readonly string[] => engine(gated).controls(state).choices;
    expect(open()).toEqual(['A', 'X']);
    state = engine(gated).report(state, 'A', result('completed', 'failed'));
    expect(open()).toEqual(['A', 'X']);
    state = engine(gated).report(state, 'A', result('completed', 'passed'));
    expect(open()).toEqual(['A', 'B', 'X']);
    state = engine(gated).report(state, 'B', result('completed'));
    expect(open()).toEqual(['A', 'B', 'C', 'X']);
    state = engine(gated).report(engine(gated).report(state, 'C', result('completed')), 'D', result('completed'));
    expect(open()).toEqual(['A', 'B', 'C', 'E', 'X']);
  });
  test('what cannot be read is named', () => {
    expect(prerequisiteNotes(gated)).toEqual([{ activity: 'X', note: 'malformed' }]);
  });
});

describe('ELO-9: the course as a whole', () => {
  const rollup = (of: Organisation, results: SequencingState['results']) => engine(of).rollup({ results });
  test('nothing, something, everything', () => {
    expect(rollup(course, {})).toEqual({ completion: 'not attempted', success: 'unknown', totalSeconds: 0 });
    expect(rollup(course, { A: result('completed', 'passed') })).toMatchObject({
      completion: 'incomplete',
      success: 'unknown',
      totalSeconds: 10,
    });
    const all = {
      A: result('completed', 'passed', { raw: 80 }),
      B: result('completed', 'passed', { raw: 5, min: 0, max: 10 }),
      C: result('completed'),
      D: result('completed'),
    };
    expect(rollup(course, all)).toEqual({
      completion: 'completed',
      success: 'passed',
      scaled: 0.65,
      raw: 65,
      min: 0,
      max: 100,
      totalSeconds: 40,
    });
    expect(rollup(course, { ...all, B: result('completed', 'failed') })).toMatchObject({
      completion: 'completed',
      success: 'failed',
      raw: 80,
    });
    expect(
      rollup(course, {
        A: result('completed'),
        B: result('completed'),
        C: result('completed'),
        D: result('completed'),
      }),
    ).toMatchObject({ completion: 'completed', success: 'unknown' });
  });
  test('assets complete on launch, hidden activities are not asked for', () => {
    const small = organisation([asset('A'), sco('H', { visible: false })]);
    const { state } = engine(small).request(engine(small).initial(), start);
    expect(engine(small).rollup(state)).toMatchObject({ completion: 'completed', success: 'unknown' });
  });
  test('an asset that is left stays completed, although it never said a word', () => {
    const leaflet = engine(organisation([asset('A'), asset('B')]));
    const silent = { ...result('not attempted'), attempted: false };
    let { state } = leaflet.request(leaflet.initial(), start);
    state = leaflet.request(leaflet.report(state, 'A', silent), { type: 'continue' }).state;
    state = leaflet.report(state, 'B', silent);
    expect(state.results).toMatchObject({
      A: { attempted: true, completion: 'completed' },
      B: { attempted: true, completion: 'completed' },
    });
    expect(leaflet.rollup(state)).toMatchObject({ completion: 'completed' });
  });
  test('who still owes a score has not passed the course', () => {
    const owing = organisation([sco('A', { masteryScore: 80 }), sco('B')]);
    expect(rollup(owing, { A: result('completed'), B: result('completed', 'passed') })).toMatchObject({
      completion: 'completed',
      success: 'unknown',
    });
  });
  test('an unknown activity reports nothing, and names from packages are only names', () => {
    const odd = organisation([sco('constructor')]);
    expect(engine(odd).report({ results: {} }, 'toString', result('completed'))).toEqual({ results: {} });
    expect(rollup(odd, {})).toMatchObject({ completion: 'not attempted' });
    expect(walk(odd, start)).toEqual(['constructor']);
  });
});
