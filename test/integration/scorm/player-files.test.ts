/** Package files: who gets them, what comes back, and that no address leads anywhere else. */
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openContentServer, smallZip, type Answer, type ContentServer, type Visit } from '../../support/content-server';

const text = 'body { color: black }\n'.repeat(400);
const video = Buffer.from(Uint8Array.from({ length: 1_000_000 }, (_, index) => index % 251));
let server: ContentServer;
let visit: Visit;

beforeAll(async () => {
  server = await openContentServer();
  const object = await server.addPackage(
    smallZip({
      'style.css': text,
      'film.mp4': video,
      'empty.txt': '',
      'folder/page one.html': '<p>1',
      'bild-ä.svg': '<svg/>',
      'a%2Fb.txt': 'literal',
      'Case/Mixed.JS': 'x()',
      'odd.unknown': '?',
      'deep/a/b/c.txt': 'c',
    }),
  );
  visit = await server.visit(server.registration(object));
});
afterAll(() => server.close());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  server.ask(`${visit.origin}/files/${path}`, { method, headers: { Cookie: visit.cookie, ...headers } });

describe('a file', () => {
  test('comes with its type, an ETag and leave to be kept for ever by this browser alone', async () => {
    const page = await get('folder/page%20one.html');
    expect(page.status).toBe(200);
    expect(page.text).toBe('<p>1');
    expect(page.headers).toMatchObject({
      'content-type': 'text/html',
      'cache-control': 'private, immutable, max-age=31536000',
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
      'origin-agent-cluster': '?1',
      'content-length': '4',
    });
    expect(page.headers['content-security-policy']).toMatch(/'unsafe-inline' 'unsafe-eval'.*frame-ancestors 'self'$/);
    expect(page.headers.etag).toMatch(/^"[\w-]+"$/);
    expect(Date.parse(String(page.headers['last-modified']))).not.toBeNaN();
    expect((await get('film.mp4', {}, 'HEAD')).headers['content-type']).toBe('video/mp4');
    expect((await get('bild-%C3%A4.svg')).headers['content-type']).toBe('image/svg+xml');
    expect((await get('odd.unknown')).headers['content-type']).toBe('application/octet-stream');
    expect(await get('empty.txt')).toMatchObject({ status: 200, text: '' });
  });

  test('is found as the author’s machine finds it: any case, doubled slashes, a query behind it', async () => {
    expect((await get('case/mixed.js')).text).toBe('x()');
    expect((await get('deep//a/b//c.txt?v=1&x=/../y')).text).toBe('c');
    expect((await get('a%252Fb.txt')).text).toBe('literal');
  });

  test('comes compressed to whoever takes that, under another ETag', async () => {
    const plain = await get('style.css');
    const small = await get('style.css', { 'Accept-Encoding': 'gzip, br' });
    expect(plain.headers).toMatchObject({ vary: 'Accept-Encoding', 'content-length': String(text.length) });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(small.headers).toMatchObject({
      vary: 'Accept-Encoding',
      'content-encoding': 'br',
      'content-type': 'text/css',
    });
    expect(small.bytes.length).toBeLessThan(text.length / 5);
    expect(brotliDecompressSync(small.bytes).toString()).toBe(text);
    expect(small.headers.etag).not.toBe(plain.headers.etag);
    expect((await get('style.css', { 'Accept-Encoding': 'br;q=0' })).headers['content-encoding']).toBeUndefined();
  });

  test('is not sent again when the browser has it', async () => {
    const { etag = '', 'last-modified': modified = '' } = (await get('style.css')).headers;
    for (const headers of [
      { 'If-None-Match': etag },
      { 'If-None-Match': `"x", W/${etag}` },
      { 'If-None-Match': '*' },
      { 'If-Modified-Since': modified },
    ]) {
      const same = await get('style.css', headers);
      expect(same.status).toBe(304);
      expect(same.bytes).toHaveLength(0);
      expect(same.headers.etag).toBe(etag);
    }
    expect((await get('style.css', { 'If-None-Match': '"x"', 'If-Modified-Since': modified })).status).toBe(200);
  });

  test('HEAD says what GET would', async () => {
    const head = await get('film.mp4', {}, 'HEAD');
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers['content-length']).toBe('1000000');
  });
});

