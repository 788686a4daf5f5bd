/** Putting people on learning and taking them off: choose the person, choose what, check, do. Refusals in plain words. */
import { z } from 'zod';
import { changeSubscriptions, enrolThrough, listCertifications } from '../learning/certification';
import { findClasses } from '../learning/catalogue';
import { changeEnrolments, enrolPersons, listEnrolments } from '../learning/enrolment';
import { changePathEnrolments, listPaths, subscribeToPaths } from '../learning/path';
import { listPersons } from '../people';
import type { Tx } from '../platform/db';
import { formatDate } from '../platform/dates';
import { FormProblem, Problem, route, type Reply, type Request, type Route } from '../platform/http';
import type { Messages } from '../platform/page';
import { one, orRefusal, readReference, referenceOf, RollBack, type ObjectKey, type Typed } from '../platform/forms';
import { listPeriodsFor, searchClasses } from './admin-queries';
import { personParams, requirePerson } from './admin-person-pages';

const access = { permission: 'enrolment.manage' } as const;
const typedBody = z.record(z.string(), z.unknown());
const chooseView = 'portal/views/admin-choose.njk';
const actView = 'portal/views/admin-act.njk';
const leaveView = 'portal/views/admin-leave.njk';
type Deps = { readonly messages: Pick<Messages, 't' | 'has'> };

const url = (path: string, values: Readonly<Record<string, string>>): string => `${path}?${new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString()}`;

export function actPages({ messages }: Deps): Route[] {
  return [enrolPage(messages), doEnrol(messages), subscribePage(messages), doSubscribe(messages), ...leavePages()];
}

/** The step in which a person is chosen by name or username; keeps what was chosen already. */
async function choosePerson(tx: Tx, request: Request, path: string, kept: Readonly<Record<string, string>>, title: string): Promise<Reply> {
  const search = one(request.query as Typed, 'q', 200);
  const found = search === '' ? { rows: [], total: 0 } : await listPersons(tx, { tenantId: request.who().tenantId, q: search, page: 1, perPage: 20, direction: 'asc' });
  return {
    kind: 'page', view: chooseView,
    model: {
      title, what: 'person', path, search, hidden: Object.entries(kept).map(([name, value]) => ({ name, value })),
      choices: found.rows.map((row) => ({ text: row.name, hint: [row.username, row.email].filter((each) => each !== null).join(', '), href: url(path, { ...kept, person: row.personId }) })),
    },
  };
}

type Enrolment = { readonly personId: string; readonly wanted: ObjectKey };

async function enrolModel(tx: Tx, request: Pick<Request, 'who'>, { personId, wanted }: Enrolment, messages: Deps['messages']): Promise<{ readonly found: NonNullable<Awaited<ReturnType<typeof findClasses>>[0]>; readonly model: object }> {
  const person = await requirePerson(tx, request, personId);
  const [found] = await findClasses(tx, [wanted]);
  if (!found) throw new Problem('not-found');
  const periods = await listPeriodsFor(tx, { tenantId: request.who().tenantId, personId }, { ownerId: found.ownerId, id: found.courseId });
  return {
    found,
    model: {
      act: 'enrol', action: '/manage/enrol', person, personPath: `/manage/people/${personId}`,
      lines: [
        { key: messages.t('portal.admin.person'), text: person.name },
        { key: messages.t('portal.admin.course'), text: found.courseTitle },
        { key: messages.t('portal.admin.class'), text: `${found.classTitle} (${found.offeringTitle})` },
      ],
      hidden: [{ name: 'person', value: personId }, { name: 'class', value: referenceOf(wanted) }],
      // CERT-12: learning that belongs to a certification counts only when it is taken as part of it.
      ways: periods.length === 0 ? [] : [
        ...periods.map((period) => ({ value: referenceOf(period), text: messages.t('portal.admin.way.certification', { title: period.title }), hint: messages.t('portal.admin.way.certification.hint', { date: formatDate(period.dueDate) }) })),
        ...(found.certificationOnly ? [] : [{ value: 'plain', text: messages.t('portal.admin.way.plain'), hint: messages.t('portal.admin.way.plain.hint') }]),
      ],
      form: { values: { way: periods[0] ? referenceOf(periods[0]) : 'plain' }, errors: [] },
    },
  };
}

