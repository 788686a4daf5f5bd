/** From a rollup to what a registration has come to: cumulative, never backwards. */
import type { Activity, Organisation, ScormVersion } from '../../package/core/types';
import type { Rollup } from '../../sequencing/core/types';
import { hasMastery, measureOf } from './verdict';

export type CourseOutcome = {
  readonly version: number;
  readonly completion: Rollup['completion'];
  readonly success: Rollup['success'];
  /** ELO-13, and the 1.2 mapping: what completion and success mean together. */
  readonly verdict: 'success' | 'failed' | 'in-progress';
  readonly scaled?: number;
  readonly raw?: number;
  readonly min?: number;
  readonly max?: number;
  /** 0 to 100, whole, when there is a score. */
  readonly percent?: number;
  readonly totalSeconds: number;
};

export type OutcomeSettings = {
  /** A mastery score or passing measure exists (`masteryRequired`): completed alone is no success. */
  readonly masteryRequired?: boolean;
  /** Success needs completed and passed (ELO-13); default false. */
  readonly requireBoth?: boolean;
  /** Seconds spent in earlier attempts of the same registration; default 0. */
  readonly earlierSeconds?: number;
};

/** Whether the package itself asks for a score to pass, on any activity that can be launched. */
export function masteryRequired(version: ScormVersion, organisation: Organisation): boolean {
  const asks = (activity: Activity): boolean => hasMastery(version, activity) || activity.children.some(asks);
  return asks(organisation.root);
}

/** ELO-13: passed is success; completed is, if no mastery is required; completed and failed is Failed. */
export function verdictOf(
  rollup: Pick<Rollup, 'completion' | 'success'>,
  settings: OutcomeSettings = {},
): CourseOutcome['verdict'] {
  const completed = rollup.completion === 'completed';
  if (rollup.success === 'failed') return completed ? 'failed' : 'in-progress';
  if (settings.requireBoth === true) return completed && rollup.success === 'passed' ? 'success' : 'in-progress';
  if (rollup.success === 'passed') return 'success';
  return completed && settings.masteryRequired !== true ? 'success' : 'in-progress';
}

/** Whole percent of a score, 0 to 100; undefined without one. */
export function percentOf(score: Parameters<typeof measureOf>[0]): number | undefined {
  const measure = measureOf(score);
  return measure === undefined ? undefined : Math.round(Math.min(1, Math.max(0, measure)) * 100);
}

type Score = Pick<CourseOutcome, 'scaled' | 'raw' | 'min' | 'max'>;

const scoreOf = ({ scaled, raw, min, max }: Score): Score => ({
  ...(scaled === undefined ? {} : { scaled }),
  ...(raw === undefined ? {} : { raw }),
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});

/** ELO-7: the better of two scores as a whole; the new one if they are equal. */
function bestScore(now: Score, before: Score | undefined): Score {
  const old = before === undefined ? undefined : measureOf(before);
  return before !== undefined && old !== undefined && old > (measureOf(now) ?? -Infinity)
    ? scoreOf(before)
    : scoreOf(now);
}

/** ELO-7: once it was a success, only what is better is taken. */
function bestStatus(rollup: Rollup, previous: CourseOutcome | undefined): Pick<Rollup, 'completion' | 'success'> {
  if (previous?.verdict !== 'success') return rollup;
  return {
    completion: previous.completion === 'completed' ? 'completed' : rollup.completion,
    success: previous.success === 'passed' || rollup.success === 'passed' ? 'passed' : previous.success,
  };
}

const KEYS = ['completion', 'success', 'verdict', 'scaled', 'raw', 'min', 'max', 'percent', 'totalSeconds'] as const;

/**
 * The registration's outcome after a rollup (ELO-7, ELO-9, ELO-13). `changed` false gives `previous`
 * back as it was; otherwise its version is one higher (the first is 1).
 */
export function courseOutcome(
  rollup: Rollup,
  previous: CourseOutcome | undefined,
  settings: OutcomeSettings = {},
): { readonly changed: boolean; readonly outcome: CourseOutcome } {
  const status = bestStatus(rollup, previous);
  const score = bestScore(rollup, previous);
  const percent = percentOf(score);
  const outcome: CourseOutcome = {
    version: (previous?.version ?? 0) + 1,
    completion: status.completion,
    success: status.success,
    verdict: previous?.verdict === 'success' ? 'success' : verdictOf(status, settings),
    ...score,
    ...(percent === undefined ? {} : { percent }),
    totalSeconds: Math.max(previous?.totalSeconds ?? 0, (settings.earlierSeconds ?? 0) + rollup.totalSeconds),
  };
  if (previous !== undefined && KEYS.every((key) => previous[key] === outcome[key]))
    return { changed: false, outcome: previous };
  return { changed: true, outcome };
}
