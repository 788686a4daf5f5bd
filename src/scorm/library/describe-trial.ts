/** What a trial showed, as sentences of the record page: a key of the messages and its values each. */
import { leavesOf, type CheckedPackage } from '../package';

/** A preview of a version and what its content said, activity by activity. */
export type Trial = {
  readonly at: Date;
  readonly activities: readonly {
    readonly identifier: string;
    readonly firstWordAfter?: number;
    readonly spoke: boolean;
    readonly statuses: readonly string[];
    readonly score?: string;
    readonly stateLength: number;
    readonly keptPlace: boolean;
    readonly answers: number;
    readonly ended: boolean;
    readonly refused: readonly string[];
    readonly refusedCalls: readonly {
      readonly call: string;
      readonly args: readonly string[];
      readonly error: string;
      readonly times: number;
    }[];
    readonly missing: readonly { readonly where: string; readonly status: number }[];
    readonly scriptErrors: readonly { readonly where: string; readonly text: string }[];
  }[];
};

type Sentence = { readonly key: string; readonly values?: Readonly<Record<string, string | number>> };
type Tried = Trial['activities'][number];

export type DescribedTrial = {
  readonly at: Date;
  /** How many of the parts that report were opened. */
  readonly opened: number;
  readonly of: number;
  readonly parts: readonly { readonly title: string; readonly sentences: readonly Sentence[] }[];
};

const shownParts = 20;

/** Only of parts that are to report results. */
export function describeTrial(trial: Trial, found: CheckedPackage): DescribedTrial {
  const { organisations, defaultOrganisation } = found;
  const played = organisations.find(({ identifier }) => identifier === defaultOrganisation) ?? organisations[0];
  const reporting = (played === undefined ? [] : leavesOf(played.root)).filter(
    ({ resource }) => resource?.scormType === 'sco',
  );
  const titles = new Map(reporting.map(({ identifier, title }) => [identifier, title]));
  const tried = trial.activities.filter(({ identifier }) => titles.has(identifier));
  return {
    at: trial.at,
    opened: tried.length,
    of: reporting.length,
    parts: tried
      .slice(0, shownParts)
      .map((one) => ({ title: titles.get(one.identifier) ?? one.identifier, sentences: sentencesOf(one) })),
  };
}

function sentencesOf(tried: Tried): Sentence[] {
  if (!tried.spoke) return [{ key: 'library.trial.silent' }, ...faultsOf(tried)];
  const said: (Sentence | false)[] = [
    tried.firstWordAfter === undefined
      ? { key: 'library.trial.spoke' }
      : { key: 'library.trial.spoke-after', values: { seconds: tried.firstWordAfter.toFixed(1) } },
    tried.statuses.length === 0
      ? { key: 'library.trial.no-status' }
      : { key: 'library.trial.status', values: { statuses: tried.statuses.slice(0, 8).join(' → ') } },
    tried.score === undefined
      ? { key: 'library.trial.no-score' }
      : { key: 'library.trial.score', values: { score: tried.score } },
    tried.answers > 0 && { key: 'library.trial.answers', values: { count: tried.answers } },
    tried.stateLength > 0 && { key: 'library.trial.state', values: { count: tried.stateLength } },
    tried.stateLength === 0 && tried.keptPlace && { key: 'library.trial.place' },
    tried.ended ? { key: 'library.trial.ended' } : { key: 'library.trial.not-ended' },
    ...tried.refused.map((sentence) => ({ key: 'library.trial.refused', values: { sentence } })),
    ...faultsOf(tried),
  ];
  return said.filter((one) => one !== false);
}

function faultsOf({ refusedCalls, missing, scriptErrors }: Tried): Sentence[] {
  return [
    ...refusedCalls.map(({ call, args, error, times }) => ({
      key: 'library.trial.refused-call',
      values: { call: `${call}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`, error, times },
    })),
    ...missing.map(({ where, status }) =>
      status === 0
        ? { key: 'library.trial.no-answer', values: { where } }
        : { key: 'library.trial.missing', values: { where, status: String(status) } },
    ),
    ...scriptErrors.map(({ where, text }) =>
      where === ''
        ? { key: 'library.trial.script', values: { text } }
        : { key: 'library.trial.script-at', values: { text, where } },
    ),
  ];
}
