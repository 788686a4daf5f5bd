/**
 * Where the files of a version lie in the store:
 *   <storeKey>/package.zip           the upload as it came
 *   <storeKey>/files/<name>          a file of the package; <name> is a hash of its path
 *   <storeKey>/files/<name>.br       the same, compressed, where that is worth it
 * Names are hashes because what authors call their files fits no file system (case, length, letters, `.br`).
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { FileBatch } from '../../platform/files';
import { extractPackage, type PackageFile } from '../package';

const compress = promisify(brotliCompress);
const textual = /\.(html?|xhtml|js|mjs|css|svg|json|xml|xsd|dtd|txt|csv|vtt|srt|map)$/i;
const worthwhileBytes = 1024;
/** Larger texts are stored as they are: a few are in memory at once. */
const compressibleBytes = 4 * 1024 ** 2;
/** Of 11: five parts of the gain for a tenth of the time. */
const quality = 5;

export const originalKey = (storeKey: string): string => `${storeKey}/package.zip`;

/**
 * Store keys under which a file of a package may be, the likelier first; none of them there: no such file.
 * The second finds it where only upper and lower case (or the way accents are written) differ, as on the author's machine.
 * `path` is that inside the zip: `CheckedPackage.root` + href, percent-decoded. `.br` after a key is its compressed form.
 */
export function packageFileKeys(storeKey: string, path: string): readonly string[] {
  const folded = fold(path);
  const loose = `${storeKey}/files/${nameOf(folded)}`;
  return folded === path ? [loose] : [`${storeKey}/files/${nameOf(path)}`, loose];
}

const fold = (path: string): string => path.normalize('NFC').toLowerCase();
const nameOf = (path: string): string => createHash('sha256').update(path).digest('hex').slice(0, 40);

/**
 * Names of all files of a package, so that `packageFileKeys` finds each: a file has its loose name, and where several
 * differ in case only, the others have their exact ones.
 */
export function namePackageFiles(paths: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const exactlyLoose = paths.filter((path) => fold(path) === path);
  for (const path of new Set([...exactlyLoose, ...paths])) {
    const loose = nameOf(fold(path));
    names.set(path, taken.has(loose) ? nameOf(path) : loose);
    taken.add(loose);
  }
  return names;
}

export type ZipSource = {
  readonly path: string;
  /** Its key, when it already lies in the store. */
  readonly storedAs?: string;
};

/** Puts the zip and every file of it into the batch. Throws `ExtractionRefused` for a zip that lies. */
export async function writePackage(batch: FileBatch, zip: ZipSource, files: readonly PackageFile[]): Promise<void> {
  const names = namePackageFiles(files.map(({ path }) => path));
  await extractPackage(zip.path, files, async (path, size, stream) => {
    const name = `files/${names.get(path) ?? nameOf(path)}`;
    if (!textual.test(path) || size < worthwhileBytes || size > compressibleBytes) {
      await batch.put(name, stream);
      return;
    }
    const bytes = await buffer(stream);
    await batch.put(name, bytes);
    const small = await compress(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: quality,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    });
    if (small.length < bytes.length * 0.9) await batch.put(`${name}.br`, small);
  });
  if (zip.storedAs === undefined) await batch.put('package.zip', createReadStream(zip.path));
  else await batch.putStored('package.zip', zip.storedAs);
}
