/** SCORM 1.2: free choice and tree order among what can be launched, prerequisites, and ELO-9. */
import type { Organisation } from '../../package/core/types';
import { prerequisitesMet, readPrerequisites, type PrerequisiteNote, type PrerequisiteStatus } from './prerequisites';
import { meanScore, totalSeconds } from './score';
import { engineWith, type Step } from './simple-engine';
import { isAsset, isDone, launchableBelow, pathTo, resultOf, treeOf, type Node, type Tree } from './tree';
import type { ActivityResult, Engine, Rollup, SequencingState } from './types';

/** What counts and is walked through: the visible activities; if an author hid them all, all of them. */
function playableOf(tree: Tree): readonly Node[] {
  const visible = tree.launchable.filter((node) => node.activity.visible);
  return visible.length > 0 ? visible : tree.launchable;
}

const leafStatus = (result: ActivityResult | undefined): PrerequisiteStatus => {
  if (result === undefined || !result.attempted) return 'not attempted';
  if (result.success !== 'unknown') return result.success;
  return result.completion === 'completed' || result.completion === 'not attempted' ? result.completion : 'incomplete';
};

/** A block has the status of what is in it: passed or completed when all is, failed when all is over. */
function statusOf(state: SequencingState, node: Node): PrerequisiteStatus {
  const statuses = launchableBelow(node).map((leaf) => leafStatus(resultOf(state, leaf.id)));
  const [first = 'not attempted'] = statuses;
  if (statuses.every((status) => status === first)) return first;
  if (statuses.every((status) => status === 'passed' || status === 'completed')) return 'completed';
  return statuses.every((status) => status === 'passed' || status === 'completed' || status === 'failed')
    ? 'failed'
    : 'incomplete';
}

/** Activities whose prerequisites count as met because they cannot be read, for the report on a package. */
export function prerequisiteNotes(
  organisation: Organisation,
): readonly { readonly activity: string; readonly note: PrerequisiteNote }[] {
  const tree = treeOf(organisation);
  return tree.nodes.flatMap(({ id, activity }) => {
    const read = readPrerequisites(activity.prerequisites, (name) => tree.byId.has(name));
    return read.kind === 'unreadable' ? [{ activity: id, note: read.note }] : [];
  });
}

/**
 * ELO-9: complete when all mandatory activities are; failed when all are over and one failed; passed
 * when none failed, at least one passed, and none is still owed a score it must be passed by.
 */
function rollup12(playable: readonly Node[], state: SequencingState): Rollup {
  const results = playable.map((node) => resultOf(state, node.id));
  const known = results.filter((result) => result !== undefined);
  const all = Object.values(state.results);
  const base = { ...meanScore(known), totalSeconds: totalSeconds(all) };
  if (!all.some((result) => result.attempted)) return { ...base, completion: 'not attempted', success: 'unknown' };
  const over =
    playable.length > 0 &&
    results.every((result) => result?.completion === 'completed' || result?.success === 'passed');
  if (!over) return { ...base, completion: 'incomplete', success: 'unknown' };
  if (known.some((result) => result.success === 'failed'))
    return { ...base, completion: 'completed', success: 'failed' };
  const owed = playable.some(
    (node, index) => node.activity.masteryScore !== undefined && !isAsset(node) && results[index]?.success !== 'passed',
  );
  const passed = !owed && known.some((result) => result.success === 'passed');
  return { ...base, completion: 'completed', success: passed ? 'passed' : 'unknown' };
}

export function engine12(organisation: Organisation): Engine {
  const tree = treeOf(organisation);
  const playable = playableOf(tree);
  const isPlayable = new Set(playable);
  const prerequisites = new Map(
    tree.nodes.map((node) => [node, readPrerequisites(node.activity.prerequisites, (name) => tree.byId.has(name))]),
  );

  /** Its own prerequisites and those of the blocks it is in. */
  const isOpen = (state: SequencingState, node: Node): boolean =>
    pathTo(node).every((step) =>
      prerequisitesMet(prerequisites.get(step) ?? { kind: 'none' }, (name) => {
        const named = tree.byId.get(name);
        return named === undefined ? 'not attempted' : statusOf(state, named);
      }),
    );

  /** The first open one of some, `none` if there are none at all. */
  const firstOpen = (
    state: SequencingState,
    nodes: readonly Node[],
    none: 'no-next' | 'no-previous' | 'nothing-to-launch' | 'not-launchable',
  ): Step => {
    const to = nodes.find((node) => isOpen(state, node));
    if (to !== undefined) return { to };
    return { refusal: nodes.length === 0 ? none : 'prerequisites-not-met' };
  };
  const after = (from: Node): readonly Node[] => playable.filter((node) => node.position > from.position);

  return engineWith({
    tree,
    begun: 'not attempted',
    first: (state) => firstOpen(state, playable, 'nothing-to-launch'),
    step: (state, from, direction) =>
      direction === 'next'
        ? firstOpen(state, after(from), 'no-next')
        : firstOpen(state, playable.filter((node) => node.position < from.position).reverse(), 'no-previous'),
    choose: (state, target) => {
      if (target.activity.resource === undefined) {
        return firstOpen(
          state,
          launchableBelow(target).filter((node) => isPlayable.has(node)),
          'not-launchable',
        );
      }
      if (!isPlayable.has(target)) return { refusal: 'choice-not-allowed' };
      return isOpen(state, target) ? { to: target } : { refusal: 'prerequisites-not-met' };
    },
    nextUnfinished: (state, from) =>
      [...after(from), ...playable].find((node) => !isDone(resultOf(state, node.id)) && isOpen(state, node)),
    rollup: (state) => rollup12(playable, state),
  });
}
