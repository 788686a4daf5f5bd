/** Packages of the sizes that benches ask for. What fills them does not compress, like films and pictures. */
import { randomBytes } from 'node:crypto';
import AdmZip from 'adm-zip';

const page = `<!doctype html><html lang="en"><title>Bench</title><h1>Bench</h1>
<script>
  const find = (w) => { for (let up = 0; w && up < 10; up += 1, w = w.parent) if (w.API) return w.API; return null; };
  const api = find(window);
  if (api) { api.LMSInitialize(''); window.initialised = Date.now(); }
</script></html>`;

const manifest = `<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="BENCH" version="1.2" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="ORG"><organization identifier="ORG"><title>Bench</title>
    <item identifier="SCO" identifierref="R"><title>Bench</title></item></organization></organizations>
  <resources><resource identifier="R" type="webcontent" adlcp:scormtype="sco" href="index.html"><file href="index.html"/></resource></resources>
</manifest>`;

export type Part = { readonly name: string; readonly bytes: number };

/** Writes a playable package with these files beside its page. */
export function writePackage(path: string, parts: readonly Part[]): void {
  const zip = new AdmZip();
  zip.addFile('imsmanifest.xml', Buffer.from(manifest));
  zip.addFile('index.html', Buffer.from(page));
  const noise = randomBytes(1024 ** 2);
  for (const { name, bytes } of parts) {
    const content =
      bytes <= noise.length
        ? noise.subarray(0, bytes)
        : Buffer.concat(
            Array.from({ length: Math.ceil(bytes / noise.length) }, () => noise),
            bytes,
          );
    zip.addFile(name, content);
  }
  zip.writeZip(path);
}
