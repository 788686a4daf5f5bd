/**
 * SB.2.1 to SB.2.3: walking through the tree. Loops, not recursion: ten thousand skipped activities are a long walk and
 * nothing worse.
 */
import type { Place } from './plan';
import { isBarred, preRule, wordsOf } from './rules';
import { childrenOf, tell, type World } from './world';

export type Direction = 'forward' | 'backward';

/** Where a step leads, and the way it now goes; or the exception of the book. */
type Stride =
  | { readonly to: Place; readonly direction: Direction }
  | { readonly to?: undefined; readonly exception: string; readonly ends: boolean };

const off = (exception: string, ends = false): Stride => ({ exception, ends });

/**
 * SB.2.1, flow tree traversal: the next activity in a direction.
 * @param into whether the children of the activity come first
 * @param turned a cluster entered backwards is gone through forwards (forwardOnly); behind its last child the way back
 *   goes on before its first
 * @param free choice may look around without minding forwardOnly (SB.2.9.2)
 */
export function traverse(
  world: World,
  from: Place,
  direction: Direction,
  {
    into,
    turned = false,
    free = false,
  }: { readonly into: boolean; readonly turned?: boolean; readonly free?: boolean },
): Stride {
  let at = from;
  let way = direction;
  let reversed = false;
  if (turned && at.parent !== undefined) {
    const siblings = childrenOf(world, at.parent);
    const [first] = siblings;
    if (siblings.at(-1) === at && first !== undefined) {
      at = first;
      way = 'backward';
      reversed = true;
    }
  }
  const [firstChild] = into && !reversed ? childrenOf(world, at) : [];
  if (firstChild !== undefined) {
    if (way === 'forward') return { to: firstChild, direction: 'forward' };
    if (at.parent === undefined) return off('SB.2.1-3');
    if (at.definition.controlMode.forwardOnly) {
      tell(world, 'SB.2.1', 'flow-turned', { activity: at });
      return { to: firstChild, direction: 'forward' };
    }
    return { to: childrenOf(world, at).at(-1) ?? firstChild, direction: 'backward' };
  }
  for (;;) {
    const { parent } = at;
    if (parent === undefined) return way === 'forward' ? off('SB.2.1-1', true) : off('SB.2.1-3');
    if (way === 'backward' && !reversed && !free && parent.definition.controlMode.forwardOnly) return off('SB.2.1-4');
    const siblings = childrenOf(world, parent);
    const next = siblings[positionOf(world, at, siblings) + (way === 'forward' ? 1 : -1)];
    if (next !== undefined) return { to: next, direction: way };
    at = parent;
    reversed = false;
  }
}

const positions = new WeakMap<readonly Place[], Map<Place, number>>();

/** Where an activity stands among its siblings. */
function positionOf(_: World, place: Place, siblings: readonly Place[]): number {
  let known = positions.get(siblings);
  if (known === undefined) {
    known = new Map(siblings.map((sibling, index) => [sibling, index]));
    positions.set(siblings, known);
  }
  // One that was not selected stands nowhere: nothing follows it.
  return known.get(place) ?? Number.NaN;
}

export type Flow =
  | { readonly to: Place }
  | {
      readonly to?: undefined;
      readonly exception: string;
      /** The walk left the tree at its end: the session ends (SB.2.1-1). */
      readonly ends: boolean;
      /** How far it came. */
      readonly at: Place;
    };

/** SB.2.3, flow: the activity that is delivered by going on from another. SB.2.2 is the loop in it. */
export function flow(world: World, from: Place, direction: Direction, into: boolean): Flow {
  let at = from;
  let way = direction;
  let turned = false;
  let stride = traverse(world, from, direction, { into });
  for (let steps = 4 * world.plan.places.length + 8; steps > 0; steps -= 1) {
    if (stride.to === undefined) return { exception: stride.exception, ends: stride.ends, at };
    at = stride.to;
    if (at.parent !== undefined && !at.parent.definition.controlMode.flow)
      return { exception: 'SB.2.2-1', ends: false, at };
    const rule = preRule(world, at, 'skip');
    if (rule !== undefined) {
      tell(world, 'SB.2.2', 'skipped', { activity: at, values: { rule: wordsOf(rule) } });
      stride = traverse(world, at, way, { into: false, turned });
      if (turned && stride.to !== undefined && stride.direction === 'backward') {
        way = 'backward';
        turned = false;
      }
      continue;
    }
    if (isBarred(world, at)) return { exception: 'SB.2.2-2', ends: false, at };
    if (at.isLeaf) return { to: at };
    stride = traverse(world, at, way, { into: true });
    turned = stride.to !== undefined && way === 'backward' && stride.direction === 'forward';
    if (turned) way = 'forward';
  }
  return { exception: 'SB.2.2-2', ends: false, at };
}
