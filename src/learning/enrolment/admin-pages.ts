/** A class for those who look after its people. */
import { Problem, route, type Route } from '../../platform/http';
import type { Messages } from '../../platform/page';
import { listOf, listQuery, objectParams } from '../../platform/forms';
import { findClasses, loadHistory } from '../catalogue';
import { listEnrolments } from './admin-queries';
import { enrolmentStanding } from './core/standing';
import { z } from 'zod';

export type EnrolmentAdminDeps = { readonly messages: Pick<Messages, 't' | 'has'> };

export function classAdminPages({ messages }: EnrolmentAdminDeps): Route[] {
  const query = listQuery(['last', 'name', 'status', 'score'], 'desc').extend({
    tab: z.enum(['people', 'history']).catch('people'),
  });
  return [
    route({
      method: 'get',
      path: '/manage/classes/:owner/:id',
      kind: 'page',
      access: { permission: 'catalogue.access' },
      summary: 'A class with the people enrolled on it',
      params: objectParams,
      query,
      run: async (request) => {
        const { tenantId, permissions } = request.who();
        const key = { ownerId: request.params.owner, id: request.params.id };
        const { tab, ...wish } = request.query;
        const own = key.ownerId === tenantId;
        const maySeePeople = permissions.has('learner.search');
        const loaded = await request.inTransaction(async (tx) => {
          const [found] = await findClasses(tx, [key]);
          if (!found) throw new Problem('not-found');
          return {
            found,
            enrolments:
              maySeePeople && tab === 'people'
                ? await listEnrolments(tx, { ...wish, tenantId, of: { class: key } })
                : undefined,
            history: own && tab === 'history' ? await loadHistory(tx, messages, { tenantId, objectIds: [key.id] }) : [],
          };
        });
        const path = `/manage/classes/${key.ownerId}/${key.id}`;
        return {
          kind: 'page',
          view: 'learning/enrolment/views/admin-class.njk',
          model: {
            ...loaded,
            own,
            tab,
            ...listOf(path, wish, loaded.enrolments?.total ?? 0),
            coursePath: `/manage/courses/${key.ownerId}/${loaded.found.courseId}`,
            enrolments: loaded.enrolments && {
              total: loaded.enrolments.total,
              rows: loaded.enrolments.rows.map((row) => ({
                ...row,
                standing: enrolmentStanding({ ...row, online: true }),
              })),
            },
            mayEdit: own && permissions.has('catalogue.edit'),
            mayEnrol: permissions.has('enrolment.manage'),
            maySeePeople,
            tabs: (['people', 'history'] as const).map((name) => ({
              text: messages.t(`enrolment.admin.tab.${name}`),
              href: name === 'people' ? path : `${path}?tab=${name}`,
              current: name === tab,
            })),
          },
        };
      },
    }),
  ];
}
