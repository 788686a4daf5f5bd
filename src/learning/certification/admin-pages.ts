/** Certifications for administrators: list, record, one editor for new and old with a check before saving. */
import { z } from 'zod';
import { findCourseTitles, listAttached, loadHistory } from '../catalogue';
import { Problem, route, type Request, type Route } from '../../platform/http';
import { formatPeriod } from '../../platform/dates';
import { listOf, listQuery, objectParams, one, pagesOf, readReference, referenceOf } from '../../platform/forms';
import { blankValues, draftValues } from './admin-form';
import {
  findCertificationRecord,
  listCertifications,
  listSubscribers,
  type CertificationRecord,
} from './admin-queries';
import { editorPage, work } from './admin-editor';
import { certificationPath, datesOf, definitionWords, type CertificationAdminDeps } from './admin-words';

const home = '/manage/certifications';
const look = { permission: 'catalogue.access' } as const;
const edit = { permission: 'catalogue.edit' } as const;
const views = 'learning/certification/views';
const typedBody = z.record(z.string(), z.unknown());

export function certificationPages({ messages }: CertificationAdminDeps): Route[] {
  return [
    route({
      method: 'get',
      path: home,
      kind: 'page',
      access: look,
      summary: 'Certifications, own and national',
      query: listQuery(['title', 'changed']),
      run: async (request) => {
        const { tenantId, tenantName, permissions } = request.who();
        const found = await request.inTransaction((tx) => listCertifications(tx, { ...request.query, tenantId }));
        return {
          kind: 'page',
          view: `${views}/admin-list.njk`,
          model: {
            rows: found.rows.map((row) => ({
              ...row,
              href: certificationPath(row),
              national: row.ownerId !== tenantId,
              valid: row.validity && formatPeriod(row.validity),
            })),
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
      summary: 'The form for a new certification',
      query: typedBody,
      run: async (request) => {
        const today = await request.inTransaction(async (tx) => tx.today);
        const component = readReference(one(request.query, 'component'));
        return editorPage(request, { ...blankValues(today, component ? [referenceOf(component)] : []) }, undefined);
      },
    }),
    route({
      method: 'post',
      path: `${home}/new`,
      kind: 'page',
      access: edit,
      summary: 'Works on a new certification and makes it',
      body: typedBody,
      run: (request) => work(request, undefined, messages),
    }),
    recordPage(messages),
    route({
      method: 'get',
      path: `${home}/:owner/:id/edit`,
      kind: 'page',
      access: edit,
      summary: 'The form to change a certification',
      params: objectParams,
      run: async (request) => {
        const record = await requireOwn(request);
        const attached = await request.inTransaction((tx) => listAttached(tx, record.ownerId, [record.id]));
        return editorPage(request, draftValues(record, attached), record);
      },
    }),
    route({
      method: 'post',
      path: `${home}/:owner/:id/edit`,
      kind: 'page',
      access: edit,
      summary: 'Works on a certification and changes it',
      params: objectParams,
      body: typedBody,
      run: async (request) => work(request, await requireOwn(request), messages),
    }),
  ];
}

async function requireOwn(request: Request<z.output<typeof objectParams>>): Promise<CertificationRecord> {
  const { owner, id } = request.params;
  if (owner !== request.who().tenantId) throw new Problem('not-found');
  const record = await request.inTransaction((tx) => findCertificationRecord(tx, { ownerId: owner, id }));
  if (!record) throw new Problem('not-found');
  return record;
}

function recordPage(messages: CertificationAdminDeps['messages']): Route {
  const query = z.object({
    tab: z.enum(['courses', 'subscribers', 'history']).catch('courses'),
    page: z.coerce.number().int().min(1).max(10_000).catch(1),
  });
  return route({
    method: 'get',
    path: `${home}/:owner/:id`,
    kind: 'page',
    access: look,
    summary: 'A certification with its courses, its subscribers and its history',
    params: objectParams,
    query,
    run: async (request) => {
      const { tenantId, permissions } = request.who();
      const key = { ownerId: request.params.owner, id: request.params.id };
      const maySeePeople = permissions.has('learner.search');
      const { tab, page } = request.query;
      const loaded = await request.inTransaction(async (tx) => {
        const record = await findCertificationRecord(tx, key);
        if (!record) throw new Problem('not-found');
        const own = record.ownerId === tenantId;
        return {
          record,
          own,
          courses: await findCourseTitles(
            tx,
            record.definition.components.map((id) => ({ ownerId: record.courseOwners.get(id) ?? '', id })),
          ),
          attached: await listAttached(tx, record.ownerId, [record.id]),
          subscribers:
            tab === 'subscribers' && maySeePeople ? await listSubscribers(tx, { tenantId, key, page }) : undefined,
          history:
            tab === 'history' && own ? await loadHistory(tx, messages, { tenantId, objectIds: [record.id] }) : [],
          dates: await datesOf(tx, tenantId, record.definition),
        };
      });
      const path = certificationPath(key);
      const tabs = ['courses', ...(maySeePeople ? ['subscribers'] : []), 'history'];
      return {
        kind: 'page',
        view: `${views}/admin-record.njk`,
        model: {
          ...loaded,
          path,
          tab,
          words: definitionWords(loaded.record.definition, messages),
          mayEdit: loaded.own && permissions.has('catalogue.edit'),
          mayEnrol: permissions.has('enrolment.manage'),
          courses: loaded.courses.map((each) => ({ ...each, href: `/manage/courses/${each.ownerId}/${each.id}` })),
          tabs: tabs.map((name) => ({
            text: messages.t(`certification.tab.${name}`),
            href: name === 'courses' ? path : `${path}?tab=${name}`,
            current: name === tab,
          })),
          list: { page, pages: pagesOf(loaded.subscribers?.total ?? 0), path, query: { tab } },
        },
      };
    },
  });
}
