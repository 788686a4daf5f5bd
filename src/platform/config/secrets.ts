import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { configMessages as say } from './messages.en';
import { ConfigFault, type Config } from './types';

const shortest = 32;
/** Variables that may stand in the secret file instead of the environment. */
export const movable = ['ADAPTER_SECRET', 'DATABASE_URL', 'SMTP_URL'] as const;

type SecretFile = {
  readonly faults: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly secret?: string;
};

/** Reads a secret file: one bare line, or lines `NAME=value` of which `SECRET` is ours. */
export function readSecretFile(path: string): SecretFile {
  try {
    const faults = (statSync(path).mode & 0o007) === 0 ? [] : [say.secretFileOpen(path)];
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
    const named = new Map(
      lines.flatMap((line) => {
        const found = /^([A-Z][A-Z_]*)=(.*)$/.exec(line);
        return found === null ? [] : [[found[1] ?? '', found[2] ?? ''] as const];
      }),
    );
    const secret = named.get('SECRET') ?? (named.size === 0 ? lines[0] : undefined) ?? '';
    if (secret.length < shortest) faults.push(say.secretShort);
    const values = Object.fromEntries(
      movable.flatMap((name) => (named.has(name) ? [[name, named.get(name) ?? '']] : [])),
    );
    return { faults, values, secret };
  } catch (error) {
    return { faults: [say.secretFileUnreadable(path, (error as NodeJS.ErrnoException).code ?? 'unknown')], values: {} };
  }
}

/**
 * The one secret that every key is derived from: from `SECRET_FILE`, or made once in the data folder (mode 600).
 * Two processes that start together end with the same secret.
 */
export function masterSecret(config: Pick<Config, 'secretFile' | 'dataDir'>): Buffer {
  if (config.secretFile !== undefined) {
    const { faults, secret } = readSecretFile(config.secretFile);
    if (secret === undefined || faults.length > 0) throw new ConfigFault(faults);
    return Buffer.from(secret, 'utf8');
  }
  mkdirSync(config.dataDir, { recursive: true });
  const path = join(config.dataDir, 'secret');
  try {
    return readMade(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  // Written whole under another name, then linked: the link fails when somebody else was first.
  const mine = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const file = openSync(mine, 'wx', 0o600);
  try {
    writeSync(file, `${randomBytes(48).toString('base64url')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    linkSync(mine, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(mine, { force: true });
  }
  return readMade(path);
}

function readMade(path: string): Buffer {
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length < shortest) throw new ConfigFault([say.secretShort]);
  return Buffer.from(secret, 'utf8');
}
