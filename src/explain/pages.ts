/** "Why does it say that?": the recorded causes of a learner's own statuses, in sentences. */
import type { z } from 'zod';
import { learnerOf, objectParams, ownLearning, ownParams } from '../learning/enrolment';
import type { Tx } from '../platform/db';
import { Problem, route, type Reply, type Request, type Route } from '../platform/http';
import type { Messages } from '../platform/page';
import { findCauses, sentenceOf, type Question } from './find-causes';
import { findOwn, type OwnStatus } from './find-own';

const access = ownLearning;
type ObjectRequest = Request<z.output<typeof objectParams>>;

export function whyPages(deps: { readonly messages: Pick<Messages, 't' | 'has'> }): Route[] {
  /** @throws Problem `not-found` when the person has no such row */
  const answer = async (
    request: Pick<Request, 'who'>,
    tx: Tx,
    kind: OwnStatus['kind'],
    key: { readonly ownerId?: string; readonly id: string },
  ): Promise<Reply> => {
    const learner = learnerOf(request);
    const own = await findOwn(tx, learner, kind, key);
    if (own === undefined) throw new Problem('not-found');
    const causes = await findCauses(tx, questionOf(own, learner));
    const steps = causes.map((cause) => ({
      at: cause.at,
      sentence: sentenceOf(deps.messages, cause),
      by: actorWords(deps.messages, cause.actor, request.who().displayName),
      technical: cause.type === 'commit',
    }));
    return { kind: 'page', view: 'explain/views/why.njk', model: { own, steps } };
  };

  const aboutObject = (kind: 'competence' | 'certification' | 'path', summary: string): Route =>
    route({
      method: 'get',
      path: `/why/${kind}/:owner/:id`,
      kind: 'page',
      access,
      summary,
      params: objectParams,
      run: (request: ObjectRequest): Promise<Reply> =>
        request.inTransaction((tx) =>
          answer(request, tx, kind, { ownerId: request.params.owner, id: request.params.id }),
        ),
    });

  return [
    aboutObject('competence', 'Why I hold a competence'),
    aboutObject('certification', 'Why my certification stands where it does'),
    aboutObject('path', 'Why my learning path stands where it does'),
    route({
      method: 'get',
      path: '/why/enrolment/:id',
      kind: 'page',
      access,
      summary: 'Why my enrolment stands where it does',
      params: ownParams,
      run: (request): Promise<Reply> =>
        request.inTransaction((tx) => answer(request, tx, 'enrolment', { id: request.params.id })),
    }),
  ];
}

function questionOf(own: OwnStatus, learner: { readonly tenantId: string; readonly personId: string }): Question {
  switch (own.kind) {
    case 'competence':
      return { of: 'competence', ...learner, competenceId: own.rowId };
    case 'certification':
      return { of: 'certification', tenantId: learner.tenantId, subscriptionId: own.rowId };
    case 'path':
      return { of: 'path', tenantId: learner.tenantId, pathEnrolmentId: own.rowId };
    case 'enrolment':
      return { of: 'enrolment', tenantId: learner.tenantId, enrolmentId: own.rowId };
  }
}

/** Who or what did it, in words: a name, you, or what the system is called. */
function actorWords(messages: Pick<Messages, 't' | 'has'>, actor: string, own: string): string {
  if (actor === own) return messages.t('explain.page.by.self');
  const key = `explain.page.by.${actor.startsWith('process:') ? 'process' : actor}`;
  return messages.has(key) ? messages.t(key) : actor;
}
