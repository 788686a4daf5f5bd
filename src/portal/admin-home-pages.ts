import { route, type Route } from '../platform/http';
import { countAttention } from './admin-queries';
import { placesFor, whatToManage } from './manage';

/** Where managing begins: what needs attention, then the places this person may work in. */
export function manageHome(): Route[] {
  return [
    route({
      method: 'get',
      path: '/manage',
      kind: 'page',
      access: { anyOf: [...new Set(whatToManage.flatMap((each) => each.anyOf))] },
      summary: 'What needs attention, and what I may manage',
      run: async (request) => {
        const { tenantId, permissions } = request.who();
        const may = (permission: string): boolean => permissions.has(permission);
        const counts = await request.inTransaction((tx) => countAttention(tx, tenantId));
        const attention = [
          {
            word: 'waiting',
            count: counts.waiting,
            href: '/manage/outcomes',
            shown: may('enrolment.manage'),
            tone: 'bad',
          },
          {
            word: 'expired',
            count: counts.expired,
            href: '/manage/certifications',
            shown: may('learner.search') && may('catalogue.access'),
            tone: 'bad',
          },
          {
            word: 'expiring',
            count: counts.expiring,
            href: '/manage/certifications',
            shown: may('learner.search') && may('catalogue.access'),
            tone: 'soon',
          },
          {
            word: 'unreachable',
            count: counts.unreachable,
            href: '/manage/courses',
            shown: may('catalogue.edit'),
            tone: 'soon',
          },
        ].filter((each) => each.shown && each.count > 0);
        return {
          kind: 'page',
          view: 'portal/views/admin-manage.njk',
          model: { attention, places: placesFor(request.who()) },
        };
      },
    }),
  ];
}
