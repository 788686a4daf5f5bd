import type { Delivery } from '../../runtime/core/protocol';
import type { Flavour } from './flavour';
import { timeLimit } from './times';

/** Timers overflow beyond about 24 days and would fire at once. */
const longest = 2_000_000_000;

export type Clock = {
  /** Every now and then: seconds left. */
  readonly left: (seconds: number) => void;
  /** Five minutes or one minute are left; not when less than that was there to begin with. */
  readonly soon: (seconds: number) => void;
  /** Called once with what `time_limit_action` says: leave, and tell. */
  readonly over: (exit: boolean, tell: boolean) => void;
};

const warnings = [300, 60];

/** When to look again: the words change each minute, in the last one every ten seconds. */
const untilNextWord = (seconds: number): number => (seconds > 60 ? seconds % 60 || 60 : seconds % 10 || 10);

/**
 * The clock of `max_time_allowed`, from Initialize on.
 * @param now milliseconds
 * @returns stops it
 */
export function startClock(
  delivery: Delivery,
  { elements, seconds }: Flavour,
  clock: Clock,
  now = Date.now,
): () => void {
  const { cmi } = delivery;
  const limit = timeLimit(
    { max: cmi[elements.maxTime], used: cmi[elements.totalTime], action: cmi[elements.timeAction] },
    seconds,
  );
  if (!limit || limit.seconds * 1000 > longest) return () => undefined;
  const end = now() + limit.seconds * 1000;
  let warnedAt = limit.seconds;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = (): void => {
    const left = Math.max(0, Math.ceil((end - now()) / 1000));
    clock.left(left);
    if (left === 0) {
      clock.over(limit.exit, limit.message);
      return;
    }
    const due = warnings.find((warning) => left <= warning && warnedAt > warning);
    if (due !== undefined) clock.soon(left);
    warnedAt = Math.min(warnedAt, left);
    timer = setTimeout(look, Math.max(50, end - now() - (left - untilNextWord(left)) * 1000));
  };
  look();
  return () => clearTimeout(timer);
}

/** Minutes, and seconds in the last minute; whole minutes are rounded up, so that it never says none. */
export const timeWords = (seconds: number): { readonly minutes: number } | { readonly seconds: number } =>
  seconds > 60 ? { minutes: Math.ceil(seconds / 60) } : { seconds };
