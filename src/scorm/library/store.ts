/** Loads and saves of `learning_object`, `learning_object_version` and `upload`. */
import { insertRows, updateRows, type Tx } from '../../platform/db';
import type { CheckedPackage, Finding } from '../package';
import type { Upload, UploadStatus } from './types';

export type NewVersion = {
  readonly tenantId: string;
  readonly learningObjectId: string;
  readonly id: string;
  readonly number: number;
  readonly package: CheckedPackage;
  readonly findings: readonly Finding[];
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly fileCount: number;
  readonly activityCount: number;
  readonly sha256: string;
  readonly storeKey: string;
};

export type LockedObject = { readonly title: string; readonly lastNumber: number; readonly currentSha256: string };

/** The object, locked until the end of the transaction; undefined when there is none of that tenant. */
export async function lockObject(tx: Tx, tenantId: string, id: string): Promise<LockedObject | undefined> {
  const locked = await tx.query<{ title: string; currentVersionId: string | null }>(
    `select title, current_version_id as "currentVersionId" from learning_object where tenant_id = $1 and id = $2 for update`,
    [tenantId, id],
  );
  if (!locked[0]) return undefined;
  // After the lock, so that a version of somebody who was quicker is seen.
  const [last] = await tx.query<{ number: number; sha256: string }>(
    `select max(number) as number, max(sha256) filter (where id = $3) as sha256 from learning_object_version
     where tenant_id = $1 and learning_object_id = $2`,
    [tenantId, id, locked[0].currentVersionId],
  );
  return { title: locked[0].title, lastNumber: last?.number ?? 0, currentSha256: last?.sha256 ?? '' };
}

export async function insertObject(tx: Tx, object: { tenantId: string; id: string; title: string }): Promise<void> {
  await insertRows(tx, 'learning_object', [
    {
      tenant_id: object.tenantId,
      id: object.id,
      title: object.title,
      status: 'active',
      created_at: tx.now,
      version: 1,
    },
  ]);
}

/** ELN-4: saves a version and makes it the one that new attempts use. Earlier ones stay as they are. */
export async function insertVersion(tx: Tx, one: NewVersion): Promise<void> {
  await insertRows(tx, 'learning_object_version', [
    {
      tenant_id: one.tenantId,
      id: one.id,
      learning_object_id: one.learningObjectId,
      number: one.number,
      scorm_version: one.package.scormVersion,
      title: storable(one.package.title),
      package: storable(one.package),
      findings: storable(one.findings),
      file_name: storable(one.fileName),
      size_bytes: one.sizeBytes,
      file_count: one.fileCount,
      activity_count: one.activityCount,
      sha256: one.sha256,
      store_key: one.storeKey,
      created_at: tx.now,
      created_by: tx.actor.accountId ?? null,
    },
  ]);
  await updateRows(
    tx,
    'learning_object',
    [{ tenant_id: one.tenantId, id: one.learningObjectId, current_version_id: one.id }],
    { versioned: true },
  );
}

export async function updateTitle(tx: Tx, tenantId: string, id: string, title: string): Promise<void> {
  await updateRows(tx, 'learning_object', [{ tenant_id: tenantId, id, title }], { versioned: true });
}

export async function insertUpload(tx: Tx, upload: Omit<Upload, 'status' | 'findings' | 'createdAt'>): Promise<void> {
  await tx.execute(
    `insert into upload (tenant_id, id, file_name, size_bytes, status, title, learning_object_id, account_id, created_at, touched_at)
     values ($1, $2, $3, $4, 'checking', $5, $6, $7, $8, clock_timestamp())`,
    [
      upload.tenantId,
      upload.id,
      storable(upload.fileName),
      upload.sizeBytes,
      upload.title ?? null,
      upload.learningObjectId ?? null,
      upload.accountId ?? null,
      tx.now,
    ],
  );
}

/** Says that somebody is still at it, and how far. */
export async function touchUpload(
  tx: Tx,
  upload: Pick<Upload, 'tenantId' | 'id'>,
  status: UploadStatus,
): Promise<void> {
  await tx.execute(
    `update upload set status = $3, touched_at = clock_timestamp() where tenant_id = $1 and id = $2 and finished_at is null`,
    [upload.tenantId, upload.id, status],
  );
}

export type UploadEnd = {
  readonly status: 'accepted' | 'refused' | 'failed';
  readonly findings: readonly Finding[];
  readonly learningObjectId?: string;
  readonly versionId?: string;
};

/** The end of an upload; false when somebody else has ended it before. */
export async function finishUpload(tx: Tx, upload: Pick<Upload, 'tenantId' | 'id'>, end: UploadEnd): Promise<boolean> {
  const changed = await tx.execute(
    `update upload set status = $3, findings = $4, learning_object_id = coalesce($5, learning_object_id), version_id = $6, finished_at = $7
     where tenant_id = $1 and id = $2 and finished_at is null`,
    [
      upload.tenantId,
      upload.id,
      end.status,
      JSON.stringify(storable(end.findings)),
      end.learningObjectId ?? null,
      end.versionId ?? null,
      tx.now,
    ],
  );
  return changed === 1;
}

/** Uploads whose process has been silent for so long; now ours. */
export async function claimSilentUploads(
  tx: Tx,
  silentSeconds: number,
): Promise<{ tenantId: string; id: string; tries: number }[]> {
  return tx.query(
    `update upload set touched_at = clock_timestamp(), tries = tries + 1
     where (tenant_id, id) in (
       select tenant_id, id from upload where status in ('checking', 'storing') and touched_at < clock_timestamp() - make_interval(secs => $1)
       for update skip locked)
     returning tenant_id as "tenantId", id, tries`,
    [silentSeconds],
  );
}

/** A copy that PostgreSQL can keep as JSON: it takes neither NUL nor half a character, and both turn up in packages. */
export function storable<T>(value: T): T {
  const text = (words: string): string => words.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD');
  if (typeof value === 'string') return text(value) as T;
  return JSON.parse(JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? text(one) : one))) as T;
}
