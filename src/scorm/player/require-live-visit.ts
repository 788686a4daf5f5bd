import type { Tx } from '../../platform/db';
import { Problem } from '../../platform/http';
import type { PlayerDeps } from './player-deps';
import type { PassContent } from './tickets';

/**
 * Whoever signs out on a shared tablet is signed out of the player as well: pages and moves ask whether the session that
 * launched it still lives. Commits do not: what was learnt before is saved, also when it arrives later.
 * @throws Problem `not-signed-in`
 */
export async function requireLiveVisit(
  { isVisitOver }: Pick<PlayerDeps, 'isVisitOver'>,
  tx: Tx,
  { tenantId, visit }: Pick<PassContent, 'tenantId' | 'visit'>,
): Promise<void> {
  if (visit === undefined || isVisitOver === undefined) return;
  if (await isVisitOver(tx, tenantId, visit)) throw new Problem('not-signed-in', { detail: 'player.problem.sign-in' });
}
