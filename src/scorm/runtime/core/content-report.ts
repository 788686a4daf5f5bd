/** From the fold of an activity to what sequencing hears of it (2004): as it was said, in the attempt that is under way. */
import type { Activity } from '../../package/core/types';
import type { ContentReport } from '../../sequencing/core/types';
import type { ActivityState } from './activity-state';
import { secondsOf } from './fold-activity';
import type { Elements } from './protocol';
import { withGivenNames } from './initial-cmi-2004';
import { visitsOfRun, type RunStart } from './run-start';
import { objectivesIn, statusIn } from './said-status';

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

const aboutOutcome =
  /^cmi\.(completion_status|success_status|progress_measure|score\.\w+|objectives\.\d+\.(id|completion_status|success_status|progress_measure|score\.\w+))$/;

/** The elements behind a report, for an engine that goes on from them; undefined when the present attempt said nothing yet. */
export function saidInRun(
  activity: Activity,
  state: ActivityState,
  begins: RunStart | undefined,
): Elements | undefined {
  if (visitsOfRun(state.visits, begins).length === 0) return undefined;
  const said = Object.entries(withGivenNames('2004 4th Edition', activity, state.cmi));
  return Object.fromEntries(said.filter(([name]) => aboutOutcome.test(name)));
}
