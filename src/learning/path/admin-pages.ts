/** Learning paths for administrators: list, record, one editor for new and old. */
import { z } from 'zod';
import { findCompetences, listCompetences } from '../../competence';
import { findCourseTitles, listAttached, listCourses, loadHistory } from '../catalogue';
import { Problem, route, type Reply, type Request, type Route } from '../../platform/http';
import type { Messages } from '../../platform/page';
import {
  listOf,
  listQuery,
  many,
  objectParams,
  one,
  orRefusal,
  pagesOf,
  readNumber,
  readReference,
  readReferences,
  referenceOf,
  RollBack,
  type ObjectKey,
  type Typed,
} from '../../platform/forms';
import { applySectionButton, blankPath, pathValues, readPath, sectionsOf, type TypedSection } from './admin-form';
import { findPathRecord, listPathPeople, listPaths, type PathRecord } from './admin-queries';
import { changePath, saveNewPath } from './change-paths';
import { checkPath, type PathFault } from './core/progress';
import { definitionOf } from './create-paths';

export type PathAdminDeps = { readonly messages: Pick<Messages, 't' | 'has'> };

const home = '/manage/paths';
const look = { permission: 'catalogue.access' } as const;
const edit = { permission: 'catalogue.edit' } as const;
const views = 'learning/path/views';
const typedBody = z.record(z.string(), z.unknown());
export const adminPathHref = (key: ObjectKey): string => `${home}/${key.ownerId}/${key.id}`;

export function pathAdminPages({ messages }: PathAdminDeps): Route[] {
  return [
    route({
      method: 'get',
      path: home,
      kind: 'page',
      access: look,
      summary: 'Learning paths, own and national',
      query: listQuery(['title', 'changed']),
      run: async (request) => {
        const { tenantId, tenantName, permissions } = request.who();
        const found = await request.inTransaction((tx) => listPaths(tx, { ...request.query, tenantId }));
        return {
          kind: 'page',
          view: `${views}/admin-list.njk`,
          model: {
            rows: found.rows.map((row) => ({ ...row, href: adminPathHref(row), national: row.ownerId !== tenantId })),
            ...listOf(home, request.query, found.total),
            ownName: tenantName,
            mayEdit: permissions.has('catalogue.edit'),
          },
        };
      },
    }),
    route({
      method: 'get',
      path: `${home}/new`,
      kind: 'page',
      access: edit,
      summary: 'The form for a new learning path',
      run: async (request) => {
        const { values, sections } = blankPath(await request.inTransaction(async (tx) => tx.today));
        return editorPage(request, values, sections, undefined);
      },
    }),
    route({
      method: 'post',
      path: `${home}/new`,
      kind: 'page',
      access: edit,
      summary: 'Works on a new learning path and makes it',
      body: typedBody,
      run: (request) => work(request, undefined, messages),
    }),
    recordPage(messages),
    route({
      method: 'get',
      path: `${home}/:owner/:id/edit`,
      kind: 'page',
      access: edit,
      summary: 'The form to change a learning path',
      params: objectParams,
      run: async (request) => {
        const record = await requireOwn(request);
        const { values, sections } = pathValues(
          record,
          await request.inTransaction((tx) => listAttached(tx, record.ownerId, [record.id])),
        );
        return editorPage(request, values, sections, record);
      },
    }),
    route({
      method: 'post',
      path: `${home}/:owner/:id/edit`,
      kind: 'page',
      access: edit,
      summary: 'Works on a learning path and changes it',
      params: objectParams,
      body: typedBody,
      run: async (request) => work(request, await requireOwn(request), messages),
    }),
  ];
}

async function requireOwn(request: Request<z.output<typeof objectParams>>): Promise<PathRecord> {
  const { owner, id } = request.params;
  if (owner !== request.who().tenantId) throw new Problem('not-found');
  const record = await request.inTransaction((tx) => findPathRecord(tx, { ownerId: owner, id }));
  if (!record) throw new Problem('not-found');
  return record;
}

