/** A learner's paths: mine and available, one of them, joining and leaving. */
import type { Tx } from '../../platform/db';
import type { z } from 'zod';
import { Problem, route, type Flash, type Reply, type Request, type Route } from '../../platform/http';
import { learnerOf, objectParams, ownLearning } from '../enrolment';
import { changePathEnrolments, type PathEnrolmentResult } from './change-path-enrolments';
import { listPathCards, pathHref, type PathCard } from './learner-cards';
import { subscribeToPaths } from './subscribe-to-paths';

const views = 'learning/path/views';
const access = ownLearning;
type Asked = Request<z.output<typeof objectParams>>;

/** @throws Problem `not-found` when there is no such path for this person */
async function requirePath(request: Asked, tx: Tx): Promise<PathCard> {
  const [path] = await listPathCards(tx, learnerOf(request), { ownerId: request.params.owner, id: request.params.id });
  if (path === undefined) throw new Problem('not-found');
  return path;
}

/** Joins or leaves. @throws Problem `not-found` when there is no such path for this person */
async function ask(request: Asked, tx: Tx, what: 'subscribe' | 'unsubscribe'): Promise<PathEnrolmentResult> {
  await requirePath(request, tx);
  const wish = { ...learnerOf(request), path: { ownerId: request.params.owner, id: request.params.id } };
  const [result] =
    what === 'subscribe'
      ? await subscribeToPaths(tx, [wish])
      : await changePathEnrolments(tx, [{ ...wish, command: { type: 'unsubscribe' } }]);
  if (result === undefined) throw new Problem('not-found');
  return result;
}

const done = { subscribe: 'path.learner.done.subscribe', unsubscribe: 'path.learner.done.unsubscribe' } as const;

const askPage = (what: 'subscribe' | 'unsubscribe', summary: string): Route =>
  route({
    method: 'post',
    path: `/paths/:owner/:id/${what}`,
    kind: 'page',
    access,
    summary,
    params: objectParams,
    run: async (request): Promise<Reply> => {
      const result = await request.inTransaction((tx) => ask(request, tx, what));
      const flash: Flash = result.ok
        ? { tone: 'success', message: done[what] }
        : { tone: 'error', message: `path.learner.refused.${result.refusal}` };
      return { kind: 'redirect', to: pathHref({ ownerId: request.params.owner, id: request.params.id }), flash };
    },
  });

export function pathPages(): Route[] {
  return [
    route({
      method: 'get',
      path: '/paths',
      kind: 'page',
      access,
      summary: 'My learning paths, and those I could join',
      run: (request): Promise<Reply> =>
        request.inTransaction(async (tx) => ({
          kind: 'page',
          view: `${views}/learner-list.njk`,
          model: {
            mine: await listPathCards(tx, learnerOf(request), { show: 'mine' }),
            available: await listPathCards(tx, learnerOf(request), { show: 'available' }),
          },
        })),
    }),
    route({
      method: 'get',
      path: '/paths/:owner/:id',
      kind: 'page',
      access,
      summary: 'One learning path: its sections and how far I am',
      params: objectParams,
      run: async (request): Promise<Reply> => ({
        kind: 'page',
        view: `${views}/learner-record.njk`,
        model: { learningPath: await request.inTransaction((tx) => requirePath(request, tx)) },
      }),
    }),
    askPage('subscribe', 'Puts me on a learning path'),
    askPage('unsubscribe', 'Leaves a learning path'),
    route({
      method: 'get',
      path: '/paths/:owner/:id/unsubscribe',
      kind: 'page',
      access,
      summary: 'Asks whether to leave a learning path',
      params: objectParams,
      run: async (request): Promise<Reply> => {
        const learningPath = await request.inTransaction((tx) => requirePath(request, tx));
        if (!learningPath.member) throw new Problem('not-found');
        return { kind: 'page', view: `${views}/learner-unsubscribe.njk`, model: { learningPath } };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/me/paths',
      kind: 'api',
      access,
      summary: 'My learning paths with their sections and progress',
      run: async (request): Promise<Reply> => ({
        kind: 'json',
        body: { paths: await request.inTransaction((tx) => listPathCards(tx, learnerOf(request), { show: 'mine' })) },
      }),
    }),
    route({
      method: 'post',
      path: '/api/v1/me/paths/:owner/:id/subscribe',
      kind: 'api',
      access,
      summary: 'Puts me on a learning path',
      params: objectParams,
      run: async (request): Promise<Reply> => {
        const result = await request.inTransaction((tx) => ask(request, tx, 'subscribe'));
        if (!result.ok)
          throw new Problem('refused', { detail: `path.learner.refused.${result.refusal}`, refusal: result.refusal });
        return { kind: 'json', body: { pathEnrolmentId: result.pathEnrolmentId, status: result.status } };
      },
    }),
  ];
}
