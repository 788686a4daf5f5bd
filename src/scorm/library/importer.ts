/** Imports of uploads: a few at a time, with a sign of life, taken up again when a process died over one. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseAway, type Tx } from '../../platform/db';
import { asProblem } from '../../platform/http';
import type { Log } from '../../platform/log';
import type { Finding } from '../package';
import { finding, type LibraryFindingCode } from './findings';
import { importPackage, type ImportDeps, type ImportRequest } from './import-package';
import { findUpload } from './queries';
import { claimSilentUploads, finishUpload, touchUpload, type UploadEnd } from './store';
import type { Upload, UploadStatus } from './types';

export type ImporterDeps = ImportDeps & {
  readonly log: Log;
  /** Signs of life; tests make them quicker. */
  readonly pulseMs?: number;
};

export type Importer = {
  /** Imports an upload that was received. Never rejects: how it ended stands in the upload's row. */
  readonly start: (upload: Pick<Upload, 'tenantId' | 'id'>) => Promise<void>;
  /** Takes up what other processes left behind; for a job. */
  readonly recover: (silentSeconds?: number) => Promise<void>;
  /** Waits for what is under way, for so long at most. */
  readonly settle: (patienceMs: number) => Promise<void>;
};

const atOnce = 2;
const mostTries = 3;
const pulseEveryMs = 15_000;
const silentAfterSeconds = 120;

/** Where the zip of an upload lies while it is looked at. */
export const uploadKey = (id: string): string => `uploads/${id}`;

export function createImporter(deps: ImporterDeps): Importer {
  const { database, files, log } = deps;
  const underWay = new Set<Promise<void>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  const inTenant = <T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> =>
    database.inTransaction({ tenant: tenantId, actor: { source: 'import' } }, work);
  const touch = (upload: Pick<Upload, 'tenantId' | 'id'>, status: UploadStatus): Promise<void> =>
    inTenant(upload.tenantId, (tx) => touchUpload(tx, upload, status));

  async function run(one: Pick<Upload, 'tenantId' | 'id'>): Promise<void> {
    let status: UploadStatus = 'checking';
    const pulse = setInterval(() => {
      touch(one, status).catch((error: unknown) =>
        log.warn({ err: error, uploadId: one.id }, 'upload: no sign of life'),
      );
    }, deps.pulseMs ?? pulseEveryMs);
    try {
      if (running >= atOnce) await new Promise<void>((turn) => waiting.push(turn));
      else running += 1;
      try {
        const upload = await inTenant(one.tenantId, (tx) => findUpload(tx, one.tenantId, one.id));
        if (upload === undefined || upload.finishedAt !== undefined) return;
        await importUpload(upload, () => touch(one, (status = 'storing')));
      } finally {
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    } catch (error) {
      // With the database away the row stays as it is, and `recover` takes it up later.
      if (error instanceof DatabaseAway) log.warn({ err: error, uploadId: one.id }, 'upload: waits for the database');
      else
        await end(one, { status: 'failed', findings: [faultOf(error)] }, error).catch((again: unknown) =>
          log.error({ err: again, uploadId: one.id }, 'upload'),
        );
    } finally {
      clearInterval(pulse);
    }
  }

  async function importUpload(upload: Upload, storing: () => Promise<void>): Promise<void> {
    const key = uploadKey(upload.id);
    const filePath = files.localPath(key);
    if (filePath === undefined || (await files.find(key)) === undefined)
      throw new Error('the uploaded file is not there');
    const { tenantId, accountId, title, learningObjectId, fileName } = upload;
    const request: ImportRequest = {
      tenantId,
      filePath,
      storedAs: key,
      fileName,
      ...(accountId === undefined ? {} : { accountId }),
      ...(title === undefined ? {} : { title }),
      ...(learningObjectId === undefined ? {} : { learningObjectId }),
    };
    const result = await importPackage(deps, request, {
      storing,
      // In the transaction of the version: an upload is never imported twice.
      saved: async (tx, { findings, learningObjectId: objectId, versionId }) => {
        const mine = await finishUpload(tx, upload, {
          status: 'accepted',
          findings,
          learningObjectId: objectId,
          versionId,
        });
        if (!mine) throw new FinishedElsewhere();
      },
    }).catch((error: unknown) => {
      if (error instanceof FinishedElsewhere) return undefined;
      throw error;
    });
    if (result?.ok === false) await end(upload, { status: 'refused', findings: result.findings });
    else await files.delete(key);
  }

  /** The file goes first: an end that is written down has left nothing behind. */
  async function end(upload: Pick<Upload, 'tenantId' | 'id'>, outcome: UploadEnd, fault?: unknown): Promise<void> {
    if (fault !== undefined) log.error({ err: fault, uploadId: upload.id }, 'upload failed');
    await files.delete(uploadKey(upload.id));
    await inTenant(upload.tenantId, (tx) => finishUpload(tx, upload, outcome));
  }

  const start: Importer['start'] = (upload) => {
    const work = run(upload);
    underWay.add(work);
    void work.then(() => underWay.delete(work));
    return work;
  };

  return {
    start,
    recover: async (silentSeconds = silentAfterSeconds) => {
      const left = await database.inTransaction({ tenant: 'all', actor: { source: 'process:library' } }, (tx) =>
        claimSilentUploads(tx, silentSeconds),
      );
      // One that keeps ending its process is given up.
      await Promise.all(
        left.map((one) =>
          one.tries > mostTries ? end(one, { status: 'failed', findings: [finding('import-failed')] }) : start(one),
        ),
      );
    },
    settle: async (patienceMs) => {
      const timer = new AbortController();
      await Promise.race([Promise.all(underWay), sleep(patienceMs, undefined, { signal: timer.signal })]).catch(
        () => undefined,
      );
      timer.abort();
    },
  };
}

class FinishedElsewhere extends Error {}

function faultOf(error: unknown): Finding {
  const codes: Readonly<Record<string, LibraryFindingCode>> = { 'disk-full': 'disk-full', 'not-found': 'object-gone' };
  return finding(codes[asProblem(error).code] ?? 'import-failed');
}
