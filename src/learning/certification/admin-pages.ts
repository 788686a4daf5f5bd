/** Certifications for administrators: list, record, one editor for new and old with a check before saving. */
import { z } from 'zod';
import { findCompetences, listCompetences } from '../../competence';
import { findCourseTitles, listAttached, listCourses, loadHistory } from '../catalogue';
import { settingsOf } from '../../people';
import type { Tx } from '../../platform/db';
import { Problem, route, type Reply, type Request, type Route } from '../../platform/http';
import type { Messages } from '../../platform/page';
import { formatPeriod } from '../../platform/dates';
import { listOf, listQuery, many, objectParams, one, orRefusal, pagesOf, readNumber, readReference, readReferences, referenceOf, RollBack, type ObjectKey, type Typed } from '../../platform/forms';
import { applyButton, blankValues, draftValues, readDraft } from './admin-form';
import { findCertificationRecord, hasSubscribers, listCertifications, listSubscribers, type CertificationRecord } from './admin-queries';
import { changeCertification, findingsOf, saveNewCertification, type CertificationDraft } from './change-certification';
import { decideComponentChange, type DefinitionFinding } from './core/check-definition';
import { exampleDates, type ExampleDates } from './core/example-dates';
import { definitionOf } from './create-certifications';

export type CertificationAdminDeps = { readonly messages: Pick<Messages, 't' | 'has'> };

const home = '/manage/certifications';
const look = { permission: 'catalogue.access' } as const;
const edit = { permission: 'catalogue.edit' } as const;
const views = 'learning/certification/views';
const typedBody = z.record(z.string(), z.unknown());
export const certificationPath = (key: ObjectKey): string => `${home}/${key.ownerId}/${key.id}`;

export function certificationPages({ messages }: CertificationAdminDeps): Route[] {
  return [
    route({
      method: 'get', path: home, kind: 'page', access: look, summary: 'Certifications, own and national', query: listQuery(['title', 'changed']),
      run: async (request) => {
        const { tenantId, tenantName, permissions } = request.who();
        const found = await request.inTransaction((tx) => listCertifications(tx, { ...request.query, tenantId }));
        return {
          kind: 'page', view: `${views}/admin-list.njk`,
          model: {
            rows: found.rows.map((row) => ({ ...row, href: certificationPath(row), national: row.ownerId !== tenantId, valid: row.validity && formatPeriod(row.validity) })),
            ...listOf(home, request.query, found.total), ownName: tenantName, mayEdit: permissions.has('catalogue.edit'),
          },
        };
      },
    }),
    route({
      method: 'get', path: `${home}/new`, kind: 'page', access: edit, summary: 'The form for a new certification', query: typedBody,
      run: async (request) => {
        const today = await request.inTransaction(async (tx) => tx.today);
        const component = readReference(one(request.query, 'component'));
        return editorPage(request, { ...blankValues(today, component ? [referenceOf(component)] : []) }, undefined);
      },
    }),
    route({
      method: 'post', path: `${home}/new`, kind: 'page', access: edit, summary: 'Works on a new certification and makes it', body: typedBody,
      run: (request) => work(request, undefined, messages),
    }),
    recordPage(messages),
    route({
      method: 'get', path: `${home}/:owner/:id/edit`, kind: 'page', access: edit, summary: 'The form to change a certification', params: objectParams,
      run: async (request) => {
        const record = await requireOwn(request);
        const attached = await request.inTransaction((tx) => listAttached(tx, record.ownerId, [record.id]));
        return editorPage(request, draftValues(record, attached), record);
      },
    }),
    route({
      method: 'post', path: `${home}/:owner/:id/edit`, kind: 'page', access: edit, summary: 'Works on a certification and changes it', params: objectParams, body: typedBody,
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
  const query = z.object({ tab: z.enum(['courses', 'subscribers', 'history']).catch('courses'), page: z.coerce.number().int().min(1).max(10_000).catch(1) });
  return route({
    method: 'get', path: `${home}/:owner/:id`, kind: 'page', access: look, summary: 'A certification with its courses, its subscribers and its history', params: objectParams, query,
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
          record, own,
          courses: await findCourseTitles(tx, record.definition.components.map((id) => ({ ownerId: record.courseOwners.get(id) ?? '', id }))),
          attached: await listAttached(tx, record.ownerId, [record.id]),
          subscribers: tab === 'subscribers' && maySeePeople ? await listSubscribers(tx, { tenantId, key, page }) : undefined,
          history: tab === 'history' && own ? await loadHistory(tx, messages, { tenantId, objectIds: [record.id] }) : [],
          dates: await datesOf(tx, tenantId, record.definition),
        };
      });
      const path = certificationPath(key);
      const tabs = ['courses', ...(maySeePeople ? ['subscribers'] : []), 'history'];
      return {
        kind: 'page', view: `${views}/admin-record.njk`,
        model: {
          ...loaded, path, tab, words: definitionWords(loaded.record.definition, messages), mayEdit: loaded.own && permissions.has('catalogue.edit'), mayEnrol: permissions.has('enrolment.manage'),
          courses: loaded.courses.map((each) => ({ ...each, href: `/manage/courses/${each.ownerId}/${each.id}` })),
          tabs: tabs.map((name) => ({ text: messages.t(`certification.tab.${name}`), href: name === 'courses' ? path : `${path}?tab=${name}`, current: name === tab })),
          list: { page, pages: pagesOf(loaded.subscribers?.total ?? 0), path, query: { tab } },
        },
      };
    },
  });
}

