/** From a request to an upload on its way into the library. */
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isId, newId } from '../../platform/db';
import type { FileStore } from '../../platform/files';
import { Problem, receiveUpload, type Request } from '../../platform/http';
import { sizeInWords } from '../../platform/page';
import { titleOf } from './import-package';
import { uploadKey, type Importer } from './importer';
import { findUpload, ownsObject } from './queries';
import { insertUpload } from './store';
import type { Upload } from './types';

export type ReceiveDeps = {
  readonly files: FileStore;
  readonly importer: Importer;
  readonly maxUploadBytes: number;
  /** How long a request waits for the result before it sends people to the page that does. */
  readonly patienceMs?: number;
};

const defaultPatienceMs = 8000;

export type Wish = {
  /** Absent = a new object. */
  readonly learningObjectId?: string;
  /** For a bare body, which carries none of its own. */
  readonly fileName?: string;
  readonly title?: string;
};

/**
 * Streams the file to the store, writes the upload down and starts its import. An upload that is refused for its size or
 * cut off leaves nothing behind.
 * @returns the upload as it stands after a while, or undefined when no file was sent
 * @throws Problem `not-found` unless the object is this tenant's own; `too-large`, `upload-cut-off`, `disk-full`
 */
export async function receivePackage(deps: ReceiveDeps, request: Request, wish: Wish): Promise<Upload | undefined> {
  const { tenantId, accountId } = request.who();
  const { learningObjectId } = wish;
  if (
    learningObjectId !== undefined &&
    !(await request.inTransaction((tx) => ownsObject(tx, tenantId, learningObjectId)))
  )
    throw new Problem('not-found');
  const id = newId();
  const received = await receiveToStore(deps, request.raw, uploadKey(id));
  if (received === undefined) return undefined;
  const fileName = cleanName(received.fileName || wish.fileName);
  const title = titleOf(received.fields['title'] ?? wish.title);
  try {
    await request.inTransaction((tx) =>
      insertUpload(tx, {
        tenantId,
        id,
        fileName,
        sizeBytes: received.size,
        ...(isId(accountId) ? { accountId } : {}),
        ...(title === undefined ? {} : { title }),
        ...(learningObjectId === undefined ? {} : { learningObjectId }),
      }),
    );
  } catch (error) {
    await deps.files.delete(uploadKey(id));
    throw error;
  }
  const stop = new AbortController();
  await Promise.race([
    deps.importer.start({ tenantId, id }),
    sleep(deps.patienceMs ?? defaultPatienceMs, undefined, { signal: stop.signal }).catch(() => undefined),
  ]);
  stop.abort();
  return request.inTransaction((tx) => findUpload(tx, tenantId, id));
}

type Received = { readonly fileName: string; readonly fields: Readonly<Record<string, string>>; readonly size: number };

async function receiveToStore(
  { files, maxUploadBytes }: ReceiveDeps,
  raw: IncomingMessage,
  key: string,
): Promise<Received | undefined> {
  try {
    return await receiveUpload(raw, maxUploadBytes, async ({ fileName, fields, stream }) => {
      await files.requireSpace(Math.min(Number(raw.headers['content-length'] ?? 0), maxUploadBytes));
      const { size } = await files.put(key, stream, { maxBytes: maxUploadBytes });
      return { fileName, fields, size };
    });
  } catch (error) {
    if (error instanceof Problem && error.code === 'too-large')
      throw new Problem('too-large', {
        detail: 'library.upload.too-large',
        values: { limit: sizeInWords(maxUploadBytes) },
        cause: error,
      });
    throw error;
  } finally {
    // A form may break after its file was whole: then what was put is nobody's.
    if (!raw.complete) await files.delete(key);
  }
}

/** The last part of what the sender calls it, on one line. */
function cleanName(name: string | undefined): string {
  return titleOf(name?.split(/[\\/]/).at(-1)) ?? 'package.zip';
}
