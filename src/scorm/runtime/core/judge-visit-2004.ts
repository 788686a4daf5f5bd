/** SCORM 2004: completion and success of one visit. */
import type { Activity } from '../../package/core/types';
import { numberOf, passingMeasure, type Verdict, type VisitCase } from './verdict';

const COMPLETIONS = ['completed', 'incomplete', 'not attempted'] as const;

/**
 * RTE 4.2.4: with a completion threshold the progress measure alone decides. Else what the content
 * says. If it never said anything: SN UP.4 completes it when it ends normally, unless the manifest
 * leaves that to the content; suspended or vanished it is incomplete, as SCO-2 in 1.2.
 */
function completionOf(activity: Activity, visit: VisitCase, progress: number | undefined): Verdict['completion'] {
  const threshold = activity.completionThreshold;
  if (threshold?.completedByMeasure === true) {
    if (progress === undefined) return 'unknown';
    return progress >= threshold.minProgressMeasure ? 'completed' : 'incomplete';
  }
  const said = COMPLETIONS.find((word) => word === visit.said['cmi.completion_status']);
  if (said !== undefined) return said;
  if (visit.closing === 'commit') return 'unknown';
  if (visit.closing === 'silent' || visit.suspended) return 'incomplete';
  if (activity.sequencing?.deliveryControls.completionSetByContent === true) return 'unknown';
  return progress !== undefined && progress < 1 ? 'incomplete' : 'completed';
}

/**
 * RTE 4.2.22: with a passing measure the scaled score decides, and without one nothing is known.
 * Not before the visit ends (ELO-14), and never against a learner who suspended or vanished
 * (SCORM.md §3): there it counts only where the content's word agrees with it.
 */
function successOf(
  activity: Activity,
  visit: VisitCase,
  completion: Verdict['completion'],
  scaled: number | undefined,
): Verdict['success'] {
  const status = visit.said['cmi.success_status'];
  const said = status === 'passed' || status === 'failed' ? status : 'unknown';
  const needed = passingMeasure(activity);
  if (needed === undefined || (!visit.masteryOverridesStatus && said !== 'unknown')) return said;
  if (visit.closing === 'commit' || scaled === undefined) return 'unknown';
  const measured = scaled >= needed ? 'passed' : 'failed';
  if (visit.closing === 'terminate' && !visit.suspended) return measured;
  if (said === measured) return said;
  if (said !== 'unknown' || completion !== 'completed') return 'unknown';
  return visit.suspended && measured === 'failed' ? 'unknown' : measured;
}

/** The verdict on one visit (RTE 4.2.4, 4.2.22) and its score. */
export function judgeVisit2004(activity: Activity, visit: VisitCase): Verdict {
  const scaled = numberOf(visit.said, 'cmi.score.scaled');
  const raw = numberOf(visit.said, 'cmi.score.raw');
  const min = numberOf(visit.said, 'cmi.score.min');
  const max = numberOf(visit.said, 'cmi.score.max');
  const progress = numberOf(visit.said, 'cmi.progress_measure');
  const completion = completionOf(activity, visit, progress);
  return {
    completion,
    success: successOf(activity, visit, completion, scaled),
    ...(scaled === undefined ? {} : { scaled }),
    ...(raw === undefined ? {} : { raw }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(progress === undefined ? {} : { progress }),
  };
}
