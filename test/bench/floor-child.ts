/**
 * The floor: the least that a server could do on the same machine. `POST /a/<n>/commit` is one prepared UPDATE per
 * request; `POST /grouped/...` writes what arrived together in one; `GET /file` streams a file, ranges too, to anybody.
 */
import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

const [databaseUrl = ''] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
const lanes = 2;

type Waiting = {
  readonly id: number;
  readonly data: string;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
};
const waiting: Waiting[] = [];
let running = 0;

const one = { name: 'one', text: 'update bench_floor set data = $2, at = now() where id = $1' };
const many = {
  name: 'many',
  text: 'update bench_floor f set data = g.data, at = now() from unnest($1::int[], $2::text[]) g (id, data) where f.id = g.id',
};

async function next(): Promise<void> {
  if (running >= lanes || waiting.length === 0) return;
  const group = waiting.splice(0, 128);
  running += 1;
  try {
    await pool.query({ ...many, values: [group.map((each) => each.id), group.map((each) => each.data)] });
    for (const each of group) each.done();
  } catch (error) {
    for (const each of group) each.failed(error);
  } finally {
    running -= 1;
    void next();
  }
}

const grouped = (id: number, data: string): Promise<void> =>
  new Promise((done, failed) => {
    waiting.push({ id, data, done, failed });
    setImmediate(() => void next());
  });

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((done, failed) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => done(Buffer.concat(chunks).toString()));
    request.on('error', failed);
  });
}

async function write(request: IncomingMessage, response: ServerResponse, id: number, inGroup: boolean): Promise<void> {
  const data = await bodyOf(request);
  await (inGroup ? grouped(id, data) : pool.query({ ...one, values: [id, data] }));
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 11 }).end('{"ok":true}');
}

function stream(request: IncomingMessage, response: ServerResponse, path: string): void {
  const { size } = statSync(path);
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  const [start, end] = range ? [Number(range[1]), Number(range[2])] : [0, size - 1];
  response.writeHead(range ? 206 : 200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': end - start + 1,
  });
  createReadStream(path, { start, end }).pipe(response);
}

const server = createServer((request, response) => {
  const url = request.url ?? '';
  if (request.method === 'GET') return stream(request, response, decodeURIComponent(url.slice('/file?'.length)));
  const [, id, inGroup] = /^\/a\/(\d+)(g?)\/commit$/.exec(url) ?? [];
  write(request, response, Number(id), inGroup === 'g').catch((error: unknown) => {
    response.writeHead(500).end(String(error));
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));
