/** The engine as its callers see it: what a course has come to, what is kept, what damaged states become. */
import { describe, expect, test } from 'vitest';
import { asset, block, organisation, passedBy, sco, sequencing } from '../../../../test/support/activity-trees';
import { play } from '../../../../test/support/play-sequence';
import type { Activity, Organisation, SequencingDefinition } from '../../package/core/types';
import { engineFor } from './engine-for';
import type { ActivityResult, ContentReport, SequencingState } from './types';

const flow = { sequencing: sequencing({ flow: true }) };
const engine = (course: Organisation) => engineFor('2004 4th Edition', course);
const result = (
  completion: ActivityResult['completion'],
  success: ActivityResult['success'] = 'unknown',
  parts: Partial<ActivityResult> = {},
): ActivityResult => ({ attempted: true, suspended: false, completion, success, totalSeconds: 10, ...parts });

describe("ELO-13: the root's rollup", () => {
  const roll = (course: Organisation, results: SequencingState['results']) => engine(course).rollup({ results });
  const two = (first: Partial<Activity> = {}, second: Partial<Activity> = {}, root: Partial<Activity> = {}) =>
    organisation([sco('A', first), sco('B', second)], root);
  const weight = (objectiveMeasureWeight: number): Partial<Activity> => ({
    sequencing: sequencing(
      {},
      { rollup: { objectiveSatisfied: true, progressCompletion: true, objectiveMeasureWeight } },
    ),
  });

  test('one activity is the course', () => {
    const one = organisation([sco('A')]);
    expect(roll(one, {})).toEqual({ completion: 'not attempted', success: 'unknown', totalSeconds: 0 });
    expect(roll(one, { A: result('completed', 'passed', { scaled: 0.9, raw: 9, min: 0, max: 10 }) })).toEqual({
      completion: 'completed',
      success: 'passed',
      scaled: 0.9,
      raw: 9,
      min: 0,
      max: 10,
      totalSeconds: 10,
    });
    expect(roll(one, { A: result('completed', 'failed') })).toMatchObject({
      completion: 'completed',
      success: 'failed',
    });
  });
  test('RB.1.2, RB.1.3: all children, and none may have failed', () => {
    const passed = result('completed', 'passed');
    expect(roll(two(), { A: passed })).toMatchObject({ completion: 'incomplete', success: 'unknown' });
    expect(roll(two(), { A: passed, B: passed })).toMatchObject({ completion: 'completed', success: 'passed' });
    expect(roll(two(), { A: passed, B: result('completed', 'failed') })).toMatchObject({
      completion: 'completed',
      success: 'failed',
    });
  });
  const course = (said: Partial<ContentReport>, root: Partial<SequencingDefinition> = {}) => {
    const session = play(organisation([sco('A'), sco('B')], { sequencing: sequencing({ flow: true }, root) }));
    session.ask('start');
    session.say(said).ask('continue', 'exitAll');
    return session.rollup();
  };
  test('what ends without a word is satisfied by the book (UP.4), and passes nobody', () => {
    expect(course({})).toMatchObject({ completion: 'completed', success: 'unknown' });
    expect(course({ completion: 'incomplete' })).toMatchObject({ completion: 'incomplete', success: 'unknown' });
    expect(course({ success: 'passed' })).toMatchObject({ completion: 'completed', success: 'passed' });
    expect(course({ success: 'failed' })).toMatchObject({ completion: 'completed', success: 'failed' });
  });
  test('what the current activity has said counts before it ends, and nothing is said for it', () => {
    const session = play(organisation([sco('A')], flow));
    session.ask('start');
    expect(session.rollup()).toMatchObject({ completion: 'incomplete', success: 'unknown' });
    const before = session.say({ completion: 'completed', success: 'passed', scaled: 0.8 }).state();
    expect(session.rollup()).toMatchObject({ completion: 'completed', success: 'passed', scaled: 0.8 });
    expect(session.state()).toEqual(before);
  });
  test('a commit that comes late corrects the attempt that ended, and the root with it', () => {
    const session = play(organisation([sco('A'), sco('B')], flow));
    session.ask('start', 'continue', 'exitAll');
    expect(session.say({ success: 'failed', scaled: 0.2 }, 'A').rollup()).toMatchObject({
      completion: 'completed',
      success: 'failed',
    });
  });
  test('weights; a finished child without a score does not lower the mean, an unfinished one does', () => {
    const weighted = two(weight(0.25), weight(0.75));
    const a = result('completed', 'passed', { scaled: 1 });
    expect(roll(weighted, { A: a, B: result('completed', 'passed', { scaled: 0.5 }) }).scaled).toBe(0.625);
    expect(roll(weighted, { A: a, B: result('completed') }).scaled).toBe(1);
    expect(roll(weighted, { A: a }).scaled).toBe(0.25);
  });
  test('satisfiedByMeasure of the root decides, by the weighted measure', () => {
    const measured = two({}, {}, { sequencing: sequencing({}, { objectives: [passedBy(0.6)] }) });
    const scored = (scaled: number) => result('completed', 'passed', { scaled });
    expect(roll(measured, { A: scored(0.5), B: scored(0.8) })).toMatchObject({ success: 'passed', scaled: 0.65 });
    expect(roll(measured, { A: scored(0.5), B: scored(0.5) }).success).toBe('failed');
  });
  test('assets are completed by being shown', () => {
    const session = play(organisation([asset('A'), sco('B')], flow));
    session.ask('start', 'continue');
    session.say({ completion: 'completed', success: 'passed' });
    expect(session.rollup()).toMatchObject({ completion: 'completed', success: 'passed' });
    expect(session.state().results['A']?.completion).toBe('completed');
  });
});

