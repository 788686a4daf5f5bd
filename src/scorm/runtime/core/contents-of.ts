/** The contents list of the player: what there is, how deep, and how far the learner has come. */
import type { Activity, Organisation } from '../../package/core/types';
import type { ActivityResult, Controls, SequencingState } from '../../sequencing/core/types';
import type { ContentsEntry } from './protocol';

type State = ContentsEntry['state'];

function stateOf(result: ActivityResult | undefined): State {
  if (result === undefined || !result.attempted) return 'not-started';
  if (result.success === 'passed' || result.success === 'failed') return result.success;
  return result.completion === 'completed' ? 'completed' : 'in-progress';
}

/** Identifiers come from packages: `constructor` is a name like any other. */
const resultIn = ({ results }: SequencingState, { identifier }: Activity): ActivityResult | undefined =>
  Object.hasOwn(results, identifier) ? results[identifier] : undefined;

const isDone = (state: State): boolean => state === 'completed' || state === 'passed';

/** Of a cluster: what its rollup has come to, and until then how far the learner is with its parts. */
function together(result: ActivityResult | undefined, parts: readonly State[]): State {
  const own = stateOf(result);
  if (own !== 'not-started' && own !== 'in-progress') return own;
  if (parts.length === 0) return 'none';
  if (parts.every(isDone)) return 'completed';
  return parts.every((state) => state === 'not-started') ? 'not-started' : 'in-progress';
}

type Below = { readonly entries: readonly ContentsEntry[]; readonly parts: readonly State[] };

/**
 * Rows for the tree. An item that is not visible is left out, its children are not (CAM 3.4, isvisible); what sequencing
 * hides now (`controls.hidden`) is left out with all below it. The organisation itself is the first entry while it may be
 * chosen (SN SB.2.9). Pure: the browser makes the same list of the state that it knows.
 */
export function contentsOf(
  organisation: Organisation,
  state: SequencingState,
  controls: Pick<Controls, 'choices' | 'hidden'>,
): readonly ContentsEntry[] {
  const hidden = new Set(controls.hidden);
  const { root } = organisation;

  const walk = (activity: Activity, depth: number): Below => {
    if (hidden.has(activity.identifier)) return { entries: [], parts: [] };
    const launchable = activity.resource !== undefined;
    const below = walkAll(activity.children, activity.visible ? depth + 1 : depth);
    const own = launchable ? stateOf(resultIn(state, activity)) : together(resultIn(state, activity), below.parts);
    const entry: ContentsEntry = {
      identifier: activity.identifier,
      title: activity.title,
      depth,
      kind: launchable ? 'part' : 'cluster',
      launchable,
      state: own,
    };
    return {
      entries: activity.visible ? [entry, ...below.entries] : below.entries,
      parts: launchable ? [own, ...below.parts] : below.parts,
    };
  };
  const walkAll = (activities: readonly Activity[], depth: number): Below => {
    const all = activities.map((activity) => walk(activity, depth));
    return { entries: all.flatMap(({ entries }) => entries), parts: all.flatMap(({ parts }) => parts) };
  };

  const { entries, parts } = walkAll(root.children, 0);
  if (!controls.choices.includes(root.identifier)) return entries;
  return [
    {
      identifier: root.identifier,
      title: root.title,
      depth: 0,
      kind: 'course',
      launchable: false,
      state: together(resultIn(state, root), parts),
    },
    ...entries,
  ];
}