async function datesOf(tx: Tx, tenantId: string, definition: CertificationRecord['definition']): Promise<ExampleDates | undefined> {
  const settings = (await settingsOf(tx, [tenantId])).get(tenantId);
  return settings && exampleDates(definition, settings, tx.today);
}

function definitionWords(definition: CertificationRecord['definition'], { t }: CertificationAdminDeps['messages']): { key: string; value: string }[] {
  const { initialCompletion: initial, validity, renewalOpens: opens, renewalDuration, notifyDaysBeforeExpire: notify } = definition;
  const lines: [string, string | undefined][] = [
    ['initial', 'byDate' in initial ? t('certification.words.by-date', { date: initial.byDate }) : t('certification.words.within', { period: formatPeriod(initial) })],
    ['renewable', t(definition.renewable ? 'certification.words.renewable' : 'certification.words.one-time')],
    ['validity', validity === undefined ? t('certification.words.for-ever') : formatPeriod(validity)],
    ['validityStart', validity === undefined ? undefined : t(`certification.words.${definition.validityStart}`)],
    ['opens', opens === undefined ? undefined : opens.kind === 'BEFORE_EXPIRY' ? t('certification.words.opens-before', { days: opens.days }) : t('certification.words.opens-immediately')],
    ['renewalDuration', renewalDuration && formatPeriod(renewalDuration)],
    ['notify', notify === undefined ? undefined : t('certification.words.notify', { days: notify })],
  ];
  return lines.flatMap(([key, value]) => (value === undefined ? [] : [{ key: t(`certification.words.key.${key}`), value }]));
}

/** The editor with what was typed. */
async function editorPage(request: Request, typed: Typed, record: CertificationRecord | undefined, more: { readonly faults?: Readonly<Record<string, string>>; readonly status?: number; readonly model?: object } = {}): Promise<Reply> {
  const { tenantId } = request.who();
  const [q, cq] = [one(typed, 'q', 200), one(typed, 'cq', 200)];
  const components = readReferences(many(typed, 'component'));
  const competences = readReferences(many(typed, 'competence'));
  const loaded = await request.inTransaction(async (tx) => ({
    components: await findCourseTitles(tx, components),
    competences: await findCompetences(tx, competences),
    courses: q === '' ? [] : (await listCourses(tx, { tenantId, q, sort: 'title', direction: 'asc', page: 1, perPage: 10 })).rows,
    choices: cq === '' ? [] : (await listCompetences(tx, { tenantId, search: cq, pageSize: 10, current: true })).rows,
  }));
  const faults = more.faults ?? {};
  return {
    kind: 'page', view: `${views}/admin-edit.njk`, status: more.status ?? (Object.keys(faults).length > 0 ? 422 : 200),
    model: {
      action: record ? `${certificationPath(record)}/edit` : `${home}/new`, record, cancelHref: record ? certificationPath(record) : home, q, cq,
      components: loaded.components.map((each) => ({ ...each, reference: referenceOf(each), national: each.ownerId !== tenantId })),
      chosen: loaded.competences.map((each) => ({ ...each, reference: referenceOf(each) })),
      courses: loaded.courses.filter((each) => !components.some((one) => one.id === each.id)).map((each) => ({ ...each, reference: referenceOf(each), national: each.ownerId !== tenantId })),
      choices: loaded.choices.filter((each) => !competences.some((one) => one.id === each.id)).map((each) => ({ ...each, reference: referenceOf(each), national: each.ownerId !== tenantId })),
      ...more.model,
      form: { values: { ...typed, q, cq }, errors: Object.entries(faults).map(([field, message]) => ({ field, message })) },
    },
  };
}

