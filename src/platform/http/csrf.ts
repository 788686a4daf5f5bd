/** Two locks on every change: it must come from our own pages, and forms must carry the session's token. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { equalText } from '../auth';
import { Problem } from './problem';

/**
 * First lock. Browsers say where a request comes from; page script cannot change it.
 * @throws Problem `cross-origin` also when neither header is there: no supported browser leaves both out of a change.
 */
export function requireSameOrigin(request: IncomingMessage, origin: string): void {
  const site = request.headers['sec-fetch-site'];
  const from = request.headers.origin;
  if (site === undefined && from === undefined) throw new Problem('cross-origin');
  if (site !== undefined && site !== 'same-origin') throw new Problem('cross-origin');
  if (from !== undefined && from !== origin) throw new Problem('cross-origin');
}

/**
 * Second lock.
 * @param sent from the form, masked or plain
 * @throws Problem `form-expired`
 */
export function requireToken(sent: unknown, expected: string | undefined): void {
  if (typeof sent !== 'string' || expected === undefined || expected === '') throw new Problem('form-expired');
  if (!equalText(sent, expected) && !equalText(unmaskToken(sent) ?? '', expected)) throw new Problem('form-expired');
}

/** The token as it stands in a page: another text each time, so that compression tells nothing about it (BREACH). */
export function maskToken(token: string): string {
  const plain = Buffer.from(token);
  const pad = randomBytes(plain.length);
  return Buffer.concat([pad, plain.map((byte, index) => byte ^ (pad[index] ?? 0))]).toString('base64url');
}

function unmaskToken(masked: string): string | undefined {
  const bytes = Buffer.from(masked, 'base64url');
  if (bytes.length === 0 || bytes.length % 2 !== 0) return undefined;
  const half = bytes.length / 2;
  return Buffer.from(bytes.subarray(half).map((byte, index) => byte ^ (bytes[index] ?? 0))).toString();
}

/** Where to go after sign-in: a path of ours, or home. Never another host (`//x`, `/\x`) and never a control character. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && next.length <= 2000 && /^\/(?![/\\])[^\u0000-\u001f\\]*$/.test(next) ? next : '/';
}
