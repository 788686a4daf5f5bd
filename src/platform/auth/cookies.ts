import { parseCookie, stringifySetCookie } from 'cookie';
import type { IncomingMessage } from 'node:http';

export type CookieOptions = {
  /** On https: `Secure` and the `__Host-` prefix, which pins the cookie to this host and path `/`. */
  readonly secure: boolean;
  readonly sameSite: 'lax' | 'strict';
  /** Seconds; absent = until the browser closes. */
  readonly maxAge?: number;
};

/** The name a cookie really has: `__Host-` in front on https. */
export const cookieName = (name: string, secure: boolean): string => (secure ? `__Host-${name}` : name);

/** Value of one cookie of a request. */
export function readCookie(
  request: Pick<IncomingMessage, 'headers'>,
  name: string,
  secure: boolean,
): string | undefined {
  const header = request.headers.cookie;
  return header === undefined ? undefined : parseCookie(header)[cookieName(name, secure)];
}

/** A `Set-Cookie` value: host-only, `HttpOnly`, path `/`. An empty value with `maxAge: 0` takes it away. */
export function setCookie(name: string, value: string, options: CookieOptions): string {
  return stringifySetCookie({
    name: cookieName(name, options.secure),
    value,
    path: '/',
    httpOnly: true,
    secure: options.secure,
    sameSite: options.sameSite,
    ...(options.maxAge === undefined ? {} : { maxAge: options.maxAge }),
  });
}
