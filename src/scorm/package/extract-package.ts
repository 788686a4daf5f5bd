/** Streams the files of an accepted package to a store. */
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Entry } from 'yauzl';
import { faultOfData, type PackageFile } from './check-package';
import type { Finding } from './core/types';
import { putIntoWords } from './findings';
import { codeOfFault, messageOf, openZip } from './open-zip';
import { openEntry, proving, WrongChecksum } from './read-entry';

/** Takes one file. `stream` fails when the zip lied about size or checksum, and so must the writer. */
export type WriteEntry = (path: string, size: number, stream: Readable) => Promise<void>;

/** The zip does not hold what the check saw, or lied about it. Whatever was written must be thrown away. */
export class ExtractionRefused extends Error {
  override readonly name = 'ExtractionRefused';
  constructor(readonly finding: Finding) {
    super(finding.message);
  }
}

/**
 * One file after another, never a whole one in memory. `files` come from `checkPackage`.
 * Throws `ExtractionRefused` for a zip that lies, and the writer's own error when that fails.
 */
export async function extractPackage(zipPath: string, files: readonly PackageFile[], writeEntry: WriteEntry): Promise<void> {
  const opened = await openZip(zipPath, Number.MAX_SAFE_INTEGER);
  if (!('zip' in opened)) throw refusal(opened.findings[0] ?? { code: 'zip-damaged', where: '' });
  try {
    for (const file of files) {
      const entry = opened.entries[file.entry];
      if (entry === undefined || entry.uncompressedSize !== file.size) throw refusal({ code: 'entry-size-lies', where: file.path });
      const fault: unknown = await extractOne(() => openEntry(opened.zip, entry), entry, file, writeEntry);
      if (fault !== undefined) throw fault;
    }
  } finally {
    opened.zip.close();
  }
}

/** Feeds the writer. A fault of the zip outranks what the writer makes of it. */
async function extractOne(open: () => Promise<Readable>, entry: Entry, file: PackageFile, writeEntry: WriteEntry): Promise<unknown> {
  const proved = proving(entry);
  // Faults are taken from the two promises; without a listener the stream's own event would end the program.
  proved.on('error', () => {});
  const [fed, written] = await Promise.allSettled([feed(open, proved), write(proved, file, writeEntry)]);
  const faults: unknown[] = [written, fed].flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const zipFault = faults.find(isZipFault);
  return zipFault === undefined ? faults[0] : refusal(faultOfData(zipFault, file.path));
}

async function feed(open: () => Promise<Readable>, proved: Transform): Promise<void> {
  try {
    await pipeline(await open(), proved);
  } catch (error) {
    // Also when the entry could not even be opened: the writer must not wait for ever.
    proved.destroy(error as Error);
    throw error;
  }
}

async function write(proved: Transform, file: PackageFile, writeEntry: WriteEntry): Promise<void> {
  try {
    await writeEntry(file.path, file.size, proved);
    // An empty file may be stored without a look at the stream; any other writer that left early has not stored it.
    if (file.size === 0) proved.resume();
    else if (!proved.readableEnded) throw new Error(`The file was not read to its end: ${file.path}`);
  } catch (error) {
    proved.destroy(error as Error);
    throw error;
  }
}

/** Whether the zip's data is to blame, or the one who writes. */
function isZipFault(error: unknown): boolean {
  if (error instanceof WrongChecksum) return true;
  if ((error as NodeJS.ErrnoException).code?.startsWith('Z_') === true) return true;
  const message = messageOf(error);
  return codeOfFault(message) !== 'zip-damaged' || /unexpected EOF|local file header|overflows file bounds/.test(message);
}

function refusal(found: Parameters<typeof putIntoWords>[0][number]): ExtractionRefused {
  const [finding] = putIntoWords([found]);
  if (finding === undefined) throw new Error('A finding without words.');
  return new ExtractionRefused(finding);
}