describe('ranges', () => {
  test.each<[string, number, number]>([
    ['bytes=0-', 0, 999_999],
    ['bytes=0-0', 0, 0],
    ['bytes=500000-500099', 500_000, 500_099],
    ['bytes=999990-2000000', 999_990, 999_999],
    ['bytes=-10', 999_990, 999_999],
    ['bytes=-5000000', 0, 999_999],
  ])('%s', async (range, start, end) => {
    const part = await get('film.mp4', { Range: range });
    expect(part.status).toBe(206);
    expect(part.headers['content-range']).toBe(`bytes ${start}-${end}/1000000`);
    expect(part.bytes.equals(video.subarray(start, end + 1))).toBe(true);
  });

  test('what lies behind the end is not there', async () => {
    for (const range of ['bytes=1000000-', 'bytes=-0']) {
      const part = await get('film.mp4', { Range: range });
      expect(part.status).toBe(416);
      expect(part.headers['content-range']).toBe('bytes */1000000');
    }
    expect((await get('empty.txt', { Range: 'bytes=0-' })).status).toBe(416);
  });

  test('several, backwards, other units: the whole file', async () => {
    for (const range of ['bytes=0-1,5-6', 'bytes=9-3', 'lines=1-2', 'bytes=-', 'bytes=a-b'])
      expect((await get('film.mp4', { Range: range })).status).toBe(200);
  });

  test('If-Range: a part only of the file that was begun', async () => {
    const { etag = '' } = (await get('film.mp4', {}, 'HEAD')).headers;
    expect((await get('film.mp4', { Range: 'bytes=0-9', 'If-Range': etag })).status).toBe(206);
    expect((await get('film.mp4', { Range: 'bytes=0-9', 'If-Range': '"other"' })).status).toBe(200);
  });

  test('a range is counted in the bytes of the file, not of its compressed form', async () => {
    const part = await get('style.css', { Range: 'bytes=0-9', 'Accept-Encoding': 'br' });
    expect(part).toMatchObject({ status: 206, text: text.slice(0, 10) });
    expect(part.headers['content-encoding']).toBeUndefined();
  });

  test('a browser that goes away in the middle leaves the server as it was', async () => {
    const { request } = await import('node:http');
    const { host } = new URL(visit.origin);
    await new Promise<void>((done) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port: server.port,
          path: '/files/film.mp4',
          headers: { Host: host, Cookie: visit.cookie },
        },
        (response) => {
          response.once('data', () => {
            sent.destroy();
            done();
          });
        },
      );
      sent.on('error', () => undefined);
      sent.end();
    });
    expect((await get('film.mp4')).bytes).toHaveLength(1_000_000);
  });
});

describe('no address leads elsewhere', () => {
  test.each([
    '..',
    '../package.zip',
    '%2e%2e/package.zip',
    '..%2fpackage.zip',
    'folder/../../package.zip',
    'folder%2F..%2F..%2Fpackage.zip',
    '..\\package.zip',
    '%5c..%5cpackage.zip',
    'folder%00.html',
    'style.css%00',
    'folder/page%20one.html/',
    'folder/',
    'folder',
    '',
    '/',
    '%',
    '%zz',
    '%c0%ae%c0%ae/x',
    './style.css',
    'style.css.br',
    'nothing.txt',
    'imsmanifest.xml%2f..%2fstyle.css',
    'a/b.txt',
    'a%2Fb.txt',
    'C:/windows/win.ini',
    '~root/.ssh',
    'style.css;x',
  ])('/files/%s', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  test('where a document was asked for, the answer is words for the learner who sees it', async () => {
    const answer = await get('nothing.html', { 'Sec-Fetch-Dest': 'iframe' });
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.text).toContain('<p>The course has no such file.</p>');
  });

  test('without a pass nothing is said about what there is', async () => {
    for (const path of ['style.css', 'nothing.txt', '..%2fpackage.zip']) {
      const answer = await server.ask(`${visit.origin}/files/${path}`);
      expect(answer.status).toBe(401);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });

  test('only GET and HEAD', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await get('style.css', {}, method)).status).toBe(404);
  });
});
