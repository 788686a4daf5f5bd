/** The chain of the check for the bytes of a manifest, in this thread: decode, parse, read, put into words. */
import { putIntoWords } from '../../src/scorm/package/findings';
import { decodeManifest } from '../../src/scorm/package/decode-manifest';
import { DEFAULT_LIMITS, type CheckedPackage, type Finding } from '../../src/scorm/package';
import { parseXml } from '../../src/scorm/package/parse-xml';
import { readManifest } from '../../src/scorm/package/core/read-manifest';
import { SEVERITIES, type Found } from '../../src/scorm/package/core/found';

export type ReadBytes = {
  readonly accepted: boolean;
  readonly package?: CheckedPackage;
  readonly findings: readonly Finding[];
  readonly milliseconds: { readonly parse: number; readonly read: number };
};

/** `files`: names beside the manifest. */
export function readBytes(bytes: Buffer, files: readonly string[]): ReadBytes {
  const found: Found[] = [];
  const where = 'imsmanifest.xml';
  const startedAt = performance.now();
  const decoded = decodeManifest(bytes);
  if (decoded.note !== undefined) found.push({ ...decoded.note, where });
  const { maxManifestDepth: maxDepth, maxManifestElements: maxElements } = DEFAULT_LIMITS;
  const parsed = parseXml({ text: decoded.text, maxDepth, maxElements });
  const parsedAt = performance.now();
  const times = (): ReadBytes['milliseconds'] => ({ parse: parsedAt - startedAt, read: performance.now() - parsedAt });
  if (!parsed.ok) {
    found.push({ code: `manifest-${parsed.fault}`, where, values: { detail: parsed.detail } });
    return { accepted: false, findings: putIntoWords(found), milliseconds: times() };
  }
  for (const note of parsed.notes) found.push({ code: note.code, where, values: { detail: note.detail } });
  const read = readManifest(parsed.tree, files);
  for (const finding of read.findings) found.push(finding);
  const accepted = read.package !== undefined && !found.some((one) => SEVERITIES[one.code] === 'error');
  return {
    accepted,
    ...(read.package === undefined ? {} : { package: read.package }),
    findings: putIntoWords(found),
    milliseconds: times(),
  };
}