function recordPage(messages: PathAdminDeps['messages']): Route {
  const query = z.object({
    tab: z.enum(['courses', 'people', 'history']).catch('courses'),
    page: z.coerce.number().int().min(1).max(10_000).catch(1),
  });
  return route({
    method: 'get',
    path: `${home}/:owner/:id`,
    kind: 'page',
    access: look,
    summary: 'A learning path with its sections, its people and its history',
    params: objectParams,
    query,
    run: async (request) => {
      const { tenantId, permissions } = request.who();
      const key = { ownerId: request.params.owner, id: request.params.id };
      const { tab, page } = request.query;
      const maySeePeople = permissions.has('learner.search');
      const own = key.ownerId === tenantId;
      const loaded = await request.inTransaction(async (tx) => {
        const record = await findPathRecord(tx, key);
        if (!record) throw new Problem('not-found');
        return {
          record,
          attached: await listAttached(tx, key.ownerId, [key.id]),
          people: tab === 'people' && maySeePeople ? await listPathPeople(tx, { tenantId, key, page }) : undefined,
          history: tab === 'history' && own ? await loadHistory(tx, messages, { tenantId, objectIds: [key.id] }) : [],
        };
      });
      const path = adminPathHref(key);
      return {
        kind: 'page',
        view: `${views}/admin-record.njk`,
        model: {
          ...loaded,
          own,
          path,
          tab,
          mayEdit: own && permissions.has('catalogue.edit'),
          mayEnrol: permissions.has('enrolment.manage'),
          tabs: ['courses', ...(maySeePeople ? ['people'] : []), 'history'].map((name) => ({
            text: messages.t(`path.admin.tab.${name}`),
            href: name === 'courses' ? path : `${path}?tab=${name}`,
            current: name === tab,
          })),
          list: { page, pages: pagesOf(loaded.people?.total ?? 0), path, query: { tab } },
        },
      };
    },
  });
}

type More = { readonly faults?: Readonly<Record<string, string>>; readonly status?: number; readonly model?: object };

async function editorPage(
  request: Request,
  typed: Typed,
  sections: readonly TypedSection[],
  record: PathRecord | undefined,
  more: More = {},
): Promise<Reply> {
  const { tenantId } = request.who();
  const cq = one(typed, 'cq', 200);
  const competences = readReferences(many(typed, 'competence'));
  const keysOf = (section: TypedSection): ObjectKey[] => section.courses.flatMap((text) => readReference(text) ?? []);
  const loaded = await request.inTransaction(async (tx) => {
    const courses = await findCourseTitles(tx, sections.flatMap(keysOf));
    const named = [];
    for (const section of sections) {
      const found =
        section.q === ''
          ? []
          : (await listCourses(tx, { tenantId, q: section.q, sort: 'title', direction: 'asc', page: 1, perPage: 10 }))
              .rows;
      const taken = sections.flatMap((each) => each.courses);
      named.push({
        ...section,
        courses: section.courses.flatMap((reference) => {
          const course = courses.find((each) => referenceOf(each) === reference);
          return course ? [{ reference, title: course.title, national: course.ownerId !== tenantId }] : [];
        }),
        // LP-2: a course stands in a path once.
        found: found
          .filter((each) => !taken.includes(referenceOf(each)))
          .map((each) => ({ reference: referenceOf(each), title: each.title, national: each.ownerId !== tenantId })),
      });
    }
    return {
      sections: named,
      chosen: (await findCompetences(tx, competences)).map((each) => ({ ...each, reference: referenceOf(each) })),
      choices:
        cq === ''
          ? []
          : (await listCompetences(tx, { tenantId, search: cq, pageSize: 10, current: true })).rows
              .filter((each) => !competences.some((one) => one.id === each.id))
              .map((each) => ({ ...each, reference: referenceOf(each), national: each.ownerId !== tenantId })),
    };
  });
  const faults = more.faults ?? {};
  return {
    kind: 'page',
    view: `${views}/admin-edit.njk`,
    status: more.status ?? (Object.keys(faults).length > 0 ? 422 : 200),
    model: {
      ...loaded,
      action: record ? `${adminPathHref(record)}/edit` : `${home}/new`,
      cancelHref: record ? adminPathHref(record) : home,
      record,
      cq,
      ...more.model,
      form: {
        values: {
          ...typed,
          ...Object.fromEntries(
            sections.flatMap((section, index) => [
              [`s${index}-title`, section.title],
              [`s${index}-rule`, section.rule],
              [`s${index}-n`, section.n],
              [`s${index}-q`, section.q],
            ]),
          ),
        },
        errors: Object.entries(faults).map(([field, message]) => ({ field, message })),
      },
    },
  };
}

