/**
 * From what content said to what an attempt comes to: fold, judge, roll up, and report when the outcome changed.
 * Any number of attempts in a few statements; the caller holds their locks.
 */
import { isDeepStrictEqual } from 'node:util';
import { alongside, type Tx } from '../../platform/db';
import { todayIn, type IsoDate } from '../../platform/dates';
import type { ContentReport, Rollup, SequencingState } from '../sequencing';
import { contentReport } from './core/content-report';
import { courseOutcome, type CourseOutcome } from './core/course-outcome';
import type { ActivityState } from './core/activity-state';
import { is12 } from './core/find-element';
import { foldActivity, snapshotOf } from './core/fold-activity';
import { judgeActivity } from './core/judge-activity';
import type { Closing } from './core/verdict';
import { ruleOutcome, statusOf } from './core/registration-rule';
import {
  activityKey,
  loadActivities,
  loadHistory,
  runOf,
  saveSnapshots,
  type ActivityKey,
  type AttemptRow,
} from './attempt-store';
import { noteClaims, type Claim } from './claims';
import { reportOutcomes, type NewOutcome } from './report-outcomes';
import type { OutcomePort } from './outcome-port';
import type { Play } from './plays';
import { saveStates } from './save-states';

/** Where the learner goes from what was judged. */
export type Onward = {
  readonly state: SequencingState;
  /** The attempt is over; without it, it stays what it was. */
  readonly ended?: boolean;
  /** A move: what it ended counts (SN UP.4, rollup). Opening the course again changes nobody's result. */
  readonly counts: boolean;
};

export type Settling = Play & {
  /** Activities that said something, or that are being left. */
  readonly activities: readonly string[];
  readonly closing: Closing;
  /** The learner left by suspendAll. */
  readonly suspended?: boolean;
  /** The activity that the learner goes away from. */
  readonly left?: string | undefined;
  /** Where the learner goes from there at once: saved in place of the state that was judged. */
  readonly onward?: (judged: SequencingState, states: ReadonlyMap<string, ActivityState>) => Onward;
  /** What the browser takes the course to have come to. */
  readonly claim?: Claim | undefined;
  /** On the learner's device, when it was said (CERT-23). */
  readonly saidAt: Date;
};

export type Settled = Play & {
  /** Where the attempt stands now. */
  readonly sequencing: SequencingState;
  readonly rollup: Rollup;
  readonly states: ReadonlyMap<string, ActivityState>;
  /** The registration's outcome, whether or not it changed now. */
  readonly outcome: CourseOutcome | undefined;
  /** What it led to, in sentences; empty when nothing changed or the core could not be reached. */
  readonly ledTo: readonly string[];
};

/** Settles attempts and saves them. Preview, browse and review are judged but never reported (SCO-5, ELO-10). */
export async function settleAttempts(tx: Tx, port: OutcomePort, settlings: readonly Settling[]): Promise<Settled[]> {
  const keys = settlings.flatMap((each) =>
    each.activities.map((activity): ActivityKey => ({ ...keyOf(each.attempt), activity })),
  );
  // Asked together: a round trip costs more than these queries.
  const [loaded, history] = await Promise.all([
    keys.length === 0 ? new Map<string, never>() : loadActivities(tx, keys),
    loadHistory(
      tx,
      settlings.map((each) => each.attempt),
    ),
  ]);
  const histories = new Map(history.map((row) => [row.registrationId, row]));
  const snapshots: (ActivityKey & { snapshot: ReturnType<typeof snapshotOf> })[] = [];
  const outcomes: NewOutcome[] = [];

  const judged = settlings.map((each) => {
    const states = new Map<string, ActivityState>();
    let sequencing = each.attempt.sequencing;
    let said = false;
    for (const identifier of each.activities) {
      const activity = each.playable.activities.get(identifier);
      const parts = loaded.get(activityKey({ ...keyOf(each.attempt), activity: identifier }));
      if (!activity || !parts || !wasDelivered(each, identifier)) continue;
      const state = foldActivity(
        each.playable.package.scormVersion,
        parts.snapshot,
        parts.commits,
        each.attempt.generation,
      );
      states.set(identifier, state);
      // Without a new word the snapshot stays what it is.
      if (parts.commits.length > 0) said = true;
      if (each.closing !== 'commit' && parts.whole && parts.commits.length > 0)
        snapshots.push({ ...keyOf(each.attempt), activity: identifier, snapshot: snapshotOf(state) });
      sequencing = each.playable.engine.report(
        sequencing,
        identifier,
        judge(each, identifier, state),
        reportOn(each, identifier, state),
      );
    }
    const { engine } = each.playable;
    const found = engine.rollup(sequencing);
    const onward = each.onward?.(sequencing, states);
    const next = onward?.state ?? sequencing;
    const rollup = onward?.counts ? better(found, engine.rollup(next)) : found;
    return {
      each,
      states,
      found,
      rollup,
      outcome: decideOutcome(each, rollup, histories.get(each.attempt.registrationId), outcomes),
      next,
      ended: onward?.ended ?? each.attempt.status === 'ended',
      changed: said || onward?.ended !== undefined || !isDeepStrictEqual(next, each.attempt.sequencing),
    };
  });

  const changes = judged
    .filter(({ changed }) => changed)
    .map(({ each, next, ended }) => ({ attempt: each.attempt, playable: each.playable, next, ended }));
  const saved = [
    saveSnapshots(tx, snapshots),
    saveStates(tx, changes),
    noteClaims(
      tx,
      judged.map(({ each, found }) => ({ attempt: each.attempt, claim: each.claim, found })),
    ),
  ];
  const ledTo = await alongside(saved, () => reportOutcomes(tx, port, outcomes));
  return judged.map(({ each, next, rollup, states, outcome }) => ({
    attempt: each.attempt,
    playable: each.playable,
    sequencing: next,
    rollup,
    states,
    outcome,
    ledTo: ledTo.get(each.attempt.registrationId) ?? [],
  }));
}

