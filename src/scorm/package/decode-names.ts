/** Names inside a zip: UTF-8 when the zip says or shows it, otherwise the code page that fits best. */
import iconv from 'iconv-lite';
import type { Entry } from 'yauzl';

export type RawName = { readonly bytes: Buffer; readonly utf8: boolean };

const UTF8_FLAG = 0x800;
const UNICODE_PATH = 0x7075;
const CODE_PAGES = ['cp437', 'cp850', 'cp866', 'windows-1251', 'windows-1252'] as const;
type CodePage = (typeof CODE_PAGES)[number];
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** The name's bytes; Info-ZIP's Unicode path field wins where there is one. */
export function rawName(entry: Entry): RawName {
  const field = entry.extraFields.find((one) => one.id === UNICODE_PATH && one.data.length > 5 && one.data[0] === 1);
  if (field !== undefined) return { bytes: field.data.subarray(5), utf8: true };
  return { bytes: entry.fileNameRaw, utf8: (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0 };
}

/** Decodes without guessing; undefined when the bytes are not UTF-8, so that a code page is needed. */
export function decodeSurely(name: RawName): string | undefined {
  try {
    return strict.decode(name.bytes);
  } catch {
    return name.utf8 ? name.bytes.toString('latin1') : undefined;
  }
}

/**
 * The code page of the names that are not UTF-8: the one under which most of them are named by the
 * manifest; failing that by the look of the bytes (Cyrillic comes in runs, accents stand alone).
 * `wanted` holds base names, NFC, lower case.
 */
export function guessCodePage(names: readonly Buffer[], wanted: ReadonlySet<string>): CodePage {
  let best: { page: CodePage; hits: number } = { page: guessByBytes(names), hits: 0 };
  for (const page of CODE_PAGES) {
    const hits = names.filter((bytes) => wanted.has(baseName(decodeWith(bytes, page)))).length;
    if (hits > best.hits) best = { page, hits };
  }
  return best.page;
}

export function decodeWith(bytes: Buffer, page: CodePage): string {
  return iconv.decode(bytes, page);
}

export function baseName(path: string): string {
  return path
    .slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
    .normalize('NFC')
    .toLowerCase();
}

function guessByBytes(names: readonly Buffer[]): CodePage {
  let high = 0;
  let runs = 0;
  let dos = 0;
  let windows = 0;
  let upperHalf = 0;
  for (const bytes of names) {
    let inRun = false;
    for (const byte of bytes) {
      if (byte >= 0x80) {
        high += 1;
        if (!inRun) runs += 1;
        // Where only one of the two Cyrillic code pages has its letters.
        if (byte <= 0xaf) dos += 1;
        if ((byte >= 0xc0 && byte <= 0xdf) || byte >= 0xf2) windows += 1;
        if (byte >= 0xc0) upperHalf += 1;
      }
      inRun = byte >= 0x80;
    }
  }
  if (high >= runs * 3) return windows > dos ? 'windows-1251' : 'cp866';
  return upperHalf === high ? 'windows-1252' : 'cp437';
}
