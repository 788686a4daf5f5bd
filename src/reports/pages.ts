/** Reports on attempts for people: over a learning object or a class. */
import { z } from 'zod';
import { listOf, listQuery, objectParams, pageSize, pagesOf, type ObjectKey } from '../platform/forms';
import { Problem, route, type Route } from '../platform/http';
import type { Messages } from '../platform/page';
import { timeSteps } from './core/buckets';
import { freshen } from './freshen';
import { listReportable } from './list-reportable';
import { attemptsModel, objectivesModel, overviewModel, partTitles, questionsModel, type Words } from './models';
import {
  findFilterChoices,
  findOverview,
  findSubject,
  listAttemptsOf,
  listGiven,
  listObjectives,
  listQuestions,
  type AttemptSort,
  type QuestionSort,
} from './queries';
import { kinds, picks, readWish, reportQuery, sortOf, tabs, type Kind, type Tab } from './read-wish';

/** Numbers without names are for authors too; names are for those who may look at attempts. */
export const access = { anyOf: ['learner.search', 'content.manage'] } as const;
/** Who may see which learner it was. */
export const namesPermission = 'learner.search';
/** The list of what there are reports on. */
export const home = '/reports';
/** Orders of questions that may be asked for; the first unless one is. */
export const questionSorts: readonly [QuestionSort, ...QuestionSort[]] = [
  'order',
  'question',
  'answered',
  'right',
  'time',
];
/** Orders of attempts that may be asked for; the first unless one is. */
export const attemptSorts: readonly [AttemptSort, ...AttemptSort[]] = ['name', 'started', 'score', 'time', 'status'];

export type ReportDeps = { readonly messages: Pick<Messages, 't' | 'has'> };

/** Address of the report on an object or a class. */
export const reportPath = (kind: Kind, { ownerId, id }: ObjectKey): string => `${home}/${kind}/${ownerId}/${id}`;

/** The pages: the list, a report over each kind of thing, and one question of it. */
export function reportPages({ messages }: ReportDeps): Route[] {
  const words: Words = (key, values) => messages.t(key, values);
  return [listPage(), ...kinds.flatMap((kind) => [reportPage(kind, words), questionPage(kind, words)])];
}

function listPage(): Route {
  return route({
    method: 'get',
    path: home,
    kind: 'page',
    access,
    summary: 'What this employer’s people have played, to look into',
    query: listQuery(['last', 'title', 'attempts'], 'desc'),
    run: async (request) => {
      const { tenantId } = request.who();
      const found = await request.inTransaction((tx) => listReportable(tx, { tenantId, ...request.query }));
      return {
        kind: 'page',
        view: 'reports/views/list.njk',
        model: {
          objects: found.rows.map((row) => ({
            ...row,
            href: reportPath('objects', row),
            foreign: row.ownerId !== tenantId,
          })),
          ...listOf(home, request.query, found.total),
        },
      };
    },
  });
}

function reportPage(kind: Kind, words: Words): Route {
  return route({
    method: 'get',
    path: `${home}/${kind}/:owner/:id`,
    kind: 'page',
    access,
    summary:
      kind === 'objects' ? 'A report on the attempts at a learning object' : 'A report on the attempts of a class',
    params: objectParams,
    query: reportQuery,
    run: async (request) => {
      const { tenantId, permissions } = request.who();
      const key = { ownerId: request.params.owner, id: request.params.id };
      const { query } = request;
      const mayName = permissions.has(namesPermission);
      const tab: Tab = query.tab === 'attempts' && !mayName ? 'overview' : query.tab;
      const { wish, kept, values, errors } = readWish(tenantId, kind, key, query);
      const path = reportPath(kind, key);
      const slice = { most: pageSize, from: (query.page - 1) * pageSize, direction: query.direction };
      const loaded = await request.inTransaction(async (tx) => {
        const subject = await findSubject(tx, wish);
        if (!subject) throw new Problem('not-found');
        const scope = await freshen(tx, wish, subject);
        const overview = await findOverview(tx, wish, timeSteps);
        const titles = await partTitles(tx, scope.versions);
        const object =
          subject.objectId !== undefined && subject.objectOwnerId !== undefined
            ? { ownerId: subject.objectOwnerId, id: subject.objectId }
            : undefined;
        const choices = await findFilterChoices(tx, tenantId, object);
        const common = { words, titles };
        let table: object = {};
        let total = 0;
        let sort = '';
        if (tab === 'questions') {
          const by = sortOf(questionSorts, query.sort);
          const found = await listQuestions(tx, wish, { ...slice, sort: by });
          const href = `${path}/question`;
          [table, total, sort] = [questionsModel(common, found.rows, { href, kept }), found.total, by];
        } else if (tab === 'objectives') {
          const found = await listObjectives(tx, wish, slice);
          [table, total] = [objectivesModel(common, found.rows), found.total];
        } else if (tab === 'attempts') {
          const by = sortOf(attemptSorts, query.sort);
          const found = await listAttemptsOf(tx, wish, { ...slice, sort: by });
          [table, total, sort] = [attemptsModel(found.rows), found.total, by];
        }
        return { subject, scope, overview, choices, table, total, sort };
      });
      const { subject, overview, choices, table, total, sort } = loaded;
      const here = { ...kept, tab };
      return {
        kind: 'page',
        view: 'reports/views/report.njk',
        model: {
          subject,
          kind,
          tab,
          path,
          kept,
          overview: { ...overview, ...overviewModel(words, overview) },
          ...table,
          total,
          sorting: { path, query: here, by: sort, direction: query.direction },
          list: { page: query.page, pages: pagesOf(total), path, query: { ...here, sort, direction: query.direction } },
          uncounted: loaded.scope.uncounted,
          fieldsOf: filterFields(words, kind, choices),
          active: activeFilters(words, path, tab, kept, choices),
          ...(errors.length > 0 ? { form: { values, errors } } : {}),
          filter: { values, errors },
          tabs: tabs
            .filter((name) => name !== 'attempts' || mayName)
            .map((name) => ({
              text: words(`reports.tab.${name}`),
              href: addressOf(path, { ...kept, ...(name === 'overview' ? {} : { tab: name }) }),
              current: name === tab,
            })),
          files: fileLinks(words, path, kept),
        },
      };
    },
  });
}

