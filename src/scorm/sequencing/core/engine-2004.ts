/**
 * SCORM 2004 in this stage: flow and choice under the control modes (SN 3.2), without sequencing
 * rules. A course always starts, also where the root forbids flow: an empty page helps no learner.
 */
import type { Organisation, SequencingDefinition } from '../../package/core/types';
import { rollup2004 } from './rollup-2004';
import { engineWith, type Step } from './simple-engine';
import { isDone, pathTo, resultOf, treeOf, type Node } from './tree';
import type { Engine } from './types';

type ControlMode = Pick<SequencingDefinition['controlMode'], 'choice' | 'choiceExit' | 'flow' | 'forwardOnly'>;
/** SN 3.2: what holds where the manifest says nothing. */
const DEFAULTS: ControlMode = { choice: true, choiceExit: true, flow: false, forwardOnly: false };
const controlOf = (node: Node): ControlMode => node.activity.sequencing?.controlMode ?? DEFAULTS;

type Direction = 'next' | 'previous';

/** The first activity reached by flowing into a node. Entering backwards a forward-only cluster begins at its front (SB.2.1). */
function enter(node: Node, direction: Direction): Node | undefined {
  if (node.children.length === 0) return node.activity.resource === undefined ? undefined : node;
  const { flow, forwardOnly } = controlOf(node);
  if (!flow) return undefined;
  const backwards = direction === 'previous' && !forwardOnly;
  for (const child of backwards ? [...node.children].reverse() : node.children) {
    const found = enter(child, backwards ? 'previous' : 'next');
    if (found !== undefined) return found;
  }
  return undefined;
}

/** SB.2.1, SB.2.3: sideways among the siblings, then from the parent, as long as flow allows. */
function flowFrom(from: Node, direction: Direction): Step {
  for (let node = from; node.parent !== undefined; node = node.parent) {
    const { parent } = node;
    const control = controlOf(parent);
    if (!control.flow || (direction === 'previous' && control.forwardOnly)) return { refusal: 'flow-not-allowed' };
    const at = parent.children.indexOf(node);
    const siblings = direction === 'next' ? parent.children.slice(at + 1) : parent.children.slice(0, at).reverse();
    for (const sibling of siblings) {
      const to = enter(sibling, direction);
      if (to !== undefined) return { to };
    }
  }
  return { refusal: direction === 'next' ? 'no-next' : 'no-previous' };
}

/** SB.2.9: choice of the parent, choiceExit of what is left behind, no way back in a forward-only cluster. */
function mayChoose(target: Node, from: Node | undefined): boolean {
  if (target.parent !== undefined && !controlOf(target.parent).choice) return false;
  if (from === undefined || from === target) return true;
  const targetPath = pathTo(target);
  const fromPath = pathTo(from);
  let shared = 0;
  while (shared < targetPath.length && targetPath[shared] === fromPath[shared]) shared += 1;
  if (fromPath.slice(shared).some((left) => !controlOf(left).choiceExit)) return false;
  const common = targetPath[shared - 1];
  return !(common !== undefined && controlOf(common).forwardOnly && target.position < from.position);
}

/** From a chosen cluster to what is delivered: by flow, or the first that can be launched below it. */
const firstBelow = (node: Node): Node | undefined => {
  if (node.children.length === 0) return node.activity.resource === undefined ? undefined : node;
  return enter(node, 'next');
};

export function engine2004(organisation: Organisation): Engine {
  const tree = treeOf(organisation);
  const leaves = tree.launchable.filter((node) => node.children.length === 0);
  return engineWith({
    tree,
    begun: 'unknown',
    first: () => {
      const to = enter(tree.root, 'next') ?? leaves[0];
      return to === undefined ? { refusal: 'nothing-to-launch' } : { to };
    },
    step: (_, from, direction) => flowFrom(from, direction),
    choose: (_, target, from, jump) => {
      if (jump) return leaves.includes(target) ? { to: target } : { refusal: 'not-launchable' };
      if (!target.activity.visible || !mayChoose(target, from)) return { refusal: 'choice-not-allowed' };
      const to = firstBelow(target);
      return to === undefined ? { refusal: 'not-launchable' } : { to };
    },
    nextUnfinished: (state, from) => {
      for (let step = flowFrom(from, 'next'); 'to' in step; step = flowFrom(step.to, 'next')) {
        if (!isDone(resultOf(state, step.to.id))) return step.to;
      }
      return undefined;
    },
    rollup: (state) => rollup2004(tree.root, state),
  });
}
