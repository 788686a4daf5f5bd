/** Enrolling a person: choose the person, choose the class, check, do. */
import { z } from 'zod';
import { enrolThrough } from '../learning/certification';
import { findClasses } from '../learning/catalogue';
import { enrolPersons } from '../learning/enrolment';
import type { Tx } from '../platform/db';
import { formatDate } from '../platform/dates';
import { Problem, route, type Reply, type Request, type Route } from '../platform/http';
import { one, orRefusal, readReference, referenceOf, RollBack, type ObjectKey } from '../platform/forms';
import { listPeriodsFor, searchClasses } from './admin-queries';
import { requirePerson } from './admin-person-pages';
import { access, actView, addressWith, choosePerson, chooseView, typedBody, type ActDeps } from './admin-choose';

export function enrolPages({ messages }: ActDeps): Route[] {
  return [enrolPage(messages), doEnrol(messages)];
}

type Enrolment = { readonly personId: string; readonly wanted: ObjectKey };

async function enrolModel(
  tx: Tx,
  request: Pick<Request, 'who'>,
  { personId, wanted }: Enrolment,
  messages: ActDeps['messages'],
): Promise<{ readonly found: NonNullable<Awaited<ReturnType<typeof findClasses>>[0]>; readonly model: object }> {
  const person = await requirePerson(tx, request, personId);
  const [found] = await findClasses(tx, [wanted]);
  if (!found) throw new Problem('not-found');
  const periods = await listPeriodsFor(
    tx,
    { tenantId: request.who().tenantId, personId },
    { ownerId: found.ownerId, id: found.courseId },
  );
  return {
    found,
    model: {
      act: 'enrol',
      action: '/manage/enrol',
      person,
      personPath: `/manage/people/${personId}`,
      lines: [
        { key: messages.t('portal.admin.person'), text: person.name },
        { key: messages.t('portal.admin.course'), text: found.courseTitle },
        { key: messages.t('portal.admin.class'), text: `${found.classTitle} (${found.offeringTitle})` },
      ],
      hidden: [
        { name: 'person', value: personId },
        { name: 'class', value: referenceOf(wanted) },
      ],
      // CERT-12: learning that belongs to a certification counts only when it is taken as part of it.
      ways:
        periods.length === 0
          ? []
          : [
              ...periods.map((period) => ({
                value: referenceOf(period),
                text: messages.t('portal.admin.way.certification', { title: period.title }),
                hint: messages.t('portal.admin.way.certification.hint', { date: formatDate(period.dueDate) }),
              })),
              ...(found.certificationOnly
                ? []
                : [
                    {
                      value: 'plain',
                      text: messages.t('portal.admin.way.plain'),
                      hint: messages.t('portal.admin.way.plain.hint'),
                    },
                  ]),
            ],
      form: { values: { way: periods[0] ? referenceOf(periods[0]) : 'plain' }, errors: [] },
    },
  };
}

function enrolPage(messages: ActDeps['messages']): Route {
  return route({
    method: 'get',
    path: '/manage/enrol',
    kind: 'page',
    access,
    summary: 'Enrols a person: choose the person, the class, check',
    query: typedBody,
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
            kind: 'page',
            view: chooseView,
            model: {
              title: 'portal.admin.enrol.title',
              what: 'class',
              path: '/manage/enrol',
              search,
              person,
              hidden: [{ name: 'person', value: personId }],
              choices: found.map((row) => ({
                text: row.courseTitle,
                hint: [
                  row.title,
                  row.offeringTitle,
                  ...(row.certificationOnly ? [messages.t('portal.admin.certification-only')] : []),
                ].join(', '),
                national: row.ownerId !== request.who().tenantId,
                href: addressWith('/manage/enrol', { person: personId, class: referenceOf(row) }),
              })),
            },
          };
        }
        return {
          kind: 'page',
          view: actView,
          model: (await enrolModel(tx, request, { personId, wanted }, messages)).model,
        };
      }),
  });
}

function doEnrol(messages: ActDeps['messages']): Route {
  return route({
    method: 'post',
    path: '/manage/enrol',
    kind: 'page',
    access,
    summary: 'Enrols a person on a class, plainly or through a certification',
    body: typedBody,
    run: async (request): Promise<Reply> => {
      const { tenantId } = request.who();
      const personId = z.uuid().safeParse(one(request.body, 'person')).data;
      const wanted = readReference(one(request.body, 'class'));
      if (personId === undefined || !wanted) throw new Problem('not-found');
      const through = readReference(one(request.body, 'way'));
      const done = await orRefusal(
        request.inTransaction(
          async (tx) => {
            await requirePerson(tx, request, personId);
            const [found] = await findClasses(tx, [wanted]);
            if (!found) throw new Problem('not-found');
            const result = through
              ? await enrolThrough(tx, {
                  tenantId,
                  personId,
                  class: wanted,
                  by: 'admin',
                  certification: through,
                  courseId: found.courseId,
                })
              : (await enrolPersons(tx, [{ tenantId, personId, class: wanted, by: 'admin' }]))[0];
            if (!result?.ok) throw new RollBack(result?.refusal ?? 'class-not-found');
            return found.courseTitle;
          },
          { as: 'admin' },
        ),
      );
      if (done.ok)
        return {
          kind: 'redirect',
          to: `/manage/people/${personId}`,
          flash: { tone: 'success', message: 'portal.admin.enrolled', values: { title: done.value } },
        };
      const { model } = await request.inTransaction((tx) => enrolModel(tx, request, { personId, wanted }, messages));
      return {
        kind: 'page',
        view: actView,
        status: 409,
        model: {
          ...model,
          form: { values: request.body, errors: [{ field: '', message: `enrolment.refusal.${done.refusal}` }] },
        },
      };
    },
  });
}
