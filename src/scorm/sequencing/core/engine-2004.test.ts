import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asset, block, organisation, passedBy, sco, sequencing } from '../../../../test/support/activity-trees';
import type { Activity, Organisation } from '../../package/core/types';
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
const engine = (course: Organisation) => engineFor('2004 4th Edition', course);
const what = (decision: Decision): string =>
  decision.kind === 'deliver' ? decision.activity : decision.kind === 'refuse' ? decision.refusal : decision.kind;
const to = (text: string): NavigationRequest =>
  text.startsWith('jump ')
    ? { type: 'jump', target: text.slice(5) }
    : /^[A-Z]/.test(text)
      ? { type: 'choice', target: text }
      : { type: text as 'start' };
function walk(course: Organisation, ...requests: readonly string[]): readonly string[] {
  let state = engine(course).initial();
  return requests.map((request) => {
    const decision = engine(course).request(state, to(request));
    state = decision.state;
    return what(decision);
  });
}
const flow = { sequencing: sequencing({ flow: true }) };
const flowing = organisation(
  [block('M1', [sco('A'), sco('B')], flow), sco('C'), block('M2', [asset('D')], flow)],
  flow,
);

describe('SN 3.2: control modes', () => {
  test('flow goes through clusters that allow it', () => {
    expect(walk(flowing, 'start', 'continue', 'continue', 'continue', 'continue', 'previous', 'previous')).toEqual([
      'A',
      'B',
      'C',
      'D',
      'no-next',
      'C',
      'B',
    ]);
  });
  test('flow is off by default: no way on, but the course starts and choice works', () => {
    const still = organisation([sco('A'), sco('B')]);
    expect(walk(still, 'start', 'continue', 'B', 'previous')).toEqual([
      'A',
      'flow-not-allowed',
      'B',
      'flow-not-allowed',
    ]);
    expect(engine(still).controls(engine(still).request({ results: {} }, to('start')).state)).toMatchObject({
      continue: false,
      previous: false,
      choices: ['A', 'B'],
    });
  });
  test('flow passes a cluster that forbids it', () => {
    const course = organisation([sco('A'), block('M', [sco('X')]), sco('B')], flow);
    expect(walk(course, 'start', 'continue', 'X', 'continue')).toEqual(['A', 'B', 'X', 'flow-not-allowed']);
  });
  test("choice is the parent's to allow", () => {
    const course = organisation(
      [block('M', [sco('A'), sco('B')], { sequencing: sequencing({ choice: false, flow: true }) }), sco('C')],
      flow,
    );
    expect(walk(course, 'start', 'B', 'C', 'M')).toEqual(['A', 'choice-not-allowed', 'C', 'A']);
    expect(engine(course).controls(engine(course).initial()).choices).toEqual(['C']);
  });
  test('forwardOnly: no way back by flow or by choice', () => {
    const course = organisation([sco('A'), sco('B'), sco('C')], {
      sequencing: sequencing({ flow: true, forwardOnly: true }),
    });
    expect(walk(course, 'start', 'C', 'previous', 'A', 'C')).toEqual([
      'A',
      'C',
      'flow-not-allowed',
      'choice-not-allowed',
      'C',
    ]);
  });
  test('forwardOnly cluster entered backwards begins at its front', () => {
    const course = organisation(
      [block('M', [sco('A'), sco('B')], { sequencing: sequencing({ flow: true, forwardOnly: true }) }), sco('C')],
      flow,
    );
    expect(walk(course, 'C', 'previous')).toEqual(['C', 'A']);
  });
  test('choiceExit off: what is inside must be finished by flow', () => {
    const course = organisation(
      [block('M', [sco('A'), sco('B')], { sequencing: sequencing({ flow: true, choiceExit: false }) }), sco('C')],
      flow,
    );
    expect(walk(course, 'start', 'C', 'B', 'continue', 'A')).toEqual(['A', 'choice-not-allowed', 'B', 'C', 'A']);
  });
  test('hidden items are not chosen, but flowed through and jumped to', () => {
    const course = organisation([sco('A'), sco('H', { visible: false })], flow);
    expect(walk(course, 'start', 'H', 'continue', 'A', 'jump H', 'jump NONE', 'jump ORG')).toEqual([
      'A',
      'choice-not-allowed',
      'H',
      'A',
      'H',
      'unknown-activity',
      'not-launchable',
    ]);
  });
  test('scorm-again#1701: back to the activity that was open when the tab died', () => {
    const died = engine(flowing).request(engine(flowing).initial(), to('C')).state;
    expect(what(engine(flowing).request(died, to('resumeAll')))).toBe('C');
    expect(walk(flowing, 'start', 'continue', 'suspendAll', 'resumeAll')).toEqual(['A', 'B', 'end', 'B']);
  });
});

