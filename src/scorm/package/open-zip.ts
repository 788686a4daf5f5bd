/** Opens an upload with yauzl and puts its complaints into findings. Nothing is unpacked here. */
import { open as openFile } from 'node:fs/promises';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import type { Found, FindingCode } from './core/found';

export type OpenedZip = { readonly zip: ZipFile; readonly entries: readonly Entry[]; readonly zipBytes: number };

export type ZipRefused = { readonly findings: readonly Found[] };

/** Caller closes `zip`. Throws only for faults of the disk, such as a file that is not there. */
export async function openZip(zipPath: string, maxEntries: number): Promise<OpenedZip | ZipRefused> {
  let zip: ZipFile;
  try {
    zip = await openPromise(zipPath, { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true });
  } catch (error) {
    if (isDiskFault(error)) throw error;
    return refused(await codeOfUnopened(zipPath), messageOf(error));
  }
  try {
    if (zip.entryCount > maxEntries) {
      zip.close();
      return { findings: [{ code: 'zip-too-many-entries', where: '', values: { count: zip.entryCount, limit: maxEntries } }] };
    }
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    if (entries.length > 0) return { zip, entries, zipBytes: zip.fileSize };
    zip.close();
    return refused('zip-empty', '');
  } catch (error) {
    zip.close();
    if (isDiskFault(error)) throw error;
    return refused(codeOfFault(messageOf(error)), messageOf(error));
  }
}

/** What yauzl's complaint about an entry or its data means. */
export function codeOfFault(message: string): FindingCode {
  if (/encrypt/i.test(message)) return 'zip-encrypted';
  if (/size mismatch|(too many|not enough) bytes in the stream/i.test(message)) return 'entry-size-lies';
  if (/compression method/i.test(message)) return 'zip-method-unsupported';
  return 'zip-damaged';
}

/** Without a directory at its end, a file that begins as a zip was cut off; any other never was one. */
async function codeOfUnopened(zipPath: string): Promise<FindingCode> {
  const file = await openFile(zipPath, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const start = buffer.subarray(0, bytesRead).toString('latin1');
    if (!start.startsWith('PK')) return 'zip-not-a-zip';
    return start === 'PK\x03\x04' ? 'zip-truncated' : 'zip-damaged';
  } finally {
    await file.close();
  }
}

function refused(code: FindingCode, detail: string): ZipRefused {
  return { findings: [{ code, where: '', values: { detail: detail.split('\n')[0] ?? '' } }] };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Errors of the operating system carry a code such as ENOENT or EIO; those of a bad zip do not. */
export function isDiskFault(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code !== undefined && /^E[A-Z]+$/.test(code);
}
