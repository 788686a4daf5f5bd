/** NB.2.1 and OP.1: what a navigation request sets going, up to the activity that is delivered (DB.1.1). */
import { activate, endAttempt, endDescendants } from './attempts';
import { isAvailable } from './choice';
import { between, commonAncestor, type Place } from './plan';
import { isBarred } from './rules';
import { sequence, type Sequenced, type SequencingRequest } from './sequencing-requests';
import { terminate, type Terminated, type TerminationRequest } from './termination';
import type { NavigationRequest, Refusal } from './types';
import { isSoAbove, tell, trackOf, type World } from './world';

export type Outcome =
  | { readonly kind: 'deliver'; readonly to: Place }
  | { readonly kind: 'end' }
  | { readonly kind: 'wait'; readonly exception?: string }
  /** Nothing was changed. */
  | { readonly kind: 'refuse'; readonly refusal: Refusal; readonly exception: string };

const refuse = (refusal: Refusal, exception: string): Outcome => ({ kind: 'refuse', refusal, exception });

export const isUnderWay = (world: World): boolean =>
  world.current !== undefined && trackOf(world, world.current).active;

/** NB.2.1 for choice: may what is under way be left by choosing this? */
export function choiceRefused(world: World, target: Place): string | undefined {
  const { current } = world;
  if (!isAvailable(world, target)) return 'NB.2.1-11';
  if (target.parent !== undefined && !target.parent.definition.controlMode.choice) return 'NB.2.1-10';
  if (current === undefined) return undefined;
  const kept = (place: Place): boolean => trackOf(world, place).active && !place.definition.controlMode.choiceExit;
  if (target.parent !== current.parent && between(current, commonAncestor(current, target)).some(kept))
    return 'NB.2.1-8';
  return kept(current) ? 'NB.2.1-8' : undefined;
}

type Planned = { readonly ending?: TerminationRequest; readonly request?: SequencingRequest };

/** NB.2.1, navigation request process. */
function plan(world: World, request: NavigationRequest): Planned | Outcome {
  const { current } = world;
  const underWay = isUnderWay(world);
  const leave = (sequencing: SequencingRequest): Planned => ({
    ...(underWay ? { ending: 'exit' } : {}),
    request: sequencing,
  });
  switch (request.type) {
    case 'start':
    case 'resumeAll':
      return { request: { type: 'start' } };
    case 'continue':
    case 'previous': {
      if (current === undefined) return refuse('not-started', 'NB.2.1-1');
      const control = current.parent?.definition.controlMode;
      if (control?.flow !== true) return refuse('flow-not-allowed', 'NB.2.1-4');
      if (request.type === 'previous' && control.forwardOnly) return refuse('flow-not-allowed', 'NB.2.1-5');
      return leave({ type: request.type });
    }
    case 'choice':
    case 'jump': {
      const target = world.plan.byId.get(request.target);
      if (target === undefined)
        return refuse(world.plan.empty.has(request.target) ? 'not-launchable' : 'unknown-activity', 'NB.2.1-11');
      if (!target.isLeaf && target.children.length === 0) return refuse('not-launchable', 'NB.2.1-11');
      if (request.type === 'choice') {
        const exception = choiceRefused(world, target);
        return exception === undefined ? leave({ type: 'choice', target }) : refuse('choice-not-allowed', exception);
      }
      if (current === undefined) return refuse('not-started', 'NB.2.1-2');
      if (!target.isLeaf || target.activity.resource === undefined || !isAvailable(world, target))
        return refuse('not-launchable', 'NB.2.1-11');
      return leave({ type: 'jump', target });
    }
    case 'exit':
    case 'abandon':
      if (!underWay) return refuse('not-started', 'NB.2.1-12');
      return { ending: request.type };
    case 'exitAll':
    case 'abandonAll':
    case 'suspendAll':
      return current === undefined ? refuse('not-started', 'NB.2.1-2') : { ending: request.type };
  }
}

/** DB.1.1, delivery request process: nothing on the way may be barred. */
export const isDeliverable = (world: World, target: Place): boolean =>
  target.isLeaf &&
  target.activity.resource !== undefined &&
  !isSoAbove(world, 'barred', target, (place) => isBarred(world, place));

/** The session is over: whatever is still under way ends. */
export function close(world: World): void {
  const { root } = world.plan;
  if (world.current !== undefined && world.current !== root) {
    if (trackOf(world, world.current).active) endAttempt(world, world.current);
    endDescendants(world, root);
  }
  if (trackOf(world, root).active) endAttempt(world, root);
  world.current = undefined;
}

/**
 * CAM 3.4.1.8: shared objectives that are not global to the system live as long as the attempt on the root. A new one,
 * by a new session or by a retry, begins without them.
 */
function forgetGlobals(world: World): void {
  if (world.plan.objectivesGlobalToSystem || Object.keys(world.globals).length === 0) return;
  world.globals = {};
  world.memo = undefined;
  tell(world, 'SN 3.10.3', 'globals-cleared');
}

/** Before a request, or a look at what may be requested: is this the beginning of a new attempt on the course? */
export function openSession(world: World): void {
  const { attempts, suspended } = trackOf(world, world.plan.root);
  if (world.current === undefined && attempts > 0 && !suspended) forgetGlobals(world);
}

const words: Readonly<Partial<Record<SequencingRequest['type'], Refusal>>> = {
  start: 'flow-not-allowed',
  previous: 'no-previous',
  choice: 'choice-not-allowed',
  jump: 'not-launchable',
};

/** What follows when the current activity has been ended, or nothing was under way. */
export function follow(world: World, request: SequencingRequest): Sequenced {
  if (request.type === 'retry' && world.current?.parent === undefined) forgetGlobals(world);
  const found = sequence(world, request);
  if (found.kind !== 'deliver' || isDeliverable(world, found.to)) return found;
  return { kind: 'none', exception: found.to.isLeaf ? 'DB.1.1-3' : 'DB.1.1-1' };
}

/** What the rules want instead of what was asked for, if they want something (OP.1). */
export const afterRules = (ended: Terminated, asked: SequencingRequest | undefined): SequencingRequest =>
  ended.following !== undefined ? { type: ended.following } : (asked ?? { type: 'exit' });

/** OP.1, overall sequencing process, for one request. The world becomes what it leads to; of a refusal, throw it away. */
export function carryOut(world: World, request: NavigationRequest): Outcome {
  const planned = plan(world, request);
  if ('kind' in planned) return planned;
  const { ending } = planned;
  const ended = ending === undefined ? {} : terminate(world, ending);
  if (ended.exception !== undefined) return { kind: 'wait', exception: ended.exception };
  const next = ending === undefined ? (planned.request ?? { type: 'exit' }) : afterRules(ended, planned.request);
  const found = follow(world, next);
  switch (found.kind) {
    case 'deliver':
      activate(world, found.to);
      return { kind: 'deliver', to: found.to };
    case 'end':
      close(world);
      return { kind: 'end' };
    case 'none': {
      const exception = found.exception ?? 'SB.2.11';
      const refusal = next === planned.request ? words[next.type] : undefined;
      if (refusal !== undefined) return refuse(refusal, exception);
      return found.exception === undefined ? { kind: 'wait' } : { kind: 'wait', exception };
    }
  }
}
