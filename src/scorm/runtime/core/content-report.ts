/** From the fold of an activity to what sequencing hears of it (2004): as it was said, in the attempt that is under way. */
import type { Activity } from '../../package/core/types';
import type { ContentReport, ObjectiveStatus } from '../../sequencing/core/types';
import type { ActivityState } from './activity-state';
import { rowsOf } from './element-rows';
import { secondsOf } from './fold-activity';
import type { Elements } from './protocol';
import { withGivenNames } from './initial-cmi-2004';
import { visitsOfRun, type RunStart } from './run-start';
import { numberOf } from './verdict';

const COMPLETIONS = ['completed', 'incomplete', 'not attempted', 'unknown'] as const;
const SUCCESSES = ['passed', 'failed', 'unknown'] as const;

/** A status that was never said is absent; `unknown` that was said is said (SN UP.4 leaves it alone). */
function statusIn(said: Elements, prefix: string): ObjectiveStatus {
  const name = (element: string): string => `${prefix}${element}`;
  const number = <K extends string>(key: K, element: string): { [key in K]?: number } => {
    const value = numberOf(said, name(element));
    return (value === undefined ? {} : { [key]: value }) as { [key in K]?: number };
  };
  const completion = COMPLETIONS.find((word) => word === said[name('completion_status')]);
  const success = SUCCESSES.find((word) => word === said[name('success_status')]);
  return {
    ...(completion === undefined ? {} : { completion }),
    ...(success === undefined ? {} : { success }),
    ...number('scaled', 'score.scaled'),
    ...number('raw', 'score.raw'),
    ...number('min', 'score.min'),
    ...number('max', 'score.max'),
    ...number('progress', 'progress_measure'),
  };
}

/** One status for each id; what was said later of the same one lies over it. */
function objectivesIn(cmi: Elements): ContentReport['objectives'] {
  const found = new Map<string, ObjectiveStatus & { readonly id: string }>();
  for (const row of rowsOf(cmi, 'cmi.objectives').values()) {
    const { id } = row;
    if (id === undefined || id === '') continue;
    found.set(id, { ...found.get(id), ...statusIn(row, ''), id });
  }
  return [...found.values()];
}

export type ReportCase = {
  readonly begins?: RunStart | undefined;
  /** The learner goes on to something else: content that never called Terminate is taken as suspended, its work is kept. */
  readonly left?: boolean;
};

/**
 * What 2004 content has said in the present attempt on the activity. RTE 4.2 to SN 4.2.1: nothing is judged, nothing of
 * earlier attempts on it counts, and of several visits of one attempt the last word stands.
 */
export function contentReport(
  activity: Activity,
  state: ActivityState,
  { begins, left = false }: ReportCase = {},
): ContentReport {
  const run = visitsOfRun(state.visits, begins);
  const last = run.at(-1);
  if (last === undefined) return { objectives: [], suspended: false, totalSeconds: 0 };
  return {
    ...statusIn(state.cmi, 'cmi.'),
    objectives: objectivesIn(withGivenNames('2004 4th Edition', activity, state.cmi)),
    suspended: last.exit === 'suspend' || (left && last.spoke && !last.terminated),
    totalSeconds: secondsOf(run),
  };
}
