/** UP.2, UP.1 and UP.5: rules that fire, limits that are reached, activities that may not be entered. */
import type { SequencingRule } from '../../package/core/types';
import { truthOf } from './conditions';
import { isTracked } from './objectives';
import type { Place } from './plan';
import { remembered, tell, trackOf, type World } from './world';

/** UP.2: the first rule of some that fires. */
export const firing = (world: World, place: Place, rules: readonly SequencingRule[]): SequencingRule | undefined =>
  rules.find((rule) => truthOf(world, place, rule) === true);

type PreAction = 'skip' | 'disabled' | 'hiddenFromChoice' | 'stopForwardTraversal';

/** UP.2: the pre-condition rule that makes an activity skipped, disabled, hidden, or a stop, if there is one. */
export function preRule(world: World, place: Place, action: PreAction): SequencingRule | undefined {
  const { preConditionRules } = place.definition;
  if (preConditionRules.length === 0) return undefined;
  return remembered(world, action, place, () =>
    preConditionRules.find((rule) => rule.action === action && truthOf(world, place, rule) === true),
  );
}

/** A rule in words that a log can hold: `not satisfied and attempted → skip`. */
export const wordsOf = ({ conditions, combination, action }: SequencingRule): string =>
  `${conditions
    .map(({ condition, not, referencedObjective, measureThreshold }) =>
      [
        not ? 'not ' : '',
        condition,
        measureThreshold === undefined || !condition.includes('Than') ? '' : ` ${measureThreshold}`,
        referencedObjective === undefined ? '' : ` (${referencedObjective})`,
      ].join(''),
    )
    .join(combination === 'all' ? ' and ' : ' or ')} → ${action}`;

/** UP.1: the attempt limit, which does not bind an attempt that is under way or suspended. */
export function limitReached(world: World, place: Place): boolean {
  const { attemptLimit } = place.definition.limitConditions;
  if (attemptLimit === undefined || !isTracked(place)) return false;
  const { active, suspended, attempts } = trackOf(world, place);
  return !active && !suspended && attempts >= attemptLimit;
}

/** UP.5: whether an activity may not be entered: a disabled rule, or a limit. */
export function isBarred(world: World, place: Place): boolean {
  const rule = preRule(world, place, 'disabled');
  if (rule !== undefined) {
    tell(world, 'UP.5', 'disabled', { activity: place, values: { rule: wordsOf(rule) } });
    return true;
  }
  if (!limitReached(world, place)) return false;
  const { attemptLimit } = place.definition.limitConditions;
  tell(world, 'UP.1', 'limit-reached', { activity: place, values: { limit: String(attemptLimit) } });
  return true;
}
