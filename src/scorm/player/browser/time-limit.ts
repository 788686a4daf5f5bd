import type { Delivery } from '../../runtime/core/protocol';
import type { Flavour } from './flavour';
import { timeLimit } from './times';

/** Timers overflow beyond about 24 days and would fire at once. */
const longest = 2_000_000_000;

/**
 * The clock of `max_time_allowed`, from Initialize on.
 * @param over called once with what `time_limit_action` says: leave, and tell
 * @returns stops it
 */
export function startClock(
  delivery: Delivery,
  { elements, seconds }: Flavour,
  over: (exit: boolean, tell: boolean) => void,
): () => void {
  const { cmi } = delivery;
  const limit = timeLimit(
    { max: cmi[elements.maxTime], used: cmi[elements.totalTime], action: cmi[elements.timeAction] },
    seconds,
  );
  if (!limit || limit.seconds * 1000 > longest) return () => undefined;
  const timer = setTimeout(() => over(limit.exit, limit.message), limit.seconds * 1000);
  return () => clearTimeout(timer);
}
