/** Where the embedded server lives and who runs it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, stat } from 'node:fs/promises';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { words } from '../messages.en';
import { copyBinaries, installedBinaries, layLinks, program, type Binaries } from './binaries';
import { canEnter, usersOfThisMachine, type User } from './unprivileged-user';

export type Home = {
  /** Holds `data/` and perhaps a copy of the programs. */
  readonly folder: string;
  readonly binaries: Binaries;
  /** Set when we are root: who runs the server. */
  readonly user: User | undefined;
  /** Said at start when the files are not under DATA_DIR. */
  readonly notice: string | undefined;
};

/** Where a server of root's goes when its user cannot enter DATA_DIR. */
export const fallbackRoot = '/var/lib/preceptor';

/** Decides place and user, makes the folder. `dataDir` must exist. */
export async function findHome(dataDir: string): Promise<Home> {
  const installed = await installedBinaries();
  const whole = await layLinks(installed);
  if (process.getuid?.() !== 0) {
    const folder = join(dataDir, 'postgres');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return {
      folder,
      binaries: whole ? installed : await copyBinaries(installed, folder, undefined),
      user: undefined,
      notice: undefined,
    };
  }
  return homeOfRoot(dataDir, installed, whole);
}

async function homeOfRoot(dataDir: string, installed: Binaries, whole: boolean): Promise<Home> {
  const reasons: string[] = [];
  for (const user of await usersFor(dataDir)) {
    const inside = canEnter(dataDir, user);
    const folder = inside ? join(dataDir, 'postgres') : elsewhere(dataDir);
    await makeFolder(dataDir, folder, user, inside);
    const reachable = whole && canEnter(join(installed.home, 'bin'), user);
    const binaries = reachable ? installed : await copyBinaries(installed, folder, user);
    const reason = whyNotRun(binaries, user, folder);
    if (!reason)
      return {
        folder,
        binaries,
        user,
        notice: inside ? undefined : words.embeddedElsewhere(user.name, dataDir, folder),
      };
    reasons.push(`${user.name}: ${reason}`);
  }
  throw new Error(words.embeddedNoUser(reasons.join('; ')));
}

/** The folder a DATA_DIR has outside itself: the same one at every start. */
function elsewhere(dataDir: string): string {
  return join(fallbackRoot, createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16));
}

/** Whoever owns the files already keeps them. */
async function usersFor(dataDir: string): Promise<User[]> {
  const users = usersOfThisMachine();
  for (const folder of [join(dataDir, 'postgres'), elsewhere(dataDir)]) {
    if (!existsSync(join(folder, 'data'))) continue;
    const { uid, gid } = await stat(join(folder, 'data'));
    if (uid > 0) return [users.find((user) => user.uid === uid) ?? { name: String(uid), uid, gid }];
  }
  return users;
}

async function makeFolder(dataDir: string, folder: string, user: User, inside: boolean): Promise<void> {
  try {
    if (!inside) {
      await mkdir(fallbackRoot, { recursive: true, mode: 0o711 });
      await chmod(fallbackRoot, 0o711);
    }
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chown(folder, user.uid, user.gid);
  } catch (error) {
    throw new Error(words.embeddedNoPlace(dataDir, folder), { cause: error });
  }
}

/** Undefined when the user can run the programs here, else why not. */
function whyNotRun(binaries: Binaries, user: User, cwd: string): string | undefined {
  const tried = spawnSync(program(binaries, 'postgres'), ['--version'], {
    uid: user.uid,
    gid: user.gid,
    cwd,
    encoding: 'utf8',
    env: {},
  });
  if (tried.error) return tried.error.message;
  return tried.status === 0 ? undefined : tried.stderr.trim().slice(-300);
}
