/** Which visits of an activity belong to the attempt on it that is under way (2004). */
import type { Visit } from './activity-state';
import { visitsOfThisRun } from './fold-activity';

/**
 * Where the present attempt on an activity begins in the log: after this entry. It is noted when a new attempt is delivered
 * to an activity that was visited before, because content may go again without a word.
 */
export type RunStart = { readonly generation: number; readonly after: number };

/** The visits of the attempt on the activity that is under way; none when its content has not spoken yet. */
export function visitsOfRun(visits: readonly Visit[], begins: RunStart | undefined): readonly Visit[] {
  const run = visitsOfThisRun(visits);
  return begins === undefined
    ? run
    : run.filter(
        ({ generation, from }) =>
          generation > begins.generation || (generation === begins.generation && from > begins.after),
      );
}
