import type { IncomingMessage } from 'node:http';
import { Problem } from '../../platform/http';

/** A body that is too large is still read to its end up to here, so that the sender gets to see our answer. */
const patienceBytes = 16 * 1024 ** 2;

/**
 * Reads a whole body.
 * @throws Problem `too-large` past `most` bytes, `upload-cut-off` when the sender goes away
 */
export function readBody(request: IncomingMessage, most: number): Promise<string> {
  return new Promise((done, failed) => {
    const tooLarge = (): void => failed(new Problem('too-large', { detail: 'player.problem.too-large' }));
    const chunks: Buffer[] = [];
    let size = 0;
    if (Number(request.headers['content-length'] ?? 0) > patienceBytes) return tooLarge();
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= most) chunks.push(chunk);
      else if (size > patienceBytes) {
        request.pause();
        tooLarge();
      }
    });
    request.on('end', () => {
      if (size > most) tooLarge();
      else done((chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks)).toString('utf8'));
    });
    request.on('error', () => failed(new Problem('upload-cut-off')));
    request.on('close', () => {
      if (!request.complete) failed(new Problem('upload-cut-off'));
    });
  });
}

/** @throws Problem `invalid` */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem('invalid', { detail: 'player.problem.not-json', cause: error });
  }
}

/** The field of a small form; '' when it is not there or the body is no form. */
export async function readField(request: IncomingMessage, name: string, most = 16_384): Promise<string> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? ''))
    throw new Problem('unsupported-media-type', { detail: 'player.problem.not-a-form' });
  return new URLSearchParams(await readBody(request, most)).get(name) ?? '';
}

export const isJson = (request: IncomingMessage): boolean =>
  /^application\/json\b/i.test(request.headers['content-type'] ?? '');
