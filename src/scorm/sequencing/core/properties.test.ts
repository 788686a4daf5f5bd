/** Any tree with any definitions and any requests: the engine always answers, and keeps its word. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asset, block, organisation, sco, sequencing } from '../../../../test/support/activity-trees';
import { objective, rollupRule, rule } from '../../../../test/support/play-sequence';
import type { Activity, ObjectiveDefinition, SequencingDefinition, SequencingRule } from '../../package/core/types';
import { engineFor } from './engine-for';
import type { ActivityResult, ContentReport, NavigationRequest, SequencingState } from './types';

const conditions = [
  'satisfied',
  'completed',
  'attempted',
  'always',
  'objectiveStatusKnown',
  'activityProgressKnown',
  'objectiveMeasureKnown',
  'attemptLimitExceeded',
  'objectiveMeasureGreaterThan 0.5',
].flatMap((words) => [words, `not ${words}`, `${words} and satisfied (o)`, `${words} or completed`]);
const rules = (...actions: string[]): fc.Arbitrary<SequencingRule[]> =>
  fc.array(
    fc.tuple(fc.constantFrom(...conditions), fc.constantFrom(...actions)).map(([words, action]) => rule(words, action)),
    { maxLength: 2 },
  );

const anyMap = fc.record({
  targetObjectiveId: fc.constantFrom('G', 'H', 'constructor'),
  readSatisfiedStatus: fc.boolean(),
  readNormalizedMeasure: fc.boolean(),
  writeSatisfiedStatus: fc.boolean(),
  writeNormalizedMeasure: fc.boolean(),
  readRawScore: fc.boolean(),
  readMinScore: fc.boolean(),
  readMaxScore: fc.boolean(),
  readCompletionStatus: fc.boolean(),
  readProgressMeasure: fc.boolean(),
  writeRawScore: fc.boolean(),
  writeMinScore: fc.boolean(),
  writeMaxScore: fc.boolean(),
  writeCompletionStatus: fc.boolean(),
  writeProgressMeasure: fc.boolean(),
});
const anyObjectives: fc.Arbitrary<ObjectiveDefinition[]> = fc
  .tuple(fc.boolean(), fc.array(anyMap, { maxLength: 2 }), fc.array(anyMap, { maxLength: 2 }))
  .map(([satisfiedByMeasure, own, other]) => [
    objective(undefined, { primary: true, satisfiedByMeasure, minNormalizedMeasure: 0.5, maps: own }),
    objective('o', { maps: other }),
  ]);
const consideration = fc.constantFrom('always', 'ifAttempted', 'ifNotSkipped', 'ifNotSuspended');
const rollupRules = fc.array(
  fc
    .tuple(
      fc.constantFrom('all', 'any', 'none', 'atLeastCount', 'atLeastPercent'),
      fc.constantFrom('satisfied', 'not completed', 'attempted or objectiveStatusKnown'),
      fc.constantFrom('satisfied', 'notSatisfied', 'completed', 'incomplete'),
    )
    .map(([set, words, action]) => rollupRule(set, words, action, { minimumCount: 2, minimumPercent: 0.5 })),
  { maxLength: 2 },
);
/** Mostly on, so that there is somewhere to go. */
const mostly = fc.integer({ min: 0, max: 4 }).map((n) => n > 0);
const seldom = fc.integer({ min: 0, max: 5 }).map((n) => n === 0);
const timing = fc.constantFrom('never', 'once', 'onEachNewAttempt');
const anyDefinition: fc.Arbitrary<SequencingDefinition> = fc
  .record({
    control: fc.record({
      choice: mostly,
      choiceExit: mostly,
      flow: mostly,
      forwardOnly: seldom,
      useCurrentAttemptObjectiveInfo: mostly,
      useCurrentAttemptProgressInfo: mostly,
    }),
    parts: fc.record({
      constrainedChoice: fc.record({ preventActivation: seldom, constrainChoice: seldom }),
      preConditionRules: rules('skip', 'disabled', 'hiddenFromChoice', 'stopForwardTraversal'),
      postConditionRules: rules('exitParent', 'exitAll', 'retry', 'retryAll', 'continue', 'previous'),
      exitConditionRules: rules('exit'),
      limitConditions: fc.constantFrom({}, {}, { attemptLimit: 1 }, { attemptLimit: 0 }),
      rollupRules,
      rollupConsiderations: fc.record({
        requiredForSatisfied: consideration,
        requiredForNotSatisfied: consideration,
        requiredForCompleted: consideration,
        requiredForIncomplete: consideration,
        measureSatisfactionIfActive: fc.boolean(),
      }),
      objectives: anyObjectives,
      randomization: fc.record({
        randomizationTiming: timing,
        selectionTiming: timing,
        reorderChildren: fc.boolean(),
        selectCount: fc.integer({ min: 0, max: 3 }),
      }),
      deliveryControls: fc.record({
        tracked: mostly,
        completionSetByContent: fc.boolean(),
        objectiveSetByContent: fc.boolean(),
      }),
    }),
  })
  .map(({ control, parts }) => sequencing(control, parts as Partial<SequencingDefinition>));

