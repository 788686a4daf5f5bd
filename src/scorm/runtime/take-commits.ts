/**
 * Commits as they arrive. Two lanes (ARCHITECTURE 4): progress is appended by one statement for all that arrive
 * together; what may change an outcome is appended, folded, judged and reported in a transaction. Both answer after
 * the database has it.
 */
import { createHash } from 'node:crypto';
import type { Database, Lane, Tx } from '../../platform/db';
import { alongside, DatabaseAway, insertRows, newId } from '../../platform/db';
import type { ScormVersion } from '../package/core/types';
import type { SequencingState } from '../sequencing';
import { affectsOutcome } from './core/affects-outcome';
import { contentsOf } from './core/contents-of';
import { percentOf } from './core/course-outcome';
import { noteOn } from './core/element-notes';
import type { CommitAnswer, JournalEntry, NavigateAnswer, RefusedElement } from './core/protocol';
import { validateElements } from './core/validate-elements';
import { lockAttempts } from './attempt-store';
import { createBatch } from './batch';
import type { Claim } from './claims';
import { logCommits, type AttemptKey, type Logged, type NewCommit } from './commit-log';
import { saveBuckets } from './learner-shared';
import type { OutcomePort } from './outcome-port';
import { loadPlays, type Play } from './plays';
import { refusedCalls } from './core/refused-calls';
import { settleAttempts, wasDelivered, type Settled, type Settling } from './settle-attempts';

/** One request of the player, after the cookie was read. */
export type CommitCommand = AttemptKey & {
  readonly sessionId: string;
  readonly scormVersion: ScormVersion;
  readonly entries: readonly JournalEntry[];
  /** What the browser takes the course to have come to. */
  readonly claim?: Claim | undefined;
};

export type TakeCommits = (command: CommitCommand) => Promise<CommitAnswer>;

export type CommitDeps = {
  readonly database: Database;
  readonly lane: Lane;
  readonly port: OutcomePort;
  readonly now: () => Date;
};

const common = {
  keyOf: (each: Checked): string => each.attemptId,
  hopeless: (error: unknown): boolean => error instanceof DatabaseAway,
};

/** Makes the two lanes of this process. */
export function createTakeCommits(deps: CommitDeps): TakeCommits {
  const progress = createBatch<Checked, CommitAnswer>((group) => takeProgress(deps, group), {
    most: 128,
    lanes: 2,
    ...common,
  });
  const outcome = createBatch<Checked, CommitAnswer>((group) => takeOutcomes(deps, group), {
    most: 48,
    lanes: 2,
    beside: 16,
    ...common,
  });
  return (command) => {
    const checked = check(command);
    return checked.affects ? outcome(checked) : progress(checked);
  };
}

/** A command whose entries were validated. */
export type Checked = AttemptKey & {
  readonly affects: boolean;
  readonly commits: readonly NewCommit[];
  readonly claim: Claim | undefined;
};

/** Refusals that are named in one answer: it must not be larger than what it answers. */
const MOST_REFUSED = 5_000;

/** Validates every element; a bad one is refused alone. */
export function check(command: CommitCommand): Checked {
  let affects = false;
  let named = 0;
  const commits = command.entries.map((entry): NewCommit => {
    const set = JSON.stringify(entry.set);
    const validated = validateElements(command.scormVersion, entry.set, entry.kind);
    const notes = validated.refused.slice(0, MOST_REFUSED - named);
    named += notes.length;
    affects ||= entry.kind === 'terminate' || affectsOutcome(command.scormVersion, validated.accepted);
    return {
      tenantId: command.tenantId,
      attemptId: command.attemptId,
      sessionId: command.sessionId,
      entry: { ...entry, set: validated.accepted },
      hash: createHash('sha256').update(`${entry.kind} ${entry.activity} ${set}`).digest('base64url'),
      refused: notes.map((note): RefusedElement => ({ sequence: entry.sequence, ...note })),
      refusedBefore: refusedCalls(entry),
      sizeBytes: set.length,
    };
  });
  return { tenantId: command.tenantId, attemptId: command.attemptId, affects, commits, claim: command.claim };
}

async function takeProgress({ database, lane, now }: CommitDeps, group: readonly Checked[]): Promise<CommitAnswer[]> {
  const commits = group.flatMap((each) => each.commits);
  const logged = byIndex(await logCommits(lane.runStatement, commits, now()));
  await setAside(database, commits, logged);
  return answersOf(group, logged);
}

async function takeOutcomes({ database, port }: CommitDeps, group: readonly Checked[]): Promise<CommitAnswer[]> {
  return database.inTransaction({ tenant: 'all', actor: { source: 'content' } }, async (tx) => {
    const commits = group.flatMap((each) => each.commits);
    // In this order on the connection: the log is written under the locks.
    const [attempts, written] = await Promise.all([lockAttempts(tx, group), logCommits(tx.query, commits, tx.now)]);
    const logged = byIndex(written);
    await asideIn(tx, commits, logged);
    const plays = await loadPlays(tx, attempts);
    const claims = new Map(group.map((each) => [each.attemptId, each.claim]));
    const settlings = settlingsOf(plays, commits, logged, tx.now);
    const settled = await alongside([keepBuckets(tx, plays, commits, logged)], () =>
      settleAttempts(
        tx,
        port,
        settlings.map((each) => ({ ...each, claim: claims.get(each.attempt.attemptId) })),
      ),
    );
    return answersOf(group, logged, settled);
  });
}

type Logs = ReadonlyMap<number, Logged>;

const saidNew = (
  attemptId: string,
  commits: readonly NewCommit[],
  logged: Logs,
): { commit: NewCommit; log: Logged }[] =>
  commits.flatMap((commit, index) => {
    const log = logged.get(index);
    return commit.attemptId === attemptId && log?.fresh ? [{ commit, log }] : [];
  });

