/**
 * ELO-5: every entry of the zip is judged by its headers before anything is unpacked.
 * Pure: names are already decoded, sizes are what the zip claims (the unpacking checks them again).
 */
import type { Found } from './found';
import { shorten } from './read-values';

export type EntryHeader = {
  /** As decoded from the zip, unsafe. */
  readonly name: string;
  readonly packedSize: number;
  readonly size: number;
  readonly encrypted: boolean;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  /** Upper half of the external attributes: the Unix mode, 0 when there is none. */
  readonly unixMode: number;
  /** Where its local header begins in the zip. */
  readonly offset: number;
};

export type EntryLimits = {
  readonly maxTotalBytes: number;
  readonly maxFileBytes: number;
  readonly maxRatio: number;
  readonly ratioFromBytes: number;
  readonly maxNameBytes: number;
};

export type InspectedEntries = {
  /** Files to keep: safe path (forward slashes, NFC) and index in the list given. */
  readonly files: readonly { readonly path: string; readonly size: number; readonly index: number }[];
  readonly findings: readonly Found[];
};

const LOCAL_HEADER_BYTES = 30;
const TYPE_MASK = 0o170000;
const LINK = 0o120000;
const ORDINARY = new Set([0, 0o100000, 0o040000]);
/** What operating systems leave behind. */
const LITTER = /(^|\/)(__MACOSX\/.*|\.DS_Store|\._[^/]+|Thumbs\.db|desktop\.ini)$/i;

export function inspectEntries(entries: readonly EntryHeader[], limits: EntryLimits): InspectedEntries {
  const findings: Found[] = [];
  const files: { path: string; size: number; index: number }[] = [];
  let ignored = 0;
  let backslashes = 0;
  entries.forEach((entry, index) => {
    const path = entry.name.replaceAll('\\', '/');
    // `zip -r course.zip .` writes the folder it stands in as an entry of its own.
    if (/^(\.\/)+$/.test(path)) return;
    const faults = [...faultsOfName(entry.name, path, limits), ...faultsOfEntry(entry, path, limits)];
    findings.push(...faults);
    if (faults.length > 0) return;
    if (entry.name.includes('\\')) backslashes += 1;
    if (path.endsWith('/') || (entry.unixMode & TYPE_MASK) === 0o040000) return;
    if (LITTER.test(path)) ignored += 1;
    else files.push({ path: tidyPath(path), size: entry.size, index });
  });
  if (backslashes > 0) findings.push({ code: 'names-backslash', where: '', values: { count: backslashes } });
  if (ignored > 0) findings.push({ code: 'files-ignored', where: '', values: { count: ignored } });
  findings.push(...faultsTogether(files), ...faultsOfWhole(entries, limits));
  return { files, findings };
}

function faultsOfName(name: string, path: string, limits: EntryLimits): Found[] {
  const where = shorten(printable(path));
  if (/^[a-z]:/i.test(path)) return [{ code: 'entry-drive-letter', where }];
  if (path.startsWith('/')) return [{ code: 'entry-absolute', where }];
  if (path.split('/').includes('..')) return [{ code: 'entry-outside', where }];
  if (hasControl(name) || tidyPath(path) === '') return [{ code: 'entry-name-unusable', where }];
  const tooLong = utf8Length(path) > limits.maxNameBytes || path.split('/').some((one) => utf8Length(one) > 255);
  return tooLong ? [{ code: 'entry-name-too-long', where }] : [];
}

function faultsOfEntry(entry: EntryHeader, path: string, limits: EntryLimits): Found[] {
  const where = shorten(printable(path));
  const type = entry.unixMode & TYPE_MASK;
  if (type === LINK) return [{ code: 'entry-link', where }];
  if (!ORDINARY.has(type)) return [{ code: 'entry-device', where }];
  if (entry.encrypted) return [{ code: 'zip-encrypted', where }];
  if (entry.method !== 0 && entry.method !== 8)
    return [{ code: 'zip-method-unsupported', where, values: { method: entry.method } }];
  if (entry.size > limits.maxFileBytes)
    return [
      { code: 'zip-too-big', where, values: { size: megabytes(entry.size), limit: megabytes(limits.maxFileBytes) } },
    ];
  if (entry.size > limits.ratioFromBytes && entry.size > entry.packedSize * limits.maxRatio) {
    return [{ code: 'zip-bomb', where, values: { packed: megabytes(entry.packedSize), size: megabytes(entry.size) } }];
  }
  return [];
}

function faultsTogether(files: InspectedEntries['files']): Found[] {
  const findings: Found[] = [];
  const paths = new Set<string>();
  const folded = new Map<string, string>();
  for (const { path } of files) {
    if (paths.has(path)) findings.push({ code: 'entry-duplicate', where: shorten(path) });
    else if (folded.has(path.toLowerCase())) {
      findings.push({
        code: 'entry-case-duplicate',
        where: shorten(path),
        values: { other: shorten(folded.get(path.toLowerCase()) ?? '') },
      });
    }
    paths.add(path);
    folded.set(path.toLowerCase(), path);
  }
  for (const { path } of files) {
    const folder = foldersOf(path).find((one) => paths.has(one));
    if (folder !== undefined) findings.push({ code: 'entry-file-and-folder', where: shorten(folder) });
  }
  return findings;
}

function faultsOfWhole(entries: readonly EntryHeader[], limits: EntryLimits): Found[] {
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  const packed = entries.reduce((sum, entry) => sum + entry.packedSize, 0);
  if (size > limits.maxTotalBytes)
    return [
      { code: 'zip-too-big', where: '', values: { size: megabytes(size), limit: megabytes(limits.maxTotalBytes) } },
    ];
  if (size > limits.ratioFromBytes * 5 && size > packed * limits.maxRatio) {
    return [{ code: 'zip-bomb', where: '', values: { packed: megabytes(packed), size: megabytes(size) } }];
  }
  return overlap(entries);
}

/** Entries that share bytes of the zip: no packer makes them, and few bytes become very many. */
function overlap(entries: readonly EntryHeader[]): Found[] {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset);
  for (let at = 1; at < sorted.length; at += 1) {
    const before = sorted[at - 1];
    const here = sorted[at];
    if (before === undefined || here === undefined) continue;
    if (before.offset + LOCAL_HEADER_BYTES + before.packedSize > here.offset) {
      return [{ code: 'zip-overlap', where: shorten(printable(here.name)) }];
    }
  }
  return [];
}

function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('/'));
}

function tidyPath(path: string): string {
  return path
    .split('/')
    .filter((one) => one !== '' && one !== '.')
    .join('/')
    .normalize('NFC');
}

/** Control characters end names early on some systems and forge lines in logs. */
function hasControl(text: string): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 32 || code === 127) return true;
  }
  return false;
}

function printable(text: string): string {
  return [...text].map((one) => (hasControl(one) ? '?' : one)).join('');
}

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(bytes < 10 * 1024 ** 2 ? 1 : 0)} MB`;
}
