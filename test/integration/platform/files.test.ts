import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDiskStore, type FileStore } from '../../../src/platform/files';
import { listen } from '../../../src/platform/http';

let folder: string;
let store: FileStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'preceptor-files-'));
  store = await openDiskStore({ folder });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const left = (): string[] => [...readdirSync(join(folder, 'tmp')), ...readdirSync(join(folder, 'files'))];

async function* failing(code: string) {
  yield Buffer.alloc(100_000);
  await Promise.resolve();
  throw Object.assign(new Error(code), { code });
}

test('what was put is found and read, whole and in ranges, until it is deleted', async () => {
  expect(await store.put('versions/v1/a.txt', Readable.from([Buffer.from('hello '), Buffer.from('world')]))).toEqual({
    size: 11,
  });
  expect(await store.find('versions/v1/a.txt')).toEqual({ size: 11 });
  expect(await text(store.read('versions/v1/a.txt'))).toBe('hello world');
  expect(await text(store.read('versions/v1/a.txt', { start: 6, end: 8 }))).toBe('wor');
  await store.deleteAll('versions/v1');
  expect(await store.find('versions/v1/a.txt')).toBeUndefined();
  await store.delete('versions/v1/a.txt');
  await expect(text(store.read('versions/v1/a.txt'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test.each([
  ['too large', () => Readable.from([Buffer.alloc(600), Buffer.alloc(600)]), 'too-large'],
  ['no space left', () => Readable.from(failing('ENOSPC')), 'disk-full'],
  ['connection cut', () => Readable.from(failing('ECONNRESET')), 'upload-cut-off'],
])('%s: the upload fails with its problem and leaves nothing behind', async (_, stream, code) => {
  await expect(store.put('a', stream(), { maxBytes: code === 'too-large' ? 1000 : Infinity })).rejects.toMatchObject({
    code,
  });
  expect(left()).toEqual([]);
});

test('an upload that a browser cuts off half-way leaves nothing behind', async () => {
  let outcome: unknown;
  const finished = new Promise<void>((done) => {
    server.on('request', (request) => {
      store
        .put('a', request)
        .then(
          (file) => (outcome = file),
          (error: unknown) => (outcome = error),
        )
        .finally(done);
    });
  });
  const port = await listen(server, 0, '127.0.0.1');
  const socket = connect(port, '127.0.0.1', () => {
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(50_000)}`);
    setTimeout(() => socket.destroy(), 100);
  });
  await finished;
  server.close();
  expect(outcome).toMatchObject({ code: 'upload-cut-off' });
  expect(left()).toEqual([]);
});
const server = createServer();

test('a failed second upload under a key leaves the first as it was', async () => {
  await store.put('a', Readable.from([Buffer.from('first')]));
  await expect(store.put('a', Readable.from(failing('ENOSPC')))).rejects.toMatchObject({ code: 'disk-full' });
  expect(await text(store.read('a'))).toBe('first');
});

test('keys that could leave the folder are refused', async () => {
  for (const key of ['../x', 'a/../../x', '/etc/passwd', 'a//b', 'a/.hidden', 'A', 'a\\b', '', 'a\u0000']) {
    await expect(store.put(key, Readable.from([]))).rejects.toThrow('not a key');
  }
});

test('space is asked for before it is taken', async () => {
  const small = await openDiskStore({ folder, freeBytes: async () => 1024 ** 3 });
  await small.requireSpace(1024);
  await expect(small.requireSpace(1024 ** 3)).rejects.toMatchObject({ code: 'disk-full' });
  await small.check();
});

test('what a killed process left half-written is swept away after a day, not before', async () => {
  for (const name of ['old', 'young']) writeFileSync(join(folder, 'tmp', name), 'x');
  const yesterday = Date.now() / 1000 - 25 * 3600;
  utimesSync(join(folder, 'tmp', 'old'), yesterday, yesterday);
  await openDiskStore({ folder });
  expect(left()).toEqual(['young']);
});
