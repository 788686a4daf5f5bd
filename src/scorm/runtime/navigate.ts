import { alongside, type Database, type Tx } from '../../platform/db';
import type { Decision, NavigationRequest, Refusal } from '../sequencing';
import { lockAttempts, type AttemptRow } from './attempt-store';
import { logCommits } from './commit-log';
import type { ActivityState } from './core/activity-state';
import { is12 } from './core/find-element';
import type { NavigateAnswer } from './core/protocol';
import { deliver } from './deliver';
import type { OutcomePort } from './outcome-port';
import { loadPlays, type Play } from './plays';
import { settleAttempts, type Onward, type Settling } from './settle-attempts';
import {
  answersOf,
  asideIn,
  byIndex,
  check,
  keepBuckets,
  placeOf,
  settlingsOf,
  type CommitCommand,
} from './take-commits';
import { traceDecision } from './trace';

export type NavigateCommand = CommitCommand & {
  readonly request: NavigationRequest;
  /** See `NavigateRequest`. */
  readonly move?: number | undefined;
};

/** What was decided on a move, kept with the session. */
type Decided =
  | { readonly kind: 'deliver'; readonly activity: string }
  | { readonly kind: 'end' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'refuse'; readonly refusal: Refusal };
type LastMove = { readonly number: number; readonly decided: Decided };
type Session = { readonly generation: number; readonly lastMove: LastMove | null };

/**
 * The learner's move, or one that content asked for: the content's last words are taken, the activity being left is judged,
 * then the engine decides. One transaction. What content says about navigation in its commits (`adl.nav.request`) moves
 * nothing: the page asks for it, unless the learner was first. Returns undefined when the attempt does not exist, or the
 * session is not one of it.
 */
export function navigate(
  { database, port }: { readonly database: Database; readonly port: OutcomePort },
  command: NavigateCommand,
): Promise<NavigateAnswer | undefined> {
  return database.inTransaction({ tenant: 'all', actor: { source: 'content' } }, async (tx) => {
    const [play] = await loadPlays(tx, await lockAttempts(tx, [command]));
    const session = play === undefined ? undefined : await sessionOf(tx, command);
    if (play === undefined || session === undefined) return undefined;
    const checked = check(command);
    const logged = byIndex(await logCommits(tx.query, checked.commits, tx.now));
    await asideIn(tx, checked.commits, logged);
    const [said] = settlingsOf([play], checked.commits, logged, tx.now);
    const told = session.lastMove !== null && command.move !== undefined && command.move <= session.lastMove.number;

    const moving = told ? undefined : moveOn(play, session, command);
    const settlings = moving ? [settlingOf(play, command, said, moving, tx.now)] : said ? [said] : [];
    const settled = await alongside([keepBuckets(tx, [play], checked.commits, logged)], () =>
      settleAttempts(tx, port, settlings),
    );
    const decision = moving?.decision();
    const decided =
      decision === undefined ? (session.lastMove?.decided ?? { kind: 'end' as const }) : decidedOf(decision);
    const superseded = session.generation < play.attempt.generation;
    if (decision !== undefined && !superseded && command.move !== undefined)
      await rememberMove(tx, command, { number: command.move, decided });
    if (decision !== undefined && play.attempt.traced)
      await traceDecision(tx, command, command.sessionId, command.request, decision);
    if (decision?.kind === 'end') await closeSession(tx, command, command.request.type);

    const state = (superseded ? undefined : decision?.state) ?? settled[0]?.sequencing ?? play.attempt.sequencing;
    // A session that another has taken the place of is shown what it asked for; where the learner is stays as it was.
    const shown = decision?.state ?? state;
    const [commits] = answersOf([checked], logged, settled);
    return {
      acknowledged: [],
      refused: [],
      conflicts: [],
      ...commits,
      superseded,
      ...placeOf(play, shown),
      ...(decision?.steps !== undefined && showsSteps(play.attempt) ? { steps: decision.steps } : {}),
      result:
        decided.kind === 'deliver'
          ? {
              kind: 'deliver',
              delivery: await deliver(
                tx,
                { ...play, attempt: { ...play.attempt, sequencing: shown } },
                decided.activity,
                {
                  known: settled[0]?.states,
                  generation: session.generation,
                  note: moving !== undefined && !superseded,
                },
              ),
            }
          : decided,
    };
  });
}

