/** TB.2.1 to TB.2.4: how what is under way comes to its end, and what the rules ask for then. */
import { endAttempt, endDescendants } from './attempts';
import { keep, share } from './objectives';
import { pathTo, type Place } from './plan';
import { rollUp } from './rollup-process';
import { firing, wordsOf } from './rules';
import { change, tell, trackOf, type World } from './world';

export type TerminationRequest = 'exit' | 'exitAll' | 'suspendAll' | 'abandon' | 'abandonAll';

/** What rules or the request itself want to follow; undefined leaves it to the request that was made. */
export type Following = 'exit' | 'retry' | 'continue' | 'previous';

export type Terminated = { readonly following?: Following; readonly exception?: string };

/** TB.2.1, exit action rules: the highest activity on the way whose exit rule fires is where the current one becomes. */
function applyExitRules(world: World, current: Place): void {
  for (const place of pathTo(current)) {
    if (place === current) return;
    const rule = firing(world, place, place.definition.exitConditionRules);
    if (rule === undefined) continue;
    tell(world, 'TB.2.1', 'exit-rule', { activity: place, values: { rule: wordsOf(rule) } });
    endDescendants(world, place);
    endAttempt(world, place);
    world.current = place;
    return;
  }
}

type PostAction = 'exitParent' | 'exitAll' | 'retry' | 'retryAll' | 'continue' | 'previous';

/** TB.2.2, post-condition rules of the current activity. */
function postAction(world: World, place: Place): PostAction | undefined {
  if (trackOf(world, place).suspended) return undefined;
  const rule = firing(world, place, place.definition.postConditionRules);
  if (rule === undefined) return undefined;
  tell(world, 'TB.2.2', 'post-rule', { activity: place, values: { rule: wordsOf(rule) } });
  return rule.action as PostAction;
}

/** TB.2.3, exit. */
function exit(world: World, from: Place): Terminated {
  endAttempt(world, from);
  applyExitRules(world, from);
  for (;;) {
    const at = world.current ?? from;
    const action = postAction(world, at);
    switch (action) {
      case 'exitAll':
        return exitAll(world);
      case 'retryAll':
        return exitAll(world, 'retry');
      case 'exitParent':
        // TB.2.3-4: the root has nothing above it, so this is the end as well.
        if (at.parent === undefined) return { following: 'exit' };
        world.current = at.parent;
        endAttempt(world, at.parent);
        continue;
      case 'retry':
        return at.parent === undefined ? exitAll(world, 'retry') : { following: 'retry' };
      case 'continue':
      case 'previous':
        return { following: action };
      case undefined:
        return at.parent === undefined ? { following: 'exit' } : {};
    }
  }
}

/** TB.2.3, exitAll: all that is under way ends, the root last. */
export function exitAll(world: World, following: Following = 'exit'): Terminated {
  const { current, plan } = world;
  if (current !== undefined && trackOf(world, current).active) endAttempt(world, current);
  if (current !== plan.root) endDescendants(world, plan.root);
  if (current !== undefined && trackOf(world, plan.root).active) endAttempt(world, plan.root);
  world.current = plan.root;
  return { following };
}

/** TB.2.3, suspendAll: everything from the root to the current activity is kept for a later session. */
function suspendAll(world: World, current: Place): Terminated {
  const { active, suspended } = trackOf(world, current);
  const kept = active || suspended ? current : current.parent;
  if (kept === undefined) return { exception: 'TB.2.3-3' };
  if (active) {
    change(world, current, { suspended: true });
    rollUp(world, current, share(world, current));
  }
  for (const place of pathTo(kept)) change(world, place, { active: false, suspended: true });
  tell(world, 'TB.2.3', 'suspended', { activity: kept });
  world.suspended = current;
  world.current = world.plan.root;
  return { following: 'exit' };
}

/** TB.2.3, abandon: the attempt is over and nothing it said counts. */
function abandon(world: World, current: Place): void {
  keep(world, current, current.primary, {
    completion: undefined,
    success: undefined,
    scaled: undefined,
    progress: undefined,
  });
  change(world, current, { active: false, suspended: false, abandoned: true, objectives: {} });
  tell(world, 'TB.2.3', 'abandoned', { activity: current });
}

/** TB.2.3, termination request process. */
export function terminate(world: World, request: TerminationRequest): Terminated {
  const { current } = world;
  if (current === undefined) return { exception: 'TB.2.3-1' };
  const { active } = trackOf(world, current);
  if ((request === 'exit' || request === 'abandon') && !active) return { exception: 'TB.2.3-2' };
  switch (request) {
    case 'exit':
      return exit(world, current);
    case 'exitAll':
      return exitAll(world);
    case 'suspendAll':
      return suspendAll(world, current);
    case 'abandon':
      abandon(world, current);
      return { following: 'exit' };
    case 'abandonAll':
      if (active) abandon(world, current);
      for (const place of pathTo(current)) change(world, place, { active: false });
      world.current = world.plan.root;
      return { following: 'exit' };
  }
}
