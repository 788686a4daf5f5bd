/** What content said while its author tried it out: the commits of a preview, in few facts for each activity. Pure. */
import type { Elements, TraceRecord } from './protocol';

export type TrialCommit = {
  readonly activity: string;
  readonly kind: string;
  readonly receivedAt: string;
  readonly elements: Elements;
  readonly refused: readonly unknown[];
};

export type TrialSession = { readonly openedAt: string; readonly commits: readonly TrialCommit[] };

/** What the page noted of a trial (`attempt_trace`): faults, and calls that were told an error. */
export type TrialNote = Extract<TraceRecord, { kind: 'call' | 'fault' }>;

/** A call that was told an error, and how often. */
export type RefusedTry = {
  readonly call: string;
  /** Name of the element, and the value if one was set, both cut to what a person can read. */
  readonly args: readonly string[];
  readonly error: string;
  readonly times: number;
};

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
  readonly refusedCalls: readonly RefusedTry[];
  /** Files that were not there: path in the package or address elsewhere, and the status (0: no answer). */
  readonly missing: readonly { readonly where: string; readonly status: number }[];
  readonly scriptErrors: readonly { readonly where: string; readonly text: string }[];
};

const statusNames = /^cmi\.(?:core\.lesson_status|completion_status|success_status)$/;
const scoreNames = ['cmi.core.score.raw', 'cmi.score.raw', 'cmi.score.scaled'];
const answerNames = /^cmi\.interactions\.(\d+)\.id$/;
const mostRefused = 5;
const mostFaults = 10;
const longestArgument = 60;

/** @param opened identifiers of the activities that were delivered, whether they spoke or not */
export function summariseTrial(
  sessions: readonly TrialSession[],
  opened: readonly string[],
  notes: readonly TrialNote[] = [],
): TriedActivity[] {
  const commits = sessions.flatMap((session) => session.commits);
  const names = [...new Set([...[...commits, ...notes].map(({ activity }) => activity), ...opened])];
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
      ...faultsOf(notes.filter(({ activity }) => activity === identifier)),
    };
  });
}

type Faults = Pick<TriedActivity, 'refusedCalls' | 'missing' | 'scriptErrors'>;

function summarise(
  commits: readonly TrialCommit[],
): Omit<TriedActivity, 'identifier' | 'spoke' | 'firstWordAfter' | keyof Faults> {
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

/** Each once, the first of them. */
function faultsOf(notes: readonly TrialNote[]): Faults {
  const calls = new Map<string, RefusedTry>();
  const missing = new Map<string, Faults['missing'][number]>();
  const scriptErrors = new Map<string, Faults['scriptErrors'][number]>();
  for (const note of notes) {
    if (note.kind === 'call') {
      const args = note.args.map((arg) => (arg.length > longestArgument ? `${arg.slice(0, longestArgument)}…` : arg));
      const key = JSON.stringify([note.call, args[0], note.error]);
      const known = calls.get(key) ?? { call: note.call, args, error: note.error, times: 0 };
      calls.set(key, { ...known, times: known.times + 1 });
    } else if (note.what === 'request') missing.set(note.where, { where: note.where, status: note.status });
    else scriptErrors.set(note.text, { where: note.where, text: note.text });
  }
  const first = <T>(all: ReadonlyMap<string, T>): T[] => [...all.values()].slice(0, mostFaults);
  return { refusedCalls: first(calls), missing: first(missing), scriptErrors: first(scriptErrors) };
}

/** What the server refused; what the browser did stands among the calls. Each sentence once. */
function refusals(commits: readonly TrialCommit[]): string[] {
  const sentences = new Set<string>();
  for (const one of commits.flatMap(({ refused }) => refused)) {
    const { message, code } = one as { readonly message?: unknown; readonly code?: unknown };
    if (typeof message === 'string' && code !== 'refused-in-browser' && sentences.size < mostRefused)
      sentences.add(message);
  }
  return [...sentences];
}