function enrolPage(messages: Deps['messages']): Route {
  return route({
    method: 'get', path: '/manage/enrol', kind: 'page', access, summary: 'Enrols a person: choose the person, the class, check', query: typedBody,
    run: (request): Promise<Reply> =>
      request.inTransaction(async (tx) => {
        const personId = z.uuid().safeParse(one(request.query, 'person')).data;
        const wanted = readReference(one(request.query, 'class'));
        const kept: Record<string, string> = wanted ? { class: referenceOf(wanted) } : {};
        if (personId === undefined) return choosePerson(tx, request, '/manage/enrol', kept, 'portal.admin.enrol.title');
        const person = await requirePerson(tx, request, personId);
        if (!wanted) {
          const search = one(request.query, 'q', 200);
          const found = search === '' ? [] : await searchClasses(tx, request.who().tenantId, search);
          return {
            kind: 'page', view: chooseView,
            model: {
              title: 'portal.admin.enrol.title', what: 'class', path: '/manage/enrol', search, person, hidden: [{ name: 'person', value: personId }],
              choices: found.map((row) => ({
                text: row.courseTitle, hint: [row.title, row.offeringTitle, ...(row.certificationOnly ? [messages.t('portal.admin.certification-only')] : [])].join(', '), national: row.ownerId !== request.who().tenantId,
                href: url('/manage/enrol', { person: personId, class: referenceOf(row) }),
              })),
            },
          };
        }
        return { kind: 'page', view: actView, model: (await enrolModel(tx, request, { personId, wanted }, messages)).model };
      }),
  });
}

function doEnrol(messages: Deps['messages']): Route {
  return route({
    method: 'post', path: '/manage/enrol', kind: 'page', access, summary: 'Enrols a person on a class, plainly or through a certification', body: typedBody,
    run: async (request): Promise<Reply> => {
      const { tenantId } = request.who();
      const personId = z.uuid().safeParse(one(request.body, 'person')).data;
      const wanted = readReference(one(request.body, 'class'));
      if (personId === undefined || !wanted) throw new Problem('not-found');
      const through = readReference(one(request.body, 'way'));
      const done = await orRefusal(
        request.inTransaction(async (tx) => {
          await requirePerson(tx, request, personId);
          const [found] = await findClasses(tx, [wanted]);
          if (!found) throw new Problem('not-found');
          const result = through
            ? await enrolThrough(tx, { tenantId, personId, class: wanted, by: 'admin', certification: through, courseId: found.courseId })
            : (await enrolPersons(tx, [{ tenantId, personId, class: wanted, by: 'admin' }]))[0];
          if (!result?.ok) throw new RollBack(result?.refusal ?? 'class-not-found');
          return found.courseTitle;
        }, { as: 'admin' }),
      );
      if (done.ok) return { kind: 'redirect', to: `/manage/people/${personId}`, flash: { tone: 'success', message: 'portal.admin.enrolled', values: { title: done.value } } };
      const { model } = await request.inTransaction((tx) => enrolModel(tx, request, { personId, wanted }, messages));
      return { kind: 'page', view: actView, status: 409, model: { ...model, form: { values: request.body, errors: [{ field: '', message: `enrolment.refusal.${done.refusal}` }] } } };
    },
  });
}

type Wanted = { readonly kind: 'certification' | 'path'; readonly key: ObjectKey };

function wantedOf(typed: Typed): Wanted | undefined {
  const certification = readReference(one(typed, 'certification'));
  if (certification) return { kind: 'certification', key: certification };
  const path = readReference(one(typed, 'path'));
  return path && { kind: 'path', key: path };
}

async function titleOf(tx: Tx, { kind, key }: Wanted): Promise<string> {
  const [row] = await tx.query<{ title: string }>(
    kind === 'certification'
      ? 'select title from learning_certification_v_certification where tenant_id = $1 and certification_id = $2'
      : `select title from learning_path_v_path where tenant_id = $1 and path_id = $2 and source = 'Catalogue'`,
    [key.ownerId, key.id],
  );
  if (!row) throw new Problem('not-found');
  return row.title;
}

