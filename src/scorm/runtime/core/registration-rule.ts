/** The rule of the offering (ELO-8) laid over what the content reports. */
import type { ScormVersion } from '../../package/core/types';
import type { Rollup } from '../../sequencing/core/types';
import type { CourseOutcome } from './course-outcome';
import { is12 } from './find-element';
import { measureOf, type Closing } from './verdict';

export type RegistrationRule = {
  readonly completionRule: 'STATUS' | 'MASTERY' | 'ON_EXIT';
  /** Percent; for MASTERY. */
  readonly masteryScore?: number;
};

/**
 * ELO-8: STATUS leaves the rollup as it is; MASTERY makes it passed or failed by the object's score; ON_EXIT completes
 * with the first exit (documents, links).
 */
export function ruleOutcome(rollup: Rollup, rule: RegistrationRule, closing: Closing): Rollup {
  if (rule.completionRule === 'ON_EXIT')
    return rollup.completion === 'not attempted' || closing === 'commit'
      ? rollup
      : { ...rollup, completion: 'completed' };
  if (rule.completionRule !== 'MASTERY' || rule.masteryScore === undefined) return rollup;
  const measure = measureOf(rollup);
  if (measure === undefined) return { ...rollup, success: 'unknown' };
  return { ...rollup, success: measure * 100 >= rule.masteryScore ? 'passed' : 'failed' };
}

export type OutcomeStatus = 'not attempted' | 'incomplete' | 'completed' | 'passed' | 'failed';

/** DOMAIN 11.3, ELO-13: completion and success in one word. In 1.2, completed without the mastery asked for stays `completed`. */
export function statusOf(
  outcome: Pick<CourseOutcome, 'completion' | 'success' | 'verdict'>,
  version: ScormVersion,
  rule: { readonly masteryRequired: boolean },
): OutcomeStatus {
  if (outcome.verdict === 'failed') return 'failed';
  if (outcome.verdict === 'success')
    return outcome.success === 'passed' || rule.masteryRequired ? 'passed' : 'completed';
  if (is12(version) && outcome.completion === 'completed' && outcome.success === 'unknown') return 'completed';
  return outcome.completion === 'not attempted' ? 'not attempted' : 'incomplete';
}
