/** Inflates one entry as a stream that proves the zip's own claims: size and checksum. */
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';

/** The data does not match its checksum. */
export class WrongChecksum extends Error {
  override readonly name = 'WrongChecksum';
}

/** The data is longer than the caller takes. */
export class TooLong extends Error {
  override readonly name = 'TooLong';
}

/** Passes data on; fails at the end when its checksum is not the entry's. yauzl fails on a wrong size. */
export function proving(entry: Entry): Transform {
  let checksum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      checksum = crc32(chunk, checksum);
      done(null, chunk);
    },
    flush(done) {
      if (checksum === entry.crc32) done();
      else done(new WrongChecksum('checksum'));
    },
  });
}

export function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return zip.openReadStreamPromise(entry);
}

/** Inflates an entry and throws the data away: only to see whether it holds what it claims. */
export async function proveEntry(zip: ZipFile, entry: Entry): Promise<void> {
  const sink = async (source: AsyncIterable<Buffer>): Promise<void> => {
    let checksum = 0;
    for await (const chunk of source) checksum = crc32(chunk, checksum);
    if (checksum !== entry.crc32) throw new WrongChecksum('checksum');
  };
  await pipeline(await openEntry(zip, entry), sink);
}

/** The whole of a small entry in memory; throws `TooLong` past `maxBytes`. */
export async function readSmallEntry(zip: ZipFile, entry: Entry, maxBytes: number): Promise<Buffer> {
  if (entry.uncompressedSize > maxBytes) throw new TooLong(String(entry.uncompressedSize));
  const chunks: Buffer[] = [];
  await pipeline(await openEntry(zip, entry), proving(entry), async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) chunks.push(chunk);
  });
  return Buffer.concat(chunks);
}
