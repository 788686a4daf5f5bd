import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { Problem } from '../http';
import { asStoreProblem, syncFolder, writeAll } from './disk-writing';
import { startDiskBatch } from './disk-batch';
import type { FileStore, StoredChild } from './types';

/** Space that uploads never take, for the database beside us. */
const reserveBytes = 256 * 1024 ** 2;
const abandonedAfterMs = 24 * 3600 * 1000;

export type DiskStoreOptions = {
  /** Absolute folder, `DATA_DIR/store`. */
  readonly folder: string;
  /** Free bytes of the disk; replaced by tests. */
  readonly freeBytes?: (folder: string) => Promise<number>;
};

/** Files on disk under one folder: `tmp/` for what is being written, `files/<key>` for what is whole. */
export async function openDiskStore({ folder, freeBytes = freeBytesOf }: DiskStoreOptions): Promise<FileStore> {
  const files = resolve(folder, 'files');
  const tmp = resolve(folder, 'tmp');
  await mkdir(files, { recursive: true, mode: 0o700 });
  await mkdir(tmp, { recursive: true, mode: 0o700 });
  await sweep(tmp, new Date(Date.now() - abandonedAfterMs));
  const pathOf = (key: string): string => join(files, checkedKey(key));

  return {
    put: async (key, from, { maxBytes = Infinity } = {}) => {
      const target = pathOf(key);
      const part = join(tmp, randomUUID());
      try {
        const size = await writeWhole(part, from, maxBytes);
        await mkdir(dirname(target), { recursive: true });
        await rename(part, target);
        await syncFolder(dirname(target));
        return { size };
      } catch (error) {
        await rm(part, { force: true });
        throw asStoreProblem(error);
      }
    },
    find: async (key) => {
      try {
        const found = await stat(pathOf(key));
        return found.isFile() ? { size: found.size } : undefined;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    read: (key, range) =>
      createReadStream(pathOf(key), { highWaterMark: 256 * 1024, ...(range === undefined ? {} : range) }),
    startBatch: (prefix) =>
      startDiskBatch({ target: pathOf(prefix), part: join(tmp, randomUUID()), pathOf, checkedKey }),
    children: (prefix) => childrenOf(pathOf(prefix), prefix),
    sweep: (before) => sweep(tmp, before),
    delete: (key) => rm(pathOf(key), { force: true }),
    deleteAll: (prefix) => rm(pathOf(prefix), { recursive: true, force: true }),
    requireSpace: async (bytes) => {
      if ((await freeBytes(files)) < bytes + reserveBytes) throw new Problem('disk-full');
    },
    check: async () => {
      const probe = join(tmp, `check-${randomUUID()}`);
      await (await open(probe, 'wx')).close();
      await rm(probe, { force: true });
    },
    localPath: pathOf,
  };
}

/** @throws Error for a key that could leave the folder; such a key is our own mistake. */
function checkedKey(key: string): string {
  const parts = key.split('/');
  if (!parts.every((part) => /^[a-z0-9_-][a-z0-9._-]{0,127}$/.test(part)))
    throw new Error('not a key of the file store');
  return join(...parts);
}

async function writeWhole(path: string, from: Readable, maxBytes: number): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  try {
    let size = 0;
    for await (const chunk of from) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > maxBytes) throw new Problem('too-large');
      await writeAll(file, bytes);
    }
    await file.sync();
    return size;
  } finally {
    await file.close();
  }
}

/** What a killed process left half-written. Fresh parts belong to a process that is still at it. */
async function sweep(tmp: string, before: Date): Promise<void> {
  for (const name of await readdir(tmp)) {
    const path = join(tmp, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && found.mtimeMs < before.getTime()) await rm(path, { recursive: true, force: true });
  }
}

async function childrenOf(folder: string, prefix: string): Promise<StoredChild[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const children: StoredChild[] = [];
  for (const name of names) {
    // The later of the two: a rename changes the one, a write the other.
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found !== undefined)
      children.push({ key: `${prefix}/${name}`, changedAt: new Date(Math.max(found.mtimeMs, found.ctimeMs)) });
  }
  return children;
}

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
