/** A learner's own enrolments: their record, playing, withdrawing, and the lists of my learning. */
import { z } from 'zod';
import { Problem, route, type Reply, type Request, type Route } from '../../platform/http';
import type { Tx } from '../../platform/db';
import { changeEnrolments } from './change-enrolments';
import { enrolMyself } from './enrol-myself';
import { enrolmentStanding, isToDo, playWord, type Standing } from './core/standing';
import { learnerOf, objectParams, ownLearning, ownParams } from './learner';
import { findEnrolmentOf, listEnrolmentsOf, type EnrolmentWish, type LearnerEnrolment } from './learner-queries';
import { enrolmentPath, playNow, type PlayDeps } from './play-page';

const views = 'learning/enrolment/views';
const pageSize = 20;
const access = ownLearning;
const pageQuery = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) });
const playBody = z.object({ again: z.literal('yes').optional() });
/** A class is a choice in a form: `<id>`; its owner is the course's. */
const enrolBody = z.object({ class: z.uuid('enrolment.learner.choose.missing'), play: z.literal('yes').optional() });

/** An enrolment with its words and what can be done. */
export type EnrolmentCard = LearnerEnrolment & {
  readonly href: string;
  readonly standing: Standing;
  readonly play: ReturnType<typeof playWord>;
  readonly toDo: boolean;
  readonly mayWithdraw: boolean;
};

/** Puts words to an enrolment. */
export function enrolmentCard(row: LearnerEnrolment): EnrolmentCard {
  return {
    ...row,
    href: enrolmentPath(row.id),
    standing: enrolmentStanding(row),
    play: playWord(row),
    toDo: isToDo(row),
    mayWithdraw: ['Requested', 'Waitlisted', 'Confirmed', 'InProgress'].includes(row.status),
  };
}

/** The enrolment of the signed-in person; anybody else's is not found. @throws Problem `not-found` */
export async function requireEnrolment(request: Pick<Request, 'who'>, tx: Tx, id: string): Promise<EnrolmentCard> {
  const row = await findEnrolmentOf(tx, learnerOf(request), id);
  if (row === undefined) throw new Problem('not-found');
  return enrolmentCard(row);
}

export function enrolmentPages(deps: PlayDeps): Route[] {
  const listPage = (path: string, show: EnrolmentWish['show'], summary: string): Route =>
    route({
      method: 'get',
      path,
      kind: 'page',
      access,
      summary,
      query: pageQuery,
      run: async (request): Promise<Reply> => {
        const { page } = request.query;
        const { rows, total } = await request.inTransaction((tx) =>
          listEnrolmentsOf(tx, learnerOf(request), { show, limit: pageSize, offset: (page - 1) * pageSize }),
        );
        return {
          kind: 'page',
          view: `${views}/learner-${show === 'all' ? 'history' : 'list'}.njk`,
          model: {
            show,
            total,
            enrolments: rows.map(enrolmentCard),
            list: { page, pages: Math.ceil(total / pageSize), path, query: {} },
          },
        };
      },
    });

  return [
    listPage('/my-learning', 'under-way', 'Learning under way'),
    listPage('/my-learning/completed', 'completed', 'Completed learning'),
    listPage('/my-learning/history', 'all', 'Everything I have learnt, with dates and scores'),
    route({
      method: 'get',
      path: '/enrolments/:id',
      kind: 'page',
      access,
      summary: 'One of my enrolments',
      params: ownParams,
      run: async (request): Promise<Reply> => ({
        kind: 'page',
        view: `${views}/learner-record.njk`,
        model: { enrolment: await request.inTransaction((tx) => requireEnrolment(request, tx, request.params.id)) },
      }),
    }),
    route({
      method: 'post',
      path: '/enrolments/:id/play',
      kind: 'page',
      access,
      summary: 'Plays an enrolment of mine: for credit, or in review',
      params: ownParams,
      body: playBody,
      run: (request) =>
        request.inTransaction((tx) => playNow(deps, request, tx, request.params.id, request.body.again === 'yes')),
    }),
    route({
      method: 'get',
      path: '/enrolments/:id/withdraw',
      kind: 'page',
      access,
      summary: 'Asks whether to withdraw',
      params: ownParams,
      run: async (request): Promise<Reply> => {
        const enrolment = await request.inTransaction((tx) => requireEnrolment(request, tx, request.params.id));
        if (!enrolment.mayWithdraw)
          return {
            kind: 'redirect',
            to: enrolment.href,
            flash: { tone: 'error', message: 'enrolment.learner.refused.not-in-that-status' },
          };
        return { kind: 'page', view: `${views}/learner-withdraw.njk`, model: { enrolment } };
      },
    }),
    route({
      method: 'post',
      path: '/enrolments/:id/withdraw',
      kind: 'page',
      access,
      summary: 'Withdraws from an enrolment of mine',
      params: ownParams,
      run: (request): Promise<Reply> =>
        request.inTransaction(async (tx) => {
          const enrolment = await requireEnrolment(request, tx, request.params.id);
          const [result] = await changeEnrolments(tx, [
            {
              tenantId: learnerOf(request).tenantId,
              enrolmentId: enrolment.id,
              command: { type: 'withdraw', by: 'learner', reason: 'Asked' },
            },
          ]);
          if (result?.ok !== true)
            return {
              kind: 'redirect',
              to: enrolment.href,
              flash: {
                tone: 'error',
                message: `enrolment.learner.refused.${result?.refusal ?? 'enrolment-not-found'}`,
              },
            };
          return {
            kind: 'redirect',
            to: '/my-learning',
            flash: {
              tone: 'success',
              message: 'enrolment.learner.withdrawn',
              values: { course: enrolment.courseTitle },
            },
          };
        }),
    }),
    route({
      method: 'post',
      path: '/learning/courses/:owner/:id/enrol',
      kind: 'page',
      access,
      summary: 'Enrols me on a class of a course, and plays it if asked',
      params: objectParams,
      body: enrolBody,
      onInvalid: async (request): Promise<Reply> => ({
        kind: 'redirect',
        to: `/learning/courses/${request.params.owner}/${request.params.id}`,
        flash: { tone: 'error', message: 'enrolment.learner.choose.missing' },
      }),
      run: (request): Promise<Reply> =>
        request.inTransaction(async (tx) => {
          const { owner, id } = request.params;
          const result = await enrolMyself(tx, learnerOf(request), { ownerId: owner, id }, request.body.class);
          const course = `/learning/courses/${owner}/${id}`;
          if (!result.ok && result.refusal === 'class-not-found') throw new Problem('not-found');
          if (result.ok && request.body.play === 'yes' && result.status === 'Confirmed')
            return playNow(deps, request, tx, result.enrolmentId);
          if (result.ok)
            return {
              kind: 'redirect',
              to: enrolmentPath(result.enrolmentId),
              flash: { tone: 'success', message: 'enrolment.learner.enrolled.done' },
            };
          // Already enrolled: the way on is the enrolment that stands in the way (ENR-5).
          const to =
            result.refusal === 'already-enrolled' && result.enrolmentId !== undefined
              ? enrolmentPath(result.enrolmentId)
              : course;
          return {
            kind: 'redirect',
            to,
            flash: { tone: 'error', message: `enrolment.learner.refused.${result.refusal}` },
          };
        }),
    }),
  ];
}