const addressOf = (path: string, query: Readonly<Record<string, string>>): string => {
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}?${text}`;
};

const fileLinks = (words: Words, path: string, kept: Readonly<Record<string, string>>): object[] =>
  (['questions', 'answers', 'objectives', 'attempts'] as const).map((table) => ({
    text: words(`reports.file.${table}`),
    href: addressOf(`${path}/report.csv`, { ...kept, table }),
  }));

type Choices = Awaited<ReturnType<typeof findFilterChoices>>;

/** What the filters offer. */
function filterFields(words: Words, kind: Kind, { classes, versions }: Choices): object {
  const any = { value: '', text: words('reports.filter.any') };
  return {
    classes:
      kind === 'objects' && classes.length > 0
        ? [any, ...classes.map((each) => ({ value: `${each.ownerId}.${each.id}`, text: each.title }))]
        : [],
    versions:
      versions.length > 1
        ? [any, ...versions.map((number) => ({ value: String(number), text: words('reports.version', { number }) }))]
        : [],
    picks: picks.map((pick) => ({ value: pick, text: words(`reports.pick.${pick}`) })),
  };
}

/** The filters that hold, each with the address without it. */
function activeFilters(
  words: Words,
  path: string,
  tab: Tab,
  kept: Readonly<Record<string, string>>,
  { classes }: Choices,
): object[] {
  const text = (name: string, value: string): string => {
    if (name === 'class')
      return classes.find((each) => `${each.ownerId}.${each.id}` === value)?.title ?? words('reports.filter.class');
    if (name === 'pick') return words(`reports.pick.${value}`);
    if (name === 'version') return words('reports.version', { number: Number(value) });
    return words(`reports.active.${name}`, { value });
  };
  return Object.entries(kept).map(([name, value]) => ({
    text: text(name, value),
    removeHref: addressOf(path, {
      ...Object.fromEntries(Object.entries(kept).filter(([other]) => other !== name)),
      ...(tab === 'overview' ? {} : { tab }),
    }),
  }));
}

function questionPage(kind: Kind, words: Words): Route {
  return route({
    method: 'get',
    path: `${home}/${kind}/:owner/:id/question`,
    kind: 'page',
    access,
    summary: 'Every answer that was given to one question',
    params: objectParams,
    query: reportQuery.extend({ activity: z.string().max(5000).catch(''), question: z.string().max(5000).catch('') }),
    run: async (request) => {
      const { tenantId } = request.who();
      const key = { ownerId: request.params.owner, id: request.params.id };
      const { query } = request;
      const { wish, kept } = readWish(tenantId, kind, key, query);
      const path = reportPath(kind, key);
      const asked = { activity: query.activity, question: query.question };
      const loaded = await request.inTransaction(async (tx) => {
        const subject = await findSubject(tx, wish);
        if (!subject) throw new Problem('not-found');
        const scope = await freshen(tx, wish, subject);
        const given = await listGiven(tx, wish, { ...asked, most: pageSize, from: (query.page - 1) * pageSize });
        const { rows } = await listQuestions(tx, wish, {
          sort: 'order',
          direction: 'asc',
          most: 1,
          from: 0,
          only: asked,
        });
        if (!rows[0]) throw new Problem('not-found');
        const titles = await partTitles(tx, scope.versions);
        return { subject, given, ...questionsModel({ words, titles }, rows, { href: `${path}/question`, kept }) };
      });
      return {
        kind: 'page',
        view: 'reports/views/question.njk',
        model: {
          subject: loaded.subject,
          path,
          question: loaded.questions[0],
          given: loaded.given.rows,
          total: loaded.given.total,
          back: addressOf(path, { ...kept, tab: 'questions' }),
          list: {
            page: query.page,
            pages: pagesOf(loaded.given.total),
            path: `${path}/question`,
            query: { ...kept, ...asked },
          },
        },
      };
    },
  });
}
