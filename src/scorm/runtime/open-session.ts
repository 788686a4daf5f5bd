import { isDeepStrictEqual } from 'node:util';
import { alongside, newId, type Tx } from '../../platform/db';
import type { Decision, NavigationRequest, SequencingState } from '../sequencing';
import { lockAttempts } from './attempt-store';
import type { AttemptKey } from './commit-log';
import type { PlayerStart } from './core/protocol';
import { deliver } from './deliver';
import { updateNotice } from './follow-move';
import { emptyOwnBuckets } from './learner-shared';
import type { OutcomePort } from './outcome-port';
import { loadPlays, type Play } from './plays';
import { saveStates } from './save-states';
import { settleAttempts, type Onward, type Settled } from './settle-attempts';
import { placeOf } from './take-commits';
import { traceDecision } from './trace';

/** What the player page needs, less what belongs to the page itself. */
export type SessionStart = Omit<PlayerStart, 'sentences' | 'journalKey'> & { readonly learnerKey: string };

/**
 * Opens a session: one launch of the player. Its generation is higher than all before, so what an older one still
 * sends only adds (ARCHITECTURE 4). Whatever the last session left open is judged first (a tab that died, ELO-14), then the
 * activity it was in is delivered again, suspended or not. Returns undefined when the attempt does not exist.
 */
export async function openSession(tx: Tx, port: OutcomePort, key: AttemptKey): Promise<SessionStart | undefined> {
  const [found] = await loadPlays(tx, await lockAttempts(tx, [key]));
  if (!found) return undefined;
  const { playable } = found;
  const locked = found.attempt;
  const generation = locked.generation + 1;
  const play = { playable, attempt: { ...locked, generation } };
  const sessionId = newId();
  // Asked before this session is there: it is told at the first.
  const notice = locked.number > 1 ? updateNotice(tx, key) : Promise.resolve(undefined);
  const succeeded = tx.execute(succeed, [key.tenantId, key.attemptId, sessionId, generation, tx.now]);
  const left = await alongside([notice, succeeded], () => afterVanishedSession(tx, port, play));

  const { request, decision, begins } = left?.opening ?? decideOpening(play, locked.sequencing);
  const saved: Promise<unknown>[] = [];
  if (left === undefined && !isDeepStrictEqual(decision.state, locked.sequencing))
    saved.push(saveStates(tx, [{ attempt: locked, playable, next: decision.state, ended: locked.status === 'ended' }]));
  if (begins) saved.push(emptyOwnBuckets(tx, locked, playable));
  if (locked.traced) saved.push(succeeded.then(() => traceDecision(tx, key, sessionId, request, decision)));
  const delivery = await alongside(saved, async () =>
    decision.kind === 'deliver'
      ? deliver(tx, { playable, attempt: { ...play.attempt, sequencing: decision.state } }, decision.activity, {
          known: left?.settled?.states,
          generation,
          note: true,
        })
      : undefined,
  );
  const { attempt } = play;
  const updated = await notice;
  return {
    attempt: key.attemptId,
    session: sessionId,
    scormVersion: playable.package.scormVersion,
    mode: attempt.mode,
    title: playable.package.title,
    returnUrl: attempt.settings.returnUrl,
    ...startOf(play, decision.state),
    ...(delivery ? { delivery } : {}),
    ...(attempt.traced ? { recordTrace: true } : {}),
    ...(updated ? { updated } : {}),
    nextSequence: 1,
    toolbar: attempt.settings.toolbar,
    learnerKey: attempt.learnerKey,
  };
}

function startOf(play: Play, state: SequencingState): Pick<PlayerStart, 'contents' | 'controls' | 'course'> {
  const { contents, controls, sequencing } = placeOf(play, state);
  return {
    contents,
    controls,
    ...(sequencing ? { course: { organisation: play.playable.organisation, sequencing } } : {}),
  };
}

/** The new session takes the place of those that are open, in one statement. */
const succeed = `
  with closed as (
    update attempt_session set closed_at = $5, closed_by = 'newer session' where tenant_id = $1 and attempt_id = $2 and closed_at is null
  ), opened as (
    insert into attempt_session (tenant_id, id, attempt_id, generation, opened_at, last_at) values ($1, $3, $2, $4, $5, $5)
  )
  update attempt set generation = $4, last_at = $5 where tenant_id = $1 and id = $2`;

type Opening = {
  readonly request: NavigationRequest;
  readonly decision: Decision;
  /** 2004: a new attempt on the course begins, after one that was left by exitAll. */
  readonly begins: boolean;
};

/**
 * 1.2: where the learner left off. 2004: what was suspended, or was open when the tab died or the network went, is resumed
 * with all that was saved; a session that waited for a choice waits for it again; after exitAll the course starts anew, and
 * what was tracked stays.
 */
function decideOpening({ playable: { engine } }: Play, state: SequencingState): Opening {
  const begun = state.engine !== undefined || Object.keys(state.results).length > 0;
  const request = { type: begun ? 'resumeAll' : 'start' } as const;
  const decision = engine.request(state, request);
  const wasOpen = state.current !== undefined || state.suspended !== undefined || decision.kind === 'wait';
  return { request, decision, begins: begun && !wasOpen };
}

type Left = { readonly settled: Settled | undefined; readonly opening: Opening | undefined };

async function afterVanishedSession(tx: Tx, port: OutcomePort, play: Play): Promise<Left | undefined> {
  const { current } = play.attempt.sequencing;
  if (current === undefined || play.attempt.mode !== 'normal') return undefined;
  let opening: Opening | undefined;
  const onward = (judged: SequencingState): Onward => {
    opening = decideOpening(play, judged);
    return { state: opening.decision.state, counts: false };
  };
  const [settled] = await settleAttempts(tx, port, [
    { ...play, activities: [current], closing: 'silent', onward, saidAt: tx.now },
  ]);
  return { settled, opening };
}
