/** From what a route returns, or throws, to an answer. */
import type { Request as Incoming, Response } from 'express';
import { readCookie, setCookie } from '../auth';
import { pathOf } from '../log';
import type { PageContext } from '../page';
import { maskToken, safeNext } from './csrf';
import { signInPath, type HttpDeps } from './deps';
import { asProblem, FormProblem, type Problem } from './problem';
import { pageToken, requestIdOf } from './read-request';
import type { Flash, Reply, ReplyExtras, SignedIn } from './types';

const flashCookie = 'preceptor_flash';
const flashSeconds = 60;

/** Where an answer goes, and for whom. */
export type Exchange = {
  readonly incoming: Incoming;
  readonly response: Response;
  readonly deps: HttpDeps;
  readonly who: SignedIn | undefined;
};

export async function sendReply(exchange: Exchange, reply: Reply): Promise<void> {
  const { response, deps } = exchange;
  if (reply.kind === 'stream') return sendStream(exchange, reply);
  applyExtras(response, reply);
  if (reply.kind === 'json') {
    if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-store');
    response.status(reply.status ?? 200).json(reply.body ?? null);
  } else if (reply.kind === 'redirect') {
    if (reply.flash !== undefined) {
      const value = deps.keys.sign('flash', reply.flash, new Date(Date.now() + flashSeconds * 1000));
      response.append(
        'Set-Cookie',
        setCookie(flashCookie, value, { secure: deps.config.production, sameSite: 'lax', maxAge: flashSeconds }),
      );
    }
    response.redirect(303, reply.to);
  } else {
    await sendPage(exchange, reply.view, reply.model, reply.status ?? 200);
  }
}

function applyExtras(response: Response, { headers, cookies }: ReplyExtras): void {
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  for (const cookie of cookies ?? []) response.append('Set-Cookie', cookie);
}

async function sendStream({ response }: Exchange, reply: Extract<Reply, { kind: 'stream' }>): Promise<void> {
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
  await reply.pipe(response);
  if (!response.writableEnded) response.end();
}

async function sendPage(exchange: Exchange, view: string, model: object, status: number): Promise<void> {
  const { response, deps } = exchange;
  const html = deps.render(view, model, await pageContext(exchange));
  // Pages are about people and stay on shared devices: nothing is kept by the browser.
  if (!response.hasHeader('Cache-Control')) response.setHeader('Cache-Control', 'no-store');
  response.status(status).type('html').send(html);
}

async function pageContext(exchange: Exchange): Promise<PageContext> {
  const { incoming, response, deps, who } = exchange;
  return {
    requestId: requestIdOf(response),
    path: pathOf(incoming.originalUrl),
    today: deps.clock.today(),
    who,
    csrfToken: maskToken(pageToken(incoming, response, deps, who)),
    flash: takeFlash(exchange),
    unreadMessages: who === undefined ? undefined : await deps.unreadMessages?.(who),
  };
}

function takeFlash({ incoming, response, deps }: Exchange): Flash | undefined {
  const secure = deps.config.production;
  const ticket = readCookie(incoming, flashCookie, secure);
  if (ticket === undefined) return undefined;
  response.append('Set-Cookie', setCookie(flashCookie, '', { secure, sameSite: 'lax', maxAge: 0 }));
  return deps.keys.verify<Flash>('flash', ticket, new Date());
}

/** Answers with what went wrong: problem+json for the API (RFC 9457), a page for people. Stack traces go to the log only. */
export async function sendProblem(exchange: Exchange, error: unknown, kind: 'page' | 'api'): Promise<void> {
  const { incoming, response, deps } = exchange;
  const problem = asProblem(error);
  const line = { requestId: requestIdOf(response), code: problem.code, path: pathOf(incoming.originalUrl) };
  if (problem.status >= 500) deps.log.error({ ...line, err: problem.options.cause ?? problem }, 'request failed');
  else deps.log.debug(line, 'request refused');

  if (response.headersSent) {
    // Half an answer is out: cutting the connection is the only honest end.
    response.destroy();
    return;
  }
  // An unread body (a refused upload) must not keep the connection busy.
  if (!incoming.complete && incoming.method !== 'GET') response.setHeader('Connection', 'close');
  if (problem.options.retryAfterSeconds !== undefined)
    response.setHeader('Retry-After', String(problem.options.retryAfterSeconds));
  if (kind === 'api') return sendProblemJson(exchange, problem);
  if (error instanceof FormProblem) {
    const form = { values: typedValues(incoming.body), errors: error.errors };
    return sendPage(exchange, error.form.view, { ...error.form.model, form }, 422);
  }
  if (problem.code === 'not-signed-in') {
    const next = incoming.method === 'GET' ? safeNext(incoming.originalUrl) : '/';
    response.redirect(303, next === '/' ? signInPath : `${signInPath}?next=${encodeURIComponent(next)}`);
    return;
  }
  await sendProblemPage(exchange, problem);
}

/** What was typed, to be shown again; never a password, nor the token. */
function typedValues(body: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body ?? {}).filter(([name]) => name !== '_csrf' && !/password/i.test(name)));
}

function sendProblemJson({ response, deps }: Exchange, problem: Problem): void {
  const { title, detail, faults } = words(deps, problem);
  response
    .status(problem.status)
    .setHeader('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `${deps.config.appUrl}/api#${problem.code}`,
        title,
        status: problem.status,
        detail,
        code: problem.code,
        requestId: requestIdOf(response),
        ...(problem.options.refusal === undefined ? {} : { refusal: problem.options.refusal }),
        ...(faults.length === 0
          ? {}
          : {
              errors: faults.map(({ field, fault }) => ({ pointer: `/${field.replaceAll('.', '/')}`, detail: fault })),
            }),
      }),
    );
}

async function sendProblemPage(exchange: Exchange, problem: Problem): Promise<void> {
  const { response, deps } = exchange;
  const model = {
    ...words(deps, problem),
    code: problem.code,
    requestId: requestIdOf(response),
    home: '/',
    signIn: signInPath,
  };
  try {
    await sendPage(exchange, 'platform/http/views/problem.njk', model, problem.status);
  } catch (error) {
    // The frame itself cannot be shown (its parts may need what is away): plain words are better than none.
    deps.log.error({ requestId: requestIdOf(response), err: error }, 'the error page could not be shown');
    response
      .status(problem.status)
      .type('text')
      .send(`${model.title}\n${model.detail}\n${deps.messages.t('http.problem.reference', { id: model.requestId })}\n`);
  }
}

type Words = {
  readonly title: string;
  readonly detail: string;
  readonly faults: readonly { readonly field: string; readonly fault: string }[];
};

function words({ messages }: HttpDeps, { code, options }: Problem): Words {
  // What is not a known key (a schema's own words) is shown as it is.
  const say = (text: string): string => (messages.has(text) ? messages.t(text, options.values) : text);
  return {
    title: messages.t(`http.problem.${code}.title`),
    detail: options.detail === undefined ? messages.t(`http.problem.${code}.detail`) : say(options.detail),
    faults: Object.entries(options.fields ?? {}).map(([field, fault]) => ({ field, fault: say(fault) })),
  };
}
