/**
 * The data model an activity is launched with, flat, as scorm-again loads it. Without session_time and
 * exit, or time would count twice; numbers as text, because scorm-again drops a numeric 0 (SCORM.md §3).
 */
import type { Activity, ScormVersion } from '../../package/core/types';
import type { ActivityState } from './activity-state';
import { is12 } from './find-element';
import { judgedLessonStatus } from './judge-activity';
import type { Elements, Mode } from './protocol';
import { packRows } from './element-rows';
import { formatInterval, formatTimespan } from './scorm-time';
import { passingMeasure } from './verdict';

export type Learner = {
  /** Pairwise opaque id, never the person's own. */
  readonly id: string;
  readonly name: string;
};

export type LaunchSettings = {
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

/** Leaves out what has no value. */
const present = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));

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

/** Objectives of the manifest, the primary first as read; what was saved lies over them. */
function seeds(activity: Activity): Record<string, string> {
  const named = (activity.sequencing?.objectives ?? []).flatMap(({ objectiveId }) =>
    objectiveId === undefined ? [] : [objectiveId],
  );
  const objectives = named.map((id, n): [string, string] => [`cmi.objectives.${n}.id`, id]);
  const data = activity.sharedData.map(({ targetId }, n): [string, string] => [`adl.data.${n}.id`, targetId]);
  return Object.fromEntries([...objectives, ...data]);
}

/**
 * What was saved, with the names that the manifest gave to rows the content wrote to: 2004 content finds its objectives
 * named and never says the name again, and a score of row 3 tells nobody anything.
 */
export function withGivenNames(version: ScormVersion, activity: Activity | undefined, cmi: Elements): Elements {
  if (is12(version) || activity === undefined) return cmi;
  const written = Object.keys(cmi);
  const given = Object.entries(seeds(activity)).filter(([name]) =>
    written.some((element) => element.startsWith(name.slice(0, -'id'.length))),
  );
  return given.length === 0 ? cmi : { ...Object.fromEntries(given), ...cmi };
}

function initial2004(
  version: ScormVersion,
  activity: Activity,
  state: ActivityState,
  learner: Learner,
  mode: Mode,
  settings: LaunchSettings,
): Elements {
  const entry = entryOf(version, state, mode, settings);
  const fresh = entry === 'ab-initio';
  const saved = fresh ? {} : state.cmi;
  const threshold = activity.completionThreshold;
  return {
    ...packRows(
      { ...seeds(activity), ...saved },
      ['cmi.objectives', 'cmi.interactions', 'cmi.comments_from_learner'],
      ['cmi.objectives', 'cmi.interactions'],
    ),
    'cmi.learner_id': learner.id,
    'cmi.learner_name': learner.name,
    'cmi.credit': credit(mode),
    'cmi.mode': modeWord(mode),
    'cmi.entry': entry,
    'cmi.completion_status': saved['cmi.completion_status'] ?? 'unknown',
    'cmi.success_status': saved['cmi.success_status'] ?? 'unknown',
    'cmi.total_time': formatInterval(fresh ? 0 : state.secondsOfThisRun),
    'cmi.launch_data': activity.dataFromLms ?? '',
    ...present({
      'cmi.scaled_passing_score': passingMeasure(activity)?.toString(),
      'cmi.completion_threshold':
        threshold?.completedByMeasure === true ? threshold.minProgressMeasure.toString() : undefined,
      'cmi.max_time_allowed': activity.sequencing?.limitConditions.attemptAbsoluteDurationLimit,
      'cmi.time_limit_action': activity.timeLimitAction,
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
    : initial2004(version, activity, state, learner, mode, settings);
}
