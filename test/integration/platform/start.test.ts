import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, temporaryFolder, type FreshDatabase } from '../../support/database';

const cli = fileURLToPath(new URL('../../../.config/cli.mjs', import.meta.url));
const main = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
const children: ChildProcess[] = [];
let fresh: FreshDatabase;
let folder: string;

beforeAll(async () => {
  // Wrong usage, but it builds what is missing first.
  expect(spawnSync(process.execPath, [cli], { stdio: ['ignore', 'pipe', 'pipe'] }).status).toBe(2);
  fresh = await freshDatabase({ empty: true });
  folder = await temporaryFolder('preceptor-start-');
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

/** Two free ports beside each other would be luck: each is asked for. */
const freePort = () =>
  new Promise<string>((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(String(port)));
    });
  });

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, DATA_DIR: folder, ...env } });
  children.push(child);
  const seen = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (seen.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (seen.err += text));
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const ready = new Promise<void>((done, failed) => {
    child.stdout.on('data', () => seen.out.includes('Ready:') && done());
    child.once('exit', () => failed(new Error(seen.err)));
  });
  ready.catch(() => undefined);
  return { child, seen, ended, ready };
}

test('a server says Ready once on stdout when it serves, and SIGTERM stops it in order', async () => {
  const [PORT, CONTENT_PORT] = await Promise.all([freePort(), freePort()]);
  const { child, seen, ended, ready } = start({ PORT, CONTENT_PORT, DATABASE_URL: fresh.url });
  await ready;
  expect((await fetch(`http://127.0.0.1:${PORT}/health`)).status).toBe(200);
  expect(await (await fetch(`http://127.0.0.1:${PORT}/ready`)).json()).toEqual({
    status: 'ready',
    database: 'ok',
    files: 'ok',
  });
  expect((await fetch(`http://127.0.0.1:${CONTENT_PORT}/`)).status).toBe(421);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(seen.out).toBe(`Ready: http://localhost:${PORT}\n`);
});

test('a start that makes no sense says why and ends with 1', async () => {
  const { seen, ended } = start({ HOST: '0.0.0.0', MODE: 'fast' });
  expect(await ended).toBe(1);
  expect(seen.out).toBe('');
  expect(seen.err).toContain('SEED=demo creates people with known passwords');
  expect(seen.err).toMatch(/MODE must be one of/);
});

test('a taken port is told in words', async () => {
  const [PORT, CONTENT_PORT] = await Promise.all([freePort(), freePort()]);
  const first = start({ PORT, CONTENT_PORT, DATABASE_URL: fresh.url });
  await first.ready;
  const second = start({ PORT, CONTENT_PORT: await freePort(), DATABASE_URL: fresh.url });
  expect(await second.ended).toBe(1);
  expect(second.seen.err).toContain(`Port ${PORT} is in use`);
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(0);
});
