/** RB.1.1: measures of a cluster, the weighted means of its children's. */
import { isTracked, measureOf, valueOf } from './objectives';
import type { Place } from './plan';
import { childrenOf, type World } from './world';

const round = (value: number): number => Math.round(value * 1e9) / 1e9;

function mean(parts: readonly { readonly weight: number; readonly value: number | undefined }[]): number | undefined {
  let weights = 0;
  let sum = 0;
  for (const { weight, value } of parts) {
    weights += weight;
    sum += weight * (value ?? 0);
  }
  if (weights <= 0) return undefined;
  return round(sum / weights);
}

/**
 * RB.1.1.a: a child that counts and has no measure counts as 0. A measure of an earlier attempt on the cluster counts until
 * the child has another.
 */
export function rolledMeasure(world: World, place: Place): number | undefined {
  const children = childrenOf(world, place).filter(isTracked);
  const parts = children.map((child) => ({
    weight: child.definition.rollup.objectiveMeasureWeight,
    value: measureOf(world, child, child.primary),
  }));
  return parts.some(({ weight, value }) => weight > 0 && value !== undefined) ? mean(parts) : undefined;
}

/** RB.1.1.b: the same for progress, by `progressWeight`. */
export function rolledProgress(world: World, place: Place): number | undefined {
  const children = childrenOf(world, place).filter(isTracked);
  const parts = children.map((child) => ({
    weight: child.threshold.weight,
    value: valueOf(world, child, child.primary, 'progress', 'rollup'),
  }));
  return parts.some(({ weight, value }) => weight > 0 && value !== undefined) ? mean(parts) : undefined;
}
