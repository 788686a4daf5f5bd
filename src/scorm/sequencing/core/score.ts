/** Scores of several activities made into one. */
import type { ActivityResult, Rollup } from './types';

type Score = Pick<Rollup, 'scaled' | 'raw' | 'min' | 'max'>;

const bounded = (share: number): number => Math.max(-1, Math.min(1, share));

/** A score as a share of what there is to get, -1 to 1, or undefined without one. Raw scores may lie outside their own range. */
export function shareOf(result: Score): number | undefined {
  if (result.scaled !== undefined) return result.scaled;
  if (result.raw === undefined) return undefined;
  const { min = 0, max = 100 } = result;
  return bounded(max > min ? (result.raw - min) / (max - min) : result.raw / 100);
}

const plainScore = ({ scaled, raw, min, max }: Score): Score => ({
  ...(scaled === undefined ? {} : { scaled }),
  ...(raw === undefined ? {} : { raw }),
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});

const round = (value: number): number => Math.round(value * 1e7) / 1e7;

/** One scored activity: its score as it is. Several: their mean, out of 100 (ELO-9). None: nothing. */
export function meanScore(results: readonly ActivityResult[]): Score {
  const scored = results.filter((result) => shareOf(result) !== undefined);
  const [only] = scored;
  if (only === undefined) return {};
  if (scored.length === 1) return plainScore(only);
  const mean = scored.reduce((sum, result) => sum + (shareOf(result) ?? 0), 0) / scored.length;
  return { scaled: round(mean), raw: round(mean * 100), min: 0, max: 100 };
}

export const totalSeconds = (results: readonly ActivityResult[]): number =>
  Math.round(results.reduce((sum, result) => sum + result.totalSeconds, 0) * 100) / 100;
