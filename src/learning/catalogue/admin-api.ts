/** The catalogue for programs: the same operations and rules as the pages. */
import { z } from 'zod';
import { isIsoDate, type IsoDate } from '../../platform/dates';
import { Problem, route, type Route } from '../../platform/http';
import { objectParams, orRefusal, RollBack } from '../../platform/forms';
import { attachCompetences } from './attach-competences';
import { findCourseRecord, listCourses } from './admin-queries';
import { createCourses, createOfferings, openOnlineClasses, type Made } from './create-courses';
import { areCompetences } from './create-learning';
import { findClasses } from './queries';

const look = { permission: 'catalogue.access' } as const;
const edit = { permission: 'catalogue.edit' } as const;
const isoDate = z.custom<IsoDate>(isIsoDate, 'YYYY-MM-DD').meta({ type: 'string', format: 'date' });
const key = z.object({ ownerId: z.uuid(), id: z.uuid() });
const made = z.object({ ownerId: z.uuid(), id: z.uuid() });
const title = z.string().trim().min(1).max(200);

/** Refuses a pair of days in the wrong order; either may be left out. */
const inOrder =
  <F extends string, T extends string>(first: F, last: T) =>
  (given: { readonly [K in F | T]?: IsoDate | undefined }): boolean => {
    const [from, to] = [given[first], given[last]];
    return from === undefined || to === undefined || from <= to;
  };
const endsBeforeItStarts = (last: string): { path: string[]; message: string } => ({
  path: [last],
  message: 'manage.fault.ends-before-it-starts',
});

const newCourse = z
  .object({
    title,
    description: z.string().max(1500).default(''),
    objectives: z.string().max(1500).default(''),
    keywords: z.array(z.string().trim().min(1).max(60)).max(30).default([]),
    minutes: z.int().min(1).max(10_000).optional(),
    activeFrom: isoDate.optional(),
    activeTo: isoDate.optional(),
    competences: z
      .array(key.extend({ levelStep: z.int().min(1).optional() }))
      .max(100)
      .default([]),
  })
  .refine(inOrder('activeFrom', 'activeTo'), endsBeforeItStarts('activeTo'));
const newOffering = z
  .object({
    courseId: z.uuid(),
    title,
    learningObject: key,
    completionRule: z.enum(['STATUS', 'MASTERY', 'ON_EXIT']).default('STATUS'),
    masteryScore: z.number().min(0).max(100).optional(),
    newWindow: z.boolean().optional(),
    activeFrom: isoDate.optional(),
    activeTo: isoDate.optional(),
  })
  .refine(inOrder('activeFrom', 'activeTo'), endsBeforeItStarts('activeTo'));
const newClass = z
  .object({
    offeringId: z.uuid(),
    title,
    certificationOnly: z.boolean().default(false),
    enrolmentStart: isoDate.optional(),
    enrolmentEnd: isoDate.optional(),
  })
  .refine(inOrder('enrolmentStart', 'enrolmentEnd'), endsBeforeItStarts('enrolmentEnd'));

/** Leaves out what was not given, as the operations expect. */
const present = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

