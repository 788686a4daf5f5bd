/** Competencies that a course or one of its offerings gives, chosen by search. */
import { z } from 'zod';
import { findCompetences, listCompetences } from '../../competence';
import { Problem, route, type Reply, type Route } from '../../platform/http';
import { objectParams, one, readReference, referenceOf } from '../../platform/forms';
import { attachCompetences, detachCompetence } from './attach-competences';
import { type CourseRecord } from './admin-queries';
import { areCompetences } from './create-learning';
import { coursesHome, coursePath, requireCourse, requireOwn } from './admin-course';

const edit = { permission: 'catalogue.edit' } as const;
const views = 'learning/catalogue/views';
const typedBody = z.record(z.string(), z.unknown());

/** ATT-1, ATT-2: competencies of a course or of one offering, chosen by search. */
export function attachPages(): Route[] {
  const path = `${coursesHome}/:owner/:id/competencies`;
  const query = z.object({ q: z.string().trim().max(200).catch(''), on: z.string().catch('') });
  const holderOf = (
    course: CourseRecord,
    on: string,
  ): { readonly objectType: 'course' | 'offering'; readonly objectId: string } =>
    course.offerings.some((each) => each.id === on)
      ? { objectType: 'offering', objectId: on }
      : { objectType: 'course', objectId: course.id };
  return [
    route({
      method: 'get',
      path: `${path}/add`,
      kind: 'page',
      access: edit,
      summary: 'Chooses a competence that a course gives',
      params: objectParams,
      query,
      run: async (request) => {
        const key = requireOwn(request);
        const course = await requireCourse(request, key);
        const { q: search, on } = request.query;
        const holder = holderOf(course, on);
        const found =
          search === ''
            ? []
            : (
                await request.inTransaction((tx) =>
                  listCompetences(tx, { tenantId: key.ownerId, search, pageSize: 25, current: true }),
                )
              ).rows;
        return {
          kind: 'page',
          view: `${views}/admin-attach.njk`,
          model: {
            course,
            coursePath: coursePath(course),
            path: `${coursePath(course)}/competencies`,
            search,
            on: holder.objectId,
            offering: course.offerings.find((each) => each.id === holder.objectId),
            found: found.map((each) => ({
              ...each,
              reference: referenceOf(each),
              national: each.ownerId !== key.ownerId,
              already: course.attached.some((one) => one.objectId === holder.objectId && one.id === each.id),
            })),
          },
        };
      },
    }),
    route({
      method: 'post',
      path,
      kind: 'page',
      access: edit,
      summary: 'Adds a competence that a course or offering gives',
      params: objectParams,
      body: typedBody,
      run: async (request): Promise<Reply> => {
        const key = requireOwn(request);
        const course = await requireCourse(request, key);
        const competence = readReference(one(request.body, 'competence'));
        const level = Number(one(request.body, 'level'));
        const holder = holderOf(course, one(request.body, 'on'));
        const title = await request.inTransaction(
          async (tx) => {
            if (!competence || !(await areCompetences(tx, [competence]))) throw new Problem('not-found');
            const [named] = await findCompetences(tx, [competence]);
            const levelStep = named?.levels.find((each) => each.step === level && level > 0)?.step;
            await attachCompetences(tx, [
              { tenantId: key.ownerId, ...holder, competence, ...(levelStep === undefined ? {} : { levelStep }) },
            ]);
            return named?.title ?? '';
          },
          { as: 'admin' },
        );
        return {
          kind: 'redirect',
          to: `${coursePath(course)}?tab=competencies`,
          flash: { tone: 'success', message: 'manage.attached', values: { title } },
        };
      },
    }),
    route({
      method: 'post',
      path: `${path}/remove`,
      kind: 'page',
      access: edit,
      summary: 'Takes a competence off a course or offering',
      params: objectParams,
      body: typedBody,
      run: async (request): Promise<Reply> => {
        const course = await requireCourse(request, requireOwn(request));
        const attached = course.attached.find((each) => each.attachmentId === one(request.body, 'attachment'));
        if (!attached) throw new Problem('not-found');
        await request.inTransaction(
          (tx) => detachCompetence(tx, { tenantId: course.ownerId, attachmentId: attached.attachmentId }),
          { as: 'admin' },
        );
        return {
          kind: 'redirect',
          to: `${coursePath(course)}?tab=competencies`,
          flash: { tone: 'success', message: 'manage.detached', values: { title: attached.title } },
        };
      },
    }),
  ];
}
