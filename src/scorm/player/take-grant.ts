import { Problem, type ContentHost } from '../../platform/http';
import { useTicket } from '../runtime';
import type { PlayerDeps } from './player-deps';
import { readGrant, type GrantPurpose, type PassContent } from './tickets';

/**
 * Uses a grant up on the host it was given for.
 * @throws Problem `gone` when it is forged, expired, for another purpose or another host, `refused` when it was used before
 */
export async function takeGrant(
  { keys, clock, database }: Pick<PlayerDeps, 'keys' | 'clock' | 'database'>,
  purpose: GrantPurpose,
  grant: string,
  host: ContentHost,
  requestId: string,
): Promise<PassContent> {
  const found = readGrant(keys, clock.now(), purpose, grant);
  const here = host.kind === 'fallback' || (host.kind === 'package' && host.label === found?.pass.label);
  if (found === undefined || !here) throw new Problem('gone', { detail: 'player.problem.ticket' });
  const fresh = await database.inTransaction({ tenant: 'all', actor: { source: 'content' }, requestId }, (tx) =>
    useTicket(tx, found.nonce, new Date(found.until)),
  );
  if (!fresh) throw new Problem('refused', { detail: 'player.problem.ticket-used' });
  return found.pass;
}
