/** A map that forgets what was not asked for the longest. */
export type Lru<V> = {
  readonly get: (key: string) => V | undefined;
  readonly set: (key: string, value: V, weight?: number) => void;
};

/** @param most total weight that is kept; an entry weighs 1 unless said otherwise, one that weighs more than all is not kept. */
export function createLru<V>(most: number): Lru<V> {
  const kept = new Map<string, { readonly value: V; readonly weight: number }>();
  let total = 0;
  const drop = (key: string): void => {
    const found = kept.get(key);
    if (found !== undefined && kept.delete(key)) total -= found.weight;
  };
  return {
    get: (key) => {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      // A map remembers the order of insertion: put it back at the end.
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set: (key, value, weight = 1) => {
      drop(key);
      if (weight > most) return;
      kept.set(key, { value, weight });
      total += weight;
      for (const oldest of kept.keys()) {
        if (total <= most) break;
        drop(oldest);
      }
    },
  };
}
