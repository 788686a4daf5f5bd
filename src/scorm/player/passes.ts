/**
 * The cookie of an attempt on its package origin. Several attempts may be open on one origin, so it is named after
 * its attempt. Other package origins are same-site and can toss cookies of any name and value at us: what counts is
 * the signature and the label inside, and a tossed cookie never hides a good one of the same name.
 */
import type { IncomingMessage } from 'node:http';
import { cookieName, setCookie, type Keys } from '../../platform/auth';
import type { Clock } from '../../platform/clock';
import type { ContentHost } from '../../platform/http';
import { createLru } from './lru';
import type { PassContent } from './tickets';

export const passSeconds = 12 * 3600;

export type Pass = PassContent & {
  /** Epoch milliseconds. */
  readonly madeAt: number;
  readonly until: number;
};

export type Passes = {
  /** The `Set-Cookie` value that gives a browser this pass. */
  readonly cookie: (content: PassContent, seconds?: number) => string;
  /** The pass of that attempt which this request carries, if it is good here and now. */
  readonly find: (request: IncomingMessage, host: ContentHost, attemptId: string) => Pass | undefined;
  /** The latest good pass, whatever its attempt: on a package origin all are for the same version. */
  readonly latest: (request: IncomingMessage, host: ContentHost) => Pass | undefined;
};

const prefix = 'preceptor_play_';
/** Headers longer than this are read each time: they would fill the memory. */
const cachedLength = 4096;
const cachedHeaders = 8000;
/** More of our cookies than that in one request are not ours. */
const mostCookies = 40;

export function createPasses({
  keys,
  clock,
  secure,
}: {
  readonly keys: Keys;
  readonly clock: Clock;
  readonly secure: boolean;
}): Passes {
  // Verifying costs a hash; a browser sends the same header with every request of a visit.
  const cache = createLru<readonly Pass[]>(cachedHeaders);
  const start = cookieName(prefix, secure);

  function read(header: string): readonly Pass[] {
    const known = cache.get(header);
    if (known !== undefined) return known;
    const passes: Pass[] = [];
    for (const [name, value] of ourCookies(header, start)) {
      const pass = keys.verify<Pass>('pass', value, clock.now());
      if (pass !== undefined && name === start + pass.attemptId) passes.push(pass);
    }
    passes.sort((a, b) => b.madeAt - a.madeAt);
    if (header.length <= cachedLength) cache.set(header, passes);
    return passes;
  }

  function findBy(request: IncomingMessage, host: ContentHost, attemptId?: string): Pass | undefined {
    const header = request.headers.cookie;
    if (header === undefined || host.kind === 'launcher') return undefined;
    const now = clock.now().getTime();
    return read(header).find(
      (pass) =>
        now < pass.until &&
        // Without separate hosts (demo) there is nothing to bind it to.
        (host.kind === 'fallback' || pass.label === host.label) &&
        (attemptId === undefined || pass.attemptId === attemptId),
    );
  }

  return {
    cookie: (content, seconds = passSeconds) => {
      const madeAt = clock.now().getTime();
      const until = madeAt + seconds * 1000;
      const value = keys.sign('pass', { ...content, madeAt, until } satisfies Pass, new Date(until));
      return setCookie(prefix + content.attemptId, value, { secure, sameSite: 'strict', maxAge: seconds });
    },
    find: findBy,
    latest: (request, host) => findBy(request, host),
  };
}

function ourCookies(header: string, start: string): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (const part of header.split(';')) {
    const pair = part.trim();
    if (!pair.startsWith(start)) continue;
    const at = pair.indexOf('=');
    if (at > 0) found.push([pair.slice(0, at), pair.slice(at + 1)]);
    if (found.length === mostCookies) break;
  }
  return found;
}