/** What each attempt has to be settled for: the activities that said something new. */
export function settlingsOf(
  plays: readonly Play[],
  commits: readonly NewCommit[],
  logged: Logs,
  now: Date,
): Settling[] {
  return plays.flatMap((play): Settling[] => {
    const said = saidNew(play.attempt.attemptId, commits, logged).map(({ commit }) => commit);
    const last = said.at(-1);
    if (!last) return [];
    return [
      {
        ...play,
        activities: [...new Set(said.map((each) => each.entry.activity))],
        closing: said.some((each) => each.entry.kind === 'terminate') ? 'terminate' : 'commit',
        saidAt: plausible(new Date(last.entry.at), now),
      },
    ];
  });
}

/** What content put into buckets of shared data is there for other activities at once (RTE 4.3). */
export function keepBuckets(
  tx: Tx,
  plays: readonly Play[],
  commits: readonly NewCommit[],
  logged: Logs,
): Promise<void> {
  return saveBuckets(
    tx,
    plays.map((play) => ({
      ...play,
      said: saidNew(play.attempt.attemptId, commits, logged)
        .sort((a, b) => a.commit.entry.sequence - b.commit.entry.sequence)
        .map(({ commit, log }) => ({
          activity: commit.entry.activity,
          elements: commit.entry.set,
          late: log.latest > log.generation,
        })),
    })),
  );
}

/** A device's clock may be wrong: never in the future, never more than 60 days back. */
function plausible(said: Date, now: Date): Date {
  const age = now.getTime() - said.getTime();
  return Number.isNaN(age) || age < 0 || age > 60 * 86_400_000 ? now : said;
}

async function setAside(
  database: Database,
  commits: readonly NewCommit[],
  logged: ReadonlyMap<number, Logged>,
): Promise<void> {
  const rare = [...logged.values()].some((each) => isConflict(commits[each.index], each));
  if (rare)
    await database.inTransaction({ tenant: 'all', actor: { source: 'content' } }, (tx) => asideIn(tx, commits, logged));
}

/** The rare case: other content under a known sequence is kept aside. */
export async function asideIn(
  tx: Tx,
  commits: readonly NewCommit[],
  logged: ReadonlyMap<number, Logged>,
): Promise<void> {
  const entries = [...logged.values()].flatMap((each) => {
    const commit = commits[each.index];
    return commit ? [{ each, commit }] : [];
  });
  await insertRows(
    tx,
    'commit_conflict',
    entries
      .filter(({ each, commit }) => isConflict(commit, each))
      .map(({ commit }) => ({
        tenant_id: commit.tenantId,
        id: newId(),
        attempt_id: commit.attemptId,
        session_id: commit.sessionId,
        sequence: commit.entry.sequence,
        entry: commit.entry,
        received_at: tx.now,
      })),
  );
}

const isConflict = (commit: NewCommit | undefined, logged: Logged): boolean =>
  !logged.fresh && logged.earlierHash !== null && logged.earlierHash !== commit?.hash;

export const byIndex = (logged: readonly Logged[]): ReadonlyMap<number, Logged> =>
  new Map(logged.map((each) => [each.index, each]));

/** Answers in the order of the commands. A sequence whose session is not of this attempt is neither acknowledged nor refused. */
export function answersOf(
  group: readonly Checked[],
  logged: ReadonlyMap<number, Logged>,
  settled: readonly Settled[] = [],
): CommitAnswer[] {
  let index = 0;
  return group.map((command): CommitAnswer => {
    const acknowledged: number[] = [];
    const conflicts: number[] = [];
    const refused: RefusedElement[] = [];
    let superseded = false;
    for (const commit of command.commits) {
      const found = logged.get(index);
      index += 1;
      if (!found) continue;
      superseded ||= found.latest > found.generation;
      if (isConflict(commit, found)) conflicts.push(commit.entry.sequence);
      else acknowledged.push(commit.entry.sequence);
      refused.push(...commit.refused);
    }
    const own = settled.find((each) => each.attempt.attemptId === command.attemptId);
    const outcome = shownOf(own);
    if (own) refused.push(...strayWords(command.commits, own));
    return {
      acknowledged,
      refused,
      conflicts,
      superseded,
      ...(outcome ? { outcome } : {}),
      ...(own && own.playable.activities.size > 2 ? placeOf(own, own.sequencing) : {}),
    };
  });
}

/** What was said for an activity that is not there, or was never opened, is kept and counts for nothing. */
function strayWords(commits: readonly NewCommit[], settled: Settled): RefusedElement[] {
  return commits.flatMap(({ entry: { sequence, activity } }): RefusedElement[] => {
    if (!settled.playable.activities.has(activity)) return [{ sequence, ...noteOn(activity, 'unknown-activity') }];
    return wasDelivered(settled, activity) ? [] : [{ sequence, ...noteOn(activity, 'never-opened') }];
  });
}

/** What the player draws; with the state behind it where the browser runs the engine too. */
export function placeOf(
  { playable }: Pick<Play, 'playable'>,
  state: SequencingState,
): Pick<NavigateAnswer, 'contents' | 'controls' | 'sequencing'> {
  const controls = playable.engine.controls(state);
  return {
    contents: contentsOf(playable.organisation, state, controls),
    controls,
    ...(playable.courseInBrowser ? { sequencing: state } : {}),
  };
}

/** What the learner is shown of an outcome. */
export function shownOf(settled: Settled | undefined): CommitAnswer['outcome'] {
  if (!settled) return undefined;
  const { rollup, ledTo } = settled;
  const percent = percentOf(rollup);
  return {
    completion: rollup.completion,
    success: rollup.success,
    ...(percent === undefined ? {} : { percent }),
    ledTo,
  };
}
