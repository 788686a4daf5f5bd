import { z } from 'zod';
import { readCookie, setCookie, type RateLimit } from '../platform/auth';
import type { Database } from '../platform/db';
import { FormProblem, Problem, route, safeNext, type Reply, type Route } from '../platform/http';
import { sessionCookie } from './authenticate';
import { openSession, sessionHours, signIn, signOut } from './sign-in';

export type DemoPerson = {
  readonly username: string;
  readonly displayName: string;
  /** What they are, in words. */ readonly is: string;
};

export type SignInDeps = {
  readonly database: Database;
  readonly secureCookies: boolean;
  /**
   * Tries: few per account from one address, so that nobody can lock somebody else out from elsewhere; more per account from
   * everywhere, and per address over all accounts.
   */
  readonly tries: {
    readonly byAccountAndAddress: RateLimit;
    readonly byAccount: RateLimit;
    readonly byAddress: RateLimit;
  };
  /** People anyone may be; empty outside the demonstration. */
  readonly demoPeople: readonly DemoPerson[];
};

const view = 'people/views/sign-in.njk';
const next = z.string().max(2000).optional();

/** Signing in and out. */
export function signInRoutes(deps: SignInDeps): Route[] {
  const model = (wanted: string | undefined, askEmployer = false): object => ({
    next: safeNext(wanted ?? '/'),
    askEmployer,
    demoPeople: deps.demoPeople,
  });
  const enter = (session: { readonly token: string }, wanted: string | undefined): Reply => ({
    kind: 'redirect',
    to: safeNext(wanted ?? '/'),
    cookies: [
      setCookie(sessionCookie, session.token, {
        secure: deps.secureCookies,
        sameSite: 'lax',
        maxAge: sessionHours * 3600,
      }),
    ],
  });
  const tokenOf = (raw: import('node:http').IncomingMessage): string | undefined =>
    readCookie(raw, sessionCookie, deps.secureCookies);

  return [
    route({
      method: 'get',
      path: '/sign-in',
      kind: 'page',
      access: 'public',
      summary: 'The sign-in page',
      query: z.object({ next }),
      run: async ({ query, maybeWho }): Promise<Reply> =>
        maybeWho
          ? { kind: 'redirect', to: safeNext(query.next ?? '/') }
          : { kind: 'page', view, model: model(query.next) },
    }),
    route({
      method: 'post',
      path: '/sign-in',
      kind: 'page',
      access: 'public',
      summary: 'Signs in with a local password',
      body: z.object({
        username: z.string().max(200).default(''),
        password: z.string().max(1000).default(''),
        employer: z.string().max(20).optional(),
        next,
      }),
      run: async ({ body, address, raw }): Promise<Reply> => {
        const missing = {
          ...(body.username.trim() === '' ? { username: 'people.sign-in.username.missing' } : {}),
          ...(body.password === '' ? { password: 'people.sign-in.password.missing' } : {}),
        };
        if (Object.keys(missing).length > 0)
          throw new FormProblem({ fields: missing, view, model: model(body.next, body.employer !== undefined) });
        await takeTry(deps, body.username, address);
        const result = await signIn(deps.database, {
          username: body.username,
          password: body.password,
          ...(body.employer === undefined ? {} : { employer: body.employer }),
          ...optional('endToken', tokenOf(raw)),
        });
        if (!result.ok) {
          const ask = result.refusal === 'which-employer';
          const fields: Record<string, string> = ask
            ? { employer: 'people.sign-in.which-employer' }
            : { username: 'people.sign-in.wrong' };
          throw new FormProblem({ fields, view, model: model(body.next, ask || body.employer !== undefined) });
        }
        await deps.tries.byAccountAndAddress.reset(`${body.username.trim().toLowerCase()} ${address}`);
        return enter(result, body.next);
      },
    }),
    route({
      method: 'post',
      path: '/sign-in/demo',
      kind: 'page',
      access: 'public',
      summary: 'Comes in as a demonstration person',
      body: z.object({ username: z.string().max(200), next }),
      run: async ({ body, raw }): Promise<Reply> => {
        if (!deps.demoPeople.some((person) => person.username === body.username)) throw new Problem('not-found');
        const [account] = await deps.database.inTransaction({ tenant: 'all', actor: { source: 'self' } }, (tx) =>
          tx.query<{ tenantId: string; id: string }>(
            `select tenant_id as "tenantId", id from account where username = $1 and status = 'active'`,
            [body.username],
          ),
        );
        if (!account) throw new Problem('not-found');
        return enter(await openSession(deps.database, account.tenantId, account.id, tokenOf(raw)), body.next);
      },
    }),
    route({
      method: 'post',
      path: '/sign-out',
      kind: 'page',
      access: 'public',
      summary: 'Ends the session',
      run: async ({ raw }): Promise<Reply> => {
        const token = tokenOf(raw);
        if (token !== undefined) await signOut(deps.database, token);
        return {
          kind: 'redirect',
          to: '/signed-out',
          cookies: [setCookie(sessionCookie, '', { secure: deps.secureCookies, sameSite: 'lax', maxAge: 0 })],
        };
      },
    }),
    route({
      method: 'get',
      path: '/signed-out',
      kind: 'page',
      access: 'public',
      summary: 'Says that the session has ended',
      run: async (): Promise<Reply> => ({ kind: 'page', view: 'people/views/signed-out.njk', model: {} }),
    }),
  ];
}

async function takeTry(deps: SignInDeps, username: string, address: string): Promise<void> {
  const account = username.trim().toLowerCase();
  const counted = [
    await deps.tries.byAddress.take(address),
    await deps.tries.byAccountAndAddress.take(`${account} ${address}`),
    await deps.tries.byAccount.take(account),
  ];
  for (const taken of counted) {
    if (!taken.ok) {
      throw new Problem('too-many-requests', {
        detail: 'people.sign-in.too-many',
        values: { minutes: Math.ceil(taken.retryAfterSeconds / 60) },
        retryAfterSeconds: taken.retryAfterSeconds,
      });
    }
  }
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };
}