describe("ELO-13: the root's rollup", () => {
  const roll = (course: Organisation, results: SequencingState['results']) => engine(course).rollup({ results });
  const two = (
    first: Partial<Activity> = {},
    second: Partial<Activity> = {},
    root: Partial<Activity> = {},
  ): Organisation => organisation([sco('A', first), sco('B', second)], root);
  const flags = (
    parts: Partial<{ objectiveSatisfied: boolean; progressCompletion: boolean; objectiveMeasureWeight: number }>,
  ): Partial<Activity> => ({
    sequencing: sequencing(
      {},
      { rollup: { objectiveSatisfied: true, progressCompletion: true, objectiveMeasureWeight: 1, ...parts } },
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
    expect(roll(two(), { A: result('completed', 'passed') })).toMatchObject({
      completion: 'incomplete',
      success: 'unknown',
    });
    expect(roll(two(), { A: result('completed', 'passed'), B: result('completed', 'failed') })).toMatchObject({
      completion: 'completed',
      success: 'failed',
    });
    expect(roll(two(), { A: result('completed', 'passed'), B: result('completed') })).toMatchObject({
      completion: 'completed',
      success: 'passed',
    });
    expect(roll(two(), { A: result('completed'), B: result('completed') })).toMatchObject({
      completion: 'completed',
      success: 'unknown',
    });
  });
  test('a child that must be passed by a measure and said nothing keeps success open', () => {
    const owing = two({ sequencing: sequencing({}, { objectives: [passedBy(0.5)] }) });
    expect(roll(owing, { A: result('completed'), B: result('completed', 'passed') })).toMatchObject({
      completion: 'completed',
      success: 'unknown',
    });
  });
  test('objectiveSatisfied and progressCompletion off: the child does not count', () => {
    const course = two(flags({ objectiveSatisfied: false, progressCompletion: false }));
    expect(roll(course, { A: result('incomplete', 'failed'), B: result('completed', 'passed') })).toMatchObject({
      completion: 'completed',
      success: 'passed',
    });
  });
  test('tracked off: the child does not count at all', () => {
    const untracked = {
      sequencing: sequencing(
        {},
        { deliveryControls: { tracked: false, completionSetByContent: false, objectiveSetByContent: false } },
      ),
    };
    expect(roll(two(untracked), { B: result('completed', 'passed', { scaled: 1 }) })).toMatchObject({
      completion: 'completed',
      success: 'passed',
      scaled: 1,
    });
  });
  test('RB.1.1: weights; a finished child without a score does not lower the mean, an unfinished one does', () => {
    const course = two(flags({ objectiveMeasureWeight: 0.25 }), flags({ objectiveMeasureWeight: 0.75 }));
    expect(
      roll(course, {
        A: result('completed', 'passed', { scaled: 1 }),
        B: result('completed', 'passed', { scaled: 0.5 }),
      }).scaled,
    ).toBe(0.625);
    expect(roll(course, { A: result('completed', 'unknown', { scaled: 1 }), B: result('completed') }).scaled).toBe(1);
    expect(roll(course, { A: result('completed', 'unknown', { scaled: 1 }) }).scaled).toBe(0.25);
  });
  test('satisfiedByMeasure of the root decides, by the weighted measure', () => {
    const course = two({}, {}, { sequencing: sequencing({}, { objectives: [passedBy(0.6)] }) });
    expect(
      roll(course, {
        A: result('completed', 'failed', { scaled: 0.5 }),
        B: result('completed', 'passed', { scaled: 0.8 }),
      }),
    ).toMatchObject({ success: 'passed', scaled: 0.65 });
    expect(
      roll(course, {
        A: result('completed', 'passed', { scaled: 0.5 }),
        B: result('completed', 'passed', { scaled: 0.5 }),
      }).success,
    ).toBe('failed');
  });
  test('completion threshold of the root: weighted progress', () => {
    const root = { completionThreshold: { completedByMeasure: true, minProgressMeasure: 0.5, progressWeight: 1 } };
    const heavy = { completionThreshold: { completedByMeasure: false, minProgressMeasure: 1, progressWeight: 3 } };
    expect(roll(two(heavy, {}, root), { A: result('incomplete', 'unknown', { progress: 0.7 }) }).completion).toBe(
      'completed',
    );
    expect(roll(two({}, heavy, root), { A: result('completed') }).completion).toBe('incomplete');
  });
  test('RB.1.4.2: ifAttempted leaves out what was not begun', () => {
    const considered = (required: 'ifAttempted' | 'always'): Partial<Activity> => ({
      sequencing: sequencing(
        {},
        {
          rollupConsiderations: {
            requiredForSatisfied: required,
            requiredForNotSatisfied: required,
            requiredForCompleted: required,
            requiredForIncomplete: required,
            measureSatisfactionIfActive: true,
          },
        },
      ),
    });
    expect(roll(two(considered('ifAttempted')), { B: result('completed', 'passed') })).toMatchObject({
      completion: 'completed',
      success: 'passed',
    });
    expect(roll(two(considered('always')), { B: result('completed', 'passed') })).toMatchObject({
      completion: 'incomplete',
      success: 'unknown',
    });
  });
  test('assets complete on launch and have no say in success; empty blocks count for nothing', () => {
    const course = organisation([asset('A'), sco('B'), block('EMPTY', [])]);
    const shown = engine(course).request(engine(course).initial(), to('A')).state;
    const done = engine(course).report(shown, 'B', result('completed', 'passed'));
    expect(engine(course).rollup(done)).toMatchObject({ completion: 'completed', success: 'passed' });
  });
});

test('whatever is asked, in whatever order, only launchable activities are delivered and controls keep their word', () => {
  const requests = [
    'start',
    'resumeAll',
    'continue',
    'previous',
    'exit',
    'exitAll',
    'abandon',
    'abandonAll',
    'suspendAll',
    'A',
    'B',
    'C',
    'D',
    'M1',
    'M2',
    'ORG',
    'NONE',
    'jump D',
  ];
  const gated = organisation([
    block('M1', [sco('A'), sco('B', { prerequisites: 'A' })]),
    sco('C', { prerequisites: '~A' }),
    block('M2', [asset('D')]),
  ]);
  const engines = [engine(flowing), engineFor('1.2', gated)];
  fc.assert(
    fc.property(
      fc.constantFrom(...engines),
      fc.array(fc.constantFrom(...requests), { maxLength: 20 }),
      ({ initial, request, controls }, asked) => {
        let state = initial();
        for (const one of asked) {
          const offered = controls(state);
          const decision = request(state, to(one));
          if (one === 'continue') expect(decision.kind === 'deliver').toBe(offered.continue);
          if (one === 'previous') expect(decision.kind === 'deliver').toBe(offered.previous);
          if (/^[ABCD]$/.test(one)) expect(decision.kind === 'deliver').toBe(offered.choices.includes(one));
          if (decision.kind === 'deliver') expect(['A', 'B', 'C', 'D']).toContain(decision.activity);
          if (one === 'resumeAll') expect(decision.kind).toBe('deliver');
          state = decision.state;
        }
      },
    ),
  );
});
