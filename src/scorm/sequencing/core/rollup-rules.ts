/** RB.1.2, RB.1.3, RB.1.4: what a cluster's rollup rules say about its children. */
import type { RollupConsideration, RollupRule } from '../../package/core/types';
import { attemptsOf, truthOf, type Truth } from './conditions';
import { isTracked } from './objectives';
import type { Place } from './plan';
import { preRule } from './rules';
import { childrenOf, trackOf, type World } from './world';

type Action = RollupRule['action'];

const considered: Readonly<
  Record<Action, 'requiredForSatisfied' | 'requiredForNotSatisfied' | 'requiredForCompleted' | 'requiredForIncomplete'>
> = {
  satisfied: 'requiredForSatisfied',
  notSatisfied: 'requiredForNotSatisfied',
  completed: 'requiredForCompleted',
  incomplete: 'requiredForIncomplete',
};

function isRequired(world: World, child: Place, consideration: RollupConsideration): boolean {
  switch (consideration) {
    case 'always':
      return true;
    case 'ifAttempted':
      return attemptsOf(world, child) > 0;
    case 'ifNotSuspended':
      return !(attemptsOf(world, child) > 0 && trackOf(world, child).suspended);
    // Asked anew each time: what was skipped once may not be skipped now.
    case 'ifNotSkipped':
      return preRule(world, child, 'skip') === undefined;
  }
}

/** RB.1.4.2: whether a child has a say in one outcome. */
export function contributes(world: World, child: Place, action: Action): boolean {
  if (!isTracked(child)) return false;
  const { rollup, rollupConsiderations } = child.definition;
  const asked =
    action === 'satisfied' || action === 'notSatisfied' ? rollup.objectiveSatisfied : rollup.progressCompletion;
  return asked && isRequired(world, child, rollupConsiderations[considered[action]]);
}

/** RB.1.4: whether a rule fires. Of no children at all `all` and `none` hold, the other sets do not. */
export function rollupRuleFires(world: World, place: Place, rule: RollupRule): boolean {
  const bag: Truth[] = [];
  for (const child of childrenOf(world, place)) {
    // RB.1.4.1
    if (contributes(world, child, rule.action)) bag.push(truthOf(world, child, rule, 'rollup'));
  }
  const yes = bag.filter((truth) => truth === true).length;
  switch (rule.childActivitySet) {
    case 'all':
      return yes === bag.length;
    case 'any':
      return yes > 0;
    case 'none':
      return bag.every((truth) => truth === false);
    case 'atLeastCount':
      return bag.length > 0 && yes >= rule.minimumCount;
    case 'atLeastPercent':
      return bag.length > 0 && yes / bag.length >= rule.minimumPercent - 1e-9;
  }
}

const rule = (action: Action, conditions: readonly string[]): RollupRule => ({
  childActivitySet: 'all',
  minimumCount: 0,
  minimumPercent: 0,
  combination: 'any',
  conditions: conditions.map((condition) => ({ condition, not: false })),
  action,
});

/** RB.1.2.c and RB.1.3.b: what holds when the manifest has no rule of its own for either outcome of a pair. */
const defaultsFor: Readonly<Record<'success' | 'completion', readonly RollupRule[]>> = {
  success: [rule('notSatisfied', ['objectiveStatusKnown']), rule('satisfied', ['satisfied'])],
  completion: [rule('incomplete', ['activityProgressKnown']), rule('completed', ['completed'])],
};

const pair = { success: ['notSatisfied', 'satisfied'], completion: ['incomplete', 'completed'] } as const;

/**
 * RB.1.2.b, RB.1.3: the better outcome is looked at last and wins.
 * @returns the outcome whose rule fired; undefined when none did, and the cluster keeps what it had
 */
export function ruledOutcome(world: World, place: Place, what: 'success' | 'completion'): Action | undefined {
  const actions = pair[what];
  const own = place.definition.rollupRules.filter(({ action }) => (actions as readonly Action[]).includes(action));
  const rules = own.length > 0 ? own : defaultsFor[what];
  let outcome: Action | undefined;
  for (const action of actions) {
    if (rules.some((one) => one.action === action && rollupRuleFires(world, place, one))) outcome = action;
  }
  return outcome;
}
