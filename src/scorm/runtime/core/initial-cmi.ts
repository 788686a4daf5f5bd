/**
 * The data model an activity is launched with, flat, as scorm-again loads it. Without session_time and
 * exit, or time would count twice; numbers as text, because scorm-again drops a numeric 0 (SCORM.md §3).
 */
import type { Activity, ScormVersion } from '../../package/core/types';
import type { ActivityState } from './activity-state';
import { is12 } from './find-element';
import { entryOfRun, initial2004, type Launch2004 } from './initial-cmi-2004';
import { judgedLessonStatus } from './judge-activity';
import type { Elements, Mode } from './protocol';
import { formatTimespan } from './scorm-time';
import { packRows, present } from './element-rows';

export { withGivenNames } from './initial-cmi-2004';

export type Learner = {
  /** Pairwise opaque id, never the person's own. */
  readonly id: string;
  readonly name: string;
};

export type LaunchSettings = Launch2004 & {
  /** The learner left by suspendAll, whatever the content said at its end. */
  readonly suspendedAll?: boolean;
  /** SCO-3, for the status that 1.2 content is shown; default true. */
  readonly masteryOverridesStatus?: boolean;
};

/**
 * `entry` (RTE 1.2 §3.4.4, RTE 2004 4.2.7). `ab-initio`: nothing was saved yet, or in 2004 the last visit
 * ended normally, so a new learner attempt begins. `resume`: suspended, or vanished without an end.
 * '': 1.2 after any other end, and a 2004 review, which shows what there is.
 */
export function entryOf(
  version: ScormVersion,
  state: ActivityState,
  mode: Mode,
  settings: LaunchSettings = {},
): 'ab-initio' | 'resume' | '' {
  const last = state.visits.findLast((visit) => visit.spoke);
  if (last === undefined) return 'ab-initio';
  const suspended = last.exit === 'suspend' || last.navigation === 'suspendAll' || settings.suspendedAll === true;
  if (suspended || !last.terminated) return 'resume';
  return is12(version) || !isNormal(mode) ? '' : 'ab-initio';
}

/** A preview is recorded nowhere and plays as a learner would see it. */
const isNormal = (mode: Mode): boolean => mode === 'normal' || mode === 'preview';
const credit = (mode: Mode): string => (isNormal(mode) ? 'credit' : 'no-credit');
const modeWord = (mode: Mode): string => (isNormal(mode) ? 'normal' : mode);

function initial12(
  activity: Activity,
  state: ActivityState,
  learner: Learner,
  mode: Mode,
  settings: LaunchSettings,
): Elements {
  return {
    'cmi.core.lesson_location': '',
    'cmi.suspend_data': '',
    ...packRows(state.cmi, ['cmi.objectives', 'cmi.interactions']),
    'cmi.core.student_id': learner.id,
    'cmi.core.student_name': learner.name,
    'cmi.core.credit': credit(mode),
    'cmi.core.lesson_mode': modeWord(mode),
    'cmi.core.entry': entryOf('1.2', state, mode, settings),
    'cmi.core.lesson_status': judgedLessonStatus(activity, state, settings),
    'cmi.core.total_time': formatTimespan(state.totalSeconds),
    'cmi.launch_data': activity.dataFromLms ?? '',
    ...present({
      'cmi.student_data.mastery_score': activity.masteryScore?.toString(),
      'cmi.student_data.max_time_allowed': activity.maxTimeAllowed,
      'cmi.student_data.time_limit_action': activity.timeLimitAction,
    }),
  };
}

/**
 * Everything scorm-again is loaded with: who, how, what the manifest says, and what was saved. SCO-1,
 * SCO-6. The player echoes the `entry` found here in its `initialize` (see fold-activity).
 */
export function initialCmi(
  version: ScormVersion,
  activity: Activity,
  state: ActivityState,
  learner: Learner,
  mode: Mode,
  settings: LaunchSettings = {},
): Elements {
  return is12(version)
    ? initial12(activity, state, learner, mode, settings)
    : initial2004(
        activity,
        state,
        {
          'cmi.learner_id': learner.id,
          'cmi.learner_name': learner.name,
          'cmi.credit': credit(mode),
          'cmi.mode': modeWord(mode),
        },
        isNormal(mode) && settings.launch !== undefined
          ? entryOfRun(state, settings.launch, settings.begins)
          : entryOf(version, state, mode, settings),
        settings,
      );
}
