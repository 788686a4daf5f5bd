/** Who a command is about. */
import type { Tx } from '../platform/db';
import { isIsoDate, type IsoDate } from '../platform/dates';
import { LONDON, addDays, localToInstant } from '../platform/dates';
import { cliMessages as say } from './messages.en';
import { CommandRefused, WrongUsage } from './types';

/** Every tenant, as a script of the operator. */
export const everything = { tenant: 'all', actor: { source: 'admin' } } as const;

export type FoundAccount = {
  readonly tenantId: string;
  readonly tenantCode: string;
  readonly accountId: string;
  readonly username: string;
  readonly displayName: string;
  readonly personId: string | null;
};

/** The tenant with a code. @throws CommandRefused */
export async function findTenant(tx: Tx, code: string): Promise<{ readonly id: string; readonly kind: string }> {
  const [row] = await tx.query<{ id: string; kind: string }>('select id, kind from people_v_tenant where code = $1', [
    code,
  ]);
  if (!row) throw new CommandRefused(say.noTenant(code));
  return row;
}

/** The account of a username, in any employer unless one is named. In a transaction of all tenants. @throws CommandRefused */
export async function findAccount(tx: Tx, username: string, tenantCode?: string): Promise<FoundAccount> {
  const rows = await tx.query<FoundAccount>(
    `select a.tenant_id as "tenantId", t.code as "tenantCode", a.account_id as "accountId", a.username, a.display_name as "displayName", a.person_id as "personId"
     from people_v_account a join people_v_tenant t on t.id = a.tenant_id
     where a.username = $1 and ($2::text is null or t.code = $2) order by t.code`,
    [username.trim().toLowerCase(), tenantCode ?? null],
  );
  const [found] = rows;
  if (!found) throw new CommandRefused(say.noAccount(username));
  if (rows.length > 1)
    throw new CommandRefused(
      say.whichEmployer(
        username,
        rows.map((row) => row.tenantCode),
      ),
    );
  return found;
}

/** The same, of somebody who learns. @throws CommandRefused */
export async function findLearner(
  tx: Tx,
  username: string,
  tenantCode?: string,
): Promise<FoundAccount & { readonly personId: string }> {
  const account = await findAccount(tx, username, tenantCode);
  if (account.personId === null) throw new CommandRefused(say.noPerson(username));
  return { ...account, personId: account.personId };
}

/** An option that is a date, if it was given. @throws WrongUsage */
export function dateOption(text: string | undefined): IsoDate | undefined {
  if (text === undefined) return undefined;
  if (!isIsoDate(text)) throw new WrongUsage(say.badDate(text));
  return text;
}

/** The instant at which a day ends in London: what was recorded before it was known on that day. */
export const endOf = (date: IsoDate): Date => localToInstant({ date: addDays(date, 1), time: '00:00' }, LONDON);
