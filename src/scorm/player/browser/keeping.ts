/**
 * When values that content has set and not committed are kept all the same: soon after it fell quiet, and every few
 * seconds while it does not. Some content commits only at its end, or never.
 */
const quietFor = 2000;
const atMostEvery = 5000;

export type Keeping = {
  /** Content has set a value. Costs next to nothing: it may do so ten thousand times a second. */
  readonly heard: () => void;
  readonly stop: () => void;
};

/** @param keep writes down what is not; does nothing when there is nothing */
export function createKeeping(
  now: () => number,
  after: (milliseconds: number, run: () => void) => () => void,
  keep: () => void,
): Keeping {
  let first = 0;
  let last = 0;
  let cancel: (() => void) | undefined;

  function look(): void {
    cancel = undefined;
    const due = Math.min(last + quietFor, first + atMostEvery) - now();
    if (due > 0) cancel = after(due, look);
    else keep();
  }

  return {
    heard: () => {
      last = now();
      if (cancel) return;
      first = last;
      cancel = after(quietFor, look);
    },
    stop: () => {
      cancel?.();
      cancel = undefined;
    },
  };
}
