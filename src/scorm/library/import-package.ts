/** ELO-5, ELN-4: from a zip on disk to a learning object, or a new version of one. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DatabaseAway, newId, type Database, type Tx } from '../../platform/db';
import { newEvent, publish } from '../../platform/events';
import type { FileStore } from '../../platform/files';
import { Problem } from '../../platform/http';
import {
  checkPackage,
  ExtractionRefused,
  leavesOf,
  type CheckedPackage,
  type Finding,
  type PackageCheck,
  type ReadPrerequisites,
} from '../package';
import { finding } from './findings';
import { writePackage, type ZipSource } from './package-files';
import { findSameFile } from './queries';
import { insertObject, insertVersion, lockObject } from './store';

export type ImportDeps = {
  readonly database: Database;
  readonly files: FileStore;
  /** Says which prerequisites nobody can read; without it nothing is said about them. */
  readonly readPrerequisites?: ReadPrerequisites;
};

export type ImportRequest = {
  readonly tenantId: string;
  readonly accountId?: string;
  /** The zip. It is read, never changed. */
  readonly filePath: string;
  /** Its key, when it already lies in the store: it is kept without a copy. */
  readonly storedAs?: string;
  /** As the author knows it; default: the name of `filePath`. */
  readonly fileName?: string;
  /** Of the new object; default: the package's own. Ignored for a new version. */
  readonly title?: string;
  /** The object to add a version to; absent = a new object. */
  readonly learningObjectId?: string;
};

export type ImportSteps = {
  /** The check is done; files are being stored. */
  readonly storing?: () => Promise<void>;
  /** Runs in the transaction that saves the version. */
  readonly saved?: (tx: Tx, imported: Imported) => Promise<void>;
};

export type Imported = {
  readonly ok: true;
  readonly learningObjectId: string;
  readonly versionId: string;
  readonly number: number;
  readonly title: string;
  readonly package: CheckedPackage;
  readonly findings: readonly Finding[];
};

/** `findings` hold at least one error that says why. */
export type ImportRefused = {
  readonly ok: false;
  readonly refusal: 'package-refused';
  readonly findings: readonly Finding[];
};

/**
 * Checks the package, stores its files under a key of their own and saves the rows: all of it, or nothing.
 * What a killed process leaves in the store is taken away later (`tidyLibrary`).
 * @throws Problem `not-found` for an object of another tenant, `disk-full`; DatabaseAway
 */
export async function importPackage(
  deps: ImportDeps,
  request: ImportRequest,
  steps: ImportSteps = {},
): Promise<Imported | ImportRefused> {
  const { database, files } = deps;
  const zip: ZipSource = {
    path: request.filePath,
    ...(request.storedAs === undefined ? {} : { storedAs: request.storedAs }),
  };
  // Contents are proved while they are extracted: a package is inflated once.
  const { readPrerequisites } = deps;
  const check = await checkPackage(zip.path, {
    proveContents: false,
    ...(readPrerequisites === undefined ? {} : { readPrerequisites }),
  });
  if (!check.accepted || check.package === undefined) return refused(check.findings);
  const [sha256, { size }] = await Promise.all([hashOf(zip.path), stat(zip.path)]);
  const before = await lookAround(database, request, sha256);
  if (before.refusal !== undefined) return refused([before.refusal, ...check.findings]);

  await steps.storing?.();
  await files.requireSpace(check.totalBytes * 1.3 + (zip.storedAs === undefined ? size : 0));
  const versionId = newId();
  const storeKey = `versions/${versionId}`;
  const untrue = await store(files, storeKey, zip, check);
  if (untrue !== undefined) return refused([untrue, ...check.findings]);

  const findings = [...check.findings, ...before.notes];
  const { fileCount } = check;
  const version = { package: check.package, id: versionId, findings, storeKey, sha256, sizeBytes: size, fileCount };
  try {
    const result = await save(database, request, version, steps);
    if (!result.ok) await files.deleteAll(storeKey);
    return result.ok ? result : refused([...result.findings, ...findings]);
  } catch (error) {
    // With the connection lost nobody knows whether the rows are there; the files wait for the tidying.
    if (!(error instanceof DatabaseAway)) await files.deleteAll(storeKey);
    throw error;
  }
}

