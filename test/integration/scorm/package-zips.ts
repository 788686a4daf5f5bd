/** Zips for the package tests: ordinary ones, and ones no honest program would write. */
import AdmZip from 'adm-zip';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'preceptor-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

/** Writes bytes to a file of their own that the tests take away. */
export function saved(bytes: Buffer): string {
  count += 1;
  const path = join(folder, `${count}.zip`);
  writeFileSync(path, bytes);
  return path;
}

/** An ordinary zip of these files. */
export function zipOf(files: Readonly<Record<string, string | Buffer>>): string {
  const zip = new AdmZip();
  for (const [name, data] of Object.entries(files)) zip.addFile(name, Buffer.isBuffer(data) ? data : Buffer.from(data));
  return saved(zip.toBuffer());
}

export type RawEntry = {
  readonly name: string | Buffer;
  readonly data?: string | Buffer;
  readonly stored?: boolean;
  readonly flags?: number;
  readonly method?: number;
  /** Unix mode with its type bits. */
  readonly mode?: number;
  /** What both headers claim instead of the truth. */
  readonly claimedSize?: number;
  readonly claimedCrc?: number;
  /** Points at the data of an earlier entry. */
  readonly sameDataAs?: number;
};

/** A zip written byte by byte, so that it can lie. */
export function rawZip(entries: readonly RawEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const entry of entries) {
    const name = Buffer.isBuffer(entry.name) ? entry.name : Buffer.from(entry.name);
    const data = Buffer.from(entry.data ?? 'x');
    const packed = entry.stored === true ? data : deflateRawSync(data);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(entry.flags ?? 0, 2);
    fields.writeUInt16LE(entry.method ?? (entry.stored === true ? 0 : 8), 4);
    fields.writeUInt32LE(entry.claimedCrc ?? crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(entry.claimedSize ?? data.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, packed]);
    const offset = entry.sameDataAs === undefined ? at : (offsets[entry.sameDataAs] ?? 0);
    offsets.push(offset);
    if (entry.sameDataAs === undefined) {
      locals.push(local);
      at += local.length;
    }
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, entry.mode === undefined ? 0 : 3]);
    centrals.push(Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, fields, tail, name]));
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

export const NS_12 =
  'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"';
export const NS_2004 =
  'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" ' +
  'xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss"';

/** A SCORM 1.2 manifest with one item; the parts can be replaced. */
export function manifest12(
  parts: { head?: string; schema?: string; organisations?: string; resources?: string; attributes?: string } = {},
): string {
  const schema = parts.schema ?? '<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>';
  const organisations =
    parts.organisations ??
    '<organizations default="o"><organization identifier="o"><title>Hand hygiene</title><item identifier="i" identifierref="r"><title>Part one</title></item></organization></organizations>';
  const resources =
    parts.resources ??
    '<resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html"><file href="index.html"/></resource>';
  return `${parts.head ?? '<?xml version="1.0" encoding="UTF-8"?>\n'}<manifest identifier="m" ${NS_12} ${parts.attributes ?? ''}>\n${schema}\n${organisations}\n<resources>${resources}</resources>\n</manifest>`;
}

/** The smallest good package: a manifest and its page, as raw entries that others can be added to. */
export const GOOD: readonly RawEntry[] = [
  { name: 'imsmanifest.xml', data: manifest12() },
  { name: 'index.html', data: '<!doctype html><title>Hand hygiene</title>' },
];
