/** What content said while its author tried it out: the commits of a preview, in few facts for each activity. Pure. */
import type { Elements } from './protocol';

export type TrialCommit = {
  readonly activity: string;
  readonly kind: string;
  readonly receivedAt: string;
  readonly elements: Elements;
  readonly refused: readonly unknown[];
};

export type TrialSession = { readonly openedAt: string; readonly commits: readonly TrialCommit[] };

/** One activity that was opened in the trial. */
export type TriedActivity = {
  readonly identifier: string;
  /** Seconds from the opening of the player to its first word; undefined when it never spoke. Only of the first activity. */
  readonly firstWordAfter?: number;
  readonly spoke: boolean;
  /** Statuses in the order in which they were set, each once in a row. */
  readonly statuses: readonly string[];
  /** As it was last set. */
  readonly score?: string;
  /** Characters of suspend data, at most. */
  readonly stateLength: number;
  readonly keptPlace: boolean;
  readonly answers: number;
  /** It said itself that it had ended. */
  readonly ended: boolean;
  readonly refused: readonly string[];
};

const statusNames = /^cmi\.(?:core\.lesson_status|completion_status|success_status)$/;
const scoreNames = ['cmi.core.score.raw', 'cmi.score.raw', 'cmi.score.scaled'];
const answerNames = /^cmi\.interactions\.(\d+)\.id$/;
const mostRefused = 5;

/** @param opened identifiers of the activities that were delivered, whether they spoke or not */
export function summariseTrial(sessions: readonly TrialSession[], opened: readonly string[]): TriedActivity[] {
  const commits = sessions.flatMap((session) => session.commits);
  const names = [...new Set([...commits.map(({ activity }) => activity), ...opened])];
  const first = sessions.find((session) => session.commits.length > 0);
  return names.map((identifier) => {
    const own = commits.filter(({ activity }) => activity === identifier);
    const spokeAt = first?.commits[0]?.activity === identifier ? first.commits[0].receivedAt : undefined;
    return {
      identifier,
      spoke: own.length > 0,
      ...(spokeAt === undefined || first === undefined
        ? {}
        : { firstWordAfter: Math.max(0, (Date.parse(spokeAt) - Date.parse(first.openedAt)) / 1000) }),
      ...summarise(own),
    };
  });
}

function summarise(commits: readonly TrialCommit[]): Omit<TriedActivity, 'identifier' | 'spoke' | 'firstWordAfter'> {
  const statuses: string[] = [];
  const answers = new Set<string>();
  let score: string | undefined;
  let stateLength = 0;
  let keptPlace = false;
  for (const { elements } of commits)
    for (const [name, value] of Object.entries(elements)) {
      if (statusNames.test(name) && statuses.at(-1) !== value) statuses.push(value);
      else if (scoreNames.includes(name)) score = value;
      else if (name === 'cmi.suspend_data') stateLength = Math.max(stateLength, value.length);
      else if (name === 'cmi.core.lesson_location' || name === 'cmi.location') keptPlace = true;
      const [, index] = answerNames.exec(name) ?? [];
      if (index !== undefined) answers.add(index);
    }
  return {
    statuses,
    ...(score === undefined ? {} : { score }),
    stateLength,
    keptPlace,
    answers: answers.size,
    ended: commits.some(({ kind }) => kind === 'terminate'),
    refused: refusals(commits),
  };
}

/** Each sentence once. */
function refusals(commits: readonly TrialCommit[]): string[] {
  const sentences = new Set<string>();
  for (const one of commits.flatMap(({ refused }) => refused)) {
    const { message } = one as { readonly message?: unknown };
    if (typeof message === 'string' && sentences.size < mostRefused) sentences.add(message);
  }
  return [...sentences];
}
