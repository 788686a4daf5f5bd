/** Attempts on activities: how they begin (DB.2) and end (UP.4, UP.3). */
import { isArrangedAnew } from './arrange';
import { completionOf, isTracked, keep, share, successOf } from './objectives';
import { between, commonAncestor, pathTo, type Place } from './plan';
import { rollUp } from './rollup-process';
import { change, childrenOf, tell, trackOf, untouched, type Track, type World } from './world';

/** UP.4: completed and satisfied without a word from the content, where the manifest leaves it to us. */
export function completeSilently(world: World, place: Place): void {
  const { completionSetByContent, objectiveSetByContent } = place.definition.deliveryControls;
  const { own } = trackOf(world, place);
  if (
    !completionSetByContent &&
    !place.threshold.byMeasure &&
    own.completion === undefined &&
    completionOf(world, place, place.primary) === undefined
  ) {
    keep(world, place, place.primary, { completion: 'completed' });
    change(world, place, { autoCompletion: true });
    tell(world, 'UP.4', 'auto-completed', { activity: place });
  }
  if (
    !objectiveSetByContent &&
    !place.primary.satisfiedByMeasure &&
    own.success === undefined &&
    successOf(world, place, place.primary) === undefined
  ) {
    keep(world, place, place.primary, { success: 'passed' });
    change(world, place, { autoSuccess: true });
    tell(world, 'UP.4', 'auto-satisfied', { activity: place });
  }
}

/** UP.4, end attempt. */
export function endAttempt(world: World, place: Place): void {
  const track = trackOf(world, place);
  if (place.isLeaf) {
    if (isTracked(place) && !track.suspended && !track.abandoned) completeSilently(world, place);
    tell(world, 'UP.4', track.suspended ? 'attempt-suspended' : 'attempt-ended', { activity: place });
  } else {
    const suspended = childrenOf(world, place).some((child) => trackOf(world, child).suspended);
    change(world, place, {
      suspended,
      ...(!suspended && track.active && isArrangedAnew(place) ? { round: track.round + 1 } : {}),
    });
  }
  change(world, place, { active: false });
  rollUp(world, place, share(world, place));
}

/** UP.3, terminate descendent attempts: what was entered on the way to the current activity, up to an activity that stays. */
export function endDescendants(world: World, stays: Place): void {
  const { current } = world;
  if (current === undefined) return;
  for (const place of between(current, commonAncestor(current, stays))) endAttempt(world, place);
}

/** A new attempt finds nothing recorded; what its children recorded before counts only where the manifest says so. */
function beginAttempt(world: World, place: Place): void {
  const { attempts, active, suspended, round } = trackOf(world, place);
  change(world, place, { ...untouched, attempts: attempts + 1, active, suspended, round });
  outdate(world, place);
  tell(world, 'DB.2', 'attempt-began', { activity: place, values: { number: String(attempts + 1) } });
}

/** SN 3.2.1, use current attempt information: what lies below a new attempt is of an earlier one. */
function outdate(world: World, from: Place): void {
  const waiting: { place: Place; objectives: boolean; progress: boolean }[] = [
    { place: from, objectives: true, progress: true },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { controlMode } = next.place.definition;
    const objectives = next.objectives && controlMode.useCurrentAttemptObjectiveInfo;
    const progress = next.progress && controlMode.useCurrentAttemptProgressInfo;
    if (!objectives && !progress) continue;
    for (const child of next.place.children) {
      const track = trackOf(world, child);
      // Below an activity that nobody ever entered there is nothing either.
      if (track.attempts === 0) continue;
      if ((objectives && !track.staleObjectives) || (progress && !track.staleProgress))
        change(world, child, {
          staleObjectives: objectives || track.staleObjectives,
          staleProgress: progress || track.staleProgress,
        });
      waiting.push({ place: child, objectives, progress });
    }
  }
}

/** DB.2.1, clear suspended activity: whoever goes elsewhere does not come back to it. */
function forgetSuspended(world: World, target: Place): void {
  const { suspended } = world;
  world.suspended = undefined;
  if (suspended === undefined || suspended === target) return;
  const common = commonAncestor(target, suspended);
  for (let place: Place | undefined = suspended; place !== undefined && place !== common; place = place.parent) {
    change(world, place, {
      suspended: !place.isLeaf && childrenOf(world, place).some((child) => trackOf(world, child).suspended),
    });
  }
}

const allSaid = (world: World, place: Place): Track['heard'] => {
  const { own, objectives } = trackOf(world, place);
  return Object.keys(own).length === 0 ? objectives : { ...objectives, '': own };
};

/** DB.2, content delivery environment: everything from the root to the activity is under way now. */
export function activate(world: World, target: Place): void {
  forgetSuspended(world, target);
  endDescendants(world, target);
  world.fresh = false;
  for (const place of pathTo(target)) {
    const { active, suspended } = trackOf(world, place);
    if (active) continue;
    if (suspended) {
      change(world, place, {
        suspended: false,
        active: true,
        ...(place.isLeaf ? { heard: allSaid(world, place) } : {}),
      });
      if (place === target) tell(world, 'DB.2', 'attempt-resumed', { activity: place });
      continue;
    }
    if (isTracked(place)) beginAttempt(world, place);
    change(world, place, { active: true });
    if (place === target) world.fresh = true;
  }
  world.current = target;
}
