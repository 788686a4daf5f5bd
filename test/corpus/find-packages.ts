/** The packages below a folder: every zip, and every folder that holds a manifest. */
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import AdmZip from 'adm-zip';

/** `name` is the path below the folder that was asked for, with `/`. A folder is zipped when it is its turn. */
export type CorpusPackage = {
  readonly name: string;
  readonly path: string;
  readonly kind: 'zip' | 'folder';
};

const skipped = new Set(['.git', 'node_modules', '__MACOSX']);

/** All packages below `folder`, in the order of their names. A folder with a manifest is one package: nothing in it is looked at. */
export async function findPackages(folder: string): Promise<CorpusPackage[]> {
  const found: CorpusPackage[] = [];
  const nameOf = (path: string): string => relative(folder, path).split(sep).join('/') || '.';
  const look = async (path: string): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true });
    if (entries.some((entry) => entry.isFile() && entry.name.toLowerCase() === 'imsmanifest.xml')) {
      found.push({ name: nameOf(path), path, kind: 'folder' });
      return;
    }
    for (const entry of entries) {
      const below = join(path, entry.name);
      if (entry.isDirectory() && !skipped.has(entry.name)) await look(below);
      else if (entry.isFile() && /\.(zip|pif)$/i.test(entry.name))
        found.push({ name: nameOf(below), path: below, kind: 'zip' });
    }
  };
  if ((await stat(folder)).isFile()) return [{ name: folder.split(sep).at(-1) ?? folder, path: folder, kind: 'zip' }];
  await look(folder);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The bytes of a package, when it is not a zip yet. */
export async function zipFolder(path: string): Promise<Buffer> {
  const zip = new AdmZip();
  const add = async (folder: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const below = join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== '.git') await add(below);
      else if (entry.isFile()) zip.addLocalFile(below, relative(path, folder).split(sep).join('/'));
    }
  };
  await add(path);
  return zip.toBuffer();
}
