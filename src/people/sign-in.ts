import { verifyPassword, randomToken, tokenHash } from '../platform/auth';
import { insertRows, newId, type Database } from '../platform/db';
import { newEvent, publish } from '../platform/events';

export type SignInCommand = {
  readonly username: string;
  readonly password: string;
  /** Employer code; needed only when two employers use the same username. */
  readonly employer?: string;
  /** The token of a session to end: rotation at sign-in. */
  readonly endToken?: string;
};

export type SignInResult =
  | {
      readonly ok: true;
      readonly token: string;
      readonly expiresAt: Date;
      readonly tenantId: string;
      readonly accountId: string;
    }
  | { readonly ok: false; readonly refusal: 'wrong-credentials' | 'which-employer' };

/** Hours a session lasts, and lasts on while it is used. */
export const sessionHours = 12;

type Candidate = { tenantId: string; id: string; passwordHash: string | null; code: string };

/**
 * Signs in with a local password. Hashing (slow on purpose) happens between two short transactions, so that
 * it never holds a connection; an unknown name takes as long as a wrong password.
 */
export async function signIn(database: Database, command: SignInCommand): Promise<SignInResult> {
  const candidates = await database.inTransaction({ tenant: 'all', actor: { source: 'self' } }, (tx) =>
    tx.query<Candidate>(
      `select a.tenant_id as "tenantId", a.id, a.password_hash as "passwordHash", t.code
       from account a join tenant t on t.id = a.tenant_id
       where a.username = $1 and a.status = 'active' and t.status = 'active' and ($2::text is null or t.code = $2)
       order by t.code limit 20`,
      [command.username.trim().toLowerCase(), command.employer?.trim() || null],
    ),
  );
  const matches: Candidate[] = [];
  for (const each of candidates.length > 0 ? candidates : [undefined]) {
    if (await verifyPassword(command.password, each?.passwordHash ?? undefined)) matches.push(...(each ? [each] : []));
  }
  const [account] = matches;
  if (!account) return { ok: false, refusal: 'wrong-credentials' };
  if (matches.length > 1) return { ok: false, refusal: 'which-employer' };
  return openSession(database, account.tenantId, account.id, command.endToken);
}

/** Opens a session for an account that has proved itself (password, demo button, later OIDC). */
export async function openSession(
  database: Database,
  tenantId: string,
  accountId: string,
  endToken?: string,
): Promise<Extract<SignInResult, { ok: true }>> {
  const secret = randomToken();
  const token = `${tenantId}.${secret}`;
  return database.inTransaction({ tenant: 'all', actor: { accountId, source: 'self' } }, async (tx) => {
    const expiresAt = new Date(tx.now.getTime() + sessionHours * 3_600_000);
    if (endToken !== undefined) await endSessionByToken(tx, endToken);
    await tx.execute('delete from session where expires_at < $1', [tx.now]);
    await insertRows(tx, 'session', [
      {
        tenant_id: tenantId,
        id: newId(),
        token_hash: tokenHash(secret),
        account_id: accountId,
        csrf_token: randomToken(),
        created_at: tx.now,
        last_seen_at: tx.now,
        expires_at: expiresAt,
      },
    ]);
    await publish(tx, [newEvent(tx, { type: 'signed-in', tenantId, subjects: { objectId: accountId } })]);
    return { ok: true as const, token, expiresAt, tenantId, accountId };
  });
}

/** Ends the session of a token; a token that is none changes nothing. */
export async function signOut(database: Database, token: string): Promise<void> {
  await database.inTransaction({ tenant: 'all', actor: { source: 'self' } }, (tx) => endSessionByToken(tx, token));
}

async function endSessionByToken(tx: import('../platform/db').Tx, token: string): Promise<void> {
  const [tenantId, secret] = splitToken(token);
  if (tenantId && secret)
    await tx.execute('delete from session where tenant_id = $1 and token_hash = $2', [tenantId, tokenHash(secret)]);
}

/** `<tenant>.<secret>`: the tenant stands in front so that every lookup is inside one tenant. */
export function splitToken(token: string): readonly [string, string] | readonly [undefined, undefined] {
  const match = /^([0-9a-f]{8}-[0-9a-f-]{27})\.([\w-]{20,})$/.exec(token);
  return match?.[1] && match[2] ? [match[1], match[2]] : [undefined, undefined];
}
