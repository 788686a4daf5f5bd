/**
 * Content that shows one `alert` after another holds the learner: nothing on the page can be reached, leaving
 * included. The first few are the author's right; after that they are left out, and the learner is told.
 */
type Dialogs = Pick<Window, 'alert' | 'confirm' | 'prompt'>;

/** So many in a row are shown… */
const mostInARow = 5;
/** …where the next comes within this time (milliseconds) after the last was answered. */
const inARow = 2000;
/** Content that still asks, and does nothing else, is in a loop that only an error ends. */
const mostLeftOut = 200;

const calmed = new WeakSet<object>();

/**
 * Puts a limit on the dialogs of a window; once for each document.
 * @param leftOut called when the first one is not shown
 */
export function calmDialogs(host: Dialogs, now: () => number, leftOut: () => void): void {
  if (calmed.has(host)) return;
  calmed.add(host);
  let shown = 0;
  let skipped = 0;
  let last = Number.NEGATIVE_INFINITY;

  function limit<A extends unknown[], R>(original: (...args: A) => R, instead: R): (...args: A) => R {
    return (...args) => {
      if (now() - last > inARow) shown = skipped = 0;
      if (shown >= mostInARow) {
        if (skipped === 0) leftOut();
        skipped += 1;
        last = now();
        if (skipped > mostLeftOut) throw new Error('Too many dialogs in a row');
        return instead;
      }
      shown += 1;
      try {
        return original(...args);
      } finally {
        last = now();
      }
    };
  }

  host.alert = limit(host.alert.bind(host), undefined);
  host.confirm = limit(host.confirm.bind(host), false);
  host.prompt = limit(host.prompt.bind(host), null);
}
