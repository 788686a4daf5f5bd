const longest = 60_000;

/**
 * How long to wait after so many failures in a row: 1, 2, 4 … 60 seconds, spread by a quarter so that a
 * thousand tablets do not come back in the same instant.
 * @param failures from 1
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function backoff(failures: number, random: number): number {
  const base = Math.min(longest, 1000 * 2 ** Math.max(0, Math.min(failures, 20) - 1));
  return Math.round(base * (0.75 + random * 0.5));
}
