/** Small things that the starters share: where the project is, what changed when, one at a time. */
import { createHash } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder, absolute, without a trailing slash. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** An absolute path from one that is relative to the root. */
export const at = (...parts) => join(root, ...parts);

/** Tells a person at the terminal what is going on; never on stdout, which belongs to commands. */
export const say = (sentence) => process.stderr.write(`${sentence}\n`);

/** Modification time in ms, or undefined when there is no such file. */
export async function changedAt(path) {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** The text of a file, or undefined when there is none. */
export async function readIfThere(path) {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * All files below a folder, absolute, sorted.
 * @param {string} folder absolute
 * @param {(path: string) => boolean} [keep] which files (and folders) to look at
 */
export async function filesBelow(folder, keep = () => true) {
  const found = [];
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return found;
    throw error;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (!keep(path)) continue;
    if (entry.isDirectory()) found.push(...(await filesBelow(path, keep)));
    else found.push(path);
  }
  return found.sort();
}

/** The newest change in ms among a folder's files and sub-folders (a folder changes when a file goes). */
export async function newestBelow(folder, keep = () => true) {
  const folders = new Set([folder]);
  let newest = 0;
  for (const path of await filesBelow(folder, keep)) {
    folders.add(join(path, '..'));
    newest = Math.max(newest, (await changedAt(path)) ?? 0);
  }
  for (const path of folders) newest = Math.max(newest, (await changedAt(path)) ?? 0);
  return newest;
}

/** A short name for a content: it changes when the content does. */
export const hashOf = (content) => createHash('sha256').update(content).digest('hex').slice(0, 10);

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Removes a dead holder's lock; puts it back when another process has taken it over in the meantime. */
async function takeAway(lock, holder) {
  const aside = `${lock}.${process.pid}`;
  try {
    await rename(lock, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (Number(await readIfThere(aside)) !== holder) await link(aside, lock).catch(() => undefined);
  await rm(aside, { force: true });
}

/**
 * Runs `work` while no other process runs anything under the same name in this project.
 * A lock whose process died is taken over.
 */
export async function oneAtATime(name, work) {
  const lock = at('.cache', `${name}.lock`);
  await mkdir(at('.cache'), { recursive: true });
  let told = false;
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(await readIfThere(lock));
    const age = Date.now() - ((await changedAt(lock)) ?? Date.now());
    // An empty lock is one that is being written just now, unless it has been empty for a while.
    if ((holder ? !alive(holder) : age > 5_000) || age > 15 * 60_000) await takeAway(lock, holder);
    else {
      if (!told) say(`Waiting for another process (${holder || 'starting'}) to finish: ${name}.`);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }
  const release = () => rm(lock, { force: true });
  try {
    return await work();
  } finally {
    await release();
  }
}
