/** The pages of launcher and package origins. The hot paths beside them are in `serve-files.ts` and `take-requests.ts`. */
import type { Express, NextFunction, Request, Response } from 'express';
import { pathOf } from '../../platform/log';
import {
  aboutContent,
  asProblem,
  Problem,
  refuseContent,
  type ContentHost,
  type ContentRequest,
} from '../../platform/http';
import { openSession, type PlayerStart } from '../runtime';
import { stepSentences } from '../sequencing';
import { embedJson } from './embed-json';
import { journalKeyOf } from './flush-frames';
import { launch, readTicket, type Launched } from './launch';
import { sentences } from './messages.en';
import type { Passes } from './passes';
import type { PlayerDeps } from './player-deps';
import { flushPolicy, launcherPolicy, noticePolicy, playerPolicy, unloadAllowed } from './policies';
import { isJson, parseJson, readBody, readField } from './read-body';
import { originOf, requireOwnPage } from './same-origin';
import { requireLiveVisit } from './require-live-visit';
import { takeGrant } from './take-grant';

type Exchange = { readonly request: Request; readonly response: Response; readonly about: ContentRequest };
type Answer = (exchange: Exchange) => Promise<void> | void;

/** Long enough to send what was left, and no longer. */
const flushPassSeconds = 600;

