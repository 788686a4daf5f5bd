/** A zip as parts that can be bent before they are written, and written so that they can lie. */
import { crc32, deflateRawSync } from 'node:zlib';

export type ZipPart = {
  name: Buffer;
  data: Buffer;
  method: number;
  flags: number;
  madeBy: number;
  /** External attributes. */
  mode: number;
  extra: Buffer;
  comment: Buffer;
  /** What the headers claim; the truth where it is absent. */
  claims: { crc?: number; packed?: number; size?: number; offset?: number; localName?: Buffer };
};

export function zipPart(name: string, data: Buffer, stored: boolean): ZipPart {
  const none = Buffer.alloc(0);
  return {
    name: Buffer.from(name),
    data,
    method: stored ? 0 : 8,
    flags: 0x800,
    madeBy: 0,
    mode: 0,
    extra: none,
    comment: none,
    claims: {},
  };
}

export type ZipEnd = {
  count?: number;
  directorySize?: number;
  directoryOffset?: number;
  comment?: Buffer;
  zip64?: boolean;
};

/** Numbers wrap around, as in the fields of a zip. */
export function writeZip(parts: readonly ZipPart[], end: ZipEnd = {}, before: Buffer = Buffer.alloc(0)): Buffer {
  const pieces: Buffer[] = [before];
  const directory: Buffer[] = [];
  let at = before.length;
  for (const part of parts) {
    const packed = part.method === 8 ? deflateRawSync(part.data) : part.data;
    const { claims } = part;
    const fields = Buffer.alloc(22);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(part.flags & 0xffff, 2);
    fields.writeUInt16LE(part.method & 0xffff, 4);
    fields.writeUInt32LE((claims.crc ?? crc32(part.data)) >>> 0, 10);
    fields.writeUInt32LE((claims.packed ?? packed.length) >>> 0, 14);
    fields.writeUInt32LE((claims.size ?? part.data.length) >>> 0, 18);
    const localName = claims.localName ?? part.name;
    pieces.push(
      Buffer.from('PK\x03\x04'),
      fields,
      lengths(localName.length, part.extra.length),
      localName,
      part.extra,
      packed,
    );
    const rest = Buffer.alloc(14);
    rest.writeUInt16LE(part.comment.length & 0xffff, 0);
    rest.writeUInt32LE(part.mode >>> 0, 6);
    rest.writeUInt32LE((claims.offset ?? at) >>> 0, 10);
    const sizes = lengths(part.name.length, part.extra.length);
    directory.push(
      Buffer.from([0x50, 0x4b, 1, 2, 20, part.madeBy]),
      fields,
      sizes,
      rest,
      part.name,
      part.extra,
      part.comment,
    );
    at += 4 + 22 + 4 + localName.length + part.extra.length + packed.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...pieces, central, writeEnd(parts.length, central.length, at, end)]);
}

function lengths(name: number, extra: number): Buffer {
  const both = Buffer.alloc(4);
  both.writeUInt16LE(name & 0xffff, 0);
  both.writeUInt16LE(extra & 0xffff, 2);
  return both;
}

function writeEnd(parts: number, size: number, at: number, end: ZipEnd): Buffer {
  const count = end.count ?? parts;
  const directorySize = end.directorySize ?? size;
  const offset = end.directoryOffset ?? at;
  const comment = end.comment ?? Buffer.alloc(0);
  const plain = Buffer.alloc(22);
  plain.write('PK\x05\x06', 0, 'latin1');
  const big = end.zip64 === true;
  plain.writeUInt16LE(big ? 0xffff : count & 0xffff, 8);
  plain.writeUInt16LE(big ? 0xffff : count & 0xffff, 10);
  plain.writeUInt32LE(big ? 0xffffffff : directorySize >>> 0, 12);
  plain.writeUInt32LE(big ? 0xffffffff : offset >>> 0, 16);
  plain.writeUInt16LE(comment.length & 0xffff, 20);
  if (!big) return Buffer.concat([plain, comment]);
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 0, 'latin1');
  record.writeBigUInt64LE(44n, 4);
  for (const [where, value] of [
    [24, count],
    [32, count],
    [40, directorySize],
    [48, offset],
  ] as const)
    record.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), where);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 0, 'latin1');
  locator.writeBigUInt64LE(BigInt(at + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, plain, comment]);
}
