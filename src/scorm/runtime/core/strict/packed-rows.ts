import type { Elements } from '../protocol';

type Tree = Map<string, Tree | string>;

const digits = /^\d{1,9}$/;

function insert(tree: Tree, path: readonly string[], value: string): void {
  const [part = '', ...rest] = path;
  if (rest.length === 0) {
    tree.set(part, value);
    return;
  }
  let below = tree.get(part);
  if (!(below instanceof Map)) tree.set(part, (below = new Map()));
  insert(below, rest, value);
}

function* walk(tree: Tree, prefix: string): Generator<readonly [string, string]> {
  const names = [...tree.keys()];
  const rows = names.length > 0 && names.every((name) => digits.test(name));
  if (rows) names.sort((a, b) => Number(a) - Number(b));
  for (const [place, name] of names.entries()) {
    const full = `${prefix}${rows ? place : name}`;
    const below = tree.get(name);
    if (below instanceof Map) yield* walk(below, `${full}.`);
    else if (below !== undefined) yield [full, below];
  }
}

/** The same values with rows counted 0, 1, 2 without gaps: a hole would make everything after it fail. */
export function packed(elements: Elements): Iterable<readonly [string, string]> {
  const tree: Tree = new Map();
  for (const [name, value] of Object.entries(elements)) insert(tree, name.split('.'), value);
  return walk(tree, '');
}
