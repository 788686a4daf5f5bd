/** SCORM 1.2: the lesson status one visit came to. */
import type { Activity } from '../../package/core/types';
import { numberOf, type Verdict, type VisitCase } from './verdict';

export type LessonStatus = 'not attempted' | 'browsed' | 'incomplete' | 'completed' | 'passed' | 'failed';

const isLessonStatus = (text: string | undefined): text is LessonStatus =>
  text === 'not attempted' ||
  text === 'browsed' ||
  text === 'incomplete' ||
  text === 'completed' ||
  text === 'passed' ||
  text === 'failed';

/** SCO-2: what stands when the content never set a status. Completion awards a competence, so only a plain Finish gives it. */
function unsetStatus({ closing, suspended, spoke }: VisitCase): LessonStatus {
  if (closing === 'terminate') return suspended ? 'incomplete' : 'completed';
  return closing === 'silent' || spoke ? 'incomplete' : 'not attempted';
}

/**
 * The status after SCO-2, SCO-3 and SCO-4. `pending` (ELO-14): mastery may still change a status that
 * stands, because the visit goes on or was suspended; then neither success nor failure is told yet.
 * A suspended visit is never failed by mastery (SCORM.md §3); where the content's word and the score
 * agree, it is believed at once, since a later visit can only improve on it.
 */
export function lessonStatusOf(
  activity: Activity,
  visit: VisitCase,
): { readonly status: LessonStatus; readonly pending: boolean } {
  const set = visit.said['cmi.core.lesson_status'];
  const status = isLessonStatus(set) ? set : unsetStatus(visit);
  const mastery = activity.masteryScore;
  const decides = mastery !== undefined && (visit.masteryOverridesStatus || set === undefined);
  if (!decides || status === 'incomplete' || status === 'not attempted') return { status, pending: false };
  if (visit.closing === 'commit') return { status, pending: true };

  const raw = numberOf(visit.said, 'cmi.core.score.raw');
  if (raw === undefined) return { status, pending: visit.suspended };
  const mastered = raw >= mastery;
  if (visit.suspended)
    return mastered && status !== 'failed' && status !== 'browsed'
      ? { status: 'passed', pending: false }
      : { status, pending: mastered || status !== 'failed' };
  return { status: mastered ? 'passed' : 'failed', pending: false };
}

const COMPLETION = {
  'not attempted': 'not attempted',
  browsed: 'incomplete',
  incomplete: 'incomplete',
  completed: 'completed',
  passed: 'completed',
  failed: 'completed',
} as const satisfies Record<LessonStatus, Verdict['completion']>;

/** The verdict on one visit: DOMAIN §11.3 mapping of lesson_status, and its score. */
export function judgeVisit12(activity: Activity, visit: VisitCase): Verdict {
  const { status, pending } = lessonStatusOf(activity, visit);
  const raw = numberOf(visit.said, 'cmi.core.score.raw');
  const min = numberOf(visit.said, 'cmi.core.score.min');
  const max = numberOf(visit.said, 'cmi.core.score.max');
  return {
    completion: COMPLETION[status],
    success: pending ? 'unknown' : status === 'passed' || status === 'failed' ? status : 'unknown',
    ...(raw === undefined ? {} : { raw }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}
