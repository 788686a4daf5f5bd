/** SB.2.9 with SB.2.4, SB.2.9.1 and SB.2.9.2: whether an activity may be chosen, and what is delivered then. */
import { flow, traverse, type Direction } from './flow';
import { between, commonAncestor, pathTo, type Place } from './plan';
import { preRule, wordsOf } from './rules';
import { childrenOf, isSoAbove, remembered, tell, trackOf, type World } from './world';

export type Choice = { readonly to: Place } | { readonly to?: undefined; readonly exception: string };

const no = (exception: string): Choice => ({ exception });

/** SB.2.4, choice activity traversal: whether an activity may be passed. */
function mayPass(world: World, place: Place, direction: Direction): string | undefined {
  if (direction === 'backward')
    return place.parent?.definition.controlMode.forwardOnly === true ? 'SB.2.4-2' : undefined;
  const rule = preRule(world, place, 'stopForwardTraversal');
  if (rule === undefined) return undefined;
  tell(world, 'SB.2.4', 'stopped', { activity: place, values: { rule: wordsOf(rule) } });
  return 'SB.2.4-1';
}

/** Not selected (SR.1), or held by what is not. */
const isLeftOut = (world: World, place: Place): boolean => {
  const { parent } = place;
  if (parent === undefined) return false;
  const available = childrenOf(world, parent);
  return available !== parent.children && !available.includes(place);
};

/** Whether an activity takes part, and all that hold it. */
export const isAvailable = (world: World, place: Place): boolean =>
  !isSoAbove(world, 'left out', place, (step) => isLeftOut(world, step));

const isHidden = (world: World, place: Place): boolean => preRule(world, place, 'hiddenFromChoice') !== undefined;

/** Whether an activity or one that holds it hides from choice (UP.2). */
function isHiddenAbove(world: World, place: Place): boolean {
  return isSoAbove(world, 'hidden', place, (step) => {
    const hidden = isHidden(world, step);
    if (hidden) tell(world, 'SB.2.9', 'hidden', { activity: step });
    return hidden;
  });
}

/** Activities that hide themselves and what is below them, or that take no part. */
export function hiddenIn(world: World): readonly Place[] {
  const hidden: Place[] = [];
  const waiting: Place[] = [world.plan.root];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (isHidden(world, place) || isLeftOut(world, place)) hidden.push(place);
    else waiting.push(...[...place.children].reverse());
  }
  return hidden;
}

/** From one sibling to another, all in between must let pass; how far that goes is worked out once. */
function siblingsPass(world: World, from: Place, target: Place, parent: Place): string | undefined {
  const siblings = childrenOf(world, parent);
  const start = remembered(world, 'position', from, () => siblings.indexOf(from));
  const end = remembered(world, 'position', target, () => siblings.indexOf(target));
  if (end < start) return mayPass(world, from, 'backward');
  const stop = remembered(world, 'stop', from, () => {
    const last = world.memo === undefined ? end : siblings.length;
    for (let at = start; at < last; at += 1) {
      const sibling = siblings[at];
      if (sibling !== undefined && mayPass(world, sibling, 'forward') !== undefined) return at;
    }
    return last;
  });
  return stop < end ? 'SB.2.4-1' : undefined;
}

/** From what holds both (`common`) down to the target, and without it: activities that stop or may not be activated. */
function mayEnter(world: World, target: Place, common: Place, direction: Direction): string | undefined {
  for (const place of [common, ...[...between(target, common)].reverse()]) {
    if (direction === 'forward') {
      const stopped = mayPass(world, place, 'forward');
      if (stopped !== undefined) return stopped;
    }
    if (place !== common && !trackOf(world, place).active && place.definition.constrainedChoice.preventActivation) {
      tell(world, 'SB.2.9', 'not-activated', { activity: place });
      return 'SB.2.9-6';
    }
  }
  return undefined;
}

/** The current activity's ancestors below `common`: left only where choiceExit allows it. */
function mayLeave(world: World, from: Place, common: Place): string | undefined {
  for (const place of between(from, common)) {
    if (place.definition.controlMode.choiceExit) continue;
    tell(world, 'SB.2.9', 'not-left', { activity: place });
    return 'SB.2.9-7';
  }
  return undefined;
}

/** SB.2.9.1, SB.2.9.2: a cluster with constrainChoice lets go only to the activity next to it in that direction. */
function isWithinReach(world: World, constrained: Place, target: Place): boolean {
  const direction = isAfter(target, constrained) ? 'forward' : 'backward';
  const next = remembered(
    world,
    direction,
    constrained,
    () => traverse(world, constrained, direction, { into: false, free: true }).to ?? constrained,
  );
  return target === constrained || pathTo(target).includes(next);
}

/** In the order of the table of contents, which selection and reordering leave as the manifest has it. */
const isAfter = (one: Place, other: Place): boolean => one.index > other.index;

/** The checks of SB.2.9 on the way from the current activity to the target. */
function mayGo(world: World, from: Place | undefined, target: Place, common: Place): string | undefined {
  if (from === target) return undefined;
  if (from !== undefined && from.parent !== undefined && from.parent === target.parent)
    return siblingsPass(world, from, target, from.parent);
  if (from === undefined || from === common) return mayEnter(world, target, common, 'forward');
  const left = mayLeave(world, from, common);
  if (left !== undefined) return left;
  if (target === common) return common.definition.controlMode.choiceExit ? undefined : 'SB.2.9-7';
  const constrained = between(from, common).find((place) => place.definition.constrainedChoice.constrainChoice);
  if (constrained !== undefined && !isWithinReach(world, constrained, target)) {
    tell(world, 'SB.2.9', 'constrained', { activity: constrained });
    return 'SB.2.9-8';
  }
  return mayEnter(world, target, common, isAfter(target, from) ? 'forward' : 'backward');
}

/** SB.2.9, choice sequencing request: what choosing an activity leads to, or the exception that forbids it. */
export function choose(world: World, target: Place): Choice {
  if (!isAvailable(world, target)) return no('SB.2.9-2');
  if (isHiddenAbove(world, target)) return no('SB.2.9-3');
  if (target.parent !== undefined && !target.parent.definition.controlMode.choice) return no('SB.2.9-4');
  const { current, plan } = world;
  const common = current === undefined ? plan.root : (commonAncestor(current, target) ?? plan.root);
  const obstacle = mayGo(world, current, target, common);
  if (obstacle !== undefined) return no(obstacle);
  if (target.isLeaf) return { to: target };
  const entered = flow(world, target, 'forward', true);
  return entered.to === undefined ? no('SB.2.9-9') : { to: entered.to };
}
