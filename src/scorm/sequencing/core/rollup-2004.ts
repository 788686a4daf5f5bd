/**
 * SCORM 2004 rollup in this stage: the default rules of SN RB.1, honouring what contributes, the
 * weights, `satisfiedByMeasure`, completion thresholds and requirements. Explicit rollup rules come
 * with the full engine. Where the book would take a child's silence for a zero or for satisfaction,
 * this is plainer: a child that finished without a score does not lower the mean, and one that
 * completed without a word on success stands in nobody's way (as ELO-13 does for a course).
 */
import type { RollupConsideration } from '../../package/core/types';
import { meanScore, shareOf, totalSeconds } from './score';
import { isAsset, launchableBelow, resultOf, type Node } from './tree';
import type { ActivityResult, Rollup, SequencingState } from './types';

type Rolled = {
  readonly attempted: boolean;
  readonly suspended: boolean;
  readonly completion: ActivityResult['completion'];
  readonly success: ActivityResult['success'];
  readonly measure?: number;
  readonly progress: number;
  /** Completed, and success was neither asked nor told. */
  readonly silent: boolean;
};

const primaryOf = (node: Node) => node.activity.sequencing?.objectives.find((objective) => objective.primary);

function leaf(state: SequencingState, node: Node): Rolled {
  const result = resultOf(state, node.id);
  const completion = result?.completion ?? 'not attempted';
  const success = result?.success ?? 'unknown';
  // A raw score says nothing without its maximum: in 2004 it has no range of its own.
  const measured = result !== undefined && (result.scaled !== undefined || result.max !== undefined);
  const measure = measured ? shareOf(result) : undefined;
  return {
    attempted: result?.attempted === true,
    suspended: result?.suspended === true,
    completion,
    success,
    ...(measure === undefined ? {} : { measure }),
    progress: result?.progress ?? (completion === 'completed' ? 1 : 0),
    silent: completion === 'completed' && success === 'unknown' && primaryOf(node)?.satisfiedByMeasure !== true,
  };
}

type Child = { readonly node: Node; readonly rolled: Rolled };

/** RB.1.4.2: whether a child is to be looked at for one outcome. */
function isRequired(rolled: Rolled, consideration: RollupConsideration | undefined): boolean {
  if (consideration === 'ifAttempted') return rolled.attempted;
  return consideration !== 'ifNotSuspended' || !(rolled.attempted && rolled.suspended);
}

/** RB.1.1: weighted mean; a child that has not finished counts as nothing yet, a finished one without a score not at all. */
function measureOf(children: readonly Child[]): number | undefined {
  let weights = 0;
  let sum = 0;
  let any = false;
  for (const { node, rolled } of children) {
    if (rolled.measure === undefined && (isAsset(node) || rolled.completion === 'completed')) continue;
    const weight = node.activity.sequencing?.rollup.objectiveMeasureWeight ?? 1;
    weights += weight;
    sum += weight * (rolled.measure ?? 0);
    any ||= rolled.measure !== undefined;
  }
  return any && weights > 0 ? Math.round((sum / weights) * 1e7) / 1e7 : undefined;
}

/** RB.1.2: by measure where the cluster says so, else by its children once all have spoken. */
function successOf(node: Node, children: readonly Child[], measure: number | undefined): Rolled['success'] {
  const primary = primaryOf(node);
  if (primary?.satisfiedByMeasure === true) {
    return measure === undefined ? 'unknown' : measure >= primary.minNormalizedMeasure ? 'passed' : 'failed';
  }
  const asked = children.filter(
    (child) =>
      child.node.activity.sequencing?.rollup.objectiveSatisfied !== false &&
      !isAsset(child.node) &&
      isRequired(child.rolled, child.node.activity.sequencing?.rollupConsiderations.requiredForSatisfied),
  );
  if (asked.some(({ rolled }) => rolled.success === 'unknown' && !rolled.silent)) return 'unknown';
  if (asked.some(({ rolled }) => rolled.success === 'failed')) return 'failed';
  return asked.some(({ rolled }) => rolled.success === 'passed') ? 'passed' : 'unknown';
}

/** RB.1.3: by measure where the cluster has a threshold, else when all that contribute are completed. */
function completionOf(node: Node, children: readonly Child[], progress: number): Rolled['completion'] {
  const begun = children.some(({ rolled }) => rolled.attempted);
  const threshold = node.activity.completionThreshold;
  if (threshold?.completedByMeasure === true) {
    return progress >= threshold.minProgressMeasure ? 'completed' : begun ? 'incomplete' : 'not attempted';
  }
  const asked = children.filter(({ node: child }) => child.activity.sequencing?.rollup.progressCompletion !== false);
  const required = asked.filter(({ node: child, rolled }) =>
    isRequired(rolled, child.activity.sequencing?.rollupConsiderations.requiredForCompleted),
  );
  if (required.length > 0 && required.every(({ rolled }) => rolled.completion === 'completed')) return 'completed';
  if (!begun) return 'not attempted';
  return asked.length === 0 ? 'unknown' : 'incomplete';
}

function progressOf(children: readonly Child[]): number {
  const weight = ({ node }: Child): number => node.activity.completionThreshold?.progressWeight ?? 1;
  const weights = children.reduce((sum, child) => sum + weight(child), 0);
  return weights === 0 ? 0 : children.reduce((sum, child) => sum + weight(child) * child.rolled.progress, 0) / weights;
}

function roll(state: SequencingState, node: Node): Rolled {
  if (node.children.length === 0) return leaf(state, node);
  const children = node.children
    .filter(
      (child) => child.activity.sequencing?.deliveryControls.tracked !== false && launchableBelow(child).length > 0,
    )
    .map((child): Child => ({ node: child, rolled: roll(state, child) }));
  const measure = measureOf(children);
  const progress = progressOf(children);
  const success = successOf(node, children, measure);
  const completion = completionOf(node, children, progress);
  return {
    attempted: children.some(({ rolled }) => rolled.attempted),
    suspended: children.some(({ rolled }) => rolled.suspended),
    completion,
    success,
    ...(measure === undefined ? {} : { measure }),
    progress,
    silent:
      completion === 'completed' &&
      success === 'unknown' &&
      children.every(({ rolled, node: child }) => rolled.silent || isAsset(child)),
  };
}

/** ELO-13: the root's rollup. Raw, min and max are those of the only scored activity, if there is one only. */
export function rollup2004(root: Node, state: SequencingState): Rollup {
  const results = Object.values(state.results);
  const rolled = roll(state, root);
  const scored = results.filter((result) => shareOf(result) !== undefined);
  const { raw, min, max } = scored.length === 1 ? meanScore(scored) : {};
  return {
    completion: rolled.completion,
    success: rolled.success,
    ...(rolled.measure === undefined ? {} : { scaled: rolled.measure }),
    ...(raw === undefined ? {} : { raw }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    totalSeconds: totalSeconds(results),
  };
}
