/** The listener of the app: pages, API, assets, health. Reads top to bottom as a request goes. */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import { pathOf } from '../log';
import { serveAssets } from './assets-route';
import type { HttpDeps } from './deps';
import { appHeaders } from './headers';
import { health, ready } from './health';
import { appHosts } from './hosts';
import { apiRoutes } from './openapi';
import { Problem } from './problem';
import { requestIdOf } from './read-request';
import { registerFallbacks, registerRoutes } from './register-routes';
import { sendProblem } from './send-reply';
import { patientServer } from './server';
import type { Route } from './types';

/** The express app, for tests that need no port. */
export function createApp(deps: HttpDeps & { readonly routes: readonly Route[] }): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', deps.config.trustProxy);
  app.set('query parser', 'simple');

  app.use(nameRequest(deps));
  app.get('/health', health);
  app.get('/ready', ready(deps));
  app.use(appHeaders(deps.config));
  app.use(ownHostsOnly(deps));
  app.use(refuseServiceWorkers(deps));
  // A range is counted in the bytes of the file, so it is sent as it is.
  app.use(
    compression({
      filter: (request, response) => !response.hasHeader('Content-Range') && compression.filter(request, response),
    }),
  );
  app.use('/assets', serveAssets(deps.assets));
  registerRoutes(app, [...deps.routes, ...apiRoutes(deps.routes, deps.messages)], deps);
  registerFallbacks(app, deps);
  return app;
}

/** An unstarted server of the app. */
export function createAppListener(deps: HttpDeps & { readonly routes: readonly Route[] }): Server {
  return patientServer(createServer(createApp(deps)));
}

/** A request id of our own (never the client's) and one log line when the answer is out. */
function nameRequest({ log }: HttpDeps): RequestHandler {
  return (request, response, next) => {
    const id = randomUUID();
    const started = performance.now();
    response.locals.requestId = id;
    response.setHeader('X-Request-Id', id);
    response.once('close', () => {
      const route = response.locals.route as Route | undefined;
      const line = {
        requestId: id,
        method: request.method,
        path: route?.path ?? pathOf(request.originalUrl),
        status: response.statusCode,
        ms: Math.round(performance.now() - started),
      };
      log.info(response.writableFinished ? line : { ...line, cutOff: true }, 'request');
    });
    next();
  };
}

/** 421 to a host that is not ours; local names are sent on, so that cookies stay on one host. */
function ownHostsOnly(deps: HttpDeps): RequestHandler {
  const hostOf = appHosts(deps.config);
  return async (incoming, response, next) => {
    const host = hostOf(incoming.headers.host);
    if (host === 'app') next();
    else if (host === 'alias' && (incoming.method === 'GET' || incoming.method === 'HEAD'))
      response.redirect(307, deps.config.appUrl + incoming.originalUrl);
    else await refuse(deps, incoming, response, 'misdirected');
  };
}

function refuseServiceWorkers(deps: HttpDeps): RequestHandler {
  return async (incoming, response, next) => {
    if (incoming.headers['service-worker'] === undefined) next();
    else await refuse(deps, incoming, response, 'service-worker');
  };
}

async function refuse(
  deps: HttpDeps,
  incoming: express.Request,
  response: express.Response,
  code: 'misdirected' | 'service-worker',
): Promise<void> {
  await sendProblem({ incoming, response, deps, who: undefined }, new Problem(code), 'api');
  deps.log.debug({ requestId: requestIdOf(response), code }, 'refused at the door');
}
