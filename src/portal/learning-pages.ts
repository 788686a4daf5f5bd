/** Finding learning, and a course with the way in. */
import { z } from 'zod';
import {
  enrolMyself,
  enrolmentStanding,
  learnerOf,
  listEnrolmentsOf,
  enrolmentCard,
  objectParams,
  ownLearning,
  playWord,
} from '../learning/enrolment';
import { Problem, route, type Reply, type Route } from '../platform/http';
import { findCourse, findCourses } from './find-learning';

const access = ownLearning;
const pageSize = 20;
/** Accounts that belong to no person may look, and have taken nothing. */
const nobody = '00000000-0000-0000-0000-000000000000';
const search = z.object({
  q: z.string().trim().max(200).catch(''),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export function learningPages(): Route[] {
  return [
    route({
      method: 'get',
      path: '/learning',
      kind: 'page',
      access: 'signed-in',
      summary: 'Courses I can enrol on (CAT-7)',
      query: search,
      run: async (request): Promise<Reply> => {
        const { q, page } = request.query;
        const { tenantId } = request.who();
        const { rows, total } = await request.inTransaction(
          (tx) => findCourses(tx, { tenantId, search: q, limit: pageSize, offset: (page - 1) * pageSize }),
          { atOnce: true },
        );
        return {
          kind: 'page',
          view: 'portal/views/find.njk',
          model: {
            searchText: q,
            total,
            courses: rows,
            list: { page, pages: Math.ceil(total / pageSize), path: '/learning', query: { q } },
          },
        };
      },
    }),
    route({
      method: 'get',
      path: '/learning/courses/:owner/:id',
      kind: 'page',
      access: 'signed-in',
      summary: 'What a course is, what it gives, and how to take it',
      params: objectParams,
      run: async (request): Promise<Reply> => {
        const { tenantId, personId } = request.who();
        const course = await request.inTransaction((tx) =>
          findCourse(
            tx,
            { tenantId, personId: personId ?? nobody },
            { ownerId: request.params.owner, id: request.params.id },
          ),
        );
        // Restricted learning is for those whom access rules name; whoever has taken it may still look (LACC-4, LACC-7).
        if (course === undefined || (course.restricted && course.enrolments.length === 0))
          throw new Problem('not-found');
        const enrolments = course.enrolments.map((each) => ({
          ...each,
          courseTitle: course.title,
          standing: enrolmentStanding(each),
          play: playWord(each),
        }));
        const takenOnline = new Set(course.enrolments.filter((each) => each.online).map((each) => each.classId));
        const open = course.classes.filter((each) => !each.certificationOnly && !takenOnline.has(each.classId));
        const enrolled = enrolments.some((each) =>
          ['Requested', 'Waitlisted', 'Confirmed', 'InProgress'].includes(each.status),
        );
        return {
          kind: 'page',
          view: 'portal/views/course.njk',
          model: {
            course,
            enrolments,
            through: course.certifications.find((each) => each.asks && !enrolled),
            open: personId === undefined ? [] : open,
            mayLearn: personId !== undefined,
            enrolled,
            onlyThroughCertification:
              open.length === 0 && enrolments.length === 0 && course.classes.some((each) => each.certificationOnly),
          },
        };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/me/learning',
      kind: 'api',
      access,
      summary: 'My enrolments; show=under-way, completed or all',
      query: z.object({
        show: z.enum(['under-way', 'completed', 'all']).default('all'),
        limit: z.coerce.number().int().min(1).max(500).default(100),
        offset: z.coerce.number().int().min(0).default(0),
      }),
      run: async (request): Promise<Reply> => {
        const { rows, total } = await request.inTransaction((tx) =>
          listEnrolmentsOf(tx, learnerOf(request), request.query),
        );
        return { kind: 'json', body: { total, enrolments: rows.map(enrolmentCard) } };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/me/enrolments',
      kind: 'api',
      access,
      summary: 'Enrols me on a class of a course',
      body: z.object({ course: z.object({ ownerId: z.uuid(), id: z.uuid() }), classId: z.uuid() }),
      run: async (request): Promise<Reply> => {
        const { course, classId } = request.body;
        const result = await request.inTransaction((tx) => enrolMyself(tx, learnerOf(request), course, classId));
        if (result.ok)
          return { kind: 'json', status: 201, body: { enrolmentId: result.enrolmentId, status: result.status } };
        if (result.refusal === 'class-not-found') throw new Problem('not-found');
        throw new Problem('refused', {
          detail: `enrolment.learner.refused.${result.refusal}`,
          refusal: result.refusal,
        });
      },
    }),
  ];
}