async function work(
  request: Request<unknown, unknown, Typed>,
  record: PathRecord | undefined,
  messages: PathAdminDeps['messages'],
): Promise<Reply> {
  const { tenantId } = request.who();
  const button = one(request.body, 'do');
  const sections = applySectionButton(sectionsOf(request.body), button);
  const competence = /^(add|remove)-competence:(.+)$/.exec(button);
  const others = many(request.body, 'competence').filter((each) => each !== competence?.[2]);
  const typed = competence
    ? { ...request.body, competence: competence[1] === 'add' ? [...others, competence[2]] : others }
    : request.body;
  if (button !== 'save') return editorPage(request, typed, sections, record);
  const { draft, faults } = readPath(typed, sections, tenantId);
  // LP-2, 3, 6 in words, at the section that has the fault.
  const wrong = {
    ...faults,
    ...Object.fromEntries(
      checkPath(definitionOf(draft)).map((fault) => [fieldOf(fault, sections), `path.finding.${fault}`]),
    ),
  };
  if (Object.keys(wrong).length > 0) return editorPage(request, typed, sections, record, { faults: wrong });
  const saved = await orRefusal(
    request.inTransaction(
      async (tx) => {
        const result = record
          ? await changePath(tx, {
              ...draft,
              id: record.id,
              version: readNumber(typed, 'version', { most: 2_000_000_000 }) ?? 0,
            })
          : await saveNewPath(tx, draft);
        if (!result.ok) throw new RollBack(result.refusal);
        return result.id;
      },
      { as: 'admin' },
    ),
  );
  if (saved.ok)
    return {
      kind: 'redirect',
      to: adminPathHref({ ownerId: tenantId, id: saved.value }),
      flash: { tone: 'success', message: record ? 'path.admin.saved' : 'path.admin.made' },
    };
  if (saved.refusal === 'stale' && record)
    return editorPage(request, { ...typed, version: String(record.version) }, sections, record, {
      status: 409,
      faults: { '': 'path.admin.stale' },
      model: { stale: true, theirs: theirLines(record, typed, sections, messages) },
    });
  return editorPage(request, typed, sections, record, { status: 409, faults: { '': `path.refusal.${saved.refusal}` } });
}

function fieldOf(fault: PathFault, sections: readonly TypedSection[]): string {
  const at = (test: (section: TypedSection) => boolean): number => Math.max(0, sections.findIndex(test));
  if (fault === 'empty-section') return `s${at((section) => section.courses.length === 0)}-q`;
  if (fault === 'count-out-of-range')
    return `s${at((section) => section.rule === 'N_OF' && !(Number(section.n) >= 1 && Number(section.n) <= section.courses.length))}-n`;
  if (fault === 'nothing-to-complete') return 's0-rule';
  if (fault === 'ends-before-it-starts') return 'activeTo';
  if (fault === 'target-not-positive') return 'targetDays';
  return '';
}

/** AUD-3. */
function theirLines(
  record: PathRecord,
  typed: Typed,
  sections: readonly TypedSection[],
  { t }: PathAdminDeps['messages'],
): string[] {
  const lines: string[] = [];
  const differs = (field: string, theirs: string, yours: string): void =>
    void (theirs !== yours && lines.push(t('path.admin.stale.field', { field, theirs, yours })));
  differs(t('path.admin.field.title'), record.title, one(typed, 'title'));
  differs(t('path.admin.field.description'), record.description, one(typed, 'description'));
  differs(
    t('path.admin.field.sections'),
    record.sections.map((each) => each.title).join(', '),
    sections.map((each) => each.title).join(', '),
  );
  const order = (list: readonly (readonly string[])[]): string => list.map((each) => each.join()).join(';');
  if (
    order(record.sections.map((each) => each.courses.map(referenceOf))) !== order(sections.map((each) => each.courses))
  )
    lines.push(t('path.admin.stale.courses'));
  return lines;
}
