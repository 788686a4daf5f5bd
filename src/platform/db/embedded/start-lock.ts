/** One process at a time starts or stops the server of a data folder. */
import { open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { words } from '../messages.en';
import { isAlive } from './postmaster';

const patience = 120_000;

/** Runs `work` while no other process starts or stops the server. A lock whose holder died is taken over. */
export async function withStartLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const path = join(dataDir, 'database.lock');
  const until = Date.now() + patience;
  while (!(await take(path))) {
    if (await isAbandoned(path)) await rm(path, { force: true });
    else if (Date.now() > until) throw new Error(words.embeddedBusy(path));
    else await sleep(50);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  try {
    const [text, { mtimeMs }] = [await readFile(path, 'utf8'), await stat(path)];
    // An empty one is being written at this moment, or its writer died in between. Numbers come back after a restart.
    if (text === '') return Date.now() - mtimeMs > 2_000;
    return !isAlive(Number(text)) || Date.now() - mtimeMs > patience;
  } catch {
    return false;
  }
}