const refused = (findings: readonly Finding[]): ImportRefused => ({ ok: false, refusal: 'package-refused', findings });

/** What can be said before the work of storing; `save` asks again under a lock. */
async function lookAround(
  database: Database,
  { tenantId, learningObjectId }: ImportRequest,
  sha256: string,
): Promise<{ readonly refusal?: Finding; readonly notes: readonly Finding[] }> {
  return database.inTransaction({ tenant: tenantId, actor: { source: 'import' } }, async (tx) => {
    if (learningObjectId === undefined) {
      const title = await findSameFile(tx, tenantId, sha256);
      return { notes: title === undefined ? [] : [finding('already-in-library', { title })] };
    }
    const object = await lockObject(tx, tenantId, learningObjectId);
    if (object === undefined) throw new Problem('not-found');
    return object.currentSha256 === sha256
      ? { refusal: finding('version-identical', { number: object.lastNumber }), notes: [] }
      : { notes: [] };
  });
}

/** @returns what is untrue in the zip, when it is not what its directory says */
async function store(
  files: FileStore,
  storeKey: string,
  zip: ZipSource,
  check: PackageCheck,
): Promise<Finding | undefined> {
  const batch = await files.startBatch(storeKey);
  try {
    await writePackage(batch, zip, check.files);
    await batch.finish();
    return undefined;
  } catch (error) {
    await batch.abandon();
    if (error instanceof ExtractionRefused) return error.finding;
    throw error;
  }
}

type StoredVersion = {
  readonly id: string;
  readonly package: CheckedPackage;
  readonly findings: readonly Finding[];
  readonly storeKey: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly fileCount: number;
};

function save(
  database: Database,
  request: ImportRequest,
  stored: StoredVersion,
  steps: ImportSteps,
): Promise<Imported | ImportRefused> {
  const { tenantId, accountId } = request;
  const actor = accountId === undefined ? { source: 'import' as const } : { source: 'self' as const, accountId };
  return database.inTransaction({ tenant: tenantId, actor }, async (tx) => {
    const learningObjectId = request.learningObjectId ?? newId();
    const title =
      titleOf(request.title) ?? titleOf(stored.package.title) ?? basename(request.fileName ?? request.filePath);
    const object =
      request.learningObjectId === undefined ? undefined : await lockObject(tx, tenantId, learningObjectId);
    if (request.learningObjectId === undefined) await insertObject(tx, { tenantId, id: learningObjectId, title });
    else if (object === undefined) return refused([finding('object-gone')]);
    else if (object.currentSha256 === stored.sha256)
      return refused([finding('version-identical', { number: object.lastNumber })]);

    const number = (object?.lastNumber ?? 0) + 1;
    const fileName = basename(request.fileName ?? request.filePath).slice(0, 300);
    await insertVersion(tx, {
      ...stored,
      tenantId,
      learningObjectId,
      number,
      fileName,
      activityCount: countLaunchable(stored.package),
    });
    const imported: Imported = {
      ok: true,
      learningObjectId,
      versionId: stored.id,
      number,
      title: object?.title ?? title,
      package: stored.package,
      findings: stored.findings,
    };
    await steps.saved?.(tx, imported);
    await publish(tx, [
      newEvent(tx, {
        type: number === 1 ? 'package-imported' : 'version-added',
        tenantId,
        subjects: { objectId: learningObjectId, versionId: stored.id },
        after: {
          number,
          scormVersion: stored.package.scormVersion,
          sha256: stored.sha256,
          sizeBytes: stored.sizeBytes,
        },
      }),
    ]);
    return imported;
  });
}

function countLaunchable({ organisations, defaultOrganisation }: CheckedPackage): number {
  const played = organisations.find(({ identifier }) => identifier === defaultOrganisation) ?? organisations[0];
  return played === undefined ? 0 : leavesOf(played.root).filter(({ resource }) => resource !== undefined).length;
}

const longestTitle = 300;

/** A title as it is kept: one line, not too long; undefined when nothing is left. */
export function titleOf(text: string | undefined): string | undefined {
  const line = [...(text ?? '').replace(/[\p{Cc}\p{Surrogate}\s]+/gu, ' ').trim()].slice(0, longestTitle).join('');
  return line === '' ? undefined : line;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 ** 2 }), hash);
  return hash.digest('hex');
}
