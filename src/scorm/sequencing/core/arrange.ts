/**
 * SR.1 and SR.2: which children of a cluster take part, and in which order. A pure function of a seed and of how often it
 * was done, so nothing but a number has to be kept, and server and browser see the same order.
 */
import type { Place } from './plan';

const arranged = new WeakMap<Place, { seed: number; round: number; children: readonly Place[] }>();

/** Numbers from 0 to 1 that look random (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Fisher and Yates. */
function shuffled<Item>(items: readonly Item[], next: () => number): Item[] {
  const order = [...items];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(next() * (at + 1));
    const [one, two] = [order[at], order[other]];
    if (one !== undefined && two !== undefined) [order[at], order[other]] = [two, one];
  }
  return order;
}

/** Whether a cluster's children depend on chance at all. */
export function isArranged({ definition, children }: Place): boolean {
  const { selectionTiming, selectCount = 0, randomizationTiming, reorderChildren } = definition.randomization;
  const selects = selectionTiming !== 'never' && selectCount > 0 && selectCount < children.length;
  return selects || (randomizationTiming !== 'never' && reorderChildren);
}

/** Whether a new attempt on the cluster may find other children (SR.1, SR.2 `onEachNewAttempt`). */
export const isArrangedAnew = (place: Place): boolean =>
  isArranged(place) &&
  (place.definition.randomization.selectionTiming === 'onEachNewAttempt' ||
    place.definition.randomization.randomizationTiming === 'onEachNewAttempt');

/** @param round how often the cluster was arranged anew so far; what is arranged once stays as in round 0 */
export function childrenIn(place: Place, seed: number, round: number): readonly Place[] {
  if (!isArranged(place)) return place.children;
  const known = arranged.get(place);
  if (known?.seed === seed && known.round === round) return known.children;
  const { selectionTiming, selectCount = 0, randomizationTiming, reorderChildren } = place.definition.randomization;
  const draw = (timing: string, purpose: number): (() => number) =>
    numbersFrom(
      Math.imul(seed ^ (purpose * 0x9e3779b1), 0x85ebca6b) +
        Math.imul(place.index + 1, 0xc2b2ae35) +
        (timing === 'onEachNewAttempt' ? Math.imul(round, 0x27d4eb2f) : 0),
    );
  let children = place.children;
  if (selectionTiming !== 'never' && selectCount > 0 && selectCount < children.length) {
    const chosen = new Set(shuffled(children, draw(selectionTiming, 1)).slice(0, selectCount));
    children = children.filter((child) => chosen.has(child));
  }
  if (randomizationTiming !== 'never' && reorderChildren) children = shuffled(children, draw(randomizationTiming, 2));
  arranged.set(place, { seed, round, children });
  return children;
}
