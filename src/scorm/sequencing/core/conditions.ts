/** UP.2.1: conditions of rules, true, false or (undefined) unknown. */
import type { RollupRule, SequencingRule } from '../../package/core/types';
import { completionOf, goalNamed, isTracked, measureOf, successOf, type Asking } from './objectives';
import type { Place } from './plan';
import { secondsOf } from './seconds';
import { trackOf, type World } from './world';

export type Truth = boolean | undefined;

type Condition = SequencingRule['conditions'][number];

const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

/** Activity attempt count; activities that are not tracked have none. */
export const attemptsOf = (world: World, place: Place): number =>
  isTracked(place) ? trackOf(world, place).attempts : 0;

function factOf(world: World, place: Place, condition: Condition, asking: Asking): Truth {
  const goal = goalNamed(place, condition.referencedObjective);
  const threshold = condition.measureThreshold ?? 0;
  const tracked = isTracked(place);
  switch (condition.condition) {
    case 'always':
      return true;
    case 'attempted':
      return attemptsOf(world, place) > 0;
    case 'attemptLimitExceeded': {
      // Where there is no limit nothing can be said of exceeding it, nor of not exceeding it.
      const { attemptLimit } = place.definition.limitConditions;
      if (attemptLimit === undefined) return undefined;
      return tracked && trackOf(world, place).attempts >= attemptLimit;
    }
    case 'timeLimitExceeded': {
      const limit = secondsOf(place.definition.limitConditions.attemptAbsoluteDurationLimit);
      return limit !== undefined && tracked && trackOf(world, place).seconds >= limit;
    }
    // SCORM has no begin and end times.
    case 'outsideAvailableTimeRange':
      return false;
    case 'objectiveStatusKnown':
      return tracked && goal !== undefined && successOf(world, place, goal, asking) !== undefined;
    case 'objectiveMeasureKnown':
      return tracked && goal !== undefined && measureOf(world, place, goal, asking) !== undefined;
    case 'activityProgressKnown':
      return tracked && goal !== undefined && completionOf(world, place, goal, asking) !== undefined;
  }
  if (!tracked || goal === undefined) return undefined;
  switch (condition.condition) {
    case 'satisfied': {
      const success = successOf(world, place, goal, asking);
      return success === undefined ? undefined : success === 'passed';
    }
    case 'completed': {
      const completion = completionOf(world, place, goal, asking);
      return completion === undefined ? undefined : completion === 'completed';
    }
    case 'objectiveMeasureGreaterThan': {
      const measure = measureOf(world, place, goal, asking);
      return measure === undefined ? undefined : measure > threshold;
    }
    case 'objectiveMeasureLessThan': {
      const measure = measureOf(world, place, goal, asking);
      return measure === undefined ? undefined : measure < threshold;
    }
    default:
      return undefined;
  }
}

/** The conditions of a rule together: `all` and `any` over three values. */
export function truthOf(
  world: World,
  place: Place,
  rule: Pick<SequencingRule | RollupRule, 'combination' | 'conditions'>,
  asking: Asking = 'rule',
): Truth {
  const all = rule.combination === 'all';
  let unknown = rule.conditions.length === 0;
  for (const condition of rule.conditions) {
    const fact = factOf(world, place, condition, asking);
    const truth = condition.not ? not(fact) : fact;
    if (truth === undefined) unknown = true;
    else if (truth !== all) return truth;
  }
  return unknown ? undefined : all;
}
