/** Commands as processes, beside a running server on its embedded database, and after it has stopped. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../support/database';

const cli = fileURLToPath(new URL('../../../.config/cli.mjs', import.meta.url));
const main = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
const children: ChildProcess[] = [];
let folder: string;
let env: NodeJS.ProcessEnv;

const freePort = () =>
  new Promise<string>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(String(port)));
    });
  });

/** A server that is ready; `stop` waits until it is gone and answers what it said on stderr. */
async function start(): Promise<{ readonly stop: () => Promise<string> }> {
  const child = spawn(process.execPath, [main], { env });
  children.push(child);
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  await new Promise<void>((done, failed) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => text.includes('Ready:') && done());
    child.once('exit', () => failed(new Error(err)));
  });
  const stop = async (): Promise<string> => {
    child.kill('SIGTERM');
    await ended;
    return err;
  };
  return { stop };
}

const run = (...args: string[]) => spawnSync(process.execPath, [cli, ...args], { env, encoding: 'utf8' });

beforeAll(async () => {
  // Wrong usage, but it builds what is missing first.
  expect(spawnSync(process.execPath, [cli], { stdio: ['ignore', 'pipe', 'pipe'] }).status).toBe(2);
  folder = await temporaryFolder('preceptor-processes-');
  const [PORT, CONTENT_PORT] = await Promise.all([freePort(), freePort()]);
  env = { PATH: process.env.PATH, DATA_DIR: folder, SEED: 'none', PORT, CONTENT_PORT, LOG_LEVEL: 'error' };
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test('the administrator is told once; commands see the same data with and without the server', async () => {
  const server = await start();
  const file = join(folder, 'start.json');
  writeFileSync(
    file,
    JSON.stringify({
      people: [{ tenant: '001', firstName: 'Pat', lastName: 'Learner' }],
      accounts: [{ tenant: '001', username: 'pat', person: 'Pat Learner' }],
    }),
  );
  const applied = run('apply', file, '--json');
  expect([applied.status, applied.stderr]).toEqual([0, '']);
  expect(JSON.parse(applied.stdout)).toMatchObject({ created: { people: 1, accounts: 1 } });
  expect(run('person', 'show', 'nobody').status).toBe(1);
  expect(await server.stop()).toMatch(/sign in as "admin" with the password \S{24} and/);

  const shown = run('person', 'show', 'pat', '--json');
  expect(shown.status).toBe(0);
  expect(JSON.parse(shown.stdout)).toMatchObject({ person: { firstName: 'Pat', tenant: '001' } });
  const again = await start();
  expect(await again.stop()).not.toContain('password');
});