async function subscribeModel(tx: Tx, request: Pick<Request, 'who'>, personId: string, wanted: Wanted, messages: Deps['messages']): Promise<object> {
  const person = await requirePerson(tx, request, personId);
  return {
    act: 'subscribe', action: '/manage/subscribe', kind: wanted.kind, person, personPath: `/manage/people/${personId}`,
    lines: [
      { key: messages.t('portal.admin.person'), text: person.name },
      { key: messages.t(`portal.admin.${wanted.kind}`), text: await titleOf(tx, wanted) },
    ],
    hidden: [{ name: 'person', value: personId }, { name: wanted.kind, value: referenceOf(wanted.key) }],
    ways: [], form: { values: {}, errors: [] },
  };
}

function subscribePage(messages: Deps['messages']): Route {
  return route({
    method: 'get', path: '/manage/subscribe', kind: 'page', access, summary: 'Subscribes a person to a certification or learning path: choose, check', query: typedBody,
    run: (request): Promise<Reply> =>
      request.inTransaction(async (tx) => {
        const { tenantId } = request.who();
        const personId = z.uuid().safeParse(one(request.query, 'person')).data;
        const wanted = wantedOf(request.query);
        const what = one(request.query, 'what') === 'path' ? 'path' : 'certification';
        const kept: Record<string, string> = wanted ? { [wanted.kind]: referenceOf(wanted.key) } : { what };
        if (personId === undefined) return choosePerson(tx, request, '/manage/subscribe', kept, 'portal.admin.subscribe.title');
        const person = await requirePerson(tx, request, personId);
        if (wanted) return { kind: 'page', view: actView, model: await subscribeModel(tx, request, personId, wanted, messages) };
        const search = one(request.query, 'q', 200);
        const list = { q: search, sort: 'title', direction: 'asc', page: 1, perPage: 20, tenantId } as const;
        const { rows } = what === 'path' ? await listPaths(tx, list) : await listCertifications(tx, list);
        return {
          kind: 'page', view: chooseView,
          model: {
            title: 'portal.admin.subscribe.title', what, path: '/manage/subscribe', search, person, hidden: [{ name: 'person', value: personId }, { name: 'what', value: what }],
            choices: rows.map((row) => ({ text: row.title, national: row.ownerId !== tenantId, href: url('/manage/subscribe', { person: personId, [what]: referenceOf(row) }) })),
          },
        };
      }),
  });
}

function doSubscribe(messages: Deps['messages']): Route {
  return route({
    method: 'post', path: '/manage/subscribe', kind: 'page', access, summary: 'Subscribes a person to a certification or learning path', body: typedBody,
    run: async (request): Promise<Reply> => {
      const { tenantId } = request.who();
      const personId = z.uuid().safeParse(one(request.body, 'person')).data;
      const wanted = wantedOf(request.body);
      if (personId === undefined || !wanted) throw new Problem('not-found');
      const done = await orRefusal(
        request.inTransaction(async (tx) => {
          await requirePerson(tx, request, personId);
          const title = await titleOf(tx, wanted);
          const [result] = wanted.kind === 'path'
            ? await subscribeToPaths(tx, [{ tenantId, personId, path: wanted.key }])
            : await changeSubscriptions(tx, [{ tenantId, personId, certification: wanted.key, command: { type: 'subscribe', approvalNeeded: false, mandatory: one(request.body, 'mandatory') === 'yes' } }]);
          if (!result?.ok) throw new RollBack(result?.refusal ?? 'not-active');
          return title;
        }, { as: 'admin' }),
      );
      const tab = wanted.kind === 'path' ? 'paths' : 'certifications';
      if (done.ok) return { kind: 'redirect', to: `/manage/people/${personId}?tab=${tab}`, flash: { tone: 'success', message: 'portal.admin.subscribed', values: { title: done.value } } };
      const model = await request.inTransaction((tx) => subscribeModel(tx, request, personId, wanted, messages));
      return { kind: 'page', view: actView, status: 409, model: { ...model, form: { values: request.body, errors: [{ field: '', message: `portal.admin.refusal.${done.refusal}` }] } } };
    },
  });
}

