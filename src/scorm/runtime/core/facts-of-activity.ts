/** From the folded data model of an activity to what reports count: one fact for each answer and each objective. */
import type { Activity, ScormVersion } from '../../package/core/types';
import { is12 } from './find-element';
import { withGivenNames } from './initial-cmi';
import type { Elements } from './protocol';
import { parseDuration } from './scorm-time';
import { summariseElements, type InteractionRow, type ObjectiveRow } from './summarise-elements';

/** `other`: neutral, unanticipated, points, or nothing said. */
export type Verdict = 'right' | 'wrong' | 'other';

export type AnswerFact = {
  readonly n: number;
  /** Its id, or `#n` where the content named none. */
  readonly question: string;
  readonly description?: string;
  readonly type?: string;
  readonly response?: string;
  /** As the content said it. */
  readonly result?: string;
  readonly verdict: Verdict;
  readonly patterns: readonly string[];
  readonly latencySeconds?: number;
  readonly weighting?: number;
  /** ISO instant; 1.2 knows the time of day only. */
  readonly saidAt?: string;
  /** The last one to this question: content that keeps a journal asks and answers again in a new row. */
  readonly latest: boolean;
};

export type ObjectiveFact = {
  readonly n: number;
  readonly objective: string;
  readonly description?: string;
  readonly completion: 'unknown' | 'not attempted' | 'incomplete' | 'completed';
  readonly success: 'unknown' | 'passed' | 'failed';
  readonly scaled?: number;
  readonly raw?: number;
  readonly min?: number;
  readonly max?: number;
};

/** What `result` means: `correct`; `wrong` (1.2) and `incorrect` (2004); everything else is neither. */
export function verdictOnAnswer(result: string | undefined): Verdict {
  if (result === 'correct') return 'right';
  return result === 'wrong' || result === 'incorrect' ? 'wrong' : 'other';
}

/** Leaves out what is undefined. */
const present = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

function numberOf(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Before the year 2000 and after 2100 a clock was wrong. */
function instantOf(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\dT/.test(text)) return undefined;
  const at = Date.parse(text);
  return at >= 946_684_800_000 && at < 4_102_444_800_000 ? new Date(at).toISOString() : undefined;
}

function answerOf(row: InteractionRow, latest: boolean): AnswerFact {
  return {
    n: row.index,
    question: row.id ?? `#${row.index}`,
    verdict: verdictOnAnswer(row.result),
    patterns: row.correctResponses,
    latest,
    ...present({
      description: row.description,
      type: row.type,
      response: row.response,
      result: row.result,
      latencySeconds: row.latency === undefined ? undefined : parseDuration(row.latency),
      weighting: numberOf(row.weighting),
      saidAt: instantOf(row.when),
    }),
  };
}

const completions = ['not attempted', 'incomplete', 'completed'] as const;
const successes = ['passed', 'failed'] as const;
const among = <T extends string>(words: readonly T[], word: string | undefined): T | undefined =>
  words.find((each) => each === word);

/** 1.2 has one word for both: passed and failed are over as well. */
function objectiveOf(row: ObjectiveRow): ObjectiveFact {
  const success = among(successes, row.success ?? row.status);
  const completion =
    among(completions, row.completion ?? row.status) ??
    (row.status !== undefined && success !== undefined ? 'completed' : 'unknown');
  return {
    n: row.index,
    objective: row.id ?? `#${row.index}`,
    completion,
    success: success ?? 'unknown',
    ...present({
      description: row.description,
      scaled: numberOf(row.scaled),
      raw: numberOf(row.raw),
      min: numberOf(row.min),
      max: numberOf(row.max),
    }),
  };
}

/** Both kinds of facts from what an activity has saved. Rows of which nothing was said are left out. */
export function factsOfActivity(
  version: ScormVersion,
  activity: Activity | undefined,
  cmi: Elements,
): { readonly answers: readonly AnswerFact[]; readonly objectives: readonly ObjectiveFact[] } {
  const { interactions, objectives } = summariseElements(withGivenNames(version, activity, cmi));
  const last = new Map(interactions.map((row) => [row.id ?? `#${row.index}`, row.index]));
  return {
    answers: interactions
      .filter((row) => row.response !== undefined || row.result !== undefined)
      .map((row) => answerOf(row, last.get(row.id ?? `#${row.index}`) === row.index)),
    objectives: objectives
      .filter((row) => !is12(version) || row.id !== undefined || row.status !== undefined)
      .map(objectiveOf),
  };
}
