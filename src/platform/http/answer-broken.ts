/** Requests that never became one: too long a head, or no HTTP at all. */
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Messages } from '../page';

/** Whoever is still sending when we answer would lose the answer: give them this long. */
const lingerMs = 1000;

/**
 * Content of one package can set cookies for the whole content domain, so many and so long that no request of this browser
 * fits any more. The answer takes the cookies of the domain away and says what to do. Work that was not sent yet lies in
 * the journal on the device and needs no cookie.
 */
export function answerBroken(server: Server, messages: Pick<Messages, 't'>): Server {
  const words = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${messages.t('http.too-many-cookies.title')}</title><h1>${messages.t('http.too-many-cookies.title')}</h1><p>${messages.t('http.too-many-cookies.detail')}</p>`;
  const tooLong = [
    'HTTP/1.1 431 Request Header Fields Too Large',
    'Connection: close',
    'Cache-Control: no-store',
    'Clear-Site-Data: "cookies"',
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    'Content-Type: text/html; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(words)}`,
    '',
    words,
  ].join('\r\n');
  const broken = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
    socket.end(error.code === 'HPE_HEADER_OVERFLOW' ? tooLong : broken);
    socket.on('error', () => undefined);
    socket.resume();
    setTimeout(() => socket.destroy(), lingerMs).unref();
  });
  return server;
}
