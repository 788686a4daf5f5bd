import type { IncomingMessage } from 'node:http';
import { readCookie, tokenHash } from '../platform/auth';
import type { Database, Tx } from '../platform/db';
import type { SignedIn } from '../platform/http';
import { unionOfPermissions } from './core/profiles';
import { sessionHours, splitToken } from './sign-in';

export const sessionCookie = 'session';

type Row = {
  sessionId: string;
  accountId: string;
  tenantId: string;
  tenantName: string;
  kind: string;
  personId: string | null;
  displayName: string;
  csrfToken: string;
  profiles: string[];
  supervises: boolean;
  lastSeenAt: Date;
};

const findSession = `
  select s.id as "sessionId", a.id as "accountId", s.tenant_id as "tenantId", t.name as "tenantName", t.kind, a.person_id as "personId",
    a.display_name as "displayName", s.csrf_token as "csrfToken", s.last_seen_at as "lastSeenAt",
    array(select g.profile from profile_grant g where g.tenant_id = a.tenant_id and g.account_id = a.id
      and g.date_from <= $3 and (g.date_to is null or g.date_to >= $3)) as profiles,
    a.person_id is not null and exists (select 1 from assignment_fact f where f.tenant_id = a.tenant_id and f.supervisor_person_id = a.person_id
      and f.superseded_at is null and f.date_from <= $3 and (f.date_to is null or f.date_to >= $3)) as supervises
  from session s
  join account a on a.tenant_id = s.tenant_id and a.id = s.account_id and a.status = 'active'
  join tenant t on t.id = s.tenant_id and t.status = 'active'
  where s.tenant_id = $1 and s.token_hash = $2 and s.expires_at > $4`;

/** A session that is used lasts on; the row is touched at most every this many minutes. */
const touchMinutes = 10;

/**
 * Who is signed in: account, person, tenant and the union of what the profiles allow today (PERM-1).
 * Self-service (PERM-8) adds `self.learn` for anyone with a person and `self.team` for supervisors.
 */
export function createAuthenticate(
  database: Database,
  secureCookies: boolean,
): (request: IncomingMessage) => Promise<SignedIn | undefined> {
  return async (request) => {
    const token = readCookie(request, sessionCookie, secureCookies);
    const [tenantId, secret] = splitToken(token ?? '');
    if (!tenantId || !secret) return undefined;
    const scope = { tenant: tenantId, actor: { source: 'self' } } as const;
    const found = await database.inTransaction({ ...scope, atOnce: true, keepPlans: true }, async (tx) => {
      const [row] = await tx.query<Row>(findSession, [tenantId, tokenHash(secret), tx.today, tx.now]);
      return row && { row, seen: tx.now.getTime() - row.lastSeenAt.getTime() < touchMinutes * 60_000 };
    });
    if (!found) return undefined;
    if (!found.seen) await database.inTransaction(scope, (tx) => touch(tx, found.row));
    return signedIn(found.row);
  };
}

async function touch(tx: Tx, { tenantId, sessionId }: Row): Promise<void> {
  const expiresAt = new Date(tx.now.getTime() + sessionHours * 3_600_000);
  await tx.execute('update session set last_seen_at = $3, expires_at = $4 where tenant_id = $1 and id = $2', [
    tenantId,
    sessionId,
    tx.now,
    expiresAt,
  ]);
}

function signedIn(row: Row): SignedIn {
  const permissions = new Set(unionOfPermissions(row.profiles));
  if (row.personId !== null) permissions.add('self.learn');
  if (row.supervises) permissions.add('self.team');
  return {
    accountId: row.accountId,
    sessionId: row.sessionId,
    tenantId: row.tenantId,
    tenantName: row.tenantName,
    national: row.kind === 'national',
    ...(row.personId === null ? {} : { personId: row.personId }),
    displayName: row.displayName,
    permissions,
    csrfToken: row.csrfToken,
  };
}
