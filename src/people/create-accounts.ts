import { insertRows, newId, type Tx } from '../platform/db';
import { newEvent, publish } from '../platform/events';
import { hashPassword } from '../platform/auth';
import type { IsoDate } from '../platform/dates/types';
import { isProfile } from './core/profiles';

export type NewAccount = {
  readonly tenantId: string;
  readonly username: string;
  readonly displayName: string;
  /** None: the account cannot sign in with a password. */
  readonly password?: string;
  readonly personId?: string;
};

/** Makes the accounts that do not exist yet, known by tenant and username; returns the ids of all, in order. */
export async function createAccounts(tx: Tx, commands: readonly NewAccount[]): Promise<string[]> {
  const existing = await tx.query<{ tenantId: string; id: string; username: string }>(
    `select tenant_id as "tenantId", id, username from account
     where (tenant_id, username) in (select * from unnest($1::uuid[], $2::text[]))`,
    [commands.map((each) => each.tenantId), commands.map((each) => each.username)],
  );
  const idOf = new Map(existing.map((row) => [`${row.tenantId} ${row.username}`, row.id]));
  const missing = commands.filter((each) => !idOf.has(keyOf(each)));
  const rows = [];
  // Hashing is slow on purpose: accounts that one call gives the same first password share its hash.
  const hashes = new Map<string, string>();
  for (const each of missing) {
    if (each.password !== undefined && !hashes.has(each.password))
      hashes.set(each.password, await hashPassword(each.password));
    const id = newId();
    idOf.set(keyOf(each), id);
    rows.push({
      tenant_id: each.tenantId,
      id,
      username: each.username,
      display_name: each.displayName,
      password_hash: hashes.get(each.password ?? '') ?? null,
      person_id: each.personId ?? null,
      status: 'active',
      created_at: tx.now,
      version: 1,
    });
  }
  await insertRows(tx, 'account', rows);
  await publish(
    tx,
    rows.map((row) =>
      newEvent(tx, {
        type: 'account-created',
        tenantId: row.tenant_id,
        subjects: { objectId: row.id, ...(row.person_id === null ? {} : { personId: row.person_id }) },
      }),
    ),
  );
  return commands.map((each) => idOf.get(keyOf(each)) ?? '');
}

export type NewGrant = {
  readonly tenantId: string;
  readonly accountId: string;
  readonly profile: string;
  readonly organisationId?: string;
  readonly dateFrom: IsoDate;
  readonly dateTo?: IsoDate;
};

export type GrantRefusal = { readonly ok: false; readonly refusal: 'unknown-profile' | 'already-granted' };

/** PERM-1: gives profiles to accounts; recorded. A profile that is held already is not given twice. */
export async function grantProfiles(
  tx: Tx,
  commands: readonly NewGrant[],
): Promise<({ readonly ok: true } | GrantRefusal)[]> {
  const held = await tx.query<{ accountId: string; profile: string }>(
    `select account_id as "accountId", profile from profile_grant where account_id = any($1::uuid[]) and (date_to is null or date_to >= $2)`,
    [commands.map((each) => each.accountId), tx.today],
  );
  const known = new Set(held.map((row) => `${row.accountId} ${row.profile}`));
  const results = commands.map((each) => {
    if (!isProfile(each.profile)) return { ok: false, refusal: 'unknown-profile' } as const;
    const key = `${each.accountId} ${each.profile}`;
    if (known.has(key)) return { ok: false, refusal: 'already-granted' } as const;
    known.add(key);
    return { ok: true } as const;
  });
  const rows = commands
    .filter((_, index) => results[index]?.ok)
    .map((each) => ({
      tenant_id: each.tenantId,
      id: newId(),
      account_id: each.accountId,
      profile: each.profile,
      organisation_id: each.organisationId ?? null,
      date_from: each.dateFrom,
      date_to: each.dateTo ?? null,
      version: 1,
    }));
  await insertRows(tx, 'profile_grant', rows);
  await publish(
    tx,
    rows.map((row) =>
      newEvent(tx, {
        type: 'profile-granted',
        tenantId: row.tenant_id,
        subjects: { objectId: row.id, accountId: row.account_id },
        after: { profile: row.profile, dateFrom: row.date_from },
      }),
    ),
  );
  return results;
}

const keyOf = (each: { readonly tenantId: string; readonly username: string }): string =>
  `${each.tenantId} ${each.username}`;
