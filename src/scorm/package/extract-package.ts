/** Streams the files of an accepted package to a store. */
import type { Readable } from 'node:stream';
import type { Entry } from 'yauzl';
import { faultOfData, type PackageFile } from './check-package';
import type { Finding } from './core/types';
import { putIntoWords } from './findings';
import { inLanes } from './in-lanes';
import { closeZip, openZip, type OpenedZip } from './open-zip';
import { isZipFault, openEntry } from './read-entry';

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
 * A few files at a time, never a whole one in memory: `writeEntry` is called up to four times at once.
 * `files` come from `checkPackage`. When this rejects, no writer is under way any more.
 * Throws `ExtractionRefused` for a zip that lies, and the writer's own error when that fails.
 */
export async function extractPackage(
  zipPath: string,
  files: readonly PackageFile[],
  writeEntry: WriteEntry,
): Promise<void> {
  const opened = await openZip(zipPath, Number.MAX_SAFE_INTEGER);
  if (!('zip' in opened)) throw refusal(opened.findings[0] ?? { code: 'zip-damaged', where: '' });
  try {
    await inLanes(files, async (file) => {
      const entry = opened.entries[file.entry];
      if (entry === undefined || entry.uncompressedSize !== file.size)
        throw refusal({ code: 'entry-size-lies', where: file.path });
      await extractOne(opened, entry, file, writeEntry);
    });
  } finally {
    await closeZip(opened);
  }
}

/** A fault of the zip outranks what the writer makes of it. */
async function extractOne(opened: OpenedZip, entry: Entry, file: PackageFile, writeEntry: WriteEntry): Promise<void> {
  let stream: Readable | undefined;
  try {
    stream = await openEntry(opened, entry);
    await writeEntry(file.path, file.size, stream);
    // An empty file may be stored without a look at the stream; any other writer that left early has not stored it.
    if (file.size === 0) await drained(stream);
    else if (!stream.readableEnded) throw stream.errored ?? new Error(`The file was not read to its end: ${file.path}`);
  } catch (error) {
    const fault = [stream?.errored, error].find(isZipFault);
    stream?.destroy();
    throw fault === undefined ? error : refusal(faultOfData(fault, file.path));
  }
}

async function drained(stream: Readable): Promise<void> {
  if (stream.readableEnded) return;
  for await (const chunk of stream) void chunk;
}

function refusal(found: Parameters<typeof putIntoWords>[0][number]): ExtractionRefused {
  const [finding] = putIntoWords([found]);
  if (finding === undefined) throw new Error('A finding without words.');
  return new ExtractionRefused(finding);
}
