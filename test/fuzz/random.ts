/** Chance that can be repeated: the same seed, kind and number give the same input on every machine. */

export type Random = {
  /** 0 up to, not including, 1. */
  readonly next: () => number;
  /** A whole number from 0 up to, not including, `below`. */
  readonly int: (below: number) => number;
  /** True so often. */
  readonly chance: (likelihood: number) => boolean;
  /** One of a list that is not empty. */
  readonly pick: <T>(list: readonly T[]) => T;
};

/** `numbers` together name one stream. */
export function randomFrom(...numbers: readonly number[]): Random {
  let state = 0x9e3779b9;
  for (const number of numbers) state = mix(state ^ Math.imul(number | 0, 0x85ebca6b) ^ Math.floor(number / 2 ** 32));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    return (mix(state) >>> 0) / 2 ** 32;
  };
  const int = (below: number): number => Math.floor(next() * below);
  return {
    next,
    int,
    chance: (likelihood) => next() < likelihood,
    pick: (list) => {
      const one = list[int(list.length)];
      if (one === undefined && list.length === 0) throw new Error('Nothing to pick from.');
      return one as (typeof list)[number];
    },
  };
}

/** Spreads the bits of a 32-bit number (the finaliser of mulberry32). */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 15), value | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return mixed ^ (mixed >>> 14);
}
