/** Several rounds become one figure: the median of their rates, percentiles over all requests. */
import type { JobResult } from './load-job';

export type Measured = {
  /** Requests a second, the median of the rounds. */
  readonly rate: number;
  /** Megabytes a second, likewise. */
  readonly megabytes: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly count: number;
};

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function measuredOf(rounds: readonly JobResult[]): Measured {
  const times = rounds.flatMap((round) => [...round.times]);
  return {
    rate: median(rounds.map((round) => round.count / round.seconds)),
    megabytes: median(rounds.map((round) => round.bytes / 1e6 / round.seconds)),
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    count: times.length,
  };
}

/** For the extra keys of a row, in milliseconds. */
export const percentilesOf = ({ p50, p95, p99, count }: Measured): Record<string, number> => ({
  p50: Number(p50.toFixed(2)),
  p95: Number(p95.toFixed(2)),
  p99: Number(p99.toFixed(2)),
  count,
});

/**
 * Runs several ways in turn, so that whatever else the machine does meets all of them alike.
 * @returns the rounds of each way
 */
export async function inTurn<K extends string>(
  rounds: number,
  ways: Readonly<Record<K, (round: number) => Promise<JobResult>>>,
): Promise<Record<K, Measured>> {
  const names = Object.keys(ways) as K[];
  const results = new Map<K, JobResult[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) results.get(name)?.push(await ways[name](round));
  }
  return Object.fromEntries(names.map((name) => [name, measuredOf(results.get(name) ?? [])])) as Record<K, Measured>;
}
