/**
 * What content has set since the last entry of the journal.
 *
 * The log of SetValue is the truth, not scorm-again's rendering of its data model: that one feeds
 * times twice, judges mastery too early and sends everything every time (see SCORM traps in the README).
 */
import type { Elements } from '../../runtime/core/protocol';

const sessionElements: ReadonlySet<string> = new Set([
  'cmi.core.session_time',
  'cmi.core.exit',
  'cmi.session_time',
  'cmi.exit',
]);

export type Delta = {
  /**
   * Remembers a value that scorm-again has accepted; the last one wins, the order of first writing stays. What an entry of
   * this delivery carried already is no change: content says all its 64 KB again on every page.
   */
  readonly record: (element: string, value: string) => void;
  /** What an entry of this kind must carry now. Changes nothing, so that a failed write loses nothing (SCO-6). */
  readonly collect: (kind: 'commit' | 'terminate') => Elements;
  /** Forgets what is safe now, but not a value that was set again meanwhile. */
  readonly settle: (written: Elements) => void;
  readonly isEmpty: () => boolean;
  /** Everything that was set since the delivery began. */
  readonly everything: () => Elements;
};

/** An empty log, one for each delivery. */
export function createDelta(): Delta {
  const changed = new Map<string, string>();
  const all = new Map<string, string>();
  const kept = new Map<string, string>();
  return {
    record: (element, value) => {
      if (kept.get(element) === value) changed.delete(element);
      else changed.set(element, value);
      all.set(element, value);
    },
    collect: (kind) => {
      if (kind === 'commit') return Object.fromEntries(changed);
      const session = [...all].filter(([element]) => sessionElements.has(element) && !changed.has(element));
      return Object.fromEntries([...changed, ...session]);
    },
    settle: (written) => {
      for (const [element, value] of Object.entries(written)) {
        kept.set(element, value);
        if (changed.get(element) === value) changed.delete(element);
      }
    },
    isEmpty: () => changed.size === 0,
    everything: () => Object.fromEntries(all),
  };
}
