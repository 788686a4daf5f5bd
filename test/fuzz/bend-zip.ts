/** Packages as zips, and mutations of their entries, headers, directory and bytes. */
import { bentManifest } from './bend-manifest';
import { growManifest } from './grow-manifest';
import type { Random } from './random';
import { writeXml } from './xml';
import { writeZip, zipPart, type ZipEnd, type ZipPart } from './write-zip';

const NAMES = [
  '../evil.html',
  '..\\evil.html',
  '/etc/passwd',
  'C:\\evil.html',
  'a/../../b',
  '',
  '/',
  '.',
  './index.html',
  'content//x.html',
  '__MACOSX/._index.html',
  '.DS_Store',
  'IMSMANIFEST.XML',
  'imsmanifest.xml',
  'imsmanifest.xml/',
  'imsmanifest.xml/x',
  'sub/imsmanifest.xml',
  'index.html\0.exe',
  'a\nb',
  'con.html',
  'content',
  '__proto__',
  `${'d/'.repeat(400)}x`,
  'n'.repeat(300),
  'e\u0301.html',
  '\u00e9.html',
];
const SIZES = [0, 1, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff, 10 * 1024 ** 2];
const METHODS = [0, 1, 8, 9, 12, 14, 93, 95, 98, 99];
const MODES = [0o120777, 0o100644, 0o040755, 0o020666, 0o060660, 0o010644, 0o140755, 0o104755, 0].map(
  (one) => one * 65536,
);

type Draft = { parts: ZipPart[]; end: ZipEnd; before: Buffer };
type Bend = (random: Random, draft: Draft, one: ZipPart) => void;

const insert = (random: Random, parts: ZipPart[], part: ZipPart): void => {
  parts.splice(random.int(parts.length + 1), 0, part);
};
const copyOf = (part: ZipPart): ZipPart => ({ ...part, claims: { ...part.claims } });

const BENDS: readonly Bend[] = [
  (random, { parts }) => insert(random, parts, zipPart(random.pick(NAMES), Buffer.from('x'), random.chance(0.5))),
  (random, _, one) => (one.name = Buffer.from(random.pick(NAMES))),
  (random, _, one) => {
    // Not UTF-8, or said to be what it is not.
    one.name = Buffer.from(random.pick(['Prüfung.html', 'Курс/урок.html', '\xff\xfe\x81.html']), 'latin1');
    one.flags = random.chance(0.5) ? 0 : 0x800;
  },
  (random, { parts }, one) => insert(random, parts, copyOf(one)),
  (random, { parts }, one) => {
    if (parts.length > 1) parts.splice(parts.indexOf(one), 1);
    else random.next();
  },
  (random, _, one) => (one.flags ^= 1 << random.int(16)),
  (random, _, one) => (one.method = random.pick(METHODS)),
  (random, _, one) => {
    one.madeBy = random.pick([0, 3, 3, 3, 10, 19, 255]);
    one.mode = random.pick(MODES);
  },
  (random, _, one) => (one.claims.size = random.pick([...SIZES, one.data.length - 1, one.data.length + 1])),
  (random, _, one) => (one.claims.packed = random.pick(SIZES)),
  (random, _, one) => (one.claims.crc = random.int(2 ** 32)),
  (random, _, one) => (one.claims.offset = random.pick([...SIZES, random.int(2_000)])),
  (random, _, one) => (one.claims.localName = Buffer.from(random.pick(NAMES))),
  (random, _, one) => (one.extra = extraField(random)),
  (random, _, one) => (one.comment = Buffer.alloc(random.int(100), 'PK\x05\x06')),
  (random, { end }) => (end.count = random.pick([...SIZES, 2, 3])),
  (random, { end }) => (end.directorySize = random.pick(SIZES)),
  (random, { end }) => (end.directoryOffset = random.pick([...SIZES, random.int(2_000)])),
  (random, { end }) => (end.comment = Buffer.alloc(random.int(400), random.pick(['PK\x05\x06', 'x', '\0']))),
  (random, { end }) => (end.zip64 = random.chance(0.8)),
  (random, draft) => (draft.before = Buffer.alloc(random.int(3_000), random.pick(['MZ', 'PK\x03\x04', '\0']))),
  (random, _, one) =>
    (one.data = Buffer.alloc(random.pick([0, 1, 65_535, 65_537, 2 * 1024 ** 2]), random.pick(['\0', 'ab']))),
  (random, { parts }) => {
    // A whole folder of entries at once.
    for (let at = random.int(60); at > 0; at -= 1) parts.push(zipPart(`many/${at % 50}.html`, Buffer.from('x'), true));
  },
];

/** ZIP64, Unicode path, times, or rubbish. */
function extraField(random: Random): Buffer {
  const id = random.pick([1, 0x7075, 0x5455, 0x9901, 0xffff]);
  const body = Buffer.from(
    Array.from({ length: random.pick([0, 4, 8, 16, 24, 28, 33]) }, () => random.pick([0, 1, 0x2e, 0x2f, 0x41, 255])),
  );
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(random.chance(0.8) ? body.length : random.int(65_536), 2);
  return Buffer.concat([head, body]);
}

/** Changes of the bytes as such. */
function bendBytes(random: Random, bytes: Buffer): Buffer {
  let bent = bytes;
  for (let turn = random.int(4); turn >= 0 && bent.length > 0; turn -= 1) {
    const way = random.int(6);
    const at = random.int(bent.length);
    if (way === 0) bent = bent.subarray(0, at);
    else if (way === 1)
      bent = Buffer.concat([bent.subarray(0, at), bent.subarray(Math.min(bent.length, at + random.int(64)))]);
    else if (way === 2) bent = Buffer.concat([bent.subarray(0, at), bent.subarray(random.int(bent.length))]);
    else {
      bent = Buffer.from(bent);
      // The directory is at the end, and there most is decided.
      const place = random.chance(0.5) ? at : Math.max(0, bent.length - 1 - random.int(200));
      bent[place] = random.chance(0.5) ? random.pick([0, 1, 0x7f, 0x80, 0xff]) : random.int(256);
    }
  }
  return bent;
}

/** A package as bytes: now and then good, mostly not. */
export function growZip(random: Random): Buffer {
  const { manifest, files } = growManifest(random, { items: 6 });
  const bytes = random.chance(0.3) ? bentManifest(random, manifest) : Buffer.from(writeXml(manifest));
  const root = random.chance(0.1) ? 'course/' : '';
  const draft: Draft = {
    parts: [
      zipPart(`${root}imsmanifest.xml`, bytes, random.chance(0.2)),
      ...files.map((name) => zipPart(root + name, Buffer.from('<!doctype html><title>x</title>'), random.chance(0.5))),
    ],
    end: {},
    before: Buffer.alloc(0),
  };
  if (random.chance(0.8))
    for (let turn = random.int(4); turn >= 0; turn -= 1) random.pick(BENDS)(random, draft, random.pick(draft.parts));
  const zip = writeZip(draft.parts, draft.end, draft.before);
  return random.chance(0.3) ? bendBytes(random, zip) : zip;
}