const showsSteps = ({ mode, traced }: AttemptRow): boolean => mode === 'preview' || traced;

type Moving = {
  readonly onward: NonNullable<Settling['onward']>;
  /** After `onward` was asked. */
  readonly decision: () => Decision | undefined;
};

/** Asks the engine once what was said has been judged. */
function moveOn({ attempt, playable }: Play, session: Session, { request }: NavigateCommand): Moving {
  const superseded = session.generation < attempt.generation;
  let decision: Decision | undefined;
  return {
    decision: () => decision,
    onward: (judged, states): Onward => {
      const state = judged.current === undefined ? undefined : states.get(judged.current);
      const asked = is12(playable.package.scormVersion) ? request : afterTimeOut(request, state, session.generation);
      decision = leavable(playable.engine.request(judged, asked), asked);
      // What is kept is where the newest session is.
      if (superseded) return { state: judged, counts: false };
      return { state: decision.state, counts: true, ended: isOver(decision, asked, playable) };
    },
  };
}

const leaving: readonly NavigationRequest['type'][] = ['exitAll', 'suspendAll', 'abandonAll'];

/** Whoever leaves before anything was begun leaves all the same. */
const leavable = (decision: Decision, { type }: NavigationRequest): Decision =>
  decision.kind === 'refuse' && decision.refusal === 'not-started' && leaving.includes(type)
    ? { kind: 'end', state: decision.state }
    : decision;

const past: readonly NavigationRequest['type'][] = ['start', 'continue', 'previous', 'choice', 'jump', 'exit'];

/** RTE 4.2.9: content that ended by `time-out` or `logout` ends the attempt on the course, whatever was to come next. */
function afterTimeOut(
  request: NavigationRequest,
  state: ActivityState | undefined,
  generation: number,
): NavigationRequest {
  const last = state?.visits.at(-1);
  const ends = last?.terminated === true && last.generation === generation;
  return ends && (last.exit === 'time-out' || last.exit === 'logout') && past.includes(request.type)
    ? { type: 'exitAll' }
    : request;
}

function decidedOf(decision: Decision): Decided {
  if (decision.kind === 'deliver') return { kind: 'deliver', activity: decision.activity };
  return decision.kind === 'refuse' ? { kind: 'refuse', refusal: decision.refusal } : { kind: decision.kind };
}

/** What spoke just now, and the activity the learner was in, are judged. */
function settlingOf(
  play: Play,
  command: NavigateCommand,
  said: Settling | undefined,
  { onward }: Moving,
  now: Date,
): Settling {
  const { current } = play.attempt.sequencing;
  return {
    ...play,
    activities: [...new Set([...(said?.activities ?? []), ...(current === undefined ? [] : [current])])],
    closing: said?.closing === 'terminate' ? 'terminate' : 'silent',
    suspended: command.request.type === 'suspendAll',
    left: current,
    saidAt: said?.saidAt ?? now,
    claim: command.claim,
    onward,
  };
}

/**
 * An attempt is over when the learner left a course that is complete; otherwise leaving means coming back: after suspendAll
 * to the same place, after exitAll to a new start of the same attempt (SN 3: what was tracked stays).
 */
function isOver(decision: Decision, request: NavigationRequest, { engine }: Play['playable']): boolean {
  if (decision.kind !== 'end' || request.type === 'suspendAll') return false;
  const { completion, success } = engine.rollup(decision.state);
  return completion === 'completed' && success !== 'failed';
}

async function sessionOf(tx: Tx, command: NavigateCommand): Promise<Session | undefined> {
  const [row] = await tx.query<Session>(
    'select generation, last_move as "lastMove" from attempt_session where tenant_id = $1 and id = $2 and attempt_id = $3',
    [command.tenantId, command.sessionId, command.attemptId],
  );
  return row;
}

async function rememberMove(tx: Tx, command: NavigateCommand, move: LastMove): Promise<void> {
  await tx.execute('update attempt_session set last_move = $3 where tenant_id = $1 and id = $2', [
    command.tenantId,
    command.sessionId,
    move,
  ]);
}

async function closeSession(tx: Tx, command: NavigateCommand, by: string): Promise<void> {
  await tx.execute(
    'update attempt_session set closed_at = $3, closed_by = $4 where tenant_id = $1 and id = $2 and closed_at is null',
    [command.tenantId, command.sessionId, tx.now, by],
  );
}
