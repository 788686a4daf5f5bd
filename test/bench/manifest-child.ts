/** Checks one large package as an upload is checked, and builds its engine; says how long each part took. */
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { checkPackage, DEFAULT_LIMITS } from '../../src/scorm/package';
import { decodeManifest } from '../../src/scorm/package/decode-manifest';
import { parseManifest } from '../../src/scorm/package/parse-manifest';
import { readManifest } from '../../src/scorm/package/core/read-manifest';
import { engineFor } from '../../src/scorm/sequencing';
import { largeManifest } from './large-courses';

/** Milliseconds, but for `bytes` of the manifest and megabytes of memory. */
export type ManifestMessage = Readonly<
  Record<'bytes' | 'whole' | 'parse' | 'tree' | 'engine' | 'startMb' | 'peakMb', number>
>;

const [activities = '', rules = ''] = process.argv.slice(2);
const text = largeManifest(Number(activities), rules === 'true');
const zip = new AdmZip();
zip.addFile('imsmanifest.xml', Buffer.from(text));
zip.addFile('index.html', Buffer.from('<!doctype html><title>x</title>'));
const folder = mkdtempSync(join(tmpdir(), 'preceptor-bench-'));
const path = join(folder, 'large.zip');
writeFileSync(path, zip.toBuffer());

const startMb = peakMemoryMb();
let began = performance.now();
const since = (): number => {
  const passed = performance.now() - began;
  began = performance.now();
  return passed;
};
const answer = await checkPackage(path);
const whole = since();
const peakMb = peakMemoryMb();
rmSync(folder, { recursive: true });
const organisation = answer.package?.organisations[0];
if (!answer.accepted || answer.package === undefined || organisation === undefined) throw new Error('not accepted');

since();
const parsed = await parseManifest(decodeManifest(Buffer.from(text)).text, DEFAULT_LIMITS);
const parse = since();
if (!parsed.ok) throw new Error(parsed.fault);
readManifest(parsed.tree, ['index.html']);
const tree = since();
engineFor(answer.package.scormVersion, organisation).controls({ results: {} });
const engine = since();
const message: ManifestMessage = { bytes: Buffer.byteLength(text), whole, parse, tree, engine, startMb, peakMb };
await new Promise<void>((sent) => process.send?.(message, () => sent()));
process.exit(0);

/** Of this program and its threads, from its start. */
function peakMemoryMb(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}
