import type { Tx } from '../platform/db';
import { pageSize, type ListQuery } from '../platform/forms';

export type Reportable = {
  readonly ownerId: string;
  readonly id: string;
  readonly title: string;
  readonly attempts: number;
  readonly learners: number;
  readonly lastAt: Date;
};

const sorting = { last: '"lastAt"', title: 'lower(title)', attempts: 'attempts' } as const;

/** Learning objects that this tenant's people have played, by title. */
export async function listReportable(
  tx: Pick<Tx, 'query'>,
  { tenantId, q, sort, direction, page }: ListQuery<'last' | 'title' | 'attempts'> & { readonly tenantId: string },
): Promise<{ readonly rows: readonly Reportable[]; readonly total: number }> {
  const rows = await tx.query<Reportable & { total: number }>(
    `with played as (
       select a.object_owner_id, a.object_id, count(*)::int as attempts, count(distinct e.person_id)::int as learners, max(a.last_at) as "lastAt"
       from learning_enrolment_v_enrolment e join scorm_runtime_v_attempt a on a.tenant_id = e.tenant_id and a.registration_id = e.enrolment_id
       where e.tenant_id = $1 and a.mode = 'normal' and a.continued_by is null group by a.object_owner_id, a.object_id)
     select o.tenant_id as "ownerId", o.object_id as id, o.title, p.attempts, p.learners, p."lastAt", count(*) over ()::int as total
     from played p join scorm_library_v_object o on o.tenant_id = p.object_owner_id and o.object_id = p.object_id
     where o.title ilike $2 order by ${sorting[sort]} ${direction === 'asc' ? 'asc' : 'desc'}, o.object_id limit $3 offset $4`,
    [tenantId, `%${q.replace(/[\\%_]/g, '\\$&')}%`, pageSize, (page - 1) * pageSize],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}
