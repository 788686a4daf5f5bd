import type { Tx } from '../platform/db';

/** Whether a session is over: signed out, expired, or its account closed. */
export async function hasSessionEnded(tx: Tx, tenantId: string, sessionId: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 as lives from session s join account a on a.tenant_id = s.tenant_id and a.id = s.account_id and a.status = 'active'
     where s.tenant_id = $1 and s.id = $2 and s.expires_at > $3`,
    [tenantId, sessionId, tx.now],
  );
  return rows.length === 0;
}
