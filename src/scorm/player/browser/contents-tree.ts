/** From the rows of the contents to the tree that is shown. What is hidden has no row (see `contents-of`). */
import type { ContentsEntry } from '../../runtime/core/protocol';
import type { Controls } from '../../sequencing/core/types';

export type ContentsNode = Pick<ContentsEntry, 'identifier' | 'title' | 'kind' | 'state'> & {
  readonly current: boolean;
  readonly choosable: boolean;
  readonly children: readonly ContentsNode[];
};

type Growing = ContentsNode & { readonly children: ContentsNode[] };

/** Builds it in the order of the rows. */
export function contentsTree(
  entries: readonly ContentsEntry[],
  { choices }: Pick<Controls, 'choices'>,
  current: string | undefined,
): readonly ContentsNode[] {
  const choosable = new Set(choices);
  const top: ContentsNode[] = [];
  const path: { readonly depth: number; readonly children: ContentsNode[] }[] = [];
  for (const { identifier, title, kind, state, depth } of entries) {
    const node: Growing = {
      identifier,
      title,
      kind,
      state,
      current: identifier === current,
      choosable: choosable.has(identifier),
      children: [],
    };
    while ((path.at(-1)?.depth ?? -1) >= depth) path.pop();
    (path.at(-1)?.children ?? top).push(node);
    // The course stands above the others, not around them.
    if (kind !== 'course') path.push({ depth, children: node.children });
  }
  return top;
}
