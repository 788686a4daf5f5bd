/** A launch ticket or grant is good for one use; what was used is remembered until it would have expired anyway. */
import { nationalTenantId, type Tx } from '../../platform/db';

/**
 * Uses a ticket up, in the caller's transaction.
 * @param nonce id inside the signed ticket
 * @returns false when it was used before
 */
export async function useTicket(tx: Tx, nonce: string, expiresAt: Date): Promise<boolean> {
  const used = await tx.execute(
    'insert into ticket_use (tenant_id, nonce, expires_at) values ($1, $2, $3) on conflict do nothing',
    [nationalTenantId, nonce, expiresAt],
  );
  return used === 1;
}

/** Forgets tickets that have expired for an hour (clocks of several machines differ a little). Returns how many. */
export function forgetTickets(tx: Tx): Promise<number> {
  return tx.execute('delete from ticket_use where expires_at < $1', [new Date(tx.now.getTime() - 3_600_000)]);
}