describe('SN: what is kept', () => {
  const course = organisation([block('M', [sco('A'), sco('B')], flow), sco('C')], flow);

  test('headings have results of their own for the contents', () => {
    const session = play(course);
    session.ask('start', 'continue', 'continue');
    expect(session.state().results['M']).toMatchObject({ attempted: true, completion: 'completed', success: 'passed' });
  });
  test('little: nothing of what was never touched', () => {
    const session = play(
      organisation(
        Array.from({ length: 200 }, (_, n) => sco(`S${n}`)),
        flow,
      ),
    );
    session.ask('start');
    expect(JSON.stringify(session.state()).length).toBeLessThan(400);
  });
  test('states of the engine before are taken over from their results', () => {
    const old: SequencingState = {
      current: 'B',
      results: { A: result('completed', 'passed'), B: result('incomplete') },
      engine: { last: 'B' },
    };
    expect(play(course, old).ask('resumeAll', 'continue', 'continue')).toEqual(['B', 'C', 'end']);
    expect(play(course, { ...old, current: 'A' }).rollup()).toMatchObject({
      completion: 'incomplete',
      totalSeconds: 20,
    });
    const { current: _, ...left } = old;
    expect(play(course, { ...left, suspended: 'B' }).ask('resumeAll')).toEqual(['B']);
  });
  test('what cannot be is put right: unknown activities, damaged memories', () => {
    const broken: unknown[] = [
      { results: {}, engine: 'x' },
      { results: null, globals: 7, engine: { v: 1, tracks: [] } },
      {
        current: 'NONE',
        suspended: 'M',
        results: {},
        engine: {
          v: 1,
          at: 'NONE',
          tracks: { NONE: {}, A: 4, B: { attempts: -1, own: { success: 'yes', scaled: 'a' }, active: true } },
        },
      },
      { current: 'C', results: {}, engine: { v: 1, tracks: { A: { active: true }, M: { active: true } } } },
      { current: 4, results: { A: 1 } },
    ];
    for (const state of broken as SequencingState[]) {
      const session = play(course, state);
      session.controls();
      session.rollup();
      expect(['deliver', 'A', 'C']).toContain(session.ask('start', 'resumeAll').at(-1));
    }
  });
});

describe('SR.1, SR.2: selection and order', () => {
  const random = (parts: Partial<SequencingDefinition['randomization']>): Organisation => {
    const leaves = Array.from({ length: 8 }, (_, n) => sco(`S${n}`));
    const randomization = {
      randomizationTiming: 'never',
      reorderChildren: false,
      selectionTiming: 'never',
      ...parts,
    } as const;
    return organisation(leaves, { sequencing: sequencing({ flow: true }, { randomization }) });
  };
  const walk = (course: Organisation, seed: number, times = 1): readonly string[][] => {
    let state = engine(course).initial(seed);
    return Array.from({ length: times }, () => {
      const seen: string[] = [];
      for (let type: 'start' | 'continue' = 'start'; ; type = 'continue') {
        const decision = engine(course).request(state, { type });
        state = decision.state;
        if (decision.kind !== 'deliver') return seen;
        seen.push(decision.activity);
      }
    });
  };
  const inOrder = Array.from({ length: 8 }, (_, n) => `S${n}`);

  test('some children, in their order; the others are neither chosen nor shown', () => {
    const course = random({ selectionTiming: 'once', selectCount: 3 });
    const [seen = [], again] = walk(course, 5, 2);
    expect(seen).toHaveLength(3);
    expect([...seen].sort()).toEqual(seen);
    expect(again).toEqual(seen);
    const { choices, hidden = [] } = engine(course).controls(engine(course).initial(5));
    expect(choices.filter((id) => id !== 'ORG')).toEqual(seen);
    expect(hidden).toHaveLength(5);
  });
  test('another order for another seed, the same for the same', () => {
    const course = random({ randomizationTiming: 'once', reorderChildren: true });
    const orders = Array.from({ length: 20 }, (_, seed) => walk(course, seed)[0] ?? []);
    for (const order of orders) expect([...order].sort()).toEqual(inOrder);
    expect(new Set(orders.map(String)).size).toBeGreaterThan(15);
    expect(walk(course, 3)).toEqual([orders[3]]);
  });
  test('onEachNewAttempt draws again for each', () => {
    const course = random({ randomizationTiming: 'onEachNewAttempt', reorderChildren: true });
    expect(new Set(walk(course, 1, 6).map(String)).size).toBeGreaterThan(3);
    expect(walk(random({}), 1, 2)).toEqual([inOrder, inOrder]);
  });
});
