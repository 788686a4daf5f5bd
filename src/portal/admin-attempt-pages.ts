/** What people did with content: attempts with score, answers, objectives, every commit, and what waits for the core. */
import { z } from 'zod';
import { findLedTo } from '../explain';
import { Problem, route, type Reply, type Route } from '../platform/http';
import { pageSize, pagesOf, readReference } from '../platform/forms';
import {
  findAttempt,
  listPendingOutcomes,
  retryRegistration,
  factsOfActivity,
  summariseElements,
  type OutcomePort,
} from '../scorm/runtime';
import { questionKinds } from '../reports';
import { tracePages } from './admin-trace-pages';
import { listAttempts, namesOfRegistrations, resultOf, scoreOf, type AttemptWish } from './admin-queries';

const look = { permission: 'learner.search' } as const;
const act = { permission: 'enrolment.manage' } as const;
const pageNumber = z.coerce.number().int().min(1).max(10_000).catch(1);

export function attemptPages({ port }: { readonly port: OutcomePort }): Route[] {
  return [listPage(), attemptPage(), ...tracePages(), ...outcomePages(port)];
}

function listPage(): Route {
  const text = z.string().max(100).optional().catch(undefined);
  return route({
    method: 'get',
    path: '/manage/attempts',
    kind: 'page',
    access: look,
    summary: 'Attempts of an enrolment, a person, a class or a learning object',
    query: z.object({ enrolment: text, person: text, class: text, object: text, page: pageNumber }),
    run: async (request) => {
      const { tenantId } = request.who();
      const { page, ...asked } = request.query;
      const names = ['enrolment', 'person', 'class', 'object'] as const;
      const of = names.find((name) => asked[name] !== undefined);
      const value = of === undefined ? undefined : asked[of];
      const id = z.uuid().safeParse(value).data;
      const key = readReference(value);
      const base = { tenantId, page, perPage: pageSize };
      let wish: AttemptWish | undefined;
      if ((of === 'enrolment' || of === 'person') && id !== undefined) wish = { ...base, of, id };
      if ((of === 'class' || of === 'object') && key !== undefined) wish = { ...base, of, key };
      if (!wish) throw new Problem('not-found');
      const chosen = wish;
      const found = await request.inTransaction((tx) => listAttempts(tx, chosen));
      return {
        kind: 'page',
        view: 'portal/views/admin-attempts.njk',
        model: {
          attempts: found.rows.map((row) => ({ ...row, result: resultOf(row), score: scoreOf(row) })),
          total: found.total,
          list: { page, pages: pagesOf(found.total), path: '/manage/attempts', query: asked },
        },
      };
    },
  });
}

function attemptPage(): Route {
  return route({
    method: 'get',
    path: '/manage/attempts/:id',
    kind: 'page',
    access: look,
    summary: 'One attempt with all that was recorded',
    params: z.object({ id: z.uuid() }),
    run: (request) =>
      request.inTransaction(async (tx): Promise<Reply> => {
        const { tenantId, permissions } = request.who();
        const attempt = await findAttempt(tx, request.params.id);
        if (!attempt) throw new Problem('not-found');
        const [enrolment] = await namesOfRegistrations(tx, tenantId, [attempt.registrationId]);
        // A preview is nobody's learning.
        if (!enrolment) throw new Problem('not-found');
        const [ledTo] = await findLedTo(tx, [{ tenantId, enrolmentId: attempt.registrationId }]);
        return {
          kind: 'page',
          view: 'portal/views/admin-attempt.njk',
          model: {
            attempt,
            enrolment,
            ledTo,
            mayRetry: permissions.has('enrolment.manage') && attempt.outcome?.status === 'pending',
            result: resultOf(attempt),
            score: scoreOf(attempt),
            activities: attempt.activities.map((activity) => {
              const { objectives } = summariseElements(activity.cmi);
              const { answers } = factsOfActivity(attempt.scormVersion, undefined, activity.cmi);
              return {
                ...activity,
                answers: answers.map((answer) => ({
                  ...answer,
                  kind: questionKinds.has(answer.type ?? '') ? `reports.type.${answer.type}` : undefined,
                })),
                values: Object.entries(activity.cmi).map(([name, value]) => ({ name, value })),
                objectives: objectives.map((each) => ({
                  ...each,
                  state: [each.status, each.completion, each.success].filter((word) => word !== undefined).join(', '),
                })),
              };
            }),
            sessions: attempt.sessions.map((session) => ({
              ...session,
              commits: session.commits.map((commit) => ({
                ...commit,
                values: Object.entries(commit.elements).map(([name, value]) => ({ name, value })),
              })),
            })),
          },
        };
      }),
  });
}

function outcomePages(port: OutcomePort): Route[] {
  return [
    route({
      method: 'get',
      path: '/manage/outcomes',
      kind: 'page',
      access: act,
      summary: 'Results that wait to be taken',
      query: z.object({ page: pageNumber }),
      run: async (request) => {
        const { tenantId } = request.who();
        const { page } = request.query;
        const { found, names } = await request.inTransaction(async (tx) => {
          const pending = await listPendingOutcomes(tx, { tenantId, most: pageSize, from: (page - 1) * pageSize });
          return {
            found: pending,
            names: await namesOfRegistrations(
              tx,
              tenantId,
              pending.rows.map((row) => row.registrationId),
            ),
          };
        });
        return {
          kind: 'page',
          view: 'portal/views/admin-outcomes.njk',
          model: {
            total: found.total,
            outcomes: found.rows.map((row) => ({
              ...row,
              enrolment: names.find((each) => each.enrolmentId === row.registrationId),
            })),
            list: { page, pages: pagesOf(found.total), path: '/manage/outcomes', query: {} },
          },
        };
      },
    }),
    route({
      method: 'post',
      path: '/manage/outcomes/:id/retry',
      kind: 'page',
      access: act,
      summary: 'Tries a waiting result again now',
      params: z.object({ id: z.uuid() }),
      run: async (request): Promise<Reply> => {
        const { tenantId } = request.who();
        const result = await request.inTransaction(
          (tx) => retryRegistration(tx, port, { tenantId, registrationId: request.params.id }),
          { as: 'admin' },
        );
        if (result === 'none') throw new Problem('not-found');
        return {
          kind: 'redirect',
          to: '/manage/outcomes',
          flash: {
            tone: result === 'delivered' ? 'success' : 'error',
            message: `portal.admin.outcome.retried.${result}`,
          },
        };
      },
    }),
  ];
}
