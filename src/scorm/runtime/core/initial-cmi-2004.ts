/** SCORM 2004: what an activity is launched with, from what was saved, what the manifest says, and what read maps give. */
import type { Activity, ObjectiveDefinition, ScormVersion } from '../../package/core/types';
import type { LaunchStatus, ObjectiveStatus } from '../../sequencing/core/types';
import type { ActivityState } from './activity-state';
import { packRows, present, rowsOf } from './element-rows';
import { is12 } from './find-element';
import { secondsOf } from './fold-activity';
import type { Elements } from './protocol';
import { visitsOfRun, type RunStart } from './run-start';
import { formatInterval } from './scorm-time';
import { passingMeasure } from './verdict';

export type Launch2004 = {
  /** What the engine lets the activity find; without it what was saved decides alone. */
  readonly launch?: LaunchStatus | undefined;
  /** Where the present attempt on the activity begins in its log. */
  readonly begins?: RunStart | undefined;
  /** Contents of the buckets that its rows of `adl.data` name. */
  readonly stores?: ReadonlyMap<string, string>;
};

/**
 * RTE 4.2.7: a new attempt on the activity is `ab-initio`, and so is one whose content has not spoken yet; else it is
 * resumed, after suspend, suspendAll or a crash alike.
 */
export const entryOfRun = (
  state: ActivityState,
  launch: LaunchStatus,
  begins: RunStart | undefined,
): 'ab-initio' | 'resume' => (launch.fresh || visitsOfRun(state.visits, begins).length === 0 ? 'ab-initio' : 'resume');

/** Those that have an id, in the order of their rows: the primary first (RTE 4.2.17). */
const namedObjectives = (activity: Activity): readonly (ObjectiveDefinition & { readonly objectiveId: string })[] =>
  (activity.sequencing?.objectives ?? [])
    .flatMap((each) => (each.objectiveId === undefined ? [] : [{ ...each, objectiveId: each.objectiveId }]))
    .sort((a, b) => Number(b.primary) - Number(a.primary));

/**
 * What was saved, with the names that the manifest gave to rows the content wrote to: 2004 content finds its objectives
 * named and never says the name again, and a score of row 3 tells nobody anything.
 */
export function withGivenNames(version: ScormVersion, activity: Activity | undefined, cmi: Elements): Elements {
  if (is12(version) || activity === undefined) return cmi;
  const rows = [
    ...namedObjectives(activity).map(({ objectiveId }, n): [string, string] => [`cmi.objectives.${n}.`, objectiveId]),
    ...activity.sharedData.map(({ targetId }, n): [string, string] => [`adl.data.${n}.`, targetId]),
  ];
  const written = Object.keys(cmi);
  const given = rows.filter(([row]) => written.some((element) => element.startsWith(row)));
  return given.length === 0 ? cmi : { ...Object.fromEntries(given.map(([row, id]) => [`${row}id`, id])), ...cmi };
}

const statusElements = (status: ObjectiveStatus | undefined): Record<string, string> =>
  present({
    completion_status: status?.completion,
    success_status: status?.success,
    progress_measure: status?.progress?.toString(),
    'score.scaled': status?.scaled?.toString(),
    'score.raw': status?.raw?.toString(),
    'score.min': status?.min?.toString(),
    'score.max': status?.max?.toString(),
  });

/** Which elements of an objective a read map fills (SN 3.10.3). */
function elementsRead(objective: ObjectiveDefinition | undefined): ReadonlySet<string> {
  const reads = new Set<string>();
  for (const map of objective?.maps ?? []) {
    if (map.readSatisfiedStatus) reads.add('success_status');
    if (map.readNormalizedMeasure) reads.add('score.scaled');
    if (map.readRawScore) reads.add('score.raw');
    if (map.readMinScore) reads.add('score.min');
    if (map.readMaxScore) reads.add('score.max');
    if (map.readCompletionStatus) reads.add('completion_status');
    if (map.readProgressMeasure) reads.add('progress_measure');
  }
  return reads;
}

/** What sequencing knows, what was saved over it, and over that what a read map gives. */
function overlaid(
  objective: ObjectiveDefinition | undefined,
  status: ObjectiveStatus | undefined,
  saved: Elements,
): Record<string, string> {
  const known = statusElements(status);
  const reads = elementsRead(objective);
  return { ...known, ...saved, ...Object.fromEntries(Object.entries(known).filter(([name]) => reads.has(name))) };
}

const under = (prefix: string, elements: Elements): Record<string, string> =>
  Object.fromEntries(Object.entries(elements).map(([name, value]) => [`${prefix}${name}`, value]));

function objectiveRows(activity: Activity, launch: LaunchStatus | undefined, saved: Elements): Record<string, string> {
  const rows = rowsOf(saved, 'cmi.objectives');
  const all: Record<string, string> = {};
  for (const [n, objective] of namedObjectives(activity).entries()) {
    const status = launch?.objectives.find(({ id }) => id === objective.objectiveId);
    const row = { id: objective.objectiveId, ...overlaid(objective, status, rows.get(n) ?? {}) };
    Object.assign(all, under(`cmi.objectives.${n}.`, row));
  }
  return all;
}

function sharedRows(activity: Activity, stores: ReadonlyMap<string, string> | undefined): Record<string, string> {
  const rows = activity.sharedData.map(({ targetId, read }, n) => {
    const store = read ? stores?.get(targetId) : undefined;
    return under(`adl.data.${n}.`, present({ id: targetId, store: store === '' ? undefined : store }));
  });
  return Object.fromEntries(rows.flatMap((row) => Object.entries(row)));
}

const ownNames = Object.keys(
  statusElements({ completion: 'unknown', success: 'unknown', progress: 0, scaled: 0, raw: 0, min: 0, max: 0 }),
);

/** Without credit nothing is put together: `who` brings learner, credit and mode. RTE 4.2, 4.3. */
export function initial2004(
  activity: Activity,
  state: ActivityState,
  who: Elements,
  entry: 'ab-initio' | 'resume' | '',
  { launch, begins, stores }: Launch2004,
): Elements {
  const fresh = entry === 'ab-initio';
  const saved = Object.fromEntries(Object.entries(fresh ? {} : state.cmi).filter(([name]) => !name.startsWith('adl.')));
  const primary = activity.sequencing?.objectives.find((objective) => objective.primary);
  const ownSaved = Object.fromEntries(
    ownNames.flatMap((name) => {
      const value = saved[`cmi.${name}`];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const threshold = activity.completionThreshold;
  return {
    ...packRows(
      { ...saved, ...objectiveRows(activity, launch, saved) },
      ['cmi.objectives', 'cmi.interactions', 'cmi.comments_from_learner'],
      ['cmi.objectives', 'cmi.interactions'],
    ),
    ...sharedRows(activity, stores),
    ...who,
    'cmi.entry': entry,
    'cmi.completion_status': 'unknown',
    'cmi.success_status': 'unknown',
    ...under('cmi.', overlaid(primary, launch?.own, ownSaved)),
    'cmi.total_time': formatInterval(fresh ? 0 : secondsOf(visitsOfRun(state.visits, begins))),
    ...present({
      'cmi.launch_data': activity.dataFromLms,
      'cmi.scaled_passing_score': passingMeasure(activity)?.toString(),
      'cmi.completion_threshold':
        threshold?.completedByMeasure === true ? threshold.minProgressMeasure.toString() : undefined,
      'cmi.max_time_allowed': activity.sequencing?.limitConditions.attemptAbsoluteDurationLimit,
      'cmi.time_limit_action': activity.timeLimitAction,
    }),
  };
}
