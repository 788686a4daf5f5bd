import { route, type Route } from '../platform/http';
import { listOf, listQuery } from '../platform/forms';
import { listPersons } from './admin-queries';

const home = '/manage/people';

/** The list of people; their records are the portal's, which knows what everybody learns. */
export function peopleAdminRoutes(): Route[] {
  return [
    route({
      method: 'get',
      path: home,
      kind: 'page',
      access: { permission: 'learner.search' },
      summary: 'People of this employer, by name or username',
      query: listQuery(['name']),
      run: async (request) => {
        const found = await request.inTransaction((tx) =>
          listPersons(tx, { ...request.query, tenantId: request.who().tenantId }),
        );
        return {
          kind: 'page',
          view: 'people/views/admin-people.njk',
          model: {
            people: found.rows.map((row) => ({ ...row, href: `${home}/${row.personId}` })),
            ...listOf(home, request.query, found.total),
          },
        };
      },
    }),
  ];
}
