/** From declarations to a server: permission, CSRF, parsing, transaction, answer and problem, the same for every route. */
import type { Express, NextFunction, Request as Incoming, Response } from 'express';
import type { HttpDeps } from './deps';
import { Problem } from './problem';
import { buildRequest, parsed, readBody, requireAccess } from './read-request';
import { sendProblem, sendReply, type Exchange } from './send-reply';
import type { Reply, Route, SignedIn } from './types';

/** @throws Error when two routes claim the same method and path. */
export function registerRoutes(app: Express, routes: readonly Route[], deps: HttpDeps): void {
  const seen = new Set<string>();
  for (const route of routes) {
    const key = `${route.method} ${route.path}`;
    if (seen.has(key)) throw new Error(`Two routes are declared for ${key}`);
    seen.add(key);
    app[route.method](route.path, (incoming: Incoming, response: Response) => answer(route, incoming, response, deps));
  }
}

async function answer(route: Route, incoming: Incoming, response: Response, deps: HttpDeps): Promise<void> {
  response.locals.route = route;
  let who: SignedIn | undefined;
  try {
    who = await deps.authenticate(incoming);
    requireAccess(route.access, who);
    const exchange: Exchange = { incoming, response, deps, who };
    await sendReply(exchange, await runRoute(route, exchange));
  } catch (error) {
    await sendProblem({ incoming, response, deps, who }, error, route.kind);
  }
}

async function runRoute(route: Route, { incoming, response, deps, who }: Exchange): Promise<Reply> {
  const sent = await readBody(route, incoming, response, deps, who);
  const request = buildRequest(route, incoming, response, deps, who, sent);
  if (route.body === undefined || route.bodyKind === 'stream') return route.run(request);
  const body = parsed(route.body, sent ?? {});
  if (body.ok) return route.run({ ...request, body: body.value });
  if (route.onInvalid === undefined || route.kind === 'api') throw new Problem('invalid', { fields: body.fields });
  return route.onInvalid(request, body.fields);
}

/** What no route answered, and what was thrown outside of one. Comes last. */
export function registerFallbacks(app: Express, deps: HttpDeps): void {
  const kindOf = (incoming: Incoming): 'page' | 'api' => (incoming.path.startsWith('/api/') ? 'api' : 'page');
  // Pages for people show who is signed in, if that can be found out.
  const whoever = (incoming: Incoming): Promise<SignedIn | undefined> =>
    deps.authenticate(incoming).catch(() => undefined);
  app.use(async (incoming: Incoming, response: Response) => {
    await sendProblem(
      { incoming, response, deps, who: await whoever(incoming) },
      new Problem('not-found'),
      kindOf(incoming),
    );
  });
  app.use(async (error: unknown, incoming: Incoming, response: Response, _next: NextFunction) => {
    await sendProblem({ incoming, response, deps, who: undefined }, error, kindOf(incoming));
  });
}
