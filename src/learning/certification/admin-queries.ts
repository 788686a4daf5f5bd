/** Reads for the administrators of certifications. */
import { nationalTenantId, type Tx } from '../../platform/db';
import type { IsoDate, Period } from '../../platform/dates';
import { pageSize, type ListQuery, type ObjectKey } from '../../platform/forms';
import { loadDefinitions, type DefinitionRow } from './store';

export type CertificationListRow = ObjectKey & {
  readonly title: string;
  readonly renewable: boolean;
  readonly validity: Period | null;
  readonly activeTo: IsoDate | null;
  readonly components: number;
  /** Of this employer. */
  readonly subscribers: number;
};

const likeText = (search: string): string => `%${search.replace(/[\\%_]/g, '\\$&')}%`;

export async function listCertifications(
  tx: Pick<Tx, 'query'>,
  wish: ListQuery<'title' | 'changed'> & { readonly tenantId: string; readonly perPage?: number },
): Promise<{ readonly rows: readonly CertificationListRow[]; readonly total: number }> {
  const perPage = wish.perPage ?? pageSize;
  const rows = await tx.query<CertificationListRow & { total: number }>(
    `with found as (
       select c.tenant_id, c.id, c.title, c.active_to, count(*) over () as total,
         row_number() over (order by ${wish.sort === 'title' ? 'lower(c.title)' : 'c.created_at'} ${wish.direction === 'desc' ? 'desc' : 'asc'}, c.id) as place
       from certification c where c.tenant_id in ($1, $2) and c.title ilike $3)
     select n.total, n.tenant_id as "ownerId", n.id, n.title, n.active_to as "activeTo", f.renewable,
       case when f.validity_n is null then null else json_build_object('n', f.validity_n, 'unit', f.validity_unit) end as validity,
       (select count(*) from certification_component k where k.tenant_id = n.tenant_id and k.certification_id = n.id and k.superseded_at is null) as components,
       (select count(*) from cert_subscription s where s.tenant_id = $1 and s.certification_owner_id = n.tenant_id and s.certification_id = n.id
          and s.status not in ('CANCELLED', 'REJECTED')) as subscribers
     from found n join certification_fact f on f.tenant_id = n.tenant_id and f.certification_id = n.id and f.superseded_at is null
     where n.place > $4 and n.place <= $5 order by n.place`,
    [wish.tenantId, nationalTenantId, likeText(wish.q), (wish.page - 1) * perPage, wish.page * perPage],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) };
}

export type CertificationRecord = DefinitionRow & { readonly description: string; readonly version: number };

export async function findCertificationRecord(tx: Tx, key: ObjectKey): Promise<CertificationRecord | undefined> {
  const found = (await loadDefinitions(tx, [key])).get(key.id);
  const [row] = await tx.query<{ description: string; version: number }>(
    `select description, version from certification where tenant_id = $1 and id = $2`,
    [key.ownerId, key.id],
  );
  return found && row && { ...found, ...row };
}

/** CERT-16: whether anybody is on it. In a transaction of all tenants for a national one. */
export async function hasSubscribers(tx: Pick<Tx, 'query'>, key: ObjectKey): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from cert_subscription where certification_owner_id = $1 and certification_id = $2 and status not in ('CANCELLED', 'REJECTED') limit 1`,
    [key.ownerId, key.id],
  );
  return rows.length > 0;
}

export type Subscriber = {
  readonly personId: string;
  readonly name: string;
  readonly status: string;
  readonly subscribedOn: IsoDate;
  readonly expirationDate: IsoDate | null;
  readonly dueDate: IsoDate | null;
};

/** This employer's people on a certification, by name. */
export async function listSubscribers(
  tx: Pick<Tx, 'query'>,
  wish: { readonly tenantId: string; readonly key: ObjectKey; readonly page: number },
): Promise<{ readonly rows: readonly Subscriber[]; readonly total: number }> {
  const rows = await tx.query<Subscriber & { total: number }>(
    `select count(*) over () as total, s.person_id as "personId", p.full_name as name, s.status, s.subscribed_on as "subscribedOn", s.expiration_date as "expirationDate",
       (select max(c.end_date) from cert_period c where c.tenant_id = s.tenant_id and c.subscription_id = s.id and c.status in ('ENROLLED', 'ACTIVE')) as "dueDate"
     from cert_subscription s join people_v_person p on p.tenant_id = s.tenant_id and p.person_id = s.person_id
     where s.tenant_id = $1 and s.certification_owner_id = $2 and s.certification_id = $3 order by p.last_name, p.first_name, s.id limit $4 offset $5`,
    [wish.tenantId, wish.key.ownerId, wish.key.id, pageSize, (wish.page - 1) * pageSize],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) };
}
