/** Port and passwords of the embedded server: DATA_DIR/database.json, for its owner's eyes only. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

export type Secrets = { readonly port: number; readonly ownerPassword: string; readonly rolePassword: string };

const fileOf = (dataDir: string): string => join(dataDir, 'database.json');

/** Reads the secrets; makes them when there are none. */
export async function secretsOf(dataDir: string): Promise<Secrets> {
  if (existsSync(fileOf(dataDir))) return JSON.parse(await readFile(fileOf(dataDir), 'utf8')) as Secrets;
  const password = (): string => randomBytes(24).toString('base64url');
  return keep(dataDir, { port: await freePort(), ownerPassword: password(), rolePassword: password() });
}

/** Stores them whole or not at all. */
export async function keep(dataDir: string, secrets: Secrets): Promise<Secrets> {
  const unfinished = `${fileOf(dataDir)}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(secrets)}\n`, { mode: 0o600 });
  await rename(unfinished, fileOf(dataDir));
  return secrets;
}

/** A port of the loopback that nobody listens on; `wanted` if it is free. */
export async function freePort(wanted = 0): Promise<number> {
  const port = await new Promise<number | undefined>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
  return port ?? freePort();
}
