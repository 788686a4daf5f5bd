/** The inbox of the portal. */
import { z } from 'zod';
import { learnerOf } from '../learning/enrolment';
import { route, type Reply, type Route } from '../platform/http';
import { listMessagesOf, readMessagesOf } from './inbox';

export const messagesPath = '/messages';
/** Everybody has the link in the header; an account without a person has no messages. */
const access = 'signed-in';
const pageSize = 25;
const pageQuery = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) });

export function messagePages(): Route[] {
  return [
    route({
      method: 'get',
      path: messagesPath,
      kind: 'page',
      access,
      summary: 'My messages',
      query: pageQuery,
      run: async (request): Promise<Reply> => {
        const { page } = request.query;
        const { rows, total } =
          request.who().personId === undefined
            ? { rows: [], total: 0 }
            : await request.inTransaction((tx) =>
                listMessagesOf(tx, learnerOf(request), { limit: pageSize, offset: (page - 1) * pageSize }),
              );
        return {
          kind: 'page',
          view: 'notify/views/inbox.njk',
          model: {
            inbox: rows,
            total,
            anyUnread: rows.some((row) => row.unread),
            list: { page, pages: Math.ceil(total / pageSize), path: messagesPath, query: {} },
          },
        };
      },
    }),
    route({
      method: 'post',
      path: `${messagesPath}/read`,
      kind: 'page',
      access,
      summary: 'Marks all my messages as read',
      run: async (request): Promise<Reply> => {
        await request.inTransaction((tx) => readMessagesOf(tx, learnerOf(request)));
        return { kind: 'redirect', to: messagesPath };
      },
    }),
  ];
}
