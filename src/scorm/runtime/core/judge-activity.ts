/** What an activity has come to: the best of what its visits say, judged by the version's rules. */
import type { Activity, ScormVersion } from '../../package/core/types';
import type { ActivityResult } from '../../sequencing/core/types';
import type { ActivityState, Visit } from './activity-state';
import { is12 } from './find-element';
import { isSuspended } from './fold-activity';
import { judgeVisit12, lessonStatusOf, type LessonStatus } from './judge-visit-12';
import { judgeVisit2004 } from './judge-visit-2004';
import type { Elements, Mode } from './protocol';
import { hasMastery, measureOf, type Closing, type Verdict, type VisitCase } from './verdict';

export type JudgeSettings = {
  /** SCO-3; default true. */
  readonly masteryOverridesStatus?: boolean;
  /** SCO-5: only `normal` gives credit; default `normal`. */
  readonly mode?: Mode;
};

const keepScore = ({ scaled, raw, min, max }: Verdict): Partial<Verdict> => ({
  ...(scaled === undefined ? {} : { scaled }),
  ...(raw === undefined ? {} : { raw }),
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});

type Close = { readonly closing: Closing; readonly suspended?: boolean };

/** Each visit with what was said before it in the same run: it begins where the one before left off. */
function casesOf(visits: readonly Visit[], close: Close, settings: JudgeSettings): readonly VisitCase[] {
  let said: Elements = {};
  return visits.map((visit, index) => {
    const last = index === visits.length - 1;
    // One request may end one activity and go on with another: only its own Terminate ends a visit.
    const asked = close.closing === 'terminate' ? 'commit' : close.closing;
    said = visit.fresh ? visit.said : { ...said, ...visit.said };
    return {
      said,
      spoke: visit.spoke,
      closing: visit.terminated ? 'terminate' : last ? asked : 'silent',
      // The way out of the player is suspendAll: it takes nothing back from content that said it is done.
      suspended:
        isSuspended(visit) || (last && close.suspended === true && said['cmi.completion_status'] !== 'completed'),
      masteryOverridesStatus: settings.masteryOverridesStatus ?? true,
    };
  });
}

/** A running score of a visit that was only interrupted is not a result yet. */
const isResult = (visit: VisitCase, verdict: Verdict): boolean =>
  verdict.success === 'passed' ||
  verdict.completion === 'completed' ||
  (visit.closing === 'terminate' && !visit.suspended);

/** SCORM 1.2: the `lesson_status` the next visit is shown: the last one's, after SCO-2 and SCO-3. */
export function judgedLessonStatus(activity: Activity, state: ActivityState, settings: JudgeSettings): LessonStatus {
  const last = casesOf(state.visits, { closing: 'silent' }, settings).at(-1);
  if (last === undefined || (!last.spoke && last.said['cmi.core.lesson_status'] === undefined)) return 'not attempted';
  return lessonStatusOf(activity, last).status;
}

const NOTHING: ActivityResult = {
  attempted: false,
  suspended: false,
  completion: 'not attempted',
  success: 'unknown',
  totalSeconds: 0,
};

/**
 * Judges an activity. SCO-2 to SCO-5, ELO-7 (the best of its visits stands), ELO-13, ELO-14;
 * RTE 2004 4.2.4 and 4.2.22. `closing` says how a last visit without a Terminate of its own is to be
 * taken: still open (`commit`, `terminate`) or over (`silent`). `closing.suspended`: the learner left
 * by suspendAll. 1.2 knows only the content's own exit (or content that relies on SCO-2 would never
 * complete), and in 2004 there must be something saved to come back to.
 * Without credit (SCO-5) `previous` is given back, in browse mode as begun.
 */
export function judgeActivity(
  version: ScormVersion,
  activity: Activity,
  state: ActivityState,
  closing: Close,
  settings: JudgeSettings = {},
  previous: ActivityResult = NOTHING,
): ActivityResult {
  const mode = settings.mode ?? 'normal';
  if (mode === 'browse' && previous.completion === 'not attempted')
    return { ...previous, attempted: true, completion: 'incomplete' };
  if (mode !== 'normal') return previous;

  const judge = is12(version) ? judgeVisit12 : judgeVisit2004;
  const suspended = closing.suspended === true && !is12(version) && Object.keys(state.cmi).length > 0;
  const cases = casesOf(state.visits, { closing: closing.closing, suspended }, settings);
  const judged = cases.map((visit, index) => {
    const verdict = judge(activity, visit);
    return { verdict, counts: index === cases.length - 1 || isResult(visit, verdict) };
  });
  const last = judged.at(-1)?.verdict;
  const lastVisit = state.visits.at(-1);
  if (last === undefined || lastVisit === undefined) return NOTHING;

  const passed = judged.some(({ verdict }) => verdict.success === 'passed');
  const completed = judged.some(({ verdict }) => verdict.completion === 'completed' && verdict.success !== 'failed');
  const doneWithoutMastery = completed && !hasMastery(version, activity);
  const outcome: Pick<ActivityResult, 'completion' | 'success'> = passed
    ? { completion: completed ? 'completed' : last.completion, success: 'passed' }
    : doneWithoutMastery
      ? { completion: 'completed', success: 'unknown' }
      : { completion: last.completion, success: last.success };

  let best: Verdict | undefined;
  for (const { verdict, counts } of judged) {
    if (
      counts &&
      (measureOf(verdict) ?? -Infinity) >= (best === undefined ? -Infinity : (measureOf(best) ?? -Infinity))
    )
      best = verdict;
  }
  const unfinished = !lastVisit.terminated && (closing.closing === 'silent' || state.vanished);
  return {
    attempted: true,
    suspended: isSuspended(lastVisit) || closing.suspended === true || unfinished,
    ...outcome,
    ...(best === undefined ? {} : keepScore(best)),
    ...(last.progress === undefined ? {} : { progress: last.progress }),
    totalSeconds: state.totalSeconds,
  };
}
