/** Editors of courses, offerings and classes: form, version check, what the others changed. */
import { z } from 'zod';
import type { Tx } from '../../platform/db';
import { FormProblem, Problem, route, type Reply, type Route } from '../../platform/http';
import { objectParams, staleReply, type ObjectKey, type Typed } from '../../platform/forms';
import {
  classValues,
  courseValues,
  offeringValues,
  readClass,
  readCourse,
  readOffering,
  versionOf,
  type ReadForm,
} from './admin-forms';
import { fieldLabel, valueText } from './admin-history';
import { findCourseOf, type CourseRecord } from './admin-queries';
import { changeClass, changeCourse, changeOffering, type CatalogueChange, type ChangeOutcome } from './change-courses';
import {
  coursesHome,
  coursePath,
  requireCourse,
  requireOwn,
  type CatalogueAdminDeps,
  type OwnRequest,
} from './admin-course';

const edit = { permission: 'catalogue.edit' } as const;
const views = 'learning/catalogue/views';
const typedBody = z.record(z.string(), z.unknown());

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
  kind: 'course',
  path: `${coursesHome}/:owner/:id/edit`,
  read: readCourse,
  change: changeCourse,
  values: courseValues,
  find: (course) => course,
};
const offeringEditor: Editor<Parameters<typeof changeOffering>[1]['fields']> = {
  kind: 'offering',
  path: '/manage/offerings/:owner/:id/edit',
  read: readOffering,
  change: changeOffering,
  values: offeringValues,
  find: (course, id) => course.offerings.find((each) => each.id === id),
};
const classEditor: Editor<Parameters<typeof changeClass>[1]['fields']> = {
  kind: 'class',
  path: '/manage/classes/:owner/:id/edit',
  read: readClass,
  change: changeClass,
  values: classValues,
  find: (course, id) => course.offerings.flatMap((each) => each.classes).find((each) => each.id === id),
};

export function catalogueEditPages({ messages }: CatalogueAdminDeps): Route[] {
  return [
    ...editPages(courseEditor, messages),
    ...editPages(offeringEditor, messages),
    ...editPages(classEditor, messages),
  ];
}

function editPages<Fields extends object>(editor: Editor<Fields>, messages: CatalogueAdminDeps['messages']): Route[] {
  const view = `${views}/admin-edit-${editor.kind}.njk`;
  const open = async (
    request: OwnRequest,
  ): Promise<{ key: ObjectKey; course: CourseRecord; found: Fields & { readonly version: number } }> => {
    const key = requireOwn(request);
    const courseId =
      editor.kind === 'course'
        ? key.id
        : await request.inTransaction((tx) => findCourseOf(tx, editor.kind === 'offering' ? 'offering' : 'class', key));
    if (courseId === undefined) throw new Problem('not-found');
    const course = await requireCourse(request, { ownerId: key.ownerId, id: courseId });
    const found = editor.find(course, key.id);
    if (!found) throw new Problem('not-found');
    return { key, course, found };
  };
  const modelOf = (request: OwnRequest, course: CourseRecord): object => ({
    course,
    coursePath: coursePath(course),
    action: editor.path.replace(':owner', request.params.owner).replace(':id', request.params.id),
  });
  return [
    route({
      method: 'get',
      path: editor.path,
      kind: 'page',
      access: edit,
      summary: `The form to change a ${editor.kind}`,
      params: objectParams,
      run: async (request) => {
        const { course, found } = await open(request);
        return {
          kind: 'page',
          view,
          model: { ...modelOf(request, course), form: { values: editor.values(found), errors: [] } },
        };
      },
    }),
    route({
      method: 'post',
      path: editor.path,
      kind: 'page',
      access: edit,
      summary: `Changes a ${editor.kind}`,
      params: objectParams,
      body: typedBody,
      run: async (request): Promise<Reply> => {
        const { key, course } = await open(request);
        const read = editor.read(request.body);
        if (!read.ok) throw new FormProblem({ fields: read.faults, view, model: modelOf(request, course) });
        const result = await request.inTransaction(
          (tx) =>
            editor.change(tx, {
              tenantId: key.ownerId,
              id: key.id,
              version: versionOf(request.body),
              fields: read.fields,
            }),
          { as: 'admin' },
        );
        if (result.ok)
          return { kind: 'redirect', to: coursePath(course), flash: { tone: 'success', message: 'manage.saved' } };
        if (result.refusal === 'not-found') throw new Problem('not-found');
        if (result.refusal === 'stale') {
          const typedNow = read.fields as Readonly<Record<string, unknown>>;
          const now = result.now as Readonly<Record<string, unknown>>;
          const theirs = Object.keys(typedNow)
            .filter((field) => JSON.stringify(now[field] ?? null) !== JSON.stringify(typedNow[field] ?? null))
            .map((field) =>
              messages.t('manage.stale.field', {
                field: fieldLabel(messages, field),
                theirs: valueText(messages, now[field]),
                yours: valueText(messages, typedNow[field]),
              }),
            );
          return staleReply(
            view,
            { ...modelOf(request, course), theirs },
            request.body,
            result.version,
            'manage.stale.error',
          );
        }
        const field = result.refusal.startsWith('starts')
          ? 'activeFrom'
          : editor.kind === 'class'
            ? 'enrolmentEnd'
            : 'activeTo';
        throw new FormProblem({
          fields: { [field]: `manage.fault.${result.refusal}` },
          view,
          model: modelOf(request, course),
        });
      },
    }),
  ];
}
