/** The activity tree with its ways up and sideways, built once per organisation. */
import type { Activity, Organisation } from '../../package/core/types';
import type { ActivityResult, SequencingState } from './types';

export type Node = {
  readonly id: string;
  readonly activity: Activity;
  readonly parent?: Node;
  readonly children: readonly Node[];
  /** Place in the order of the table of contents. */
  readonly position: number;
};

export type Tree = {
  readonly root: Node;
  /** Every node in the order of the table of contents, the root first. */
  readonly nodes: readonly Node[];
  readonly byId: ReadonlyMap<string, Node>;
  /** Those with something to launch. */
  readonly launchable: readonly Node[];
};

export function treeOf(organisation: Organisation): Tree {
  const nodes: Node[] = [];
  const grow = (activity: Activity, parent: Node | undefined): Node => {
    const children: Node[] = [];
    const base = { id: activity.identifier, activity, children, position: nodes.length };
    const node: Node = parent === undefined ? base : { ...base, parent };
    nodes.push(node);
    for (const child of activity.children) children.push(grow(child, node));
    return node;
  };
  const root = grow(organisation.root, undefined);
  const byId = new Map<string, Node>();
  // Of two activities with one identifier the first is meant; the import has warned about it.
  for (const node of nodes) if (!byId.has(node.id)) byId.set(node.id, node);
  return {
    root,
    nodes,
    byId,
    launchable: nodes.filter((node) => node.activity.resource !== undefined && byId.get(node.id) === node),
  };
}

/** From the root down to the node itself. */
export function pathTo(node: Node): readonly Node[] {
  const path: Node[] = [];
  for (let step: Node | undefined = node; step !== undefined; step = step.parent) path.unshift(step);
  return path;
}

export const isAsset = (node: Node): boolean => node.activity.resource?.scormType === 'asset';

/** The launchable nodes at or below a node. */
export function launchableBelow(node: Node): readonly Node[] {
  const own = node.activity.resource === undefined ? [] : [node];
  return [...own, ...node.children.flatMap(launchableBelow)];
}

/** Identifiers come from packages: `constructor` is a name like any other. */
export const resultOf = (state: SequencingState, id: string): ActivityResult | undefined =>
  Object.hasOwn(state.results, id) ? state.results[id] : undefined;

/** Done with success, or done where success was never asked. */
export const isDone = (result: ActivityResult | undefined): boolean =>
  result !== undefined &&
  (result.success === 'passed' || (result.completion === 'completed' && result.success !== 'failed'));
