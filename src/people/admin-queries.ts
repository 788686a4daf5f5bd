/** Reads for those who look after people. RLS shows the own tenant alone; the statements say so too. */
import type { Tx } from '../platform/db';
import type { IsoDate } from '../platform/dates';
import { pageSize, type ListQuery } from '../platform/forms';

export type PersonListRow = {
  readonly personId: string;
  readonly name: string;
  readonly username: string | null;
  readonly email: string | null;
};

const likeText = (search: string): string => `%${search.replace(/[\\%_]/g, '\\$&')}%`;

/** People by any part of name or username, in either order of the names. */
export async function listPersons(
  tx: Pick<Tx, 'query'>,
  wish: Pick<ListQuery, 'q' | 'page' | 'direction'> & { readonly tenantId: string; readonly perPage?: number },
): Promise<{ readonly rows: readonly PersonListRow[]; readonly total: number }> {
  const perPage = wish.perPage ?? pageSize;
  const way = wish.direction === 'desc' ? 'desc' : 'asc';
  const rows = await tx.query<PersonListRow & { total: number }>(
    `select count(*) over () as total, p.id as "personId", p.first_name || ' ' || p.last_name as name, a.username, p.office_email as email
     from person p
     left join lateral (select username from account a where a.tenant_id = p.tenant_id and a.person_id = p.id order by a.created_at limit 1) a on true
     where p.tenant_id = $1 and ($2 = '%%' or p.first_name || ' ' || p.last_name ilike $2 or p.last_name || ' ' || p.first_name ilike $2 or a.username ilike $2)
     order by p.last_name ${way}, p.first_name ${way}, p.id limit $3 offset $4`,
    [
      wish.tenantId,
      likeText(wish.q.replace(/,/g, ' ').replace(/\s+/g, ' ').trim()),
      perPage,
      (wish.page - 1) * perPage,
    ],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) };
}

export type PersonSummary = PersonListRow & {
  readonly personTypes: readonly string[];
  readonly employmentStart: IsoDate | null;
};

export async function findPerson(
  tx: Pick<Tx, 'query' | 'today'>,
  key: { readonly tenantId: string; readonly personId: string },
): Promise<PersonSummary | undefined> {
  const [row] = await tx.query<PersonSummary>(
    `select p.id as "personId", p.first_name || ' ' || p.last_name as name, p.office_email as email, p.employment_start as "employmentStart",
       (select username from account a where a.tenant_id = p.tenant_id and a.person_id = p.id order by a.created_at limit 1) as username,
       array(select f.person_type from person_type_fact f where f.tenant_id = p.tenant_id and f.person_id = p.id and f.superseded_at is null
         and f.date_from <= $3 and (f.date_to is null or f.date_to >= $3) order by f.person_type) as "personTypes"
     from person p where p.tenant_id = $1 and p.id = $2`,
    [key.tenantId, key.personId, tx.today],
  );
  return row;
}

export type AssignmentLine = {
  readonly position: string;
  readonly organisation: string;
  readonly manager: string | null;
  readonly status: string;
  readonly primary: boolean;
  readonly dateFrom: IsoDate;
};

/** PERM-9: shown to those with `person.viewAssignment` alone. */
export function listAssignments(
  tx: Pick<Tx, 'query' | 'today'>,
  key: { readonly tenantId: string; readonly personId: string },
): Promise<AssignmentLine[]> {
  return tx.query<AssignmentLine>(
    `select p.title as position, o.name as organisation, case when m.id is null then null else m.first_name || ' ' || m.last_name end as manager, f.status, f.is_primary as primary,
       f.date_from as "dateFrom"
     from assignment_fact f
     join position_fact p on p.tenant_id = f.tenant_id and p.position_id = f.position_id and p.superseded_at is null and p.date_from <= $3 and (p.date_to is null or p.date_to >= $3)
     join organisation_fact o on o.tenant_id = f.tenant_id and o.organisation_id = f.organisation_id and o.superseded_at is null and o.date_from <= $3 and (o.date_to is null or o.date_to >= $3)
     left join person m on m.tenant_id = f.tenant_id and m.id = f.supervisor_person_id
     where f.tenant_id = $1 and f.person_id = $2 and f.superseded_at is null and f.date_from <= $3 and (f.date_to is null or f.date_to >= $3)
     order by f.is_primary desc, f.date_from`,
    [key.tenantId, key.personId, tx.today],
  );
}
