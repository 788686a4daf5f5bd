/** A learner's certifications: mine and available, one of them, subscribing, renewing, leaving, taking a component. */
import { z } from 'zod';
import type { Tx } from '../../platform/db';
import { Problem, route, type Flash, type Reply, type Request, type Route } from '../../platform/http';
import { learnerOf, objectParams, ownLearning, playNow, enrolmentPath, type PlayDeps } from '../enrolment';
import { changeSubscriptions, type SubscriptionResult } from './change-subscriptions';
import { subscriptionStep } from './core/standing';
import type { CertificationCommand } from './core/types';
import { enrolThrough } from './enrol-through';
import { amberWindowOf, certificationPath, listSubscriptionCards, subscriptionCard } from './learner-cards';
import { findCertificationAbout, listAvailableCertifications, listSubscriptionsOf } from './learner-queries';

const views = 'learning/certification/views';
const access = ownLearning;
type Params = z.output<typeof objectParams>;

/** What a learner may ask of a subscription, with what is said when it is done. */
const asks: Readonly<
  Record<'subscribe' | 'renew' | 'unsubscribe', { readonly command: CertificationCommand; readonly done: string }>
> = {
  subscribe: {
    command: { type: 'subscribe', approvalNeeded: false, mandatory: false },
    done: 'certification.learner.done.subscribe',
  },
  renew: { command: { type: 'renew' }, done: 'certification.learner.done.renew' },
  unsubscribe: { command: { type: 'unsubscribe', by: 'self' }, done: 'certification.learner.done.unsubscribe' },
};

/** Does what the signed-in learner asks of a certification. @throws Problem `not-found` when there is none */
async function ask(request: Request<Params>, tx: Tx, what: keyof typeof asks): Promise<SubscriptionResult> {
  const certification = { ownerId: request.params.owner, id: request.params.id };
  const [result] = await changeSubscriptions(tx, [
    { ...learnerOf(request), certification, command: asks[what].command },
  ]);
  if (result === undefined || (!result.ok && result.refusal === 'certification-not-found'))
    throw new Problem('not-found');
  return result;
}

function refusalOf(result: Extract<SubscriptionResult, { ok: false }>): Required<Pick<Flash, 'message' | 'values'>> {
  // A date in its sentence: "from 20 December 2026".
  return { message: `certification.learner.refused.${result.refusal}`, values: { from: result.opensOn ?? '' } };
}

const askPage = (what: keyof typeof asks, summary: string): Route =>
  route({
    method: 'post',
    path: `/certifications/:owner/:id/${what}`,
    kind: 'page',
    access,
    summary,
    params: objectParams,
    run: async (request): Promise<Reply> => {
      const result = await request.inTransaction((tx) => ask(request, tx, what));
      const flash: Flash = result.ok
        ? { tone: 'success', message: asks[what].done }
        : { tone: 'error', ...refusalOf(result) };
      return {
        kind: 'redirect',
        to: certificationPath({ ownerId: request.params.owner, id: request.params.id }),
        flash,
      };
    },
  });

const askApi = (what: keyof typeof asks, summary: string): Route =>
  route({
    method: 'post',
    path: `/api/v1/me/certifications/:owner/:id/${what}`,
    kind: 'api',
    access,
    summary,
    params: objectParams,
    run: async (request): Promise<Reply> => {
      const result = await request.inTransaction((tx) => ask(request, tx, what));
      if (result.ok) return { kind: 'json', body: { subscriptionId: result.subscriptionId, status: result.status } };
      const { message, values } = refusalOf(result);
      throw new Problem('refused', { detail: message, values, refusal: result.refusal });
    },
  });

