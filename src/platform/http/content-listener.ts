/** The listener of launcher and package origins. Its two hot paths never meet express. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import express, { type Express } from 'express';
import type { Assets, Messages } from '../page';
import type { Config } from '../config';
import type { Log } from '../log';
import { pathOf } from '../log';
import { answerBroken } from './answer-broken';
import { serveAssets } from './assets-route';
import { contentHeaders } from './headers';
import { contentHosts, type ContentHost } from './hosts';
import { asProblem, Problem, type ProblemCode } from './problem';
import { patientServer } from './server';

/** What is known about a request before anybody looks at it. */
export type ContentRequest = {
  readonly id: string;
  readonly host: ContentHost;
  /** Request id and safety headers, names and values in turn; `sendContent` sends them. */
  readonly headers: readonly string[];
};

/** Answers on a hot path, with the headers every content answer carries. `headers` are names and values in turn. */
export function sendContent(
  response: ServerResponse,
  { headers: always }: ContentRequest,
  status: number,
  headers: readonly string[],
  body: string | Buffer,
): void {
  response.writeHead(status, [...always, ...headers, 'Content-Length', String(Buffer.byteLength(body))]);
  response.end(body);
}

export type ContentDeps = {
  readonly config: Config;
  readonly log: Log;
  readonly messages: Messages;
  readonly assets: Assets;
  /**
   * Takes the hot paths on plain node:http; true = it answers, now or later (and catches its own errors by `refuseContent`).
   * It answers with `about.headers`, by `sendContent` or by `writeHead(status, [...about.headers, ...])` for streams.
   */
  readonly handler: (request: IncomingMessage, response: ServerResponse, about: ContentRequest) => boolean;
  /** Adds the rest: launcher, player page, flush page. `aboutContent(response)` tells host and id. */
  readonly pages: (app: Express) => void;
};

const flatHeaders = contentHeaders.flat();

function setHeaders(response: ServerResponse, id: string): void {
  response.setHeader('X-Request-Id', id);
  for (const [name, value] of contentHeaders) response.setHeader(name, value);
}

const about = new WeakMap<ServerResponse, ContentRequest>();

/** Host and id of a request, inside the express part. */
export function aboutContent(response: ServerResponse): ContentRequest {
  const known = about.get(response);
  if (known === undefined) throw new Error('not a response of the content listener');
  return known;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Content whose page is not there shows this in its frame: a learner reads words. */
const pageOf = (title: string, detail: string): string =>
  `<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>${escaped(title)}</title><h1>${escaped(title)}</h1><p>${escaped(detail)}</p></html>`;

/** Answers problem+json, or a page where a document was asked for; the cause of our own faults goes to the log. */
export function refuseContent(
  deps: Pick<ContentDeps, 'log' | 'messages'>,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  error: unknown,
): void {
  const problem = asProblem(error);
  const line = { requestId: id, code: problem.code, method: request.method, path: pathOf(request.url) };
  if (problem.status >= 500)
    deps.log.error({ ...line, err: problem.options.cause ?? problem }, 'content request failed');
  else deps.log.debug(line, 'content request refused');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  setHeaders(response, id);
  const { detail, values, retryAfterSeconds } = problem.options;
  if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
  if (!request.complete && request.method !== 'GET' && request.method !== 'HEAD')
    response.setHeader('Connection', 'close');
  response.setHeader('Cache-Control', 'no-store');
  response.statusCode = problem.status;
  const title = deps.messages.t(`http.problem.${problem.code}.title`);
  const words =
    detail !== undefined && deps.messages.has(detail)
      ? deps.messages.t(detail, values)
      : deps.messages.t(`http.problem.${problem.code}.detail`);
  if (/^(?:document|i?frame)$/.test(String(request.headers['sec-fetch-dest']))) {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(pageOf(title, words));
    return;
  }
  response.setHeader('Content-Type', 'application/problem+json');
  response.end(
    JSON.stringify({
      type: `urn:preceptor:problem:${problem.code}`,
      title,
      status: problem.status,
      detail: words,
      code: problem.code,
      requestId: id,
    }),
  );
}

/** An unstarted server of the content hosts. */
export function createContentListener(deps: ContentDeps): Server {
  const hostOf = contentHosts(deps.config);
  const rest = restOf(deps);
  const refuse = (request: IncomingMessage, response: ServerResponse, id: string, code: ProblemCode): void =>
    refuseContent(deps, request, response, id, new Problem(code));

  const server = patientServer(
    createServer((request, response) => {
      const id = randomUUID();
      const host = hostOf(request.headers.host);
      if (host === undefined) return refuse(request, response, id, 'misdirected');
      if (request.headers['service-worker'] !== undefined) return refuse(request, response, id, 'service-worker');
      const found = { id, host, headers: ['X-Request-Id', id, ...flatHeaders] };
      try {
        if (deps.handler(request, response, found)) return;
      } catch (error) {
        return refuseContent(deps, request, response, id, error);
      }
      about.set(response, found);
      setHeaders(response, id);
      rest(request, response);
    }),
  );
  return answerBroken(server, deps.messages);
}

function restOf(deps: ContentDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', deps.config.trustProxy);
  app.use('/assets', serveAssets(deps.assets));
  deps.pages(app);
  app.use((request, response) =>
    refuseContent(deps, request, response, aboutContent(response).id, new Problem('not-found')),
  );
  app.use((error: unknown, request: express.Request, response: express.Response, _next: express.NextFunction) =>
    refuseContent(deps, request, response, aboutContent(response).id, error),
  );
  return app;
}
