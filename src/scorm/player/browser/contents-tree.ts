/**
 * From the rows of the contents to the tree that is shown: what is hidden now is left out with all below it, and
 * the course itself stands on top where it may be chosen (SN SB.2.9 lets the learner choose the root).
 */
import type { Activity, Organisation } from '../../package/core/types';
import type { ContentsEntry } from '../../runtime/core/protocol';
import type { Controls } from '../../sequencing/core/types';

export type ContentsNode = {
  readonly identifier: string;
  readonly title: string;
  readonly launchable: boolean;
  readonly state: ContentsEntry['state'];
  readonly current: boolean;
  readonly choosable: boolean;
  /** The entry of the whole course. */
  readonly isCourse: boolean;
  readonly children: readonly ContentsNode[];
};

export type ContentsAsked = {
  readonly entries: readonly ContentsEntry[];
  readonly controls: Pick<Controls, 'choices' | 'hidden'>;
  readonly current: string | undefined;
  /** Where the browser knows the tree. */
  readonly organisation: Organisation | undefined;
};

type Growing = ContentsNode & { readonly children: ContentsNode[] };

/** What is hidden with all below it; rows alone do not say what is below an item that has no row. */
function hiddenWithin(hidden: ReadonlySet<string>, root: Activity | undefined): ReadonlySet<string> {
  if (!root || hidden.size === 0) return hidden;
  const all = new Set(hidden);
  const walk = (activity: Activity, within: boolean): void => {
    const gone = within || hidden.has(activity.identifier);
    if (gone) all.add(activity.identifier);
    for (const child of activity.children) walk(child, gone);
  };
  walk(root, false);
  return all;
}

/** Builds it; the order is that of the rows. */
export function contentsTree({ entries, controls, current, organisation }: ContentsAsked): readonly ContentsNode[] {
  const root = organisation?.root;
  const hidden = hiddenWithin(new Set(controls.hidden ?? []), root);
  const choices = new Set(controls.choices);
  const nodeOf = (entry: ContentsEntry, isCourse: boolean): Growing => ({
    identifier: entry.identifier,
    title: entry.title,
    launchable: entry.launchable,
    state: entry.state,
    current: entry.identifier === current,
    choosable: choices.has(entry.identifier),
    isCourse,
    children: [],
  });
  const top: ContentsNode[] = [];
  const path: { readonly depth: number; readonly children: ContentsNode[] }[] = [];
  let hiddenBelow = Number.POSITIVE_INFINITY;

  for (const entry of entries) {
    if (entry.depth > hiddenBelow) continue;
    hiddenBelow = Number.POSITIVE_INFINITY;
    if (hidden.has(entry.identifier)) {
      hiddenBelow = entry.depth;
      continue;
    }
    const node = nodeOf(entry, entry.identifier === root?.identifier);
    while ((path.at(-1)?.depth ?? -Infinity) >= entry.depth) path.pop();
    (path.at(-1)?.children ?? top).push(node);
    path.push({ depth: entry.depth, children: node.children });
  }
  if (
    !root ||
    !organisation ||
    !choices.has(root.identifier) ||
    entries.some((one) => one.identifier === root.identifier)
  )
    return top;
  const whole = {
    identifier: root.identifier,
    title: organisation.title,
    depth: 0,
    launchable: false,
    state: 'none',
  } as const;
  return [{ ...nodeOf(whole, true), children: [] }, ...top];
}