type Shape = { readonly children: readonly Shape[] };
const anyShape: fc.Arbitrary<Shape> = fc.letrec<{ shape: Shape }>((tie) => ({
  shape: fc.oneof(
    { maxDepth: 3 },
    fc.constant({ children: [] }),
    fc.record({ children: fc.array(tie('shape'), { maxLength: 3 }) }),
  ),
})).shape;

/** Names by place: the root's children are A0, A1, …; not every leaf has something to launch. */
function grow(shape: Shape, definitions: readonly SequencingDefinition[]) {
  let count = 0;
  const visit = ({ children }: Shape): Activity => {
    const n = count++;
    const parts = { sequencing: definitions[n % definitions.length] ?? sequencing() };
    if (children.length > 0) return block(`A${n}`, children.map(visit), parts);
    return n % 7 === 6 ? block(`A${n}`, [], parts) : n % 5 === 4 ? asset(`A${n}`, parts) : sco(`A${n}`, parts);
  };
  const children = shape.children.map(visit);
  return { course: organisation(children, { sequencing: definitions[0] ?? sequencing() }), count };
}

const unasked = [
  'start',
  'resumeAll',
  'continue',
  'continue',
  'previous',
  'exit',
  'exitAll',
  'suspendAll',
  'abandon',
  'abandonAll',
] as const;
const anyRequest: fc.Arbitrary<NavigationRequest> = fc.oneof(
  fc.constantFrom(...unasked).map((type): NavigationRequest => ({ type })),
  fc
    .tuple(fc.constantFrom('choice' as const, 'jump' as const), fc.integer({ min: -1, max: 12 }))
    .map(([type, n]): NavigationRequest => ({ type, target: n < 0 ? 'ORG' : `A${n}` })),
);
const score = fc.constantFrom(0, 0.4, 0.9);
const anySaid: fc.Arbitrary<ContentReport> = fc.record(
  {
    objectives: fc.constantFrom([], [{ id: 'o', success: 'passed' as const, scaled: 0.7 }]),
    suspended: seldom,
    totalSeconds: fc.constant(1),
    completion: fc.constantFrom('unknown', 'not attempted', 'incomplete', 'completed'),
    success: fc.constantFrom('unknown', 'passed', 'failed'),
    scaled: score,
    progress: score,
  },
  { requiredKeys: ['objectives', 'suspended', 'totalSeconds'] },
);
const result: ActivityResult = {
  attempted: true,
  suspended: false,
  completion: 'incomplete',
  success: 'unknown',
  totalSeconds: 1,
};

