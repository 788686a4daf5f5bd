/** Packages that stand as folders: zipped when they are needed. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';

/** Runs `work` with a path to the zip: the file itself, or a folder zipped aside and taken away again. */
export async function withPackage<T>(path: string, work: (zipPath: string) => Promise<T>): Promise<T> {
  if (!(await stat(path)).isDirectory()) return work(path);
  const aside = await mkdtemp(join(tmpdir(), 'preceptor-package-'));
  try {
    const zip = new AdmZip();
    zip.addLocalFolder(path);
    const zipPath = join(aside, 'package.zip');
    zip.writeZip(zipPath);
    return await work(zipPath);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}
