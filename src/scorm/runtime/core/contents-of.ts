/** The contents list of the player: what there is, how deep, and how far the learner has come. */
import type { Activity, Organisation } from '../../package/core/types';
import type { ActivityResult, SequencingState } from '../../sequencing/core/types';
import type { ContentsEntry } from './protocol';

function stateOf(result: ActivityResult | undefined): ContentsEntry['state'] {
  if (result === undefined || !result.attempted) return 'not-started';
  if (result.success === 'passed' || result.success === 'failed') return result.success;
  return result.completion === 'completed' ? 'completed' : 'in-progress';
}

/** Rows for the tree below the organisation; a hidden item is left out, its children are not (CAM 3.4, isvisible). */
export function contentsOf(organisation: Organisation, state: SequencingState): readonly ContentsEntry[] {
  const entries: ContentsEntry[] = [];
  const walk = (activity: Activity, depth: number): void => {
    const launchable = activity.resource !== undefined;
    if (activity.visible) {
      entries.push({
        identifier: activity.identifier,
        title: activity.title,
        depth,
        launchable,
        state: launchable ? stateOf(state.results[activity.identifier]) : 'none',
      });
    }
    for (const child of activity.children) walk(child, activity.visible ? depth + 1 : depth);
  };
  for (const child of organisation.root.children) walk(child, 0);
  return entries;
}
