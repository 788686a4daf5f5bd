import { isDeepStrictEqual } from 'node:util';
import { alongside, newId, type Tx } from '../../platform/db';
import type { Decision, SequencingState } from '../sequencing';
import type { AttemptRow } from './attempt-store';
import { lockAttempts, saveAttempts } from './attempt-store';
import type { AttemptKey } from './commit-log';
import { contentsOf } from './core/contents-of';
import type { PlayerStart } from './core/protocol';
import { deliver } from './deliver';
import { loadPackages, type PlayablePackage } from './packages';
import { settleAttempts, type Settled } from './settle-attempts';
import type { OutcomePort } from './outcome-port';

/** What the player page needs, less what belongs to the page itself. */
export type SessionStart = Omit<PlayerStart, 'sentences' | 'journalKey'> & { readonly learnerKey: string };

/**
 * Opens a session: one launch of the player. Its generation is higher than all before, so what an older one still
 * sends only adds (ARCHITECTURE 4). Whatever the last session left open is judged first (a tab that died, ELO-14), then the
 * activity it was in is delivered again, suspended or not. Returns undefined when the attempt does not exist.
 */
export async function openSession(tx: Tx, port: OutcomePort, key: AttemptKey): Promise<SessionStart | undefined> {
  const [locked] = await lockAttempts(tx, [key]);
  if (!locked) return undefined;
  const [playable] = (
    await loadPackages(tx, [{ ownerId: locked.objectOwnerId, versionId: locked.objectVersionId }])
  ).values();
  if (!playable) return undefined;
  const generation = locked.generation + 1;
  const sessionId = newId();
  const succeeded = tx.execute(succeed, [key.tenantId, key.attemptId, sessionId, generation, tx.now]);
  const decide = (state: SequencingState): Decision =>
    playable.engine.request(state, { type: hasBegun(state) ? 'resumeAll' : 'start' });
  const onward = (state: SequencingState): SequencingState => decide(state).state;
  const left = await alongside([succeeded], () =>
    afterVanishedSession(tx, port, { ...locked, generation }, playable, onward),
  );
  const attempt = { ...locked, generation, sequencing: left?.sequencing ?? locked.sequencing };

  const decision = decide(attempt.sequencing);
  const saved =
    left !== undefined || isDeepStrictEqual(decision.state, locked.sequencing)
      ? []
      : [
          saveAttempts(tx, [
            {
              ...key,
              sequencing: decision.state,
              rollup: playable.engine.rollup(decision.state),
              ended: locked.status === 'ended',
            },
          ]),
        ];
  const delivery = await alongside(saved, async () =>
    decision.kind === 'deliver' ? deliver(tx, attempt, playable, decision.activity, left?.states) : undefined,
  );
  return {
    attempt: key.attemptId,
    session: sessionId,
    scormVersion: playable.package.scormVersion,
    mode: attempt.mode,
    title: playable.package.title,
    returnUrl: attempt.settings.returnUrl,
    contents: contentsOf(playable.organisation, decision.state),
    controls: playable.engine.controls(decision.state),
    ...(delivery ? { delivery } : {}),
    nextSequence: 1,
    toolbar: attempt.settings.toolbar,
    learnerKey: attempt.learnerKey,
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

const hasBegun = ({ engine, results }: SequencingState): boolean =>
  engine !== undefined || Object.keys(results).length > 0;

async function afterVanishedSession(
  tx: Tx,
  port: OutcomePort,
  attempt: AttemptRow,
  playable: PlayablePackage,
  onward: (state: SequencingState) => SequencingState,
): Promise<Settled | undefined> {
  const current = attempt.sequencing.current;
  if (current === undefined || attempt.mode !== 'normal') return undefined;
  const [settled] = await settleAttempts(tx, port, [
    { attempt, playable, activities: [current], closing: 'silent', onward, saidAt: tx.now },
  ]);
  return settled;
}