const anything = fc.record({
  shape: fc.array(anyShape, { minLength: 1, maxLength: 3 }).map((children): Shape => ({ children })),
  definitions: fc.array(anyDefinition, { minLength: 1, maxLength: 4 }),
  moves: fc.array(fc.tuple(anyRequest, fc.option(anySaid, { nil: undefined })), { maxLength: 12 }),
  seed: fc.integer(),
});

test('SN: whatever the tree, whatever is asked: a decision, a launchable leaf, a state that is JSON, controls that keep their word', () => {
  fc.assert(
    fc.property(anything, ({ shape, definitions, moves, seed }) => {
      const { course, count } = grow(shape, definitions);
      const engine = engineFor('2004 4th Edition', course);
      let state = engine.initial(seed);
      for (const [request, said] of [[{ type: 'start' } as NavigationRequest, undefined] as const, ...moves]) {
        const offered = engine.controls(state);
        const before = JSON.stringify(state);
        const decision = engine.request(state, request);
        // Asking changes nothing in place, and the trace never grows without end.
        expect(JSON.stringify(state)).toBe(before);
        expect((decision.steps ?? []).length).toBeLessThan(60 * (count + 2));
        if (decision.kind === 'deliver') {
          expect(decision.activity).toMatch(/^A\d+$/);
          expect(decision.state.current).toBe(decision.activity);
        } else if (decision.kind === 'refuse') expect(decision.state).toBe(state);
        else expect(decision.state.current).toBeUndefined();
        if (request.type === 'choice') {
          const chosen = offered.choices.includes(request.target);
          // Rules of what is left may end the session first.
          if (chosen) expect(['deliver', 'end']).toContain(decision.kind);
        }
        if (request.type === 'previous' && offered.previous) expect(['deliver', 'end']).toContain(decision.kind);
        if (request.type === 'continue' && offered.continue) expect(decision.kind).not.toBe('refuse');
        if (request.type === 'resumeAll' && (state.current ?? state.suspended) !== undefined)
          expect(decision.kind).toBe('deliver');
        state = decision.state;
        const again = JSON.parse(JSON.stringify(state)) as SequencingState;
        expect(engine.controls(again)).toEqual(engine.controls(state));
        expect(engine.rollup(again)).toEqual(engine.rollup(state));
        expect(engine.request(again, { type: 'continue' }).kind).toBe(engine.request(state, { type: 'continue' }).kind);
        if (said !== undefined && state.current !== undefined) {
          engine.launchStatus?.(state, state.current);
          state = engine.report(state, state.current, result, said);
        }
      }
      if (engine.again) expect(engine.again(state).current).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});

test('SN: whatever is found where a state should be, nothing is thrown', () => {
  const course = organisation([block('A0', [sco('A1'), sco('A2')]), sco('A3')], {
    sequencing: sequencing({ flow: true }),
  });
  const engine = engineFor('2004 4th Edition', course);
  const damaged = fc.oneof(
    fc.record({
      results: fc.anything(),
      globals: fc.anything(),
      current: fc.anything(),
      suspended: fc.anything(),
      engine: fc.anything(),
    }),
    fc.record({
      results: fc.constant({}),
      current: fc.constantFrom(undefined, 'A0', 'A1', 'A9'),
      engine: fc.record({
        v: fc.constant(1),
        at: fc.constantFrom(undefined, 'A0', 'A1', 'A9', 5),
        waited: fc.constantFrom(undefined, 'A0', 'A1'),
        tracks: fc.dictionary(fc.constantFrom('A0', 'A1', 'A2', 'ORG', '__proto__'), fc.anything()),
      }),
    }),
  );
  fc.assert(
    fc.property(damaged, fc.array(anyRequest, { maxLength: 5 }), (found, requests) => {
      let state = found as SequencingState;
      for (const request of requests) {
        engine.controls(state);
        engine.rollup(state);
        state = engine.report(engine.request(state, request).state, 'A1', result);
      }
    }),
  );
});
