/** The product's source files, each with the room it stands in. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** `room` is such as `people` or `learning/catalogue`; all of platform is one; empty for files at the top of src/. */
export type Source = { readonly path: string; readonly room: string; readonly text: string };

/** Files below a folder of the project with one of these endings, as paths with forward slashes. */
export function listFiles(folder: string, endings: readonly string[]): string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.startsWith('src/platform/db/generated/'))
    .sort();
}

export function roomOf(path: string): string {
  const [, first = '', second = '', third] = path.split('/');
  if (first === 'scorm' || first === 'learning') return `${first}/${second}`;
  return second === '' && third === undefined ? '' : first;
}

/** Source files of the product, without their tests. */
export function readSources(endings: readonly string[] = ['.ts']): Source[] {
  return listFiles('src', endings)
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => ({ path, room: roomOf(path), text: readFileSync(join(root, path), 'utf8') }));
}
