/** What the launcher does with a ticket: uses it up, makes sure of the attempt, hands out grants. */
import type { Tx } from '../../platform/db';
import { packageOrigin, Problem } from '../../platform/http';
import { flushFrames, type FlushFrame } from './flush-frames';
import { findLaunchable, openAttempt, useTicket, type LaunchableAttempt } from '../runtime';
import type { PlayerDeps } from './player-deps';
import { labelOf, passOf, readLaunch, signGrant, type LaunchTicket } from './tickets';

export type Launched = {
  readonly title: string;
  /** Origin that takes the grant. */
  readonly origin: string;
  readonly grant: string;
  readonly frames: readonly FlushFrame[];
};

export type LaunchDeps = Pick<PlayerDeps, 'config' | 'clock' | 'keys' | 'sharedKeys' | 'database'>;

/** The ticket if it is good. @throws Problem `gone` when it is forged, expired or no ticket */
export function readTicket({ keys, sharedKeys, clock }: LaunchDeps, ticket: string): LaunchTicket {
  const found = readLaunch(sharedKeys === undefined ? [keys] : [keys, sharedKeys], clock.now(), ticket);
  if (found === undefined) throw new Problem('gone', { detail: 'player.problem.ticket' });
  return found;
}

/** @throws Problem `refused` for a ticket that was used before, `not-found` when there is nothing to play */
export function launch(deps: LaunchDeps, ticket: LaunchTicket, requestId: string): Promise<Launched> {
  const scope = { tenant: 'all', actor: { source: 'content' }, requestId } as const;
  return deps.database.inTransaction(scope, async (tx) => {
    const fresh = await useTicket(tx, ticket.nonce, new Date(ticket.until));
    if (!fresh) throw new Problem('refused', { detail: 'player.problem.ticket-used' });
    const attempt = await attemptOf(tx, ticket);
    const label = labelOf(deps.keys, attempt.objectVersionId, attempt.learnerKey);
    return {
      title: attempt.title,
      origin: packageOrigin(deps.config, label),
      grant: signGrant(deps.keys, deps.clock.now(), 'enter', passOf(attempt, label, ticket.visit)),
      frames: await flushFrames(tx, deps, attempt),
    };
  });
}

/** The attempt of the ticket; on an adapter it may not exist yet, or another one may be under way. */
async function attemptOf(tx: Tx, { attemptId, registration }: LaunchTicket): Promise<LaunchableAttempt> {
  const { tenantId } = registration;
  const known = await findLaunchable(tx, { tenantId, attemptId });
  if (known !== undefined) return known;
  const opened = await openAttempt(tx, registration, attemptId);
  const made = opened.ok ? await findLaunchable(tx, opened) : undefined;
  if (made === undefined) throw new Problem('not-found', { detail: 'player.problem.nothing-to-play' });
  return made;
}
