/** Goes through a 2004 course in the engine alone, in short words, for tests of sequencing. */
import type { ObjectiveDefinition, Organisation, RollupRule, SequencingRule } from '../../src/scorm/package/core/types';
import {
  engineFor,
  type ActivityResult,
  type ContentReport,
  type Controls,
  type Decision,
  type LaunchStatus,
  type NavigationRequest,
  type Rollup,
  type SequencingState,
} from '../../src/scorm/sequencing';

/** `start`, `continue`, …; `jump A`; any other word chooses the activity of that name. */
export function requestOf(words: string): NavigationRequest {
  if (words.startsWith('jump ')) return { type: 'jump', target: words.slice(5) };
  return /^[a-z]/.test(words) ? { type: words as 'start' } : { type: 'choice', target: words };
}

/** The activity that is delivered, why it is refused, `end` or `wait`. */
export const outcomeOf = (decision: Decision): string =>
  decision.kind === 'deliver' ? decision.activity : decision.kind === 'refuse' ? decision.refusal : decision.kind;

const nothing: ActivityResult = {
  attempted: true,
  suspended: false,
  completion: 'unknown',
  success: 'unknown',
  totalSeconds: 0,
};

export type Session = {
  readonly state: () => SequencingState;
  /** One request after the other; what came of each. */
  readonly ask: (...requests: readonly string[]) => readonly string[];
  /** What the content of an activity says, the current one if none is named. */
  readonly say: (said: Partial<ContentReport>, activity?: string) => Session;
  /** The trace of one request, which is also carried out. */
  readonly trace: (words: string) => readonly string[];
  readonly controls: () => Controls;
  readonly rollup: () => Rollup;
  readonly finds: (activity?: string) => LaunchStatus | undefined;
  readonly again: () => Session;
};

export function play(course: Organisation, from?: SequencingState): Session {
  const engine = engineFor('2004 4th Edition', course);
  let state = from ?? engine.initial();
  const session: Session = {
    state: () => state,
    ask: (...requests) =>
      requests.map((words) => {
        const decision = engine.request(state, requestOf(words));
        state = decision.state;
        return outcomeOf(decision);
      }),
    say: (said, activity = state.current ?? '') => {
      const report = { objectives: [], suspended: false, totalSeconds: 0, ...said };
      const { suspended, totalSeconds } = report;
      state = engine.report(state, activity, { ...nothing, suspended, totalSeconds }, report);
      return session;
    },
    trace: (words) => {
      const decision = engine.request(state, requestOf(words));
      state = decision.state;
      return (decision.steps ?? []).map(
        ({ clause, activity = '', code, values = {} }) =>
          `${clause} ${activity} ${[code, ...Object.values(values)].join(' ')}`,
      );
    },
    controls: () => engine.controls(state),
    rollup: () => engine.rollup(state),
    finds: (activity = state.current ?? '') => engine.launchStatus?.(state, activity),
    again: () => {
      state = engine.again?.(state) ?? state;
      return session;
    },
  };
  return session;
}

/** `rule('not satisfied', 'skip')`; conditions are joined by `and` or `or`, `(x)` names an objective, a number a threshold. */
export function rule(words: string, action: string): SequencingRule {
  const any = words.includes(' or ');
  return {
    combination: any ? 'any' : 'all',
    action,
    conditions: words.split(any ? ' or ' : ' and ').map((part) => {
      const [, not, condition = '', threshold, objective] =
        /^(not )?(\w+)(?: (-?[\d.]+))?(?: \((.+)\))?$/.exec(part) ?? [];
      return {
        condition,
        not: not !== undefined,
        ...(threshold === undefined ? {} : { measureThreshold: Number(threshold) }),
        ...(objective === undefined ? {} : { referencedObjective: objective }),
      };
    }),
  };
}

export const rollupRule = (
  childActivitySet: RollupRule['childActivitySet'],
  words: string,
  action: RollupRule['action'],
  least: Partial<Pick<RollupRule, 'minimumCount' | 'minimumPercent'>> = {},
): RollupRule => {
  const { combination, conditions } = rule(words, action);
  return { childActivitySet, minimumCount: 0, minimumPercent: 0, combination, conditions, action, ...least };
};

type Map = ObjectiveDefinition['maps'][number];

/** A map to a shared objective that reads nothing and writes nothing but what is said. */
export const map = (targetObjectiveId: string, parts: Partial<Map>): Map => ({
  targetObjectiveId,
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
  ...parts,
});

export const objective = (
  objectiveId: string | undefined,
  parts: Partial<ObjectiveDefinition> = {},
): ObjectiveDefinition => ({
  ...(objectiveId === undefined ? {} : { objectiveId }),
  primary: false,
  satisfiedByMeasure: false,
  minNormalizedMeasure: 1,
  maps: [],
  ...parts,
});