export function certificationPages(deps: PlayDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/certifications',
      kind: 'page',
      access,
      summary: 'My certifications, and those I could take',
      run: async (request): Promise<Reply> =>
        request.inTransaction(async (tx) => ({
          kind: 'page',
          view: `${views}/learner-list.njk`,
          model: {
            mine: await listSubscriptionCards(tx, learnerOf(request)),
            available: await listAvailableCertifications(tx, learnerOf(request)),
          },
        })),
    }),
    route({
      method: 'get',
      path: '/certifications/:owner/:id',
      kind: 'page',
      access,
      summary: 'One certification: where I stand and what to do',
      params: objectParams,
      run: (request): Promise<Reply> =>
        request.inTransaction(async (tx) => {
          const { about, mine } = await load(request, tx);
          return {
            kind: 'page',
            view: `${views}/learner-record.njk`,
            model: {
              about,
              mine,
              step: mine?.step ?? (about.active ? subscriptionStep(undefined, tx.today) : { step: 'none' }),
              path: certificationPath(about),
            },
          };
        }),
    }),
    askPage('subscribe', 'Subscribes me to a certification'),
    askPage('renew', 'Opens my renewal of a certification'),
    askPage('unsubscribe', 'Leaves a certification'),
    route({
      method: 'get',
      path: '/certifications/:owner/:id/unsubscribe',
      kind: 'page',
      access,
      summary: 'Asks whether to leave a certification',
      params: objectParams,
      run: (request): Promise<Reply> =>
        request.inTransaction(async (tx) => {
          const { mine } = await load(request, tx);
          if (mine === undefined) throw new Problem('not-found');
          if (mine.mandatory)
            return {
              kind: 'redirect',
              to: mine.href,
              flash: { tone: 'error', message: 'certification.learner.refused.mandatory', values: { from: '' } },
            };
          return { kind: 'page', view: `${views}/learner-unsubscribe.njk`, model: { mine } };
        }),
    }),
    route({
      method: 'post',
      path: '/certifications/:owner/:id/take',
      kind: 'page',
      access,
      summary: 'Enrols me on a class of a component through the certification, and plays it',
      params: objectParams,
      body: z.object({ course: z.uuid(), class: z.uuid('enrolment.learner.choose.missing') }),
      onInvalid: async (request): Promise<Reply> => ({
        kind: 'redirect',
        to: certificationPath({ ownerId: request.params.owner, id: request.params.id }),
        flash: { tone: 'error', message: 'enrolment.learner.choose.missing' },
      }),
      run: (request): Promise<Reply> =>
        request.inTransaction(async (tx) => {
          const { mine, about } = await load(request, tx);
          const component = mine?.period?.components.find((each) => each.courseId === request.body.course);
          const wanted = component?.classes.find((each) => each.classId === request.body.class);
          const to = certificationPath(about);
          if (!component || !wanted)
            return {
              kind: 'redirect',
              to,
              flash: {
                tone: 'error',
                message: `enrolment.learner.refused.${mine?.period ? 'class-closed' : 'not-subscribed'}`,
              },
            };
          const result = await enrolThrough(tx, {
            ...learnerOf(request),
            certification: about,
            courseId: component.courseId,
            class: { ownerId: component.courseOwnerId, id: wanted.classId },
            by: 'learner',
          });
          if (!result.ok)
            return {
              kind: 'redirect',
              to,
              flash: { tone: 'error', message: `enrolment.learner.refused.${result.refusal}` },
            };
          if (wanted.mode.startsWith('Online') && result.status === 'Confirmed')
            return playNow(deps, request, tx, result.enrolmentId);
          return {
            kind: 'redirect',
            to: enrolmentPath(result.enrolmentId),
            flash: { tone: 'success', message: 'enrolment.learner.enrolled.done' },
          };
        }),
    }),
    route({
      method: 'get',
      path: '/api/v1/me/certifications',
      kind: 'api',
      access,
      summary: 'My certifications with their dates and components',
      run: async (request): Promise<Reply> => ({
        kind: 'json',
        body: { certifications: await request.inTransaction((tx) => listSubscriptionCards(tx, learnerOf(request))) },
      }),
    }),
    askApi('subscribe', 'Subscribes me to a certification'),
    askApi('renew', 'Opens my renewal of a certification'),
  ];
}

/** The certification and, if the person is on it, the subscription. @throws Problem `not-found` */
async function load(
  request: Request<Params>,
  tx: Tx,
): Promise<{
  about: NonNullable<Awaited<ReturnType<typeof findCertificationAbout>>>;
  mine: ReturnType<typeof subscriptionCard> | undefined;
}> {
  const learner = learnerOf(request);
  const key = { ownerId: request.params.owner, id: request.params.id };
  const about = await findCertificationAbout(tx, learner, key);
  if (about === undefined) throw new Problem('not-found');
  const [row] = await listSubscriptionsOf(tx, learner, key);
  return { about, mine: row && subscriptionCard(row, tx.today, await amberWindowOf(tx, learner)) };
}
