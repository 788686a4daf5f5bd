import type { Database, Tx } from '../../platform/db';
import { changeSubscriptions } from './change-subscriptions';

/** Subscriptions per transaction of the nightly run. */
const chunk = 500;

/**
 * P4: what the passing of a day brings to certifications (CERT-T5, T7, T9), in chunks by id so that a run that dies goes on
 * where it was: what is done has nothing left to do. Returns how many subscriptions changed.
 */
export async function runCertificationNight(database: Database): Promise<number> {
  let changed = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const done = await database.inTransaction({ tenant: 'all', actor: { source: 'process:P4' } }, (tx) =>
      passNight(tx, after),
    );
    changed += done.count;
    if (done.last === undefined) return changed;
    after = done.last;
  }
}

async function passNight(tx: Tx, after: string): Promise<{ count: number; last: string | undefined }> {
  const rows = await tx.query<{
    id: string;
    tenantId: string;
    personId: string;
    ownerId: string;
    certificationId: string;
  }>(
    `select s.id, s.tenant_id as "tenantId", s.person_id as "personId", s.certification_owner_id as "ownerId", s.certification_id as "certificationId"
     from cert_subscription s
     where s.id > $1 and ((s.status in ('CERTIFIED', 'RENEWING') and s.expiration_date < $2) or (s.status in ('ENROLLED', 'RENEWING') and exists (
       select 1 from cert_period p where p.tenant_id = s.tenant_id and p.subscription_id = s.id and p.status in ('ENROLLED', 'ACTIVE') and p.end_date < $2)))
     order by s.id limit $3`,
    [after, tx.today, chunk],
  );
  await changeSubscriptions(
    tx,
    rows.map((row) => ({
      tenantId: row.tenantId,
      personId: row.personId,
      certification: { ownerId: row.ownerId, id: row.certificationId },
      command: { type: 'nightly' },
    })),
  );
  return { count: rows.length, last: rows.at(-1)?.id };
}
