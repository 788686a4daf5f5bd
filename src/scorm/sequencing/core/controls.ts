/**
 * What may be asked for now: as if the current activity ended with what it has said so far, its rules included, and then
 * each request were made (NB.2.1, SB.2.9, DB.1.1). Nothing is changed by it.
 */
import { choose, hiddenIn } from './choice';
import { afterRules, choiceRefused, follow, isDeliverable, isUnderWay, openSession } from './navigation';
import type { Place } from './plan';
import { terminate } from './termination';
import type { Controls } from './types';
import { copyOf, type World } from './world';

export function controlsOf(world: World): Controls {
  openSession(world);
  const { current, plan } = world;
  const underWay = isUnderWay(world);
  const ended = copyOf(world);
  const terminated = underWay ? terminate(ended, 'exit') : {};
  ended.memo = new Map();
  const instead =
    terminated.following === undefined ? undefined : follow(copyOf(ended), afterRules(terminated, undefined)).kind;
  const control = current?.parent?.definition.controlMode;
  const mayFlow = control?.flow === true;
  // Continue asks for no more than flow (NB.2.1): the way on may end the session, or leave the learner to choose.
  const forward = mayFlow && instead !== 'none';
  const backward = mayFlow && !control.forwardOnly && (instead ?? follow(ended, { type: 'previous' }).kind) !== 'none';
  const leads = (target: Place): boolean => {
    if ((!target.isLeaf && target.children.length === 0) || choiceRefused(world, target) !== undefined) return false;
    const { to } = choose(ended, target);
    return to !== undefined && isDeliverable(ended, to);
  };
  const hidden = hiddenIn(ended);
  return {
    continue: forward,
    previous: backward,
    exit: current !== undefined,
    suspend: current !== undefined,
    abandon: underWay,
    // Where the rules end the session instead, the choice may be made all the same, as continue may.
    choices: instead === 'none' ? [] : plan.places.filter(leads).map(({ id }) => id),
    ...(hidden.length === 0 ? {} : { hidden: hidden.map(({ id }) => id) }),
  };
}
