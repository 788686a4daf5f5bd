import type { Database, Tx } from '../../platform/db';
import type { Decision, NavigationRequest, Refusal, SequencingState } from '../sequencing';
import type { AttemptRow } from './attempt-store';
import { lockAttempts, saveAttempts } from './attempt-store';
import { logCommits } from './commit-log';
import { contentsOf } from './core/contents-of';
import type { CommitAnswer, NavigateAnswer } from './core/protocol';
import { deliver } from './deliver';
import type { OutcomePort } from './outcome-port';
import { loadPackages, type PlayablePackage } from './packages';
import { settleAttempts, type Settled } from './settle-attempts';
import { answersOf, byIndex, check, settlingsOf, shownOf, type CommitCommand } from './take-commits';

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

const leaving: readonly NavigationRequest['type'][] = ['exitAll', 'suspendAll', 'abandonAll', 'exit'];

/**
 * The learner's move: the content's last words are taken, the activity being left is judged, then the engine decides.
 * One transaction. Returns undefined when the attempt does not exist, or the session is not one of it.
 */
export function navigate(
  { database, port }: { readonly database: Database; readonly port: OutcomePort },
  command: NavigateCommand,
): Promise<NavigateAnswer | undefined> {
  return database.inTransaction({ tenant: 'all', actor: { source: 'content' } }, async (tx) => {
    const [locked] = await lockAttempts(tx, [command]);
    if (!locked) return undefined;
    const [playable] = (
      await loadPackages(tx, [{ ownerId: locked.objectOwnerId, versionId: locked.objectVersionId }])
    ).values();
    if (!playable) return undefined;
    const session = await sessionOf(tx, command);
    if (session === undefined) return undefined;
    const checked = check(command);
    const logged = byIndex(await logCommits(tx.query, checked.commits, tx.now));
    const [commits] = answersOf([checked], logged);
    const said = await settlingsOf(tx, [locked], checked.commits, logged);
    const superseded = session.generation < locked.generation;
    const answer = (settled: Settled | undefined, state: SequencingState): AnswerSoFar => ({
      acknowledged: commits?.acknowledged ?? [],
      refused: commits?.refused ?? [],
      conflicts: commits?.conflicts ?? [],
      superseded,
      ...outcomeIn(settled),
      contents: contentsOf(playable.organisation, state),
      controls: playable.engine.controls(state),
    });
    const asResult = async (attempt: AttemptRow, decided: Decided): Promise<NavigateAnswer['result']> =>
      decided.kind === 'deliver'
        ? { kind: 'deliver', delivery: await deliver(tx, attempt, playable, decided.activity) }
        : decided;

    if (session.lastMove !== null && command.move !== undefined && command.move <= session.lastMove.number) {
      const [settled] = await settleAttempts(tx, port, said);
      const attempt = { ...locked, sequencing: settled?.sequencing ?? locked.sequencing };
      return { ...answer(settled, attempt.sequencing), result: await asResult(attempt, session.lastMove.decided) };
    }
    const settled = await leave(tx, port, locked, playable, command, said);
    const attempt = { ...locked, sequencing: settled?.sequencing ?? locked.sequencing };
    const decision = playable.engine.request(attempt.sequencing, command.request);
    const decided = decidedOf(decision);
    if (!superseded) {
      await saveAttempts(tx, [
        {
          ...command,
          sequencing: decision.state,
          rollup: playable.engine.rollup(decision.state),
          ended: isOver(decision.kind, command.request, settled),
        },
      ]);
      if (command.move !== undefined) await rememberMove(tx, command, { number: command.move, decided });
    }
    if (leaving.includes(command.request.type)) await closeSession(tx, command, command.request.type);
    return { ...answer(settled, decision.state), result: await asResult(attempt, decided) };
  });
}

type AnswerSoFar = CommitAnswer & Pick<NavigateAnswer, 'contents' | 'controls'>;

function outcomeIn(settled: Settled | undefined): Pick<CommitAnswer, 'outcome'> {
  const outcome = shownOf(settled);
  return outcome ? { outcome } : {};
}

function decidedOf(decision: Decision): Decided {
  if (decision.kind === 'deliver') return { kind: 'deliver', activity: decision.activity };
  return decision.kind === 'refuse' ? { kind: 'refuse', refusal: decision.refusal } : { kind: decision.kind };
}

/** Judges what is being left: what spoke just now, and the activity the learner was in. */
async function leave(
  tx: Tx,
  port: OutcomePort,
  attempt: AttemptRow,
  playable: PlayablePackage,
  command: NavigateCommand,
  said: Awaited<ReturnType<typeof settlingsOf>>,
): Promise<Settled | undefined> {
  const current = attempt.sequencing.current;
  const activities = [...new Set([...(said[0]?.activities ?? []), ...(current === undefined ? [] : [current])])];
  if (activities.length === 0) return undefined;
  const [settled] = await settleAttempts(tx, port, [
    {
      attempt,
      playable,
      activities,
      closing: said[0]?.closing === 'terminate' ? 'terminate' : 'silent',
      suspended: command.request.type === 'suspendAll',
      saidAt: said[0]?.saidAt ?? tx.now,
    },
  ]);
  return settled;
}

/** An attempt is over when the learner left a course that is complete; otherwise leaving means coming back. */
function isOver(kind: string, request: NavigationRequest, settled: Settled | undefined): boolean {
  if (kind !== 'end' || request.type === 'suspendAll') return false;
  return settled?.rollup.completion === 'completed' && settled.rollup.success !== 'failed';
}

async function sessionOf(
  tx: Tx,
  command: NavigateCommand,
): Promise<{ generation: number; lastMove: LastMove | null } | undefined> {
  const [row] = await tx.query<{ generation: number; lastMove: LastMove | null }>(
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
