/** What writing to a disk needs, for single files and for batches. */
import { open, type FileHandle } from 'node:fs/promises';
import { Problem } from '../http';

export async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length;) done += (await file.write(bytes, done)).bytesWritten;
}

/** A rename is durable when its folder is. Some systems cannot sync folders; there is nothing more to do then. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EINVAL', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** What went wrong as the problem that people are told. */
export function asStoreProblem(error: unknown): unknown {
  if (error instanceof Problem) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return new Problem('disk-full', { cause: error });
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR')
    return new Problem('upload-cut-off', { cause: error });
  return error;
}
