import { nationalTenantId, type Tx } from '../platform/db';
import type { SignedIn } from '../platform/http';
import type { IsoDate } from '../platform/dates';

/** A message as its reader sees it: the end of a message key and what its sentence says. */
export type InboxMessage = {
  readonly id: string;
  readonly code: string;
  readonly createdAt: Date;
  readonly unread: boolean;
  /** Title of what it is about, as it is called now. */
  readonly title: string;
  readonly until: IsoDate | null;
  /** Where the reader can see more. */
  readonly href: string;
};

type Reader = { readonly tenantId: string; readonly personId: string };
type Row = {
  id: string;
  code: string;
  createdAt: Date;
  unread: boolean;
  title: string | null;
  fields: Readonly<Record<string, string | number | null>>;
  total: number;
};

/** Codes that have a sentence of their own; another is shown plainly rather than not at all. */
const known = new Set(['N-03']);

/** A person's messages, newest first, with titles looked up. */
export async function listMessagesOf(
  tx: Tx,
  reader: Reader,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ readonly rows: InboxMessage[]; readonly total: number }> {
  const rows = await tx.query<Row>(
    `select m.id, m.code, m.created_at as "createdAt", m.read_at is null as unread, m.fields, d.title, count(*) over () as total
     from message m
     left join competence_v_definition d on d.tenant_id in ($1, $3) and d.tenant_id::text = m.fields->>'competenceOwnerId' and d.competence_id::text = m.fields->>'competenceId'
     where m.tenant_id = $1 and m.person_id = $2 order by m.created_at desc, m.id desc limit $4 offset $5`,
    [reader.tenantId, reader.personId, nationalTenantId, page.limit, page.offset],
  );
  return {
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ id, code, createdAt, unread, title, fields }) => ({
      id,
      code: known.has(code) ? code : 'other',
      createdAt,
      unread,
      title: title ?? '',
      until: typeof fields.dateTo === 'string' ? (fields.dateTo as IsoDate) : null,
      href: fields.competenceId ? `/why/competence/${fields.competenceOwnerId}/${fields.competenceId}` : '/my-learning',
    })),
  };
}

/** Marks all of a person's messages as read. Returns how many were not. */
export function readMessagesOf(tx: Tx, reader: Reader): Promise<number> {
  return tx.execute('update message set read_at = $3 where tenant_id = $1 and person_id = $2 and read_at is null', [
    reader.tenantId,
    reader.personId,
    tx.now,
  ]);
}

/** How many messages the signed-in person has not read, for the header; nought for accounts without a person. */
export async function countUnread(tx: Tx, who: Pick<SignedIn, 'tenantId' | 'personId'>): Promise<number> {
  if (who.personId === undefined) return 0;
  const [row] = await tx.query<{ unread: number }>(
    'select count(*)::int as unread from message where tenant_id = $1 and person_id = $2 and read_at is null',
    [who.tenantId, who.personId],
  );
  return row?.unread ?? 0;
}