/** Adds the pages to the content listener. */
export function createPages(deps: PlayerDeps & { readonly passes: Passes }): (app: Express) => void {
  const { config, passes } = deps;

  const sendPage = (
    { response, about }: Exchange,
    status: number,
    policy: string,
    view: string,
    model: object,
  ): void => {
    const context = { requestId: about.id, path: '', today: deps.clock.today() };
    response.status(status).set({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-store',
      'Permissions-Policy': unloadAllowed,
    });
    response.end(deps.render(`scorm/player/views/${view}.njk`, model, context));
  };

  /** For people: what is wrong, in words, and a way on. */
  const stop = (exchange: Exchange, error: unknown, back: string): void => {
    const { request, response, about } = exchange;
    const problem = asProblem(error);
    const line = { requestId: about.id, code: problem.code, path: pathOf(request.originalUrl) };
    if (problem.status >= 500)
      deps.log.error({ ...line, err: problem.options.cause ?? problem }, 'content page failed');
    else deps.log.debug(line, 'content page refused');
    if (response.headersSent) return void response.destroy();
    if (!request.complete && request.method !== 'GET') response.set('Connection', 'close');
    const { detail } = problem.options;
    const text = deps.messages.t(detail ?? `http.problem.${problem.code}.detail`);
    const title = deps.messages.t(
      problem.status >= 500 ? `http.problem.${problem.code}.title` : 'player.stopped.title',
    );
    sendPage(exchange, problem.status, noticePolicy, 'stopped', { title, text, back });
  };

  const sendLauncher = (exchange: Exchange, { title, origin, grant, frames }: Launched): void => {
    const { host } = exchange.about;
    // On one host for all there is nothing that another origin could have left.
    const target = host.kind === 'fallback' ? originOf(config, host) : origin;
    const left = host.kind === 'fallback' ? [] : frames;
    sendPage(
      exchange,
      200,
      launcherPolicy(
        target,
        left.map(({ url }) => new URL(url).origin),
      ),
      'launcher',
      {
        title,
        action: `${target}/enter`,
        fields: [{ name: 'grant', value: grant }],
        ...(left.length === 0 ? {} : { flushJson: embedJson({ frames: left }) }),
      },
    );
  };

  const takeLaunch: Answer = async (exchange) => {
    let back = config.appUrl;
    try {
      const ticket = readTicket(deps, await readField(exchange.request, 'ticket'));
      back = ticket.registration.returnUrl;
      sendLauncher(exchange, await launch(deps, ticket, exchange.about.id));
    } catch (error) {
      stop(exchange, error, back);
    }
  };

  /** An address for scripts: the same as the app's launch page. Looking at it uses nothing up. */
  const showLaunch: Answer = (exchange) => {
    const { ticket } = exchange.request.query;
    sendPage(exchange, 200, launcherPolicy("'self'", []), 'launcher', {
      title: deps.messages.t('player.launch.title'),
      action: '/launch',
      fields: [{ name: 'ticket', value: typeof ticket === 'string' ? ticket : '' }],
    });
  };

  const enter: Answer = async (exchange) => {
    const { request, response, about } = exchange;
    try {
      const pass = await takeGrant(deps, 'enter', await readField(request, 'grant'), about.host, about.id);
      response
        .append('Set-Cookie', passes.cookie(pass))
        .set('Cache-Control', 'no-store')
        .redirect(303, `/a/${pass.attemptId}`);
    } catch (error) {
      stop(exchange, error, config.appUrl);
    }
  };

  const showPlayer: Answer = async (exchange) => {
    const { request, about } = exchange;
    try {
      requireVisit(request);
      const attemptId = String(request.params.attempt);
      const pass = passes.find(request, about.host, attemptId);
      if (pass === undefined) throw new Problem('not-signed-in', { detail: 'player.problem.sign-in' });
      if (request.method === 'HEAD')
        return sendPage(exchange, 200, playerPolicy(config.production), 'stopped', { title: '', text: '', back: '' });
      // A page is a session: what an older page of this attempt still sends only adds.
      const opened = await deps.database.inTransaction(
        { tenant: 'all', actor: { source: 'content' }, requestId: about.id, keepPlans: true },
        async (tx) => {
          await requireLiveVisit(deps, tx, pass);
          return openSession(tx, deps.port, pass);
        },
      );
      if (opened === undefined) throw new Problem('not-found', { detail: 'player.problem.nothing-to-play' });
      const { learnerKey: _, ...session } = opened;
      const start: PlayerStart = {
        ...session,
        journalKey: journalKeyOf(pass.label),
        sentences: sentencesFor(session.mode),
      };
      sendPage(exchange, 200, playerPolicy(config.production), 'player', { start, startJson: embedJson(start) });
    } catch (error) {
      stop(exchange, error, config.appUrl);
    }
  };

  const showFlush: Answer = (exchange) =>
    sendPage(exchange, 200, flushPolicy(config.contentUrl), 'flush', {
      flushJson: embedJson({ launcherOrigin: config.contentUrl }),
    });

  const takeFlush: Answer = async ({ request, response, about }) => {
    try {
      if (!isJson(request)) throw new Problem('unsupported-media-type');
      requireOwnPage(config, request, about.host);
      const body = parseJson(await readBody(request, 16_384)) as { grant?: unknown } | null;
      const grant = typeof body?.grant === 'string' ? body.grant : '';
      const pass = await takeGrant(deps, 'flush', grant, about.host, about.id);
      const known = passes.find(request, about.host, pass.attemptId);
      // A player that is open in another tab keeps its longer pass.
      if (known === undefined) response.append('Set-Cookie', passes.cookie(pass, flushPassSeconds));
      response.set('Cache-Control', 'no-store').json({});
    } catch (error) {
      refuseContent(deps, request, response, about.id, error);
    }
  };

  /** The app's launch page asks whether this browser finds the launcher. */
  const probe: Answer = ({ response }) => {
    response.set({ 'Access-Control-Allow-Origin': config.appUrl, 'Cache-Control': 'no-store' }).status(204).end();
  };

  return (app) => {
    const on =
      (kind: ContentHost['kind'], answer: Answer) =>
      async (request: Request, response: Response, next: NextFunction) => {
        const about = aboutContent(response);
        if (about.host.kind !== kind && about.host.kind !== 'fallback') return next();
        await answer({ request, response, about });
      };
    app.get('/launch', on('launcher', showLaunch));
    app.post('/launch', on('launcher', takeLaunch));
    app.get('/probe', on('launcher', probe));
    app.post('/enter', on('package', enter));
    app.get('/a/:attempt', on('package', showPlayer));
    app.get('/flush', on('package', showFlush));
    app.post('/flush', on('package', takeFlush));
  };
}

/** How sequencing decided is told to authors only. */
const sentencesFor = (mode: PlayerStart['mode']): PlayerStart['sentences'] =>
  mode === 'preview' ? { ...sentences, ...stepSentences } : sentences;

/** Opening the page opens a session, so only a person's navigation does: no prefetch, no script of the content. */
function requireVisit({ headers }: Request): void {
  const purpose = headers['sec-purpose'] ?? headers.purpose;
  const to = headers['sec-fetch-dest'];
  if (purpose !== undefined || (to !== undefined && to !== 'document'))
    throw new Problem('forbidden', { detail: 'player.problem.not-a-visit' });
}
