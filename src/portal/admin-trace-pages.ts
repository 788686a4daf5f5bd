/** The record of one attempt, call by call: asked for, ended, and taken away as a file. */
import { z } from 'zod';
import { Problem, route, type Reply, type Route } from '../platform/http';
import type { Tx } from '../platform/db';
import { readTrace, switchTrace } from '../scorm/runtime';
import { isLearning } from './admin-queries';

const access = { permission: 'learner.search' } as const;
const params = z.object({ id: z.uuid() });

/** @throws Problem `not-found` for what is not there, is another employer's, or is nobody's learning */
async function requireLearning(tx: Tx, tenantId: string, attemptId: string): Promise<void> {
  if (!(await isLearning(tx, tenantId, attemptId))) throw new Problem('not-found');
}

/** Begins and ends a record, and hands it out without what is personal unless that is asked for. */
export function tracePages(): Route[] {
  return [
    route({
      method: 'post',
      path: '/manage/attempts/:id/record',
      kind: 'page',
      access,
      summary: 'Begins or ends the record of what happens in an attempt',
      params,
      body: z.object({ on: z.enum(['yes', 'no']) }),
      run: (request) =>
        request.inTransaction(
          async (tx): Promise<Reply> => {
            const { tenantId } = request.who();
            const { id } = request.params;
            await requireLearning(tx, tenantId, id);
            const on = request.body.on === 'yes';
            await switchTrace(tx, { tenantId, attemptId: id }, on);
            return {
              kind: 'redirect',
              to: `/manage/attempts/${id}`,
              flash: { tone: 'success', message: `portal.admin.attempt.record.${on ? 'begun' : 'ended'}` },
            };
          },
          { as: 'admin' },
        ),
    }),
    route({
      method: 'get',
      path: '/manage/attempts/:id/record.json',
      kind: 'page',
      access,
      summary: 'The record of an attempt as a file, with or without personal data',
      params,
      query: z.object({ personal: z.enum(['yes', 'no']).catch('no') }),
      run: async (request): Promise<Reply> => {
        const { tenantId } = request.who();
        const { id } = request.params;
        const found = await request.inTransaction(async (tx) => {
          await requireLearning(tx, tenantId, id);
          return readTrace(tx, id, request.query.personal === 'yes');
        });
        if (!found) throw new Problem('not-found');
        return {
          kind: 'json',
          body: found,
          headers: {
            'Content-Disposition': `attachment; filename="attempt-${id}.json"`,
            'Cache-Control': 'private, no-store',
          },
        };
      },
    }),
  ];
}
