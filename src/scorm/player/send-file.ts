import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { FileStore } from '../../platform/files';
import type { ContentRequest } from '../../platform/http';
import { readRange } from './core/byte-range';
import type { Body, FoundFile } from './find-file';
import { createLru } from './lru';
import { contentPolicy, unloadAllowed } from './policies';

/** Files up to here are kept whole in memory, so many bytes of them. */
const smallBytes = 256 * 1024;
const memoryBytes = 48 * 1024 ** 2;

export type SendFile = (
  request: IncomingMessage,
  response: ServerResponse,
  about: ContentRequest,
  file: FoundFile,
) => Promise<void>;

/** Answers with a file: 200, 206, 304 or 416. The address holds the version, so browsers may keep it for ever. */
export function createSendFile(files: FileStore): SendFile {
  const small = createLru<Buffer>(memoryBytes);

  async function bytesOf({ key, size }: Body): Promise<Buffer> {
    const known = small.get(key);
    if (known !== undefined) return known;
    const bytes = await buffer(files.read(key));
    small.set(key, bytes, size + 512);
    return bytes;
  }

  return async (request, response, about, file) => {
    const range =
      request.method === 'GET' && rangeApplies(request, file) ? readRange(request.headers.range, file.size) : 'all';
    const body: Body = range === 'all' && file.br !== undefined && takesBrotli(request) ? file.br : file;
    const headers = headersOf(file, body, about);
    if (isUnchanged(request, body, file.modified)) {
      response.writeHead(304, headers).end();
      return;
    }
    if (range === 'unsatisfiable') {
      response.writeHead(416, [...about.headers, 'Content-Range', `bytes */${file.size}`, 'Content-Length', '0']).end();
      return;
    }
    const { start, end } = range === 'all' ? { start: 0, end: body.size - 1 } : range;
    headers.push('Content-Length', String(end - start + 1));
    if (range !== 'all') headers.push('Content-Range', `bytes ${start}-${end}/${file.size}`);
    const status = range === 'all' ? 200 : 206;
    if (request.method === 'HEAD' || body.size === 0) {
      response.writeHead(status, headers).end();
      return;
    }
    if (body.size <= smallBytes) {
      const bytes = await bytesOf(body);
      response.writeHead(status, headers).end(range === 'all' ? bytes : bytes.subarray(start, end + 1));
      return;
    }
    const stream = files.read(body.key, range === 'all' ? undefined : { start, end });
    response.writeHead(status, headers);
    await new Promise<void>((done) => {
      // Half an answer is out when the disk fails: cutting it is the only honest end.
      stream.once('error', () => response.destroy());
      response.once('close', () => {
        stream.destroy();
        done();
      });
      stream.pipe(response);
    });
  };
}

function headersOf(file: FoundFile, body: Body, about: ContentRequest): string[] {
  const headers = [
    ...about.headers,
    'Content-Type',
    file.type,
    'Cache-Control',
    'private, immutable, max-age=31536000',
    'ETag',
    body.etag,
    'Last-Modified',
    file.modified,
    'Accept-Ranges',
    'bytes',
  ];
  if (file.br !== undefined) headers.push('Vary', 'Accept-Encoding');
  if (body !== file) headers.push('Content-Encoding', 'br');
  if (file.document) headers.push('Content-Security-Policy', contentPolicy, 'Permissions-Policy', unloadAllowed);
  return headers;
}

function takesBrotli(request: IncomingMessage): boolean {
  const found = /(?:^|,)\s*br\s*(?:;\s*q=([\d.]+))?\s*(?:,|$)/i.exec(String(request.headers['accept-encoding'] ?? ''));
  return found !== null && Number(found[1] ?? 1) > 0;
}

/** RFC 9110, 13.2.2: an ETag outranks a date. */
function isUnchanged(request: IncomingMessage, { etag }: Body, modified: string): boolean {
  const tags = request.headers['if-none-match'];
  if (tags !== undefined)
    return tags.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
  const since = request.headers['if-modified-since'];
  return since !== undefined && Date.parse(since) >= Date.parse(modified);
}

/** RFC 9110, 13.1.5: the range is of a file the browser has begun to read; of another one it wants all. */
function rangeApplies(request: IncomingMessage, file: FoundFile): boolean {
  const condition = request.headers['if-range'];
  return condition === undefined || condition === file.etag || condition === file.modified;
}
