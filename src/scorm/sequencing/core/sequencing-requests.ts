/** SB.2.5 to SB.2.13: from a sequencing request to the activity that is to be delivered. */
import { choose } from './choice';
import { flow, type Direction } from './flow';
import type { Place } from './plan';
import { tell, trackOf, type World } from './world';

export type SequencingRequest =
  | { readonly type: 'start' | 'continue' | 'previous' | 'retry' | 'exit' }
  | { readonly type: 'choice' | 'jump'; readonly target: Place };

export type Sequenced =
  | { readonly kind: 'deliver'; readonly to: Place }
  | { readonly kind: 'end' }
  /** Nothing follows: the session goes on without an activity. */
  | { readonly kind: 'none'; readonly exception?: string };

const none = (exception: string): Sequenced => ({ kind: 'none', exception });

/** SB.2.5 */
function start(world: World): Sequenced {
  const { root } = world.plan;
  if (root.isLeaf) return { kind: 'deliver', to: root };
  const found = flow(world, root, 'forward', true);
  return found.to === undefined ? (found.ends ? { kind: 'end' } : none('SB.2.5-3')) : { kind: 'deliver', to: found.to };
}

/** SB.2.7, SB.2.8 */
function goOn(world: World, current: Place, direction: Direction): Sequenced {
  const clause = direction === 'forward' ? 'SB.2.7' : 'SB.2.8';
  if (current.parent !== undefined && !current.parent.definition.controlMode.flow) return none(`${clause}-2`);
  const found = flow(world, current, direction, false);
  if (found.to !== undefined) return { kind: 'deliver', to: found.to };
  if (found.ends) tell(world, 'SB.2.1', 'flow-ended');
  return found.ends ? { kind: 'end' } : none(found.exception);
}

/** SB.2.10 */
function retry(world: World, current: Place): Sequenced {
  const { active, suspended } = trackOf(world, current);
  if (active || suspended) return none('SB.2.10-2');
  if (current.isLeaf) return { kind: 'deliver', to: current };
  const found = flow(world, current, 'forward', true);
  return found.to === undefined ? none('SB.2.10-3') : { kind: 'deliver', to: found.to };
}

/** SB.2.12, sequencing request process. */
export function sequence(world: World, request: SequencingRequest): Sequenced {
  const { current } = world;
  switch (request.type) {
    case 'start':
      return current === undefined ? start(world) : none('SB.2.5-1');
    case 'continue':
      return current === undefined ? none('SB.2.7-1') : goOn(world, current, 'forward');
    case 'previous':
      return current === undefined ? none('SB.2.8-1') : goOn(world, current, 'backward');
    case 'retry':
      return current === undefined ? none('SB.2.10-1') : retry(world, current);
    // SB.2.11: the session ends with the root.
    case 'exit':
      if (current === undefined) return none('SB.2.11-1');
      return current.parent === undefined && !trackOf(world, current).active ? { kind: 'end' } : { kind: 'none' };
    case 'choice': {
      const found = choose(world, request.target);
      return found.to === undefined ? none(found.exception) : { kind: 'deliver', to: found.to };
    }
    // SB.2.13
    case 'jump':
      return current === undefined ? none('SB.2.13-1') : { kind: 'deliver', to: request.target };
  }
}
