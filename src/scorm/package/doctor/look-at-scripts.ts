/** Reads the pages and scripts of a package for what they let one expect, within bounds. */
import { extname } from 'node:path';
import type { Entry } from 'yauzl';
import { createSignReader, type ScriptSigns } from '../core/doctor/script-signs';
import { inLanes } from '../in-lanes';
import type { OpenedZip } from '../open-zip';
import { isZipFault, readSmallEntry } from '../read-entry';

const telling = new Set(['.html', '.htm', '.xhtml', '.js', '.mjs', '.jsp', '.asp', '.php']);
/** Bytes. What is larger is media in a script's clothes, or the whole is too much to look at while somebody waits. */
const largestFile = 4 * 1024 ** 2;
const atMost = 48 * 1024 ** 2;

type ScriptFile = { readonly path: string; readonly size: number; readonly entry: number };

/** Never throws for what is inside the zip: a file that cannot be read is left out, and found by those who prove it. */
export async function lookAtScripts(opened: OpenedZip, files: readonly ScriptFile[]): Promise<ScriptSigns> {
  const reader = createSignReader(files.some(({ path }) => /\.swf$/i.test(path)));
  let bytes = 0;
  const wanted = files
    .filter(({ path }) => telling.has(extname(path).toLowerCase()))
    // The small ones first: wrappers are small, and what they say is all we need.
    .sort((a, b) => a.size - b.size)
    .filter(({ size }) => {
      bytes += size;
      if (size <= largestFile && bytes <= atMost) return true;
      reader.leaveOut();
      return false;
    });
  await inLanes(wanted, async ({ path, entry }) => {
    try {
      const read = await readSmallEntry(opened, opened.entries[entry] as Entry, largestFile);
      reader.read(path, textOf(read));
    } catch (error) {
      if (!isZipFault(error)) throw error;
      reader.leaveOut();
    }
  });
  return reader.signs();
}

/** Any encoding will do that keeps ASCII as it is. */
function textOf(bytes: Buffer): string {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] !== 0 && bytes[1] === 0);
  return bytes.toString(wide ? 'utf16le' : 'latin1');
}
