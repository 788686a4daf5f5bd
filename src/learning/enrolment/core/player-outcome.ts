import type { PlayerOutcome, PlayerStatus } from './types';

/** What a result means for an enrolment: the mapping table of §11.3. */
export type Verdict = {
  readonly performance: 'NotStarted' | 'InProgress' | 'Completed' | 'Failed';
  readonly success: boolean;
};

/** §11.3: `completed` gives the success mark only when the object asks for no mastery. */
export function verdictOf(status: PlayerStatus, masteryRequired: boolean): Verdict {
  switch (status) {
    case 'not attempted':
      return { performance: 'NotStarted', success: false };
    case 'browsed':
    case 'incomplete':
      return { performance: 'InProgress', success: false };
    case 'completed':
      return { performance: 'Completed', success: !masteryRequired };
    case 'passed':
      return { performance: 'Completed', success: true };
    case 'failed':
      return { performance: 'Failed', success: false };
  }
}

/** SCORM 2004's two words. */
export type Result2004 = {
  readonly completion: 'not attempted' | 'unknown' | 'incomplete' | 'completed';
  readonly success: 'unknown' | 'passed' | 'failed';
};

/** ELO-13: the one word for SCORM 2004's two. `requireBoth` asks for completed and passed. */
export function playerStatusOf(
  result: Result2004,
  options: { readonly masteryRequired: boolean; readonly requireBoth?: boolean | undefined },
): PlayerStatus {
  const done = result.completion === 'completed';
  if (result.success === 'passed') return options.requireBoth === true && !done ? 'incomplete' : 'passed';
  if (done && result.success === 'failed') return 'failed';
  if (done) return options.masteryRequired || options.requireBoth === true ? 'incomplete' : 'completed';
  return result.completion === 'not attempted' && result.success === 'unknown' ? 'not attempted' : 'incomplete';
}

/** ELO-7: the better of two scores; none when there is none. */
export function bestPercent(before: number | undefined, outcome: PlayerOutcome): number | undefined {
  if (outcome.percent === undefined) return before;
  return before === undefined ? outcome.percent : Math.max(before, outcome.percent);
}
