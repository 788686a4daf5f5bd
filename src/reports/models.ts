/** From numbers to what the pages show: words, charts, links. */
import type { Tx } from '../platform/db';
import { loadPackages } from '../scorm/runtime';
import { scoreStepsOf, shareOf, timeStepsOf, type Step } from './core/buckets';
import { barsOf, type Bars } from './core/charts';
import type { AttemptRow, ObjectiveRow, Overview, QuestionRow } from './queries';

/** The sentence of a key of the messages. */
export type Words = (key: string, values?: Readonly<Record<string, string | number>>) => string;

type Common = { readonly words: Words; readonly titles: ReadonlyMap<string, string> };

/** Titles of activities by identifier, of the newest version that has them; empty when there is one part only. */
export async function partTitles(
  tx: Pick<Tx, 'query'>,
  versions: readonly { readonly ownerId: string; readonly versionId: string; readonly number: number }[],
): Promise<ReadonlyMap<string, string>> {
  const packages = await loadPackages(tx, versions);
  const titles = new Map<string, string>();
  for (const { versionId } of versions) {
    const launchable = [...(packages.get(versionId)?.activities.values() ?? [])].filter((each) => each.resource);
    if (launchable.length < 2) continue;
    for (const each of launchable) titles.set(each.identifier, each.title);
  }
  return titles;
}

/** Kinds of questions that have words, `reports.type.<kind>`. */
export const questionKinds: ReadonlySet<string> = new Set([
  'true-false',
  'choice',
  'fill-in',
  'long-fill-in',
  'matching',
  'performance',
  'sequencing',
  'likert',
  'numeric',
  'other',
]);
const typeWords = (words: Words, type: string | null): string =>
  type === null ? '' : questionKinds.has(type) ? words(`reports.type.${type}`) : type;

const statuses = ['passed', 'completed', 'failed', 'incomplete', 'not attempted'] as const;

/** Charts of status, scores and time, and their rows. */
export function overviewModel(words: Words, overview: Overview): object {
  const countOf = {
    passed: overview.passed,
    completed: overview.completed,
    failed: overview.failed,
    incomplete: overview.inProgress,
    'not attempted': overview.notStarted,
  };
  const row = (label: string, count: number, whole: number): { label: string; count: number; share: number } => ({
    label,
    count,
    share: shareOf(count, whole) ?? 0,
  });
  const status = statuses.map((name) =>
    row(words(`portal.admin.attempt.status.${name}`), countOf[name], overview.attempts),
  );
  const counted = (steps: Overview['byScore']): ReadonlyMap<number, number> =>
    new Map(steps.map(({ step, count }) => [step, count]));
  const scores = scoreStepsOf(counted(overview.byScore)).map((step) =>
    row(words('reports.score.step', { from: step.from, to: step.to ?? 100 }), step.count, overview.scored),
  );
  const times = timeStepsOf(counted(overview.byTime)).map((step) =>
    row(timeStepWords(words, step), step.count, overview.attempts),
  );
  return {
    finished: overview.passed + overview.completed + overview.failed,
    finishedShare: shareOf(overview.passed + overview.completed + overview.failed, overview.attempts),
    status: { rows: status, chart: plainBars(words, status) },
    scores: { rows: scores, chart: plainBars(words, scores) },
    times: { rows: times, chart: plainBars(words, times) },
  };
}

const minutes = (seconds: number): number => Math.round(seconds / 60);

function timeStepWords(words: Words, { from, to }: Step): string {
  if (to === null) return words('reports.time.over', { from: minutes(from) });
  return from === 0
    ? words('reports.time.under', { to: minutes(to) })
    : words('reports.time.step', { from: minutes(from), to: minutes(to) });
}

function plainBars(words: Words, rows: readonly { label: string; count: number; share: number }[]): Bars {
  return barsOf(
    rows.map(({ label, count, share }) => ({
      label,
      parts: [{ tone: 'plain', value: count }],
      words: words('reports.bar', { count, share }),
    })),
    Math.max(0, ...rows.map(({ count }) => count)),
    'beside',
  );
}

type QuestionLink = { readonly href: string; readonly kept: Readonly<Record<string, string>> };

/** Questions with their words, and a bar each. */
export function questionsModel(
  { words, titles }: Common,
  rows: readonly QuestionRow[],
  { href, kept }: QuestionLink,
): { readonly questions: readonly object[]; readonly chart: Bars } {
  const named = rows.map((row) => ({ ...row, text: row.description ?? row.question }));
  return {
    questions: named.map((row) => ({
      ...row,
      part: titles.get(row.activity),
      kind: typeWords(words, row.type),
      rightPercent: row.rightShare === null ? undefined : Math.round(row.rightShare),
      pattern: (row.patterns ?? []).join(' | '),
      href: `${href}?${new URLSearchParams({ ...kept, activity: row.activity, question: row.question }).toString()}`,
    })),
    chart: barsOf(
      named.map((row) => ({
        label: row.text,
        parts: [
          { tone: 'right', value: row.right / row.answered },
          { tone: 'wrong', value: row.wrong / row.answered },
          { tone: 'other', value: row.other / row.answered },
        ],
        words:
          row.rightShare === null
            ? words('reports.question.not-judged')
            : words('reports.question.right', { share: Math.round(row.rightShare) }),
      })),
      1,
    ),
  };
}

/** Objectives with a bar each. */
export function objectivesModel({ words, titles }: Common, rows: readonly ObjectiveRow[]): object {
  const named = rows.map((row) => ({ ...row, text: row.description ?? row.objective, part: titles.get(row.activity) }));
  return {
    objectives: named,
    chart: barsOf(
      named.map((row) => ({
        label: row.text,
        parts: [
          { tone: 'right', value: row.passed / row.attempts },
          { tone: 'wrong', value: row.failed / row.attempts },
          { tone: 'other', value: (row.attempts - row.passed - row.failed) / row.attempts },
        ],
        words: words('reports.objective.met', { share: shareOf(row.passed, row.attempts) ?? 0 }),
      })),
      1,
    ),
  };
}

/** Attempts with the addresses of the attempt and of its learner. */
export const attemptsModel = (rows: readonly AttemptRow[]): object => ({
  attempts: rows.map((row) => ({
    ...row,
    percent: row.percent === null ? undefined : Math.round(row.percent),
    href: `/manage/attempts/${row.attemptId}`,
    personHref: `/manage/people/${row.personId}`,
  })),
});
