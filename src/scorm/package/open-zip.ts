/** Opens an upload with yauzl and puts its complaints into findings. Nothing is unpacked here. */
import { read } from 'node:fs';
import { open as openFile, type FileHandle } from 'node:fs/promises';
import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import type { Found, FindingCode } from './core/found';

/** `file` is for the data, `zip` for what yauzl knows about it. */
export type OpenedZip = {
  readonly zip: ZipFile;
  readonly file: FileHandle;
  readonly path: string;
  readonly entries: readonly Entry[];
};

export type ZipRefused = { readonly findings: readonly Found[] };

/**
 * Reads for yauzl, within the file only: its own reader (3.4.0) takes any place that a ZIP64 record names, and a number
 * too large for Node throws where nobody can catch it, which ends the process.
 */
class ReaderOfFile extends RandomAccessReader {
  constructor(
    private readonly fd: number,
    private readonly size: number,
  ) {
    super();
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    if (position >= 0 && position + length <= this.size) read(this.fd, buffer, offset, length, position, callback);
    else setImmediate(callback, new Error('unexpected EOF'));
  }

  /** The file is closed by `closeZip`. */
  override close(callback: (error: Error | null) => void): void {
    setImmediate(callback, null);
  }
}

/** To be closed by `closeZip`. Throws only for faults of the disk, such as a file that is not there. */
export async function openZip(zipPath: string, maxEntries: number): Promise<OpenedZip | ZipRefused> {
  const file = await openFile(zipPath, 'r');
  try {
    const opened = await openDirectory(zipPath, file, maxEntries);
    if (!('zip' in opened)) await file.close();
    return opened;
  } catch (error) {
    await file.close();
    throw error;
  }
}

export async function closeZip(opened: OpenedZip): Promise<void> {
  opened.zip.close();
  await opened.file.close();
}

async function openDirectory(zipPath: string, file: FileHandle, maxEntries: number): Promise<OpenedZip | ZipRefused> {
  let zip: ZipFile;
  try {
    const { size } = await file.stat();
    zip = await fromRandomAccessReaderPromise(new ReaderOfFile(file.fd, size), size, {
      lazyEntries: true,
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: true,
    });
  } catch (error) {
    if (isDiskFault(error)) throw error;
    return refused(await codeOfUnopened(file), messageOf(error));
  }
  try {
    if (zip.entryCount > maxEntries) {
      zip.close();
      return {
        findings: [{ code: 'zip-too-many-entries', where: '', values: { count: zip.entryCount, limit: maxEntries } }],
      };
    }
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    if (entries.length > 0) return { zip, file, path: zipPath, entries };
    zip.close();
    return refused('zip-empty', '');
  } catch (error) {
    zip.close();
    if (isDiskFault(error)) throw error;
    return refused(codeOfFault(messageOf(error)), messageOf(error));
  }
}

/** What yauzl's complaint about its directory means. */
function codeOfFault(message: string): FindingCode {
  if (/encrypt/i.test(message)) return 'zip-encrypted';
  if (/size mismatch/i.test(message)) return 'entry-size-lies';
  return 'zip-damaged';
}

/** Without a directory at its end, a file that begins as a zip was cut off; any other never was one. */
async function codeOfUnopened(file: FileHandle): Promise<FindingCode> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
  const start = buffer.subarray(0, bytesRead).toString('latin1');
  if (!start.startsWith('PK')) return 'zip-not-a-zip';
  return start === 'PK\x03\x04' ? 'zip-truncated' : 'zip-damaged';
}

function refused(code: FindingCode, detail: string): ZipRefused {
  return { findings: [{ code, where: '', values: { detail: detail.split('\n')[0] ?? '' } }] };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Errors of the operating system carry a code such as ENOENT or EIO; those of a bad zip do not. */
export function isDiskFault(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code !== undefined && /^E[A-Z]+$/.test(code);
}
