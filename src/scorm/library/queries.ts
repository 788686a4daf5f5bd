/** Reads for the library's screens. */
import { nationalTenantId, type Tx } from '../../platform/db';
import type { LearningObject, LearningObjectRow, Upload } from './types';

export type ListWish = {
  /** Whose library; national objects come with it. */
  readonly tenantId: string;
  /** Any part of the title. */
  readonly search?: string;
  readonly sort?: 'title' | 'updated' | 'size';
  readonly direction?: 'asc' | 'desc';
  /** From 1. */
  readonly page?: number;
  readonly pageSize?: number;
};

const sorting = { title: 'lower(o.title)', updated: 'v.created_at', size: 'v.size_bytes' } as const;

/** Active objects this tenant may use. A page past the end is empty and still knows the total. */
export async function listLearningObjects(
  tx: Pick<Tx, 'query'>,
  wish: ListWish,
): Promise<{ readonly rows: readonly LearningObjectRow[]; readonly total: number }> {
  const { sort = 'title', direction = 'asc', page = 1, pageSize = 25 } = wish;
  const rows = await tx.query<Partial<LearningObjectRow> & { total: number }>(
    `with found as (
       select o.tenant_id, o.id, o.title, v.number, v.scorm_version, v.activity_count, v.size_bytes, v.created_at,
         row_number() over (order by ${sorting[sort]} ${direction === 'desc' ? 'desc' : 'asc'}, o.id) as place
       from learning_object o
       join learning_object_version v on v.tenant_id = o.tenant_id and v.id = o.current_version_id
       where o.tenant_id in ($1, $2) and o.status = 'active' and o.title ilike $3
     )
     select counted.total, found.tenant_id as "ownerId", found.id, found.title, found.number as "versionNumber", found.scorm_version as "scormVersion",
       found.activity_count as "activityCount", found.size_bytes as "sizeBytes", found.created_at as "updatedAt"
     from (select count(*) as total from found) counted
     left join found on found.place > $4 and found.place <= $5
     order by found.place`,
    [
      wish.tenantId,
      nationalTenantId,
      `%${(wish.search ?? '').replace(/[\\%_]/g, '\\$&')}%`,
      (page - 1) * pageSize,
      page * pageSize,
    ],
  );
  const there = rows.filter((row): row is LearningObjectRow & { total: number } => typeof row.id === 'string');
  return { rows: there.map(({ total: _, ...row }) => row), total: Number(rows[0]?.total ?? 0) };
}

/** One object with its current version and history; undefined when it does not exist or is not to be seen. */
export async function findLearningObject(
  tx: Pick<Tx, 'query'>,
  ownerId: string,
  id: string,
): Promise<LearningObject | undefined> {
  const columns = `'id', v.id, 'number', v.number, 'scormVersion', v.scorm_version, 'title', v.title, 'fileName', v.file_name,
    'sizeBytes', v.size_bytes, 'fileCount', v.file_count, 'activityCount', v.activity_count, 'createdAt', v.created_at`;
  const [row] = await tx.query<
    Omit<LearningObject, 'current' | 'versions'> & {
      current: LearningObject['current'];
      versions: LearningObject['versions'];
    }
  >(
    `select o.tenant_id as "ownerId", o.id, o.title, o.version,
       jsonb_build_object(${columns}, 'package', v.package, 'findings', v.findings, 'sha256', v.sha256, 'storeKey', v.store_key) as current,
       (select jsonb_agg(jsonb_build_object(${columns}) order by v.number desc) from learning_object_version v
        where v.tenant_id = o.tenant_id and v.learning_object_id = o.id) as versions
     from learning_object o
     join learning_object_version v on v.tenant_id = o.tenant_id and v.id = o.current_version_id
     where o.tenant_id = $1 and o.id = $2 and o.status = 'active'`,
    [ownerId, id],
  );
  if (!row) return undefined;
  const dated = <T extends { readonly createdAt: Date }>(version: T): T => ({
    ...version,
    createdAt: new Date(version.createdAt),
  });
  return { ...row, current: dated(row.current), versions: row.versions.map(dated) };
}

/** Whether there is such an object that this tenant itself may change. */
export async function ownsObject(tx: Pick<Tx, 'query'>, tenantId: string, id: string): Promise<boolean> {
  const found = await tx.query(`select 1 from learning_object where tenant_id = $1 and id = $2 and status = 'active'`, [
    tenantId,
    id,
  ]);
  return found.length > 0;
}

/** Where the original of a version lies. */
export async function findVersionFile(
  tx: Pick<Tx, 'query'>,
  ownerId: string,
  id: string,
  number: number,
): Promise<{ readonly fileName: string; readonly sizeBytes: number; readonly storeKey: string } | undefined> {
  const [row] = await tx.query<{ fileName: string; sizeBytes: number; storeKey: string }>(
    `select v.file_name as "fileName", v.size_bytes as "sizeBytes", v.store_key as "storeKey"
     from learning_object o join learning_object_version v on v.tenant_id = o.tenant_id and v.learning_object_id = o.id
     where o.tenant_id = $1 and o.id = $2 and v.number = $3 and o.status = 'active'`,
    [ownerId, id, number],
  );
  return row;
}

export async function findUpload(tx: Pick<Tx, 'query'>, tenantId: string, id: string): Promise<Upload | undefined> {
  const [row] = await tx.query<{ [Key in keyof Upload]: Upload[Key] | null }>(
    `select tenant_id as "tenantId", id, file_name as "fileName", size_bytes as "sizeBytes", status, findings, title, learning_object_id as "learningObjectId",
       version_id as "versionId", account_id as "accountId", created_at as "createdAt", finished_at as "finishedAt",
       (select number from learning_object_version v where v.tenant_id = upload.tenant_id and v.id = upload.version_id) as "versionNumber"
     from upload where tenant_id = $1 and id = $2`,
    [tenantId, id],
  );
  if (!row) return undefined;
  // What is not there is left out, as the type says.
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Upload;
}

/** Title of an object that was made from the same file, the oldest one; for a hint. */
export async function findSameFile(
  tx: Pick<Tx, 'query'>,
  tenantId: string,
  sha256: string,
): Promise<string | undefined> {
  const [row] = await tx.query<{ title: string }>(
    `select o.title from learning_object_version v join learning_object o on o.tenant_id = v.tenant_id and o.id = v.learning_object_id
     where v.tenant_id in ($1, $2) and v.sha256 = $3 and o.status = 'active' order by v.created_at limit 1`,
    [tenantId, nationalTenantId, sha256],
  );
  return row?.title;
}

/** Of these store keys, those that a version refers to. In a transaction of all tenants. */
export async function keysInUse(tx: Pick<Tx, 'query'>, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ key: string }>(
    `select store_key as key from learning_object_version where store_key = any($1::text[])`,
    [keys],
  );
  return new Set(rows.map(({ key }) => key));
}

/** Of these uploads, those that are not finished. In a transaction of all tenants. */
export async function uploadsUnderWay(tx: Pick<Tx, 'query'>, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    `select id from upload where id = any($1::uuid[]) and finished_at is null`,
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}
