/** What a 2004 course has come to: the root's tracking (ELO-13), read as people mean it. */
import { completionOf, isTracked, measureOf, share, successOf } from './objectives';
import type { Place } from './plan';
import { rollUp } from './rollup-process';
import { meanScore, shareOf, totalSeconds } from './score';
import type { ActivityResult, Rollup } from './types';
import { childrenOf, copyOf, trackOf, type World } from './world';

/** What stands so far, with what the activity under way has said: as it is, not as if it had ended. */
function upToNow(world: World): World {
  const { current } = world;
  if (current === undefined || !trackOf(world, current).active) return world;
  const now = copyOf(world);
  rollUp(now, current, share(now, current));
  return now;
}

/**
 * The book satisfies an activity that ends without a word (UP.4). That opens what comes next, but it passes nobody: a course
 * of which no part ever said "passed" is no more than completed, and one part left unfinished is not a pass.
 */
function isSpokenFor(world: World, { root, leaves }: World['plan']): boolean {
  if (root.primary.satisfiedByMeasure || Object.keys(root.primary.readsFrom).length > 0) return true;
  const tracked = leaves.filter((leaf) => isTracked(leaf) && trackOf(world, leaf).attempts > 0);
  const silent = tracked.filter((leaf) => trackOf(world, leaf).autoSuccess);
  if (silent.length === tracked.length) return false;
  return (
    completionOf(world, root, root.primary) === 'completed' ||
    silent.every((leaf) => completionOf(world, leaf, leaf.primary) === 'completed')
  );
}

/** The course's score: by weight; a part that is completed without a score does not lower it, an unfinished one does. */
function scoreIn(world: World, place: Place): number | undefined {
  if (place.isLeaf || place.primary.satisfiedByMeasure) return measureOf(world, place, place.primary);
  let weights = 0;
  let sum = 0;
  let any = false;
  for (const child of childrenOf(world, place)) {
    if (!isTracked(child)) continue;
    const measure = scoreIn(world, child);
    const silent =
      child.activity.resource?.scormType === 'asset' || completionOf(world, child, child.primary) === 'completed';
    if (measure === undefined && silent) continue;
    const weight = child.definition.rollup.objectiveMeasureWeight;
    weights += weight;
    sum += weight * (measure ?? 0);
    any ||= measure !== undefined;
  }
  return any && weights > 0 ? Math.round((sum / weights) * 1e7) / 1e7 : undefined;
}

/** Raw, min and max are those of the only scored activity, if there is one only. */
export function rollupOf(world: World): Rollup {
  const { plan } = world;
  const results = plan.leaves.flatMap(({ id }): ActivityResult[] => {
    const result = Object.hasOwn(world.results, id) ? world.results[id] : undefined;
    return result === undefined ? [] : [result];
  });
  const now = upToNow(world);
  const { root } = plan;
  const begun = trackOf(now, root).attempts > 0 || results.some((result) => result.attempted);
  const success = successOf(now, root, root.primary);
  const scaled = scoreIn(now, root);
  const scored = results.filter((result) => shareOf(result) !== undefined);
  const { raw, min, max } = scored.length === 1 ? meanScore(scored) : {};
  return {
    completion: completionOf(now, root, root.primary) ?? (begun ? 'incomplete' : 'not attempted'),
    success: success === 'passed' && !isSpokenFor(now, plan) ? 'unknown' : (success ?? 'unknown'),
    ...(scaled === undefined ? {} : { scaled }),
    ...(raw === undefined ? {} : { raw }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    totalSeconds: totalSeconds(results),
  };
}
