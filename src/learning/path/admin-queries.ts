/** Reads for the administrators of learning paths. */
import { nationalTenantId, type Tx } from '../../platform/db';
import type { IsoDate } from '../../platform/dates';
import { pageSize, type ListQuery, type ObjectKey } from '../../platform/forms';

export type PathListRow = ObjectKey & {
  readonly title: string;
  readonly activeTo: IsoDate | null;
  readonly courses: number;
  /** Of this employer. */ readonly enrolled: number;
};

const likeText = (search: string): string => `%${search.replace(/[\\%_]/g, '\\$&')}%`;

/** LP-1: catalogue paths only; personal ones are their persons' own. */
export async function listPaths(
  tx: Pick<Tx, 'query'>,
  wish: ListQuery<'title' | 'changed'> & { readonly tenantId: string; readonly perPage?: number },
): Promise<{ readonly rows: readonly PathListRow[]; readonly total: number }> {
  const perPage = wish.perPage ?? pageSize;
  const rows = await tx.query<PathListRow & { total: number }>(
    `with found as (
       select p.tenant_id, p.id, p.title, p.active_to, count(*) over () as total,
         row_number() over (order by ${wish.sort === 'title' ? 'lower(p.title)' : 'p.created_at'} ${wish.direction === 'desc' ? 'desc' : 'asc'}, p.id) as place
       from learning_path p where p.tenant_id in ($1, $2) and p.source = 'Catalogue' and p.title ilike $3)
     select n.total, n.tenant_id as "ownerId", n.id, n.title, n.active_to as "activeTo",
       (select count(*) from path_course c where c.tenant_id = n.tenant_id and c.path_id = n.id) as courses,
       (select count(*) from path_enrolment e where e.tenant_id = $1 and e.path_owner_id = n.tenant_id and e.path_id = n.id and e.status not in ('CANCELLED', 'REJECTED')) as enrolled
     from found n where n.place > $4 and n.place <= $5 order by n.place`,
    [wish.tenantId, nationalTenantId, likeText(wish.q), (wish.page - 1) * perPage, wish.page * perPage],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) };
}

export type PathRecord = ObjectKey & {
  readonly title: string;
  readonly description: string;
  readonly version: number;
  readonly activeFrom: IsoDate;
  readonly activeTo: IsoDate | null;
  readonly targetDays: number | null;
  readonly targetDate: IsoDate | null;
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly rule: 'ALL_MANDATORY' | 'N_OF' | 'OPTIONAL';
    readonly n: number | null;
    readonly courses: readonly (ObjectKey & { readonly title: string })[];
  }[];
};

export async function findPathRecord(tx: Pick<Tx, 'query'>, key: ObjectKey): Promise<PathRecord | undefined> {
  const [row] = await tx.query<PathRecord>(
    `select p.tenant_id as "ownerId", p.id, p.title, p.description, p.version, p.active_from as "activeFrom", p.active_to as "activeTo", p.target_days as "targetDays", p.target_date as "targetDate",
       coalesce((select json_agg(json_build_object('id', s.id, 'title', s.title, 'rule', s.rule, 'n', s.n, 'courses', coalesce((
          select json_agg(json_build_object('ownerId', c.course_owner_id, 'id', c.course_id, 'title', k.title) order by c.position)
          from path_course c join learning_catalogue_v_course k on k.tenant_id = c.course_owner_id and k.course_id = c.course_id
          where c.tenant_id = s.tenant_id and c.section_id = s.id), '[]'::json)) order by s.position)
        from path_section s where s.tenant_id = p.tenant_id and s.path_id = p.id), '[]'::json) as sections
     from learning_path p where p.tenant_id = $1 and p.id = $2 and p.source = 'Catalogue'`,
    [key.ownerId, key.id],
  );
  return row;
}

export type PathPerson = {
  readonly personId: string;
  readonly name: string;
  readonly status: string;
  readonly done: number;
  readonly of: number;
  readonly targetDate: IsoDate | null;
  readonly completionDate: IsoDate | null;
};

/** This employer's people on a path, by name. */
export async function listPathPeople(
  tx: Pick<Tx, 'query'>,
  wish: { readonly tenantId: string; readonly key: ObjectKey; readonly page: number },
): Promise<{ readonly rows: readonly PathPerson[]; readonly total: number }> {
  const rows = await tx.query<PathPerson & { total: number }>(
    `select count(*) over () as total, e.person_id as "personId", p.full_name as name, e.status, e.completed_courses as done, e.mandatory_courses as of,
       e.completion_target_date as "targetDate", e.completion_date as "completionDate"
     from path_enrolment e join people_v_person p on p.tenant_id = e.tenant_id and p.person_id = e.person_id
     where e.tenant_id = $1 and e.path_owner_id = $2 and e.path_id = $3 order by p.last_name, p.first_name, e.id limit $4 offset $5`,
    [wish.tenantId, wish.key.ownerId, wish.key.id, pageSize, (wish.page - 1) * pageSize],
  );
  return { rows: rows.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) };
}
