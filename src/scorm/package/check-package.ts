/** ELO-5: is this upload a package that can be played, and what is there to say about it? */
import type { Entry } from 'yauzl';
import { inspectEntries, type EntryHeader } from './core/inspect-entries';
import { SEVERITIES, type Found, type FindingCode } from './core/found';
import { readManifest } from './core/read-manifest';
import type { CheckedPackage, Finding } from './core/types';
import { attribute, everyNode, type XmlNode } from './core/xml-tree';
import { decodePercent, splitSuffix } from './core/resolve-href';
import { decodeManifest } from './decode-manifest';
import { examine, type ReadPrerequisites } from './doctor/examine';
import { lookAtScripts } from './doctor/look-at-scripts';
import { baseName, decodeSurely, decodeWith, guessCodePage, rawName } from './decode-names';
import { putIntoWords } from './findings';
import { inLanes } from './in-lanes';
import { DEFAULT_LIMITS, type PackageLimits } from './limits';
import { closeZip, openZip, type OpenedZip } from './open-zip';
import { parseManifest } from './parse-manifest';
import { isZipFault, proveEntry, readSmallEntry, TooLong, ZipLies } from './read-entry';

/** A file of the package. `entry` is its place in the zip's directory, for `extractPackage`. */
export type PackageFile = { readonly path: string; readonly size: number; readonly entry: number };

export type CheckOptions = {
  readonly limits?: Partial<PackageLimits>;
  /**
   * Inflate every file once to prove sizes and checksums (default). An import may say false, because
   * `extractPackage` proves the same while it writes.
   */
  readonly proveContents?: boolean;
  /** Says which prerequisites nobody can read (the language is not this room's); default: nobody asks. */
  readonly readPrerequisites?: ReadPrerequisites;
  /** How the manifest is parsed: in a worker of its own (default). */
  readonly parse?: typeof parseManifest;
};

export type PackageCheck = {
  readonly accepted: boolean;
  /** Present whenever the manifest could be read, also for a package refused for its launch files. */
  readonly package?: CheckedPackage;
  readonly findings: readonly Finding[];
  /** What to extract; empty when refused. */
  readonly files: readonly PackageFile[];
  readonly totalBytes: number;
  readonly fileCount: number;
};

type Judged = { readonly findings: Found[]; package?: CheckedPackage; files: readonly PackageFile[] };

/** Never throws for what is inside the file; throws for a file that cannot be read from disk. */
export async function checkPackage(zipPath: string, options: CheckOptions = {}): Promise<PackageCheck> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const opened = await openZip(zipPath, limits.maxEntries);
  if (!('zip' in opened)) return conclude({ findings: [...opened.findings], files: [] });
  try {
    return conclude(await judge(opened, limits, options));
  } finally {
    await closeZip(opened);
  }
}

async function judge(opened: OpenedZip, limits: PackageLimits, options: CheckOptions): Promise<Judged> {
  const { proveContents: prove = true, parse = parseManifest } = options;
  const { entries } = opened;
  const sure = entries.map((entry) => decodeSurely(rawName(entry)));
  // ASCII and UTF-8 names are known; the others wait for the manifest, which may tell their code page.
  const first = inspectEntries(
    entries.map((entry, at) => header(entry, sure[at] ?? rawName(entry).bytes.toString('latin1'))),
    limits,
  );
  const judged: Judged = { findings: [...first.findings], files: first.files.map(toFile) };
  if (refuses(first.findings)) return judged;
  const manifest = locateManifest(judged);
  if (manifest === undefined) return judged;
  const tree = await readTree(opened, manifest, limits, parse, judged.findings);
  if (tree === undefined) return judged;
  if (sure.includes(undefined)) {
    const names = nameByManifest(entries, sure, tree, judged.findings);
    const again = inspectEntries(
      names.map((name, at) => header(entries[at] as Entry, name)),
      limits,
    );
    judged.files = again.files.map(toFile);
    judged.findings.push(
      ...again.findings.filter(
        (one) => !first.findings.some((known) => known.code === one.code && known.where === one.where),
      ),
    );
    if (refuses(again.findings)) return judged;
  }
  const root = manifest.path.slice(0, manifest.path.length - baseName(manifest.path).length);
  const names = judged.files.filter((file) => file.path.startsWith(root)).map((file) => file.path.slice(root.length));
  const read = readManifest(tree, names, manifest.path);
  // One by one: there may be more than a call takes arguments.
  for (const finding of read.findings) judged.findings.push(finding);
  if (read.package !== undefined) judged.package = read.package;
  if (read.package !== undefined && !refuses(judged.findings)) {
    const signs = await lookAtScripts(opened, judged.files);
    const examined = examine(read.package, signs, manifest.path, options.readPrerequisites);
    judged.package = examined.package;
    for (const finding of examined.findings) judged.findings.push(finding);
  }
  if (prove && !refuses(judged.findings)) judged.findings.push(...(await proveContents(opened, judged.files)));
  return judged;
}

