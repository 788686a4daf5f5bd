/** Taking people off learning, with a reason that is recorded. */
import { z } from 'zod';
import { changeSubscriptions } from '../learning/certification';
import { changeEnrolments, listEnrolments } from '../learning/enrolment';
import { changePathEnrolments } from '../learning/path';
import type { Tx } from '../platform/db';
import { FormProblem, Problem, route, type Reply, type Request, type Route } from '../platform/http';
import { one, orRefusal, readReference, RollBack } from '../platform/forms';
import { personParams, requirePerson } from './admin-person-pages';
import { access, titleOf, typedBody } from './admin-choose';

const leaveView = 'portal/views/admin-leave.njk';

type Leaving = {
  readonly title: string;
  readonly tab: string;
  readonly leave: (tx: Tx, reason: string) => Promise<{ readonly ok: boolean; readonly refusal?: string } | undefined>;
};

/** What is to be left, by its kind and id: an enrolment, a certification or a path of this person. */
async function leavingOf(
  tx: Tx,
  tenantId: string,
  personId: string,
  kind: 'enrolment' | 'certification' | 'path',
  of: string,
): Promise<Leaving> {
  if (kind === 'enrolment') {
    const enrolmentId = z.uuid().safeParse(of).data;
    const found =
      enrolmentId === undefined
        ? undefined
        : (await listEnrolments(tx, { tenantId, of: { enrolmentId } })).rows.find((row) => row.personId === personId);
    if (!found) throw new Problem('not-found');
    return {
      title: found.courseTitle,
      tab: 'enrolments',
      leave: async (at, reason) =>
        (
          await changeEnrolments(at, [
            {
              tenantId,
              enrolmentId: found.enrolmentId,
              command: { type: 'withdraw', by: 'admin', reason: 'Asked' },
              reason,
            },
          ])
        )[0],
    };
  }
  const key = readReference(of);
  if (!key) throw new Problem('not-found');
  const title = await titleOf(tx, { kind, key });
  if (kind === 'path')
    return {
      title,
      tab: 'paths',
      leave: async (at, reason) =>
        (
          await changePathEnrolments(at, [{ tenantId, personId, path: key, command: { type: 'unsubscribe' }, reason }])
        )[0],
    };
  return {
    title,
    tab: 'certifications',
    leave: async (at, reason) =>
      (
        await changeSubscriptions(at, [
          { tenantId, personId, certification: key, command: { type: 'unsubscribe', by: 'admin' }, reason },
        ])
      )[0],
  };
}

/** Withdrawing and unsubscribing: one page with the effect in words and a reason that is recorded. */
export function leavePages(): Route[] {
  const path = '/manage/people/:id/leave/:kind/:of';
  const params = personParams.extend({ kind: z.enum(['enrolment', 'certification', 'path']), of: z.string().max(100) });
  const modelOf = async (
    tx: Tx,
    request: Pick<Request, 'who'>,
    { id, kind, of }: z.output<typeof params>,
  ): Promise<{ readonly leaving: Leaving; readonly model: object }> => {
    const person = await requirePerson(tx, request, id);
    const leaving = await leavingOf(tx, request.who().tenantId, id, kind, of);
    return {
      leaving,
      model: {
        person,
        kind,
        what: leaving.title,
        action: `/manage/people/${id}/leave/${kind}/${of}`,
        personPath: `/manage/people/${id}?tab=${leaving.tab}`,
      },
    };
  };
  return [
    route({
      method: 'get',
      path,
      kind: 'page',
      access,
      summary: 'Asks for the reason to take a person off learning',
      params,
      run: (request) =>
        request.inTransaction(async (tx) => ({
          kind: 'page',
          view: leaveView,
          model: (await modelOf(tx, request, request.params)).model,
        })),
    }),
    route({
      method: 'post',
      path,
      kind: 'page',
      access,
      summary: 'Takes a person off learning, with a reason',
      params,
      body: typedBody,
      run: async (request): Promise<Reply> => {
        const reason = one(request.body, 'reason', 500);
        const { leaving, model } = await request.inTransaction((tx) => modelOf(tx, request, request.params));
        if (reason === '')
          throw new FormProblem({ fields: { reason: 'portal.admin.reason.missing' }, view: leaveView, model });
        const done = await orRefusal(
          request.inTransaction(
            async (tx) => {
              const result = await leaving.leave(tx, reason);
              if (!result?.ok) throw new RollBack(result?.refusal ?? 'not-subscribed');
            },
            { as: 'admin' },
          ),
        );
        const { id, kind } = request.params;
        if (done.ok)
          return {
            kind: 'redirect',
            to: `/manage/people/${id}?tab=${leaving.tab}`,
            flash: { tone: 'success', message: 'portal.admin.left', values: { title: leaving.title } },
          };
        const message =
          kind === 'enrolment' ? `enrolment.refusal.${done.refusal}` : `portal.admin.refusal.${done.refusal}`;
        return {
          kind: 'page',
          view: leaveView,
          status: 409,
          model: { ...model, form: { values: request.body, errors: [{ field: '', message }] } },
        };
      },
    }),
  ];
}
