import { parseXml } from '../../src/scorm/package/parse-xml';
import { readManifest } from '../../src/scorm/package/core/read-manifest';
import { decodeManifest } from '../../src/scorm/package/decode-manifest';
import { DEFAULT_LIMITS, type CheckedPackage } from '../../src/scorm/package';

/** A manifest as the check reads it, without a zip around it; files it names count as there. @throws when it has none to play */
export function readText(manifest: string | Buffer): CheckedPackage {
  const { text } = decodeManifest(Buffer.from(manifest));
  const parsed = parseXml({
    text,
    maxDepth: DEFAULT_LIMITS.maxManifestDepth,
    maxElements: DEFAULT_LIMITS.maxManifestElements,
  });
  if (!parsed.ok) throw new Error(`${parsed.fault} at line ${parsed.line}`);
  const read = readManifest(parsed.tree, ['index.html']);
  if (read.package === undefined) throw new Error('no package');
  return read.package;
}
