/** Many files written beside the others and put in their place by one rename. */
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { asStoreProblem, syncFolder, writeAll } from './disk-writing';
import type { FileBatch } from './types';

/** Files whose bytes are on their way to the disk while the next ones are written. */
const syncsAtOnce = 16;

type BatchPlaces = {
  /** Where the batch is to be seen at the end; nothing stands there yet. */
  readonly target: string;
  /** Where it is written meanwhile. */
  readonly part: string;
  readonly pathOf: (key: string) => string;
  /** The path of a name below the batch; throws for one that could leave it. */
  readonly checkedKey: (name: string) => string;
};

export async function startDiskBatch({ target, part, pathOf, checkedKey }: BatchPlaces): Promise<FileBatch> {
  await mkdir(part, { mode: 0o700 });
  const folders = new Set([part]);
  const syncs = new Set<Promise<void>>();
  const faults: unknown[] = [];

  const placeOf = async (name: string): Promise<string> => {
    const path = join(part, checkedKey(name));
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      folders.add(folder);
    }
    return path;
  };
  const syncLater = async (file: FileHandle): Promise<void> => {
    // Faults are kept for `finish`: by then nobody waits for this one any more.
    const sync = closeDurably(file).catch((error: unknown) => void faults.push(error));
    syncs.add(sync);
    void sync.then(() => syncs.delete(sync));
    if (syncs.size >= syncsAtOnce) await Promise.race(syncs);
  };

  return {
    put: async (name, from) => {
      try {
        const file = await open(await placeOf(name), 'wx', 0o600);
        const size = await fill(file, from);
        await syncLater(file);
        return { size };
      } catch (error) {
        throw asStoreProblem(error);
      }
    },
    putStored: async (name, key) => {
      const path = await placeOf(name);
      try {
        await link(pathOf(key), path).catch(() => copyFile(pathOf(key), path, constants.COPYFILE_EXCL));
        await syncLater(await open(path, 'r+'));
      } catch (error) {
        throw asStoreProblem(error);
      }
    },
    finish: async () => {
      await Promise.all(syncs);
      if (faults.length > 0) throw asStoreProblem(faults[0]);
      try {
        for (const folder of folders) await syncFolder(folder);
        await mkdir(dirname(target), { recursive: true });
        await rename(part, target);
        await syncFolder(dirname(target));
      } catch (error) {
        throw asStoreProblem(error);
      }
    },
    abandon: async () => {
      await Promise.all(syncs);
      await rm(part, { recursive: true, force: true });
    },
  };
}

async function fill(file: FileHandle, from: Readable | Buffer): Promise<number> {
  try {
    if (Buffer.isBuffer(from)) {
      await writeAll(file, from);
      return from.length;
    }
    let size = 0;
    for await (const chunk of from) {
      await writeAll(file, chunk as Buffer);
      size += (chunk as Buffer).length;
    }
    return size;
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function closeDurably(file: FileHandle): Promise<void> {
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
