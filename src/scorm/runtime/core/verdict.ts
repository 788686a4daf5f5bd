/** What the judges of both versions share: the case, the verdict, and how scores compare. */
import type { Activity, ScormVersion } from '../../package/core/types';
import type { ActivityResult } from '../../sequencing/core/types';
import { is12 } from './find-element';
import type { Elements } from './protocol';

/** Why we judge now (ELO-14): a commit, Finish/Terminate, or the server closing a silent session. */
export type Closing = 'commit' | 'terminate' | 'silent';

/** One visit as the judges see it. */
export type VisitCase = {
  /** What the content said about the outcome, up to and in this visit, since the last fresh start. */
  readonly said: Elements;
  readonly spoke: boolean;
  readonly closing: Closing;
  readonly suspended: boolean;
  readonly masteryOverridesStatus: boolean;
};

export type Verdict = Pick<ActivityResult, 'completion' | 'success' | 'scaled' | 'raw' | 'min' | 'max' | 'progress'>;

/** The number of an element, or undefined when it is missing, blank or no number. */
export function numberOf(said: Elements, name: string): number | undefined {
  const value = said[name];
  if (value === undefined || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** A score on one scale (1 = all there is to get), to compare by: scaled, or raw within min and max. */
export function measureOf(score: {
  readonly scaled?: number;
  readonly raw?: number;
  readonly min?: number;
  readonly max?: number;
}): number | undefined {
  if (score.scaled !== undefined) return score.scaled;
  if (score.raw === undefined) return undefined;
  const { min = 0, max = 100 } = score;
  return max > min ? (score.raw - min) / (max - min) : score.raw / 100;
}

/** Whether this activity must be passed by a score: 1.2 mastery score, 2004 passing measure. */
export const passingMeasure = (activity: Activity): number | undefined => {
  const primary = activity.sequencing?.objectives.find((objective) => objective.primary);
  return primary?.satisfiedByMeasure === true ? primary.minNormalizedMeasure : undefined;
};
export const hasMastery = (version: ScormVersion, activity: Activity): boolean =>
  is12(version) ? activity.masteryScore !== undefined : passingMeasure(activity) !== undefined;