export function catalogueApi(): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/courses',
      kind: 'api',
      access: look,
      summary: 'Courses, own and national',
      query: z.object({
        q: z.string().max(200).default(''),
        page: z.coerce.number().int().min(1).max(10_000).default(1),
        pageSize: z.coerce.number().int().min(1).max(200).default(50),
        ended: z.stringbool().default(false),
      }),
      run: async (request) => {
        const { q, page, pageSize: perPage, ended } = request.query;
        const found = await request.inTransaction((tx) =>
          listCourses(tx, {
            tenantId: request.who().tenantId,
            q,
            page,
            perPage,
            ended,
            sort: 'title',
            direction: 'asc',
          }),
        );
        return { kind: 'json', body: { total: found.total, items: found.rows } };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/courses/:owner/:id',
      kind: 'api',
      access: look,
      summary: 'A course with its offerings, classes and competencies',
      params: objectParams,
      run: async (request) => {
        const found = await request.inTransaction((tx) =>
          findCourseRecord(tx, { ownerId: request.params.owner, id: request.params.id }),
        );
        if (!found) throw new Problem('not-found');
        return { kind: 'json', body: found };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/courses',
      kind: 'api',
      access: edit,
      summary: 'Makes a course',
      body: newCourse,
      answer: made,
      run: async (request) => {
        const { tenantId } = request.who();
        const { competences, activeFrom, ...course } = request.body;
        const result = await orRefusal(
          request.inTransaction(
            async (tx) => {
              if (!(await areCompetences(tx, competences))) throw new RollBack('competence-not-found');
              const [id] = await createCourses(tx, [
                { ...present(course), tenantId, activeFrom: activeFrom ?? tx.today },
              ]);
              await attachCompetences(
                tx,
                competences.map(({ levelStep, ...competence }) => ({
                  tenantId,
                  objectType: 'course',
                  objectId: id ?? '',
                  competence,
                  ...(levelStep === undefined ? {} : { levelStep }),
                })),
              );
              return id;
            },
            { as: 'admin' },
          ),
        );
        if (!result.ok) throw refused(result.refusal);
        return { kind: 'json', status: 201, body: { ownerId: tenantId, id: result.value } };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/offerings/:owner/:id',
      kind: 'api',
      access: look,
      summary: 'An offering with its classes',
      params: objectParams,
      run: async (request) => {
        const { owner, id } = request.params;
        const found = await request.inTransaction(async (tx) => {
          const [row] = await tx.query<{ courseId: string }>(
            `select course_id as "courseId" from offering where tenant_id = $1 and id = $2`,
            [owner, id],
          );
          return (
            row &&
            (await findCourseRecord(tx, { ownerId: owner, id: row.courseId }))?.offerings.find((each) => each.id === id)
          );
        });
        if (!found) throw new Problem('not-found');
        return { kind: 'json', body: { ownerId: owner, ...found } };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/offerings',
      kind: 'api',
      access: edit,
      summary: 'Makes an online offering of an own course (ELL-1)',
      body: newOffering,
      answer: made,
      run: async (request) => {
        const { tenantId } = request.who();
        const { activeFrom, ...offering } = request.body;
        const result = await request.inTransaction(
          (tx) =>
            createOfferings(tx, [
              {
                ...present(offering),
                learningObject: offering.learningObject,
                tenantId,
                deliveryMode: 'OnlineSelfPaced',
                activeFrom: activeFrom ?? tx.today,
              },
            ]),
          { as: 'admin' },
        );
        return answer(tenantId, result[0]);
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/classes/:owner/:id',
      kind: 'api',
      access: look,
      summary: 'A class with its offering and course',
      params: objectParams,
      run: async (request) => {
        const [found] = await request.inTransaction((tx) =>
          findClasses(tx, [{ ownerId: request.params.owner, id: request.params.id }]),
        );
        if (!found) throw new Problem('not-found');
        return { kind: 'json', body: found };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/classes',
      kind: 'api',
      access: edit,
      summary: 'Opens an always-open online class',
      body: newClass,
      answer: made,
      run: async (request) => {
        const { tenantId } = request.who();
        const result = await request.inTransaction(
          (tx) => openOnlineClasses(tx, [{ ...present(request.body), tenantId }]),
          { as: 'admin' },
        );
        return answer(tenantId, result[0]);
      },
    }),
  ];
}

function answer(ownerId: string, result: Made | undefined): { kind: 'json'; status: number; body: unknown } {
  if (!result?.ok) throw refused(result?.refusal ?? 'parent-not-found');
  return { kind: 'json', status: 201, body: { ownerId, id: result.id } };
}

const refused = (refusal: string): Problem => new Problem('refused', { refusal, detail: `manage.refusal.${refusal}` });
