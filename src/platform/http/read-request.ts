/** From an express request to what a route is given: who asks, what was sent, a way to the database. */
import { json, urlencoded, type Request as Incoming, type Response } from 'express';
import type { z } from 'zod';
import { randomToken, readCookie, setCookie } from '../auth';
import type { HttpDeps } from './deps';
import { requireSameOrigin, requireToken } from './csrf';
import { Problem } from './problem';
import type { Access, Request, Route, SignedIn } from './types';

const formLimit = '256kb';
const jsonLimit = '2mb';
const visitCookie = 'preceptor_visit';

const parseForm = urlencoded({
  extended: true,
  limit: formLimit,
  parameterLimit: 2000,
});
const parseJson = json({ limit: jsonLimit, strict: true });

/** Id of a request; set before anything else happens to it. */
export const requestIdOf = (response: Response): string => String(response.locals.requestId);

/** @throws Problem `not-signed-in` or `forbidden` (PERM-1: decided here for every route, on the server). */
export function requireAccess(access: Access, who: SignedIn | undefined): void {
  if (access === 'public') return;
  if (who === undefined) throw new Problem('not-signed-in');
  if (access === 'signed-in') return;
  const wanted = 'permission' in access ? [access.permission] : access.anyOf;
  if (!wanted.some((permission) => who.permissions.has(permission))) throw new Problem('forbidden');
}

/** Reads the body as the route asks and applies both locks of `csrf.ts` to everything that changes something. */
export async function readBody(
  route: Route,
  incoming: Incoming,
  response: Response,
  deps: HttpDeps,
  who: SignedIn | undefined,
): Promise<unknown> {
  if (route.method === 'get') return undefined;
  if (route.caller !== 'machine') requireSameOrigin(incoming, deps.config.appUrl);
  const kind = route.bodyKind ?? (route.kind === 'api' ? 'json' : 'form');
  const expected = who?.csrfToken ?? visitToken(incoming, deps);
  if (kind === 'stream') {
    // The token must be checked before the body is read, so it travels beside it.
    if (route.kind === 'page') requireToken(incoming.headers['x-csrf-token'] ?? incoming.query._csrf, expected);
    return undefined;
  }
  if (kind === 'json') {
    const empty =
      (incoming.headers['content-length'] ?? '0') === '0' && incoming.headers['transfer-encoding'] === undefined;
    if (!empty && incoming.is('application/json') === false) throw new Problem('unsupported-media-type');
    await run(parseJson, incoming, response);
    if (route.kind === 'page') requireToken(incoming.headers['x-csrf-token'], expected);
    return incoming.body as unknown;
  }
  if (incoming.is('application/x-www-form-urlencoded') === false) throw new Problem('unsupported-media-type');
  await run(parseForm, incoming, response);
  const { _csrf, ...body } = (incoming.body ?? {}) as Record<string, unknown>;
  requireToken(_csrf ?? incoming.headers['x-csrf-token'], expected);
  return body;
}

function run(parser: ReturnType<typeof json>, incoming: Incoming, response: Response): Promise<void> {
  return new Promise((done, failed) => {
    parser(incoming, response, (error?: Error | string) =>
      error === undefined ? done() : failed(error instanceof Error ? error : new Error(error)),
    );
  });
}

/** The token of a form for somebody who is not signed in: bound to a cookie of this browser. */
function visitToken(incoming: Incoming, deps: HttpDeps): string | undefined {
  const visit = readCookie(incoming, visitCookie, deps.config.production);
  return visit === undefined ? undefined : deps.keys.mac('csrf', visit);
}

/** The token to put into a page; gives the browser its cookie when it has none. */
export function pageToken(incoming: Incoming, response: Response, deps: HttpDeps, who: SignedIn | undefined): string {
  if (who !== undefined) return who.csrfToken;
  const known = visitToken(incoming, deps);
  if (known !== undefined) return known;
  const visit = randomToken();
  response.append(
    'Set-Cookie',
    setCookie(visitCookie, visit, {
      secure: deps.config.production,
      sameSite: 'lax',
    }),
  );
  return deps.keys.mac('csrf', visit);
}

/** Parses with the schema; faults are told by field, with the schema's own message as key or sentence. */
export function parsed(
  schema: z.ZodType | undefined,
  value: unknown,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fields: Record<string, string> } {
  if (schema === undefined) return { ok: true, value };
  const result = schema.safeParse(value);
  if (result.success) {
    const unstorable = findUnstorable(result.data);
    return unstorable === undefined
      ? { ok: true, value: result.data }
      : { ok: false, fields: { [unstorable]: unstorableText } };
  }
  const fields: Record<string, string> = {};
  for (const issue of result.error.issues) fields[issue.path.map(String).join('.')] ??= issue.message;
  return { ok: false, fields };
}

const unstorableText = 'http.unstorable-text';

/** Where a text stands that the database cannot hold, which only programs send: with a NUL, or half of a character. */
function findUnstorable(value: unknown): string | undefined {
  const waiting: (readonly [path: string, value: unknown])[] = [['', value]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, each] = next;
    if (typeof each === 'string' && (each.includes('\0') || /\p{Surrogate}/u.test(each))) return path;
    if (typeof each !== 'object' || each === null) continue;
    for (const [key, inner] of Object.entries(each)) waiting.push([path === '' ? key : `${path}.${key}`, inner]);
  }
  return undefined;
}

/** Builds the request of a route. `params` that do not fit are a 404: such a thing does not exist. */
export function buildRequest(
  route: Route,
  incoming: Incoming,
  response: Response,
  deps: HttpDeps,
  who: SignedIn | undefined,
  body: unknown,
): Request {
  const params = parsed(route.params, incoming.params);
  if (!params.ok) throw new Problem('not-found');
  const query = parsed(route.query, incoming.query);
  if (!query.ok) throw new Problem('invalid', { fields: query.fields });
  const id = requestIdOf(response);
  const whoOrThrow = (): SignedIn => {
    if (who === undefined) throw new Problem('not-signed-in');
    return who;
  };
  return {
    params: params.value,
    query: query.value,
    body,
    id,
    address: incoming.ip ?? '',
    who: whoOrThrow,
    maybeWho: who,
    inTransaction: (work, { as = 'self', tenant, ...options } = {}) =>
      deps.database.inTransaction(
        {
          tenant: tenant ?? whoOrThrow().tenantId,
          actor: { source: as, ...(who === undefined ? {} : { accountId: who.accountId }) },
          requestId: id,
          ...options,
        },
        work,
      ),
    raw: incoming,
  };
}