/** What nobody was given cannot have been done: a commit for it is kept in the log and counts for nothing. */
export const wasDelivered = (
  { attempt }: { readonly attempt: Pick<AttemptRow, 'sequencing'> },
  identifier: string,
): boolean => {
  const { results, current } = attempt.sequencing;
  return current === identifier || (Object.hasOwn(results, identifier) && results[identifier]?.attempted === true);
};

const isSuccess = ({ completion, success }: Rollup): boolean =>
  success === 'passed' || (completion === 'completed' && success !== 'failed');

/** Of the course before and after a move: a rule that begins it anew (retryAll) takes no success back. */
const better = (before: Rollup, after: Rollup): Rollup => (isSuccess(before) && !isSuccess(after) ? before : after);

/** What 2004 content said itself, for sequencing; without credit nothing counts (SCO-5). */
function reportOn(
  { attempt, playable, left }: Settling,
  identifier: string,
  state: ActivityState,
): ContentReport | undefined {
  const activity = playable.activities.get(identifier);
  const counts = attempt.mode === 'normal' || attempt.mode === 'preview';
  if (activity === undefined || !counts || is12(playable.package.scormVersion)) return undefined;
  return contentReport(activity, state, { begins: runOf(attempt, identifier), left: left === identifier });
}

function judge(settling: Settling, identifier: string, state: ActivityState): ReturnType<typeof judgeActivity> {
  const { attempt, playable, closing, suspended } = settling;
  const activity = playable.activities.get(identifier);
  if (!activity) throw new Error(`no activity ${identifier}`);
  return judgeActivity(
    playable.package.scormVersion,
    activity,
    state,
    { closing, ...(suspended === undefined ? {} : { suspended }) },
    {
      masteryOverridesStatus: attempt.settings.masteryOverridesStatus,
      mode: attempt.mode === 'preview' ? 'normal' : attempt.mode,
    },
    attempt.sequencing.results[identifier],
  );
}

function decideOutcome(
  settling: Settling,
  rollup: Rollup,
  history: { previous: CourseOutcome | null; earlierSeconds: number } | undefined,
  outcomes: NewOutcome[],
): CourseOutcome | undefined {
  const { attempt, playable, saidAt } = settling;
  const previous = history?.previous ?? undefined;
  if (attempt.mode !== 'normal')
    return attempt.mode === 'preview'
      ? courseOutcome(rollup, undefined, { masteryRequired: playable.masteryRequired }).outcome
      : previous;
  const rule = { ...attempt.settings, masteryRequired: playable.masteryRequired };
  const decided = courseOutcome(ruleOutcome(rollup, rule, settling.closing), previous, {
    masteryRequired: rule.masteryRequired || rule.completionRule === 'MASTERY',
    requireBoth: rule.requireBoth,
    earlierSeconds: history?.earlierSeconds ?? 0,
  });
  if (!decided.changed) return previous;
  outcomes.push({
    result: decided.outcome,
    reported: reportOf(
      attempt,
      decided.outcome,
      statusOf(decided.outcome, playable.package.scormVersion, rule),
      rule,
      dayOf(saidAt),
    ),
  });
  return decided.outcome;
}

function reportOf(
  attempt: AttemptRow,
  outcome: CourseOutcome,
  status: NewOutcome['reported']['status'],
  rule: { masteryRequired: boolean; completionRule: string },
  reachedOn: IsoDate,
): NewOutcome['reported'] {
  const { version, completion, success, scaled, raw, min, max, percent, totalSeconds } = outcome;
  return {
    tenantId: attempt.tenantId,
    registrationId: attempt.registrationId,
    attemptId: attempt.attemptId,
    version,
    completion,
    success,
    status,
    masteryRequired: rule.masteryRequired || rule.completionRule === 'MASTERY',
    totalSeconds,
    reachedOn,
    ...(scaled === undefined ? {} : { scaled }),
    ...(raw === undefined ? {} : { raw }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(percent === undefined ? {} : { percent }),
  };
}

const dayOf = (instant: Date): IsoDate => todayIn('Europe/London', instant);
const keyOf = ({ tenantId, attemptId }: AttemptRow): { tenantId: string; attemptId: string } => ({
  tenantId,
  attemptId,
});