function header(entry: Entry, name: string): EntryHeader {
  return {
    name,
    packedSize: entry.compressedSize,
    size: entry.uncompressedSize,
    encrypted: (entry.generalPurposeBitFlag & 1) !== 0,
    method: entry.compressionMethod,
    unixMode: entry.externalFileAttributes >>> 16,
    offset: entry.relativeOffsetOfLocalHeader,
  };
}

function toFile(file: { readonly path: string; readonly size: number; readonly index: number }): PackageFile {
  return { path: file.path, size: file.size, entry: file.index };
}

/** The manifest at the top, or the one least deep. */
function locateManifest(judged: Judged): PackageFile | undefined {
  const depth = (file: PackageFile): number => file.path.split('/').length;
  const found = judged.files
    .filter((file) => baseName(file.path) === 'imsmanifest.xml')
    .sort((a, b) => depth(a) - depth(b));
  const [manifest, next] = found;
  if (manifest === undefined) {
    const other = judged.files.find((file) => /(^|\/)(cmi5\.xml|tincan\.xml|[^/]+\.(au|crs))$/i.test(file.path));
    judged.findings.push(
      other === undefined
        ? { code: 'manifest-missing', where: '' }
        : { code: 'standard-not-supported', where: other.path },
    );
    return undefined;
  }
  if (depth(manifest) > 1) judged.findings.push({ code: 'manifest-in-folder', where: manifest.path });
  if (!manifest.path.endsWith('imsmanifest.xml'))
    judged.findings.push({ code: 'manifest-name-case', where: manifest.path });
  if (next !== undefined && depth(next) === depth(manifest))
    judged.findings.push({ code: 'manifest-several', where: next.path, values: { taken: manifest.path } });
  return manifest;
}

async function readTree(
  opened: OpenedZip,
  manifest: PackageFile,
  limits: PackageLimits,
  parse: typeof parseManifest,
  findings: Found[],
): Promise<XmlNode | undefined> {
  const where = manifest.path;
  let bytes: Buffer;
  try {
    bytes = await readSmallEntry(opened, opened.entries[manifest.entry] as Entry, limits.maxManifestBytes);
  } catch (error) {
    if (!(error instanceof TooLong) && !isZipFault(error)) throw error;
    findings.push(
      error instanceof TooLong
        ? { code: 'manifest-too-large', where, values: { limit: Math.round(limits.maxManifestBytes / 1024) } }
        : faultOfData(error, where),
    );
    return undefined;
  }
  const decoded = decodeManifest(bytes);
  if (decoded.note !== undefined) findings.push({ ...decoded.note, where });
  const parsed = await parse(decoded.text, limits);
  if (!parsed.ok) {
    const code = `manifest-${parsed.fault}` satisfies FindingCode;
    findings.push({
      code,
      where: parsed.line > 0 ? `${where}:${parsed.line}` : where,
      values: { detail: parsed.detail },
    });
    return undefined;
  }
  for (const note of parsed.notes)
    findings.push({ code: note.code, where: `${where}:${note.line}`, values: { detail: note.detail } });
  return parsed.tree;
}

function nameByManifest(
  entries: readonly Entry[],
  sure: readonly (string | undefined)[],
  tree: XmlNode,
  findings: Found[],
): string[] {
  const unsure = entries.filter((_, at) => sure[at] === undefined).map((entry) => rawName(entry).bytes);
  const wanted = new Set<string>();
  for (const node of everyNode(tree)) {
    const href = attribute(node, 'href');
    if (href !== undefined) wanted.add(baseName(decodePercent(splitSuffix(href).path)));
  }
  const page = guessCodePage(unsure, wanted);
  findings.push({ code: 'names-encoding-guessed', where: '', values: { count: unsure.length, page } });
  return entries.map((entry, at) => sure[at] ?? decodeWith(rawName(entry).bytes, page));
}

async function proveContents(opened: OpenedZip, files: readonly PackageFile[]): Promise<Found[]> {
  const faults: Found[] = [];
  await inLanes(files, async (file) => {
    try {
      if (faults.length < 10) await proveEntry(opened, opened.entries[file.entry] as Entry);
    } catch (error) {
      if (!isZipFault(error)) throw error;
      faults.push(faultOfData(error, file.path));
    }
  });
  return faults;
}

/** What went wrong while an entry was inflated, in the words of a finding. */
export function faultOfData(error: unknown, where: string): Found {
  return { code: error instanceof ZipLies && error.about === 'size' ? 'entry-size-lies' : 'entry-damaged', where };
}

function refuses(findings: readonly Found[]): boolean {
  return findings.some((one) => SEVERITIES[one.code] === 'error');
}

function conclude(judged: Judged): PackageCheck {
  const findings = putIntoWords(judged.findings);
  const accepted = judged.package !== undefined && !findings.some((one) => one.severity === 'error');
  const files = accepted ? judged.files : [];
  return {
    accepted,
    ...(judged.package === undefined ? {} : { package: judged.package }),
    findings,
    files,
    totalBytes: files.reduce((sum, file) => sum + file.size, 0),
    fileCount: files.length,
  };
}