type Leaving = { readonly title: string; readonly tab: string; readonly leave: (tx: Tx, reason: string) => Promise<{ readonly ok: boolean; readonly refusal?: string } | undefined> };

/** What is to be left, by its kind and id: an enrolment, a certification or a path of this person. */
async function leavingOf(tx: Tx, tenantId: string, personId: string, kind: 'enrolment' | 'certification' | 'path', of: string): Promise<Leaving> {
  if (kind === 'enrolment') {
    const enrolmentId = z.uuid().safeParse(of).data;
    const found = enrolmentId === undefined ? undefined : (await listEnrolments(tx, { tenantId, of: { enrolmentId } })).rows.find((row) => row.personId === personId);
    if (!found) throw new Problem('not-found');
    return { title: found.courseTitle, tab: 'enrolments', leave: async (at, reason) => (await changeEnrolments(at, [{ tenantId, enrolmentId: found.enrolmentId, command: { type: 'withdraw', by: 'admin', reason: 'Asked' }, reason }]))[0] };
  }
  const key = readReference(of);
  if (!key) throw new Problem('not-found');
  const title = await titleOf(tx, { kind, key });
  if (kind === 'path') return { title, tab: 'paths', leave: async (at, reason) => (await changePathEnrolments(at, [{ tenantId, personId, path: key, command: { type: 'unsubscribe' }, reason }]))[0] };
  return { title, tab: 'certifications', leave: async (at, reason) => (await changeSubscriptions(at, [{ tenantId, personId, certification: key, command: { type: 'unsubscribe', by: 'admin' }, reason }]))[0] };
}

/** Withdrawing and unsubscribing: one page with the effect in words and a reason that is recorded. */
function leavePages(): Route[] {
  const path = '/manage/people/:id/leave/:kind/:of';
  const params = personParams.extend({ kind: z.enum(['enrolment', 'certification', 'path']), of: z.string().max(100) });
  const modelOf = async (tx: Tx, request: Pick<Request, 'who'>, { id, kind, of }: z.output<typeof params>): Promise<{ readonly leaving: Leaving; readonly model: object }> => {
    const person = await requirePerson(tx, request, id);
    const leaving = await leavingOf(tx, request.who().tenantId, id, kind, of);
    return { leaving, model: { person, kind, what: leaving.title, action: `/manage/people/${id}/leave/${kind}/${of}`, personPath: `/manage/people/${id}?tab=${leaving.tab}` } };
  };
  return [
    route({
      method: 'get', path, kind: 'page', access, summary: 'Asks for the reason to take a person off learning', params,
      run: (request) => request.inTransaction(async (tx) => ({ kind: 'page', view: leaveView, model: (await modelOf(tx, request, request.params)).model })),
    }),
    route({
      method: 'post', path, kind: 'page', access, summary: 'Takes a person off learning, with a reason', params, body: typedBody,
      run: async (request): Promise<Reply> => {
        const reason = one(request.body, 'reason', 500);
        const { leaving, model } = await request.inTransaction((tx) => modelOf(tx, request, request.params));
        if (reason === '') throw new FormProblem({ fields: { reason: 'portal.admin.reason.missing' }, view: leaveView, model });
        const done = await orRefusal(
          request.inTransaction(async (tx) => {
            const result = await leaving.leave(tx, reason);
            if (!result?.ok) throw new RollBack(result?.refusal ?? 'not-subscribed');
          }, { as: 'admin' }),
        );
        const { id, kind } = request.params;
        if (done.ok) return { kind: 'redirect', to: `/manage/people/${id}?tab=${leaving.tab}`, flash: { tone: 'success', message: 'portal.admin.left', values: { title: leaving.title } } };
        const message = kind === 'enrolment' ? `enrolment.refusal.${done.refusal}` : `portal.admin.refusal.${done.refusal}`;
        return { kind: 'page', view: leaveView, status: 409, model: { ...model, form: { values: request.body, errors: [{ field: '', message }] } } };
      },
    }),
  ];
}
