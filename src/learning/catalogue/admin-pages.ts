/** Courses for administrators: the list, the record, its editors. National ones are read, own ones changed (CAT-3). */
import { z } from 'zod';
import { route, type Route } from '../../platform/http';
import { listOf, listQuery, objectParams, referenceOf } from '../../platform/forms';
import { toolbarParts } from './admin-forms';
import { loadHistory, fieldLabel, valueText } from './admin-history';
import { listCourses } from './admin-queries';
import { coursesHome, coursePath, requireCourse, type CatalogueAdminDeps } from './admin-course';

const look = { permission: 'catalogue.access' } as const;
const views = 'learning/catalogue/views';
const courseQuery = z.object({ tab: z.enum(['offerings', 'competencies', 'history']).catch('offerings') });

export function coursePages({ messages }: CatalogueAdminDeps): Route[] {
  return [listPage(), recordPage(messages)];
}

function listPage(): Route {
  const query = listQuery(['title', 'changed']).extend({ ended: z.enum(['yes', 'no']).catch('no') });
  return route({
    method: 'get',
    path: coursesHome,
    kind: 'page',
    access: look,
    summary: 'Courses, own and national',
    query,
    run: async (request) => {
      const { tenantId, tenantName, permissions } = request.who();
      const { ended, ...wish } = request.query;
      const found = await request.inTransaction((tx) => listCourses(tx, { ...wish, tenantId, ended: ended === 'yes' }));
      return {
        kind: 'page',
        view: `${views}/admin-courses.njk`,
        model: {
          courses: found.rows.map((row) => ({ ...row, href: coursePath(row), national: row.ownerId !== tenantId })),
          ...listOf(coursesHome, wish, found.total, ended === 'yes' ? { ended } : {}),
          ended: ended === 'yes',
          ownName: tenantName,
          mayEdit: permissions.has('catalogue.edit'),
        },
      };
    },
  });
}

function recordPage(messages: CatalogueAdminDeps['messages']): Route {
  return route({
    method: 'get',
    path: `${coursesHome}/:owner/:id`,
    kind: 'page',
    access: look,
    summary: 'A course with its offerings, classes, competencies and history',
    params: objectParams,
    query: courseQuery,
    run: async (request) => {
      const { tenantId, permissions } = request.who();
      const { tab } = request.query;
      const key = { ownerId: request.params.owner, id: request.params.id };
      const course = await requireCourse(request, key);
      const own = course.ownerId === tenantId;
      const objectIds = [
        course.id,
        ...course.offerings.flatMap((each) => [each.id, ...each.classes.map((one) => one.id)]),
      ];
      const history =
        tab === 'history' && own
          ? await request.inTransaction((tx) => loadHistory(tx, messages, { tenantId, objectIds }))
          : [];
      const path = coursePath(course);
      return {
        kind: 'page',
        view: `${views}/admin-course.njk`,
        model: {
          course,
          path,
          own,
          tab,
          history,
          mayEdit: own && permissions.has('catalogue.edit'),
          mayMake: permissions.has('catalogue.edit'),
          mayPlay: permissions.has('content.manage'),
          tabs: (['offerings', 'competencies', 'history'] as const).map((name) => ({
            text: messages.t(`manage.tab.${name}`),
            href: name === 'offerings' ? path : `${path}?tab=${name}`,
            current: name === tab,
          })),
          toolbarOf: Object.fromEntries(
            course.offerings.map((each) => [
              each.id,
              valueText(
                messages,
                toolbarParts.filter((part) => each.toolbar[part]).map((part) => fieldLabel(messages, part)),
              ),
            ]),
          ),
          certificationHref: `/manage/certifications/new?component=${referenceOf(course)}`,
          addHref: `/manage/courses/new?step=object&course=${referenceOf(course)}`,
        },
      };
    },
  });
}
