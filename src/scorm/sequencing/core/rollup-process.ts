/** RB.1.5: rollup from an activity up to the root, and to wherever shared objectives carry it. */
import { completionOf, isTracked, keep, share, successOf } from './objectives';
import type { Place } from './plan';
import { rolledMeasure, rolledProgress } from './rollup-measures';
import { ruledOutcome } from './rollup-rules';
import { tell, type World } from './world';

/** RB.1.1 to RB.1.3 for one cluster. Returns the shared objectives that changed with it. */
function rollUpOne(world: World, place: Place): readonly string[] {
  if (!isTracked(place)) return [];
  const { primary } = place;
  const before = { success: successOf(world, place, primary), completion: completionOf(world, place, primary) };
  const success = primary.satisfiedByMeasure ? undefined : ruledOutcome(world, place, 'success');
  const completion = place.threshold.byMeasure ? undefined : ruledOutcome(world, place, 'completion');
  keep(world, place, primary, {
    scaled: rolledMeasure(world, place),
    progress: rolledProgress(world, place),
    ...(success === undefined ? {} : { success: success === 'satisfied' ? 'passed' : 'failed' }),
    ...(completion === undefined ? {} : { completion: completion === 'completed' ? 'completed' : 'incomplete' }),
  });
  const changed = share(world, place);
  const after = { success: successOf(world, place, primary), completion: completionOf(world, place, primary) };
  for (const what of ['completion', 'success'] as const) {
    const value = after[what];
    if (value !== before[what])
      tell(world, what === 'success' ? 'RB.1.2' : 'RB.1.3', 'rolled-up', {
        activity: place,
        values: { what, value: value ?? 'unknown' },
      });
  }
  return changed;
}

/** How often one cluster is looked at again in one rollup: shared objectives may feed clusters in a circle. */
const mostTimes = 3;

/**
 * RB.1.5 with SN 3.10: rolls up what holds an activity, and what holds those that read a shared objective that changed.
 * The deepest first, so that each finds its children done.
 */
export function rollUp(world: World, from: Place, changed: readonly string[] = []): void {
  const times = new Map<Place, number>();
  /** By depth. */
  const waiting: Set<Place>[] = [];
  let deepest = 0;
  const await_ = (start: Place | undefined): void => {
    for (let place = start; place !== undefined; place = place.parent) {
      if ((times.get(place) ?? 0) >= mostTimes) continue;
      (waiting[place.depth] ??= new Set()).add(place);
      deepest = Math.max(deepest, place.depth);
    }
  };
  const awaitReaders = (objectives: readonly string[]): void => {
    for (const objective of objectives)
      for (const reader of world.plan.readers.get(objective) ?? []) await_(reader.parent);
  };
  await_(from.isLeaf ? from.parent : from);
  awaitReaders(changed);
  while (deepest >= 0) {
    const [place] = waiting[deepest] ?? [];
    if (place === undefined) {
      deepest -= 1;
      continue;
    }
    waiting[deepest]?.delete(place);
    times.set(place, (times.get(place) ?? 0) + 1);
    awaitReaders(rollUpOne(world, place));
  }
}
