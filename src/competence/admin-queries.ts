/** Competencies for screens: to look through, to choose from, to name. */
import { nationalTenantId, type Tx } from '../platform/db';
import type { IsoDate, Period } from '../platform/dates';

export type CompetenceChoice = {
  readonly ownerId: string;
  readonly id: string;
  /** The whole name with its parts (COMP-1). */
  readonly name: string;
  readonly title: string;
  readonly frameworkCode: string;
  readonly illustrative: boolean;
  readonly renewal: Period | null;
  readonly dateFrom: IsoDate;
  readonly dateTo: IsoDate | null;
  /** Levels of its scale, lowest first; empty when it has none. */
  readonly levels: readonly { readonly step: number; readonly name: string }[];
};

const columns = `c.tenant_id as "ownerId", c.id, c.name, f.title, fw.code as "frameworkCode", c.illustrative,
  case when f.renewal_n is null then null else json_build_object('n', f.renewal_n, 'unit', f.renewal_unit) end as renewal,
  f.date_from as "dateFrom", f.date_to as "dateTo",
  coalesce((select json_agg(json_build_object('step', l.step, 'name', l.name) order by l.step) from rating_level l
    where l.tenant_id = f.tenant_id and l.scale_id = f.rating_scale_id), '[]') as levels`;
const from = `from competence c
  join framework fw on fw.tenant_id = c.tenant_id and fw.id = c.framework_id
  join competence_fact f on f.tenant_id = c.tenant_id and f.competence_id = c.id and f.superseded_at is null`;

export type CompetenceWish = {
  /** Whose competencies; national ones come with them. */
  readonly tenantId: string;
  readonly search?: string;
  readonly page?: number;
  readonly pageSize?: number;
  readonly sort?: 'title' | 'framework';
  readonly direction?: 'asc' | 'desc';
  /** Only what has not ended. */
  readonly current?: boolean;
};

/** Competencies this tenant may use, by any part of their name. */
export async function listCompetences(
  tx: Pick<Tx, 'query' | 'today'>,
  wish: CompetenceWish,
): Promise<{ readonly rows: readonly CompetenceChoice[]; readonly total: number }> {
  const { page = 1, pageSize = 25, sort = 'title', direction = 'asc', current = false } = wish;
  const order = sort === 'title' ? 'lower(f.title)' : 'fw.code';
  const rows = await tx.query<CompetenceChoice & { total: number }>(
    `select ${columns}, count(*) over () as total ${from}
     where c.tenant_id in ($1, $2) and c.name ilike $3 and (not $6 or f.date_to is null or f.date_to >= $7)
     order by ${order} ${direction === 'desc' ? 'desc' : 'asc'}, lower(f.title), c.id limit $5 offset $4`,
    [wish.tenantId, nationalTenantId, likeText(wish.search ?? ''), (page - 1) * pageSize, pageSize, current, tx.today],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) };
}

/** Competencies by owner and id; what is not there is left out. */
export function findCompetences(
  tx: Pick<Tx, 'query'>,
  keys: readonly { readonly ownerId: string; readonly id: string }[],
): Promise<CompetenceChoice[]> {
  return tx.query<CompetenceChoice>(
    `select ${columns} ${from} where (c.tenant_id, c.id) in (select * from unnest($1::uuid[], $2::uuid[])) order by lower(f.title)`,
    [keys.map((key) => key.ownerId), keys.map((key) => key.id)],
  );
}

const likeText = (search: string): string => `%${search.replace(/[\\%_]/g, '\\$&')}%`;
