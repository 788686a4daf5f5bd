/**
 * Inflates one entry as a stream that proves the zip's own claims: size and checksum.
 * yauzl only says where the data lies: its own streams (3.4.0) end the process with an uncaught error
 * when one is destroyed while its read is queued behind another's.
 */
import { createReadStream } from 'node:fs';
import { pipeline, Readable, Transform, type TransformCallback } from 'node:stream';
import { constants, createInflateRaw, crc32, inflateRawSync } from 'node:zlib';
import type { Entry } from 'yauzl';
import type { OpenedZip } from './open-zip';

/** Up to this size (bytes), packed and unpacked, an entry is read in one go. */
const SMALL = 64 * 1024;

/** The zip claims what its data is not. */
export class ZipLies extends Error {
  override readonly name = 'ZipLies';
  constructor(readonly about: 'size' | 'checksum' | 'place') {
    super(about);
  }
}

/** The data is longer than the caller takes. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
}

/** Whether the zip's data is to blame for a failure, or the disk or the reader of the stream. */
export function isZipFault(error: unknown): boolean {
  if (error instanceof ZipLies) return true;
  return error instanceof Error && (error as NodeJS.ErrnoException).code?.startsWith('Z_') === true;
}

/** The entry's data. The stream fails with `ZipLies` or zlib's error when it is not what the zip claims. */
export async function openEntry(opened: OpenedZip, entry: Entry): Promise<Readable> {
  const start = await placeOf(opened, entry);
  if (isSmall(entry)) return Readable.from([await readWhole(opened, entry, start)], { objectMode: false });
  const packed =
    entry.compressedSize === 0
      ? Readable.from([])
      : createReadStream(opened.path, { start, end: start + entry.compressedSize - 1 });
  const proved = proving(entry);
  // Each failure reaches the reader through `proved`; without a listener of its own it would end the program.
  proved.on('error', () => {});
  const done = (): void => {};
  if (entry.compressionMethod === 0) pipeline(packed, proved, done);
  else pipeline(packed, createInflateRaw(), proved, done);
  return proved;
}

/** Most files of a package are small, and streams cost more than they do. */
function isSmall(entry: Entry): boolean {
  return entry.compressedSize <= SMALL && entry.uncompressedSize <= SMALL;
}

/** The proved data of a small entry. */
async function readWhole(opened: OpenedZip, entry: Entry, start: number): Promise<Buffer> {
  const packed = Buffer.alloc(entry.compressedSize);
  const { bytesRead } = await opened.file.read(packed, 0, packed.length, start);
  if (bytesRead !== packed.length) throw new ZipLies('place');
  const data = entry.compressionMethod === 0 ? packed : inflateWhole(packed, entry.uncompressedSize);
  if (data.length !== entry.uncompressedSize) throw new ZipLies('size');
  if (crc32(data) !== entry.crc32) throw new ZipLies('checksum');
  return data;
}

function inflateWhole(packed: Buffer, size: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: size + 1, finishFlush: constants.Z_FINISH });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new ZipLies('size');
    throw error;
  }
}

async function placeOf(opened: OpenedZip, entry: Entry): Promise<number> {
  try {
    return (await opened.zip.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    throw new ZipLies('place');
  }
}

function proving(entry: Entry): Transform {
  let length = 0;
  let checksum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
      length += chunk.length;
      // At once, not at the end: a lie must not fill the disk first.
      if (length > entry.uncompressedSize) return done(new ZipLies('size'));
      checksum = crc32(chunk, checksum);
      done(null, chunk);
    },
    flush(done: TransformCallback): void {
      if (length !== entry.uncompressedSize) done(new ZipLies('size'));
      else done(checksum === entry.crc32 ? null : new ZipLies('checksum'));
    },
  });
}

/** Inflates an entry and throws the data away: only to see whether it holds what it claims. */
export async function proveEntry(opened: OpenedZip, entry: Entry): Promise<void> {
  if (isSmall(entry)) return void (await readWhole(opened, entry, await placeOf(opened, entry)));
  const stream = await openEntry(opened, entry);
  await new Promise<void>((resolve, reject) => {
    stream.on('error', reject).on('end', resolve).resume();
  });
}

/** The whole of a small entry in memory; throws `TooLong` past `maxBytes`. */
export async function readSmallEntry(opened: OpenedZip, entry: Entry, maxBytes: number): Promise<Buffer> {
  if (entry.uncompressedSize > maxBytes) throw new TooLong(String(entry.uncompressedSize));
  const chunks: Buffer[] = [];
  for await (const chunk of await openEntry(opened, entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
