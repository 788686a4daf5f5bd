/** Courses for administrators: the list, the record, its editors. National ones are read, own ones changed (CAT-3). */
import { z } from 'zod';
import { findCompetences, listCompetences } from '../../competence';
import type { Tx } from '../../platform/db';
import { FormProblem, Problem, route, type Reply, type Request, type Route } from '../../platform/http';
import type { Messages } from '../../platform/page';
import { listOf, listQuery, objectParams, one, readReference, referenceOf, staleReply, type ObjectKey, type Typed } from '../../platform/forms';
import { attachCompetences, detachCompetence } from './attach-competences';
import { classValues, courseValues, offeringValues, readClass, readCourse, readOffering, versionOf, type ReadForm } from './admin-forms';
import { loadHistory, fieldLabel, valueText } from './admin-history';
import { findCourseOf, findCourseRecord, listCourses, type CourseRecord } from './admin-queries';
import { areCompetences } from './create-learning';
import { changeClass, changeCourse, changeOffering, type CatalogueChange, type ChangeOutcome } from './change-courses';

export type CatalogueAdminDeps = { readonly messages: Pick<Messages, 't' | 'has'> };

const home = '/manage/courses';
const look = { permission: 'catalogue.access' } as const;
const edit = { permission: 'catalogue.edit' } as const;
const views = 'learning/catalogue/views';
const typedBody = z.record(z.string(), z.unknown());
const courseQuery = z.object({ tab: z.enum(['offerings', 'competencies', 'history']).catch('offerings') });
export const coursePath = (course: ObjectKey): string => `${home}/${course.ownerId}/${course.id}`;

type OwnRequest = Request<z.output<typeof objectParams>>;

/** @throws Problem `not-found` for what another tenant owns, the national body included: it is read, not changed */
export function requireOwn(request: OwnRequest): ObjectKey {
  const { owner, id } = request.params;
  if (owner !== request.who().tenantId) throw new Problem('not-found');
  return { ownerId: owner, id };
}

async function requireCourse(request: Pick<Request, 'inTransaction'>, key: ObjectKey): Promise<CourseRecord> {
  const course = await request.inTransaction((tx) => findCourseRecord(tx, key));
  if (!course) throw new Problem('not-found');
  return course;
}

/** An editor of one kind of object: form, version check, what the others changed. */
type Editor<Fields extends object> = {
  readonly kind: 'course' | 'offering' | 'class';
  readonly path: string;
  readonly read: (typed: Typed) => ReadForm<Fields>;
  readonly change: (tx: Tx, change: CatalogueChange<Fields>) => Promise<ChangeOutcome<Fields>>;
  readonly find: (course: CourseRecord, id: string) => (Fields & { readonly version: number }) | undefined;
  readonly values: (found: Fields & { readonly version: number }) => Record<string, unknown>;
};

const courseEditor: Editor<Parameters<typeof changeCourse>[1]['fields']> = {
  kind: 'course', path: `${home}/:owner/:id/edit`, read: readCourse, change: changeCourse, values: courseValues,
  find: (course) => course,
};
const offeringEditor: Editor<Parameters<typeof changeOffering>[1]['fields']> = {
  kind: 'offering', path: '/manage/offerings/:owner/:id/edit', read: readOffering, change: changeOffering, values: offeringValues,
  find: (course, id) => course.offerings.find((each) => each.id === id),
};
const classEditor: Editor<Parameters<typeof changeClass>[1]['fields']> = {
  kind: 'class', path: '/manage/classes/:owner/:id/edit', read: readClass, change: changeClass, values: classValues,
  find: (course, id) => course.offerings.flatMap((each) => each.classes).find((each) => each.id === id),
};

export function coursePages({ messages }: CatalogueAdminDeps): Route[] {
  return [listPage(), recordPage(messages), ...editPages(courseEditor, messages), ...editPages(offeringEditor, messages), ...editPages(classEditor, messages), ...attachPages()];
}