/** One press of a button in the editor: a list changes, the draft is checked, or it is saved. */
async function work(request: Request<unknown, unknown, Typed>, record: CertificationRecord | undefined, messages: CertificationAdminDeps['messages']): Promise<Reply> {
  const { tenantId } = request.who();
  const button = one(request.body, 'do');
  const typed = applyButton(request.body, button);
  if (button !== 'check' && button !== 'save') return editorPage(request, typed, record);
  const { draft, faults } = readDraft(typed, tenantId);
  if (Object.keys(faults).length > 0) return editorPage(request, typed, record, { faults });
  // Subscribers of a national certification are people of every employer.
  const subscribed = record !== undefined && (await request.inTransaction((tx) => hasSubscribers(tx, record), { tenant: 'all' }));
  const { findings, dates } = await request.inTransaction(async (tx) => ({ findings: await findingsOf(tx, draft, record?.id), dates: await datesOf(tx, tenantId, definitionOf(draft)) }));
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (errors.length > 0) return editorPage(request, typed, record, { faults: Object.fromEntries(errors.map((each) => [fieldOf[each.code] ?? '', `certification.finding.${each.code}`])) });
  const needsConfirming = record !== undefined && !decideComponentChange(record.definition.components, draft.components.map((each) => each.courseId), subscribed, false).ok;
  const confirmed = one(typed, 'confirmed') === 'yes';
  const check = (unconfirmed: boolean): Promise<Reply> => checkPage(request, typed, record, { draft, findings, dates, needsConfirming, unconfirmed }, messages);
  if (button === 'check') return check(false);
  if (needsConfirming && !confirmed) return check(true);

  const saved = await orRefusal(
    request.inTransaction(async (tx) => {
      const result = record
        ? await changeCertification(tx, { ...draft, id: record.id, version: readNumber(typed, 'version', { most: 2_000_000_000 }) ?? 0, hasSubscribers: subscribed, confirmed })
        : await saveNewCertification(tx, draft);
      if (!result.ok) throw new RollBack(result.refusal);
      return result.id;
    }, { as: 'admin' }),
  );
  if (saved.ok) return { kind: 'redirect', to: certificationPath({ ownerId: tenantId, id: saved.value }), flash: { tone: 'success', message: record ? 'certification.saved' : 'certification.made' } };
  if (saved.refusal === 'stale' && record)
    return editorPage(request, { ...typed, version: String(record.version) }, record, { status: 409, faults: { '': 'certification.stale' }, model: { stale: true, theirs: theirLines(record, draft, messages) } });
  return editorPage(request, typed, record, { status: 409, faults: { '': `certification.refusal.${saved.refusal}` } });
}

/** AUD-3: how what stands there now differs from what was typed. */
function theirLines(record: CertificationRecord, draft: CertificationDraft, messages: CertificationAdminDeps['messages']): string[] {
  const mine = definitionWords(definitionOf(draft), messages);
  const theirs = definitionWords(record.definition, messages);
  const pairs = [{ key: messages.t('certification.field.title'), value: record.title, yours: draft.title }, ...theirs.map((line) => ({ ...line, yours: mine.find((each) => each.key === line.key)?.value ?? '–' }))];
  return pairs.filter((each) => each.value !== each.yours).map((each) => messages.t('certification.stale.field', { field: each.key, theirs: each.value, yours: each.yours }));
}

type Checked = { readonly draft: CertificationDraft; readonly findings: readonly DefinitionFinding[]; readonly dates: ExampleDates | undefined; readonly needsConfirming: boolean; readonly unconfirmed: boolean };

async function checkPage(request: Request, typed: Typed, record: CertificationRecord | undefined, checked: Checked, messages: CertificationAdminDeps['messages']): Promise<Reply> {
  const { draft, findings, dates, needsConfirming, unconfirmed } = checked;
  const { courses, competences } = await request.inTransaction(async (tx) => ({
    courses: await findCourseTitles(tx, draft.components.map((each) => ({ ownerId: each.ownerId, id: each.courseId }))),
    competences: await findCompetences(tx, draft.competences),
  }));
  const titleOf = (finding: DefinitionFinding): string => competences.find((each) => each.id === finding.competenceId)?.title ?? '';
  return {
    kind: 'page', view: `${views}/admin-check.njk`, status: unconfirmed ? 422 : 200,
    model: {
      action: record ? `${certificationPath(record)}/edit` : `${home}/new`, record, draft, dates, courses, competences, words: definitionWords(definitionOf(draft), messages), needsConfirming,
      warnings: findings.map((finding) => messages.t(`certification.finding.${finding.code}`, { competence: titleOf(finding) })),
      hidden: Object.entries(typed).filter(([name]) => !['do', '_csrf', 'confirmed', 'q', 'cq'].includes(name)).flatMap(([name]) => many(typed, name).map((value) => ({ name, value }))),
      form: { values: {}, errors: unconfirmed ? [{ field: 'confirmed', message: 'certification.confirm.missing' }] : [] },
    },
  };
}

/** Where the editor shows an error of the definition. */
const fieldOf: Partial<Record<DefinitionFinding['code'], string>> = {
  'no-components': 'q', 'component-repeated': 'q', 'ends-before-it-starts': 'activeTo', 'length-not-positive': 'validity-n', 'validity-missing': 'validity-n',
  'renewal-opening-missing': 'opensDays', 'completion-not-shorter-than-validity': 'initial-n', 'renewal-opens-before-validity': 'opensDays',
};
