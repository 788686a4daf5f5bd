import { createAccounts, createTenants, grantProfiles } from '../people';
import { randomToken } from '../platform/auth';
import { oneAtATime, type Database } from '../platform/db';

/** Where nobody is yet, the first employer and its name; both can be followed by others with `apply`. */
const firstEmployer = { code: '001', name: 'My organisation', kind: 'employer' } as const;
const national = { code: '000', name: 'National', kind: 'national' } as const;
const username = 'admin';
const profiles = ['learningAdministration', 'contentAuthor', 'careerManagement', 'localSystems'];

/**
 * `SEED=none`: one administrator where there is no account at all.
 * @returns the username and the password, which is kept nowhere else; undefined when there was nothing to do
 */
export async function seedNone(deps: {
  readonly database: Database;
}): Promise<{ readonly username: string; readonly password: string } | undefined> {
  return oneAtATime(deps.database.url, 'seed', () =>
    deps.database.inTransaction({ tenant: 'all', actor: { source: 'import' } }, async (tx) => {
      const accounts = await tx.query('select 1 as found from people_v_account limit 1');
      if (accounts.length > 0) return undefined;
      const password = randomToken().slice(0, 24);
      const tenants = await tx.query<{ id: string; kind: string }>(
        'select id, kind from people_v_tenant order by code',
      );
      const missing = [
        ...(tenants.some((each) => each.kind === 'national') ? [] : [national]),
        ...(tenants.some((each) => each.kind === 'employer') ? [] : [firstEmployer]),
      ];
      const made = await createTenants(tx, missing);
      const tenantId = tenants.find((each) => each.kind === 'employer')?.id ?? made.at(-1) ?? '';
      const [accountId = ''] = await createAccounts(tx, [
        { tenantId, username, displayName: 'Administrator', password },
      ]);
      await grantProfiles(
        tx,
        profiles.map((profile) => ({ tenantId, accountId, profile, dateFrom: tx.today })),
      );
      return { username, password };
    }),
  );
}
