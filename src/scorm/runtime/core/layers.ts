/**
 * The last word on every element, by session: of each element only the word of the highest generation
 * is kept, and an interaction that a newer session named is wholly the newer one's. The order in which
 * sessions are laid down makes no difference; within one session it does.
 */
import type { Elements } from './protocol';

const INTERACTION = /^(cmi\.interactions\.\d+\.)/;

/** Elements of one session, those of one interaction together; all else under ''. */
type Layer = Map<string, Map<string, string>>;

export type Layers = Map<number, Layer>;

const groupOf = (name: string): string => INTERACTION.exec(name)?.[1] ?? '';

function put(layers: Layers, generation: number, group: string, name: string, value: string): void {
  let layer = layers.get(generation);
  if (layer === undefined) layers.set(generation, (layer = new Map<string, Map<string, string>>()));
  let values = layer.get(group);
  if (values === undefined) layer.set(group, (values = new Map<string, string>()));
  values.set(name, value);
}

/** Lays one value into its session's layer, unless a newer session has spoken; takes it out of older ones. */
export function layDown(layers: Layers, generation: number, name: string, value: string): void {
  const group = groupOf(name);
  const names = group === '' ? undefined : `${group}id`;
  for (const [other, layer] of layers) {
    const values = other > generation ? layer.get(group) : undefined;
    if (values?.has(name) === true || (names !== undefined && values?.has(names) === true)) return;
  }
  for (const [other, layer] of layers) {
    if (other >= generation) continue;
    if (name === names) layer.delete(group);
    else layer.get(group)?.delete(name);
  }
  put(layers, generation, group, name, value);
}

/** Takes away everything up to and including a session. */
export function clearThrough(layers: Layers, generation: number): void {
  for (const other of [...layers.keys()]) if (other <= generation) layers.delete(other);
}

/** Keys in a fixed order, so that equal states are equal JSON. */
export const sorted = <V>(entries: Iterable<readonly [string, V]>): Record<string, V> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

export function layersFrom(saved: Readonly<Record<string, Elements>>): Layers {
  const layers: Layers = new Map();
  for (const generation in saved) {
    for (const [name, value] of Object.entries(saved[generation] ?? {})) {
      put(layers, Number(generation), groupOf(name), name, value);
    }
  }
  return layers;
}

/** As JSON; sessions that have no word left are gone. */
export function layersToJson(layers: Layers): Record<string, Elements> {
  const flat = [...layers].map(
    ([generation, layer]) => [generation, [...layer.values()].flatMap((values) => [...values])] as const,
  );
  const left = flat.filter(([, entries]) => entries.length > 0).sort(([a], [b]) => a - b);
  return Object.fromEntries(left.map(([generation, entries]) => [String(generation), sorted(entries)]));
}