function listPage(): Route {
  const query = listQuery(['title', 'changed']).extend({ ended: z.enum(['yes', 'no']).catch('no') });
  return route({
    method: 'get', path: home, kind: 'page', access: look, summary: 'Courses, own and national', query,
    run: async (request) => {
      const { tenantId, tenantName, permissions } = request.who();
      const { ended, ...wish } = request.query;
      const found = await request.inTransaction((tx) => listCourses(tx, { ...wish, tenantId, ended: ended === 'yes' }));
      return {
        kind: 'page', view: `${views}/admin-courses.njk`,
        model: {
          courses: found.rows.map((row) => ({ ...row, href: coursePath(row), national: row.ownerId !== tenantId })),
          ...listOf(home, wish, found.total, ended === 'yes' ? { ended } : {}), ended: ended === 'yes', ownName: tenantName, mayEdit: permissions.has('catalogue.edit'),
        },
      };
    },
  });
}

function recordPage(messages: CatalogueAdminDeps['messages']): Route {
  return route({
    method: 'get', path: `${home}/:owner/:id`, kind: 'page', access: look, summary: 'A course with its offerings, classes, competencies and history',
    params: objectParams, query: courseQuery,
    run: async (request) => {
      const { tenantId, permissions } = request.who();
      const { tab } = request.query;
      const key = { ownerId: request.params.owner, id: request.params.id };
      const course = await requireCourse(request, key);
      const own = course.ownerId === tenantId;
      const objectIds = [course.id, ...course.offerings.flatMap((each) => [each.id, ...each.classes.map((one) => one.id)])];
      const history = tab === 'history' && own ? await request.inTransaction((tx) => loadHistory(tx, messages, { tenantId, objectIds })) : [];
      const path = coursePath(course);
      return {
        kind: 'page', view: `${views}/admin-course.njk`,
        model: {
          course, path, own, tab, history,
          mayEdit: own && permissions.has('catalogue.edit'),
          mayMake: permissions.has('catalogue.edit'),
          mayPlay: permissions.has('content.manage'),
          tabs: (['offerings', 'competencies', 'history'] as const).map((name) => ({ text: messages.t(`manage.tab.${name}`), href: name === 'offerings' ? path : `${path}?tab=${name}`, current: name === tab })),
          toolbarOf: Object.fromEntries(course.offerings.map((each) => [each.id, valueText(messages, each.toolbar)])),
          certificationHref: `/manage/certifications/new?component=${referenceOf(course)}`,
          addHref: `/manage/courses/new?step=object&course=${referenceOf(course)}`,
        },
      };
    },
  });
}

function editPages<Fields extends object>(editor: Editor<Fields>, messages: CatalogueAdminDeps['messages']): Route[] {
  const view = `${views}/admin-edit-${editor.kind}.njk`;
  const open = async (request: OwnRequest): Promise<{ key: ObjectKey; course: CourseRecord; found: Fields & { readonly version: number } }> => {
    const key = requireOwn(request);
    const courseId = editor.kind === 'course' ? key.id : await request.inTransaction((tx) => findCourseOf(tx, editor.kind === 'offering' ? 'offering' : 'class', key));
    if (courseId === undefined) throw new Problem('not-found');
    const course = await requireCourse(request, { ownerId: key.ownerId, id: courseId });
    const found = editor.find(course, key.id);
    if (!found) throw new Problem('not-found');
    return { key, course, found };
  };
  const modelOf = (request: OwnRequest, course: CourseRecord): object => ({
    course, coursePath: coursePath(course), action: editor.path.replace(':owner', request.params.owner).replace(':id', request.params.id),
  });
  return [
    route({
      method: 'get', path: editor.path, kind: 'page', access: edit, summary: `The form to change a ${editor.kind}`, params: objectParams,
      run: async (request) => {
        const { course, found } = await open(request);
        return { kind: 'page', view, model: { ...modelOf(request, course), form: { values: editor.values(found), errors: [] } } };
      },
    }),
    route({
      method: 'post', path: editor.path, kind: 'page', access: edit, summary: `Changes a ${editor.kind}`, params: objectParams, body: typedBody,
      run: async (request): Promise<Reply> => {
        const { key, course } = await open(request);
        const read = editor.read(request.body);
        if (!read.ok) throw new FormProblem({ fields: read.faults, view, model: modelOf(request, course) });
        const result = await request.inTransaction((tx) => editor.change(tx, { tenantId: key.ownerId, id: key.id, version: versionOf(request.body), fields: read.fields }), { as: 'admin' });
        if (result.ok) return { kind: 'redirect', to: coursePath(course), flash: { tone: 'success', message: 'manage.saved' } };
        if (result.refusal === 'not-found') throw new Problem('not-found');
        if (result.refusal === 'stale') {
          const typedNow = read.fields as Readonly<Record<string, unknown>>;
          const now = result.now as Readonly<Record<string, unknown>>;
          const theirs = Object.keys(typedNow)
            .filter((field) => JSON.stringify(now[field] ?? null) !== JSON.stringify(typedNow[field] ?? null))
            .map((field) => messages.t('manage.stale.field', { field: fieldLabel(messages, field), theirs: valueText(messages, now[field]), yours: valueText(messages, typedNow[field]) }));
          return staleReply(view, { ...modelOf(request, course), theirs }, request.body, result.version, 'manage.stale.error');
        }
        const field = result.refusal.startsWith('starts') ? 'activeFrom' : editor.kind === 'class' ? 'enrolmentEnd' : 'activeTo';
        throw new FormProblem({ fields: { [field]: `manage.fault.${result.refusal}` }, view, model: modelOf(request, course) });
      },
    }),
  ];
}

/** ATT-1, ATT-2: competencies of a course or of one offering, chosen by search. */
function attachPages(): Route[] {
  const path = `${home}/:owner/:id/competencies`;
  const query = z.object({ q: z.string().trim().max(200).catch(''), on: z.string().catch('') });
  const holderOf = (course: CourseRecord, on: string): { readonly objectType: 'course' | 'offering'; readonly objectId: string } =>
    course.offerings.some((each) => each.id === on) ? { objectType: 'offering', objectId: on } : { objectType: 'course', objectId: course.id };
  return [
    route({
      method: 'get', path: `${path}/add`, kind: 'page', access: edit, summary: 'Chooses a competence that a course gives', params: objectParams, query,
      run: async (request) => {
        const key = requireOwn(request);
        const course = await requireCourse(request, key);
        const { q: search, on } = request.query;
        const holder = holderOf(course, on);
        const found = search === '' ? [] : (await request.inTransaction((tx) => listCompetences(tx, { tenantId: key.ownerId, search, pageSize: 25, current: true }))).rows;
        return {
          kind: 'page', view: `${views}/admin-attach.njk`,
          model: {
            course, coursePath: coursePath(course), path: `${coursePath(course)}/competencies`, search, on: holder.objectId,
            offering: course.offerings.find((each) => each.id === holder.objectId),
            found: found.map((each) => ({
              ...each, reference: referenceOf(each), national: each.ownerId !== key.ownerId,
              already: course.attached.some((one) => one.objectId === holder.objectId && one.id === each.id),
            })),
          },
        };
      },
    }),
    route({
      method: 'post', path, kind: 'page', access: edit, summary: 'Adds a competence that a course or offering gives', params: objectParams, body: typedBody,
      run: async (request): Promise<Reply> => {
        const key = requireOwn(request);
        const course = await requireCourse(request, key);
        const competence = readReference(one(request.body, 'competence'));
        const level = Number(one(request.body, 'level'));
        const holder = holderOf(course, one(request.body, 'on'));
        const title = await request.inTransaction(async (tx) => {
          if (!competence || !(await areCompetences(tx, [competence]))) throw new Problem('not-found');
          const [named] = await findCompetences(tx, [competence]);
          const levelStep = named?.levels.find((each) => each.step === level && level > 0)?.step;
          await attachCompetences(tx, [{ tenantId: key.ownerId, ...holder, competence, ...(levelStep === undefined ? {} : { levelStep }) }]);
          return named?.title ?? '';
        }, { as: 'admin' });
        return { kind: 'redirect', to: `${coursePath(course)}?tab=competencies`, flash: { tone: 'success', message: 'manage.attached', values: { title } } };
      },
    }),
    route({
      method: 'post', path: `${path}/remove`, kind: 'page', access: edit, summary: 'Takes a competence off a course or offering', params: objectParams, body: typedBody,
      run: async (request): Promise<Reply> => {
        const course = await requireCourse(request, requireOwn(request));
        const attached = course.attached.find((each) => each.attachmentId === one(request.body, 'attachment'));
        if (!attached) throw new Problem('not-found');
        await request.inTransaction((tx) => detachCompetence(tx, { tenantId: course.ownerId, attachmentId: attached.attachmentId }), { as: 'admin' });
        return { kind: 'redirect', to: `${coursePath(course)}?tab=competencies`, flash: { tone: 'success', message: 'manage.detached', values: { title: attached.title } } };
      },
    }),
  ];
}
