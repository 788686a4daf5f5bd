/** Subscribing a person to a certification or a learning path: choose, check, do. */
import { z } from 'zod';
import { changeSubscriptions, listCertifications } from '../learning/certification';
import { listPaths, subscribeToPaths } from '../learning/path';
import type { Tx } from '../platform/db';
import { Problem, route, type Reply, type Request, type Route } from '../platform/http';
import { one, orRefusal, referenceOf, RollBack } from '../platform/forms';
import { requirePerson } from './admin-person-pages';
import {
  access,
  actView,
  addressWith,
  choosePerson,
  chooseView,
  titleOf,
  typedBody,
  wantedOf,
  type ActDeps,
  type Wanted,
} from './admin-choose';

export function subscribePages({ messages }: ActDeps): Route[] {
  return [subscribePage(messages), doSubscribe(messages)];
}

async function subscribeModel(
  tx: Tx,
  request: Pick<Request, 'who'>,
  personId: string,
  wanted: Wanted,
  messages: ActDeps['messages'],
): Promise<object> {
  const person = await requirePerson(tx, request, personId);
  return {
    act: 'subscribe',
    action: '/manage/subscribe',
    kind: wanted.kind,
    person,
    personPath: `/manage/people/${personId}`,
    lines: [
      { key: messages.t('portal.admin.person'), text: person.name },
      { key: messages.t(`portal.admin.${wanted.kind}`), text: await titleOf(tx, wanted) },
    ],
    hidden: [
      { name: 'person', value: personId },
      { name: wanted.kind, value: referenceOf(wanted.key) },
    ],
    ways: [],
    form: { values: {}, errors: [] },
  };
}

function subscribePage(messages: ActDeps['messages']): Route {
  return route({
    method: 'get',
    path: '/manage/subscribe',
    kind: 'page',
    access,
    summary: 'Subscribes a person to a certification or learning path: choose, check',
    query: typedBody,
    run: (request): Promise<Reply> =>
      request.inTransaction(async (tx) => {
        const { tenantId } = request.who();
        const personId = z.uuid().safeParse(one(request.query, 'person')).data;
        const wanted = wantedOf(request.query);
        const what = one(request.query, 'what') === 'path' ? 'path' : 'certification';
        const kept: Record<string, string> = wanted ? { [wanted.kind]: referenceOf(wanted.key) } : { what };
        if (personId === undefined)
          return choosePerson(tx, request, '/manage/subscribe', kept, 'portal.admin.subscribe.title');
        const person = await requirePerson(tx, request, personId);
        if (wanted)
          return { kind: 'page', view: actView, model: await subscribeModel(tx, request, personId, wanted, messages) };
        const search = one(request.query, 'q', 200);
        const list = { q: search, sort: 'title', direction: 'asc', page: 1, perPage: 20, tenantId } as const;
        const { rows } = what === 'path' ? await listPaths(tx, list) : await listCertifications(tx, list);
        return {
          kind: 'page',
          view: chooseView,
          model: {
            title: 'portal.admin.subscribe.title',
            what,
            path: '/manage/subscribe',
            search,
            person,
            hidden: [
              { name: 'person', value: personId },
              { name: 'what', value: what },
            ],
            choices: rows.map((row) => ({
              text: row.title,
              national: row.ownerId !== tenantId,
              href: addressWith('/manage/subscribe', { person: personId, [what]: referenceOf(row) }),
            })),
          },
        };
      }),
  });
}

function doSubscribe(messages: ActDeps['messages']): Route {
  return route({
    method: 'post',
    path: '/manage/subscribe',
    kind: 'page',
    access,
    summary: 'Subscribes a person to a certification or learning path',
    body: typedBody,
    run: async (request): Promise<Reply> => {
      const { tenantId } = request.who();
      const personId = z.uuid().safeParse(one(request.body, 'person')).data;
      const wanted = wantedOf(request.body);
      if (personId === undefined || !wanted) throw new Problem('not-found');
      const done = await orRefusal(
        request.inTransaction(
          async (tx) => {
            await requirePerson(tx, request, personId);
            const title = await titleOf(tx, wanted);
            const [result] =
              wanted.kind === 'path'
                ? await subscribeToPaths(tx, [{ tenantId, personId, path: wanted.key }])
                : await changeSubscriptions(tx, [
                    {
                      tenantId,
                      personId,
                      certification: wanted.key,
                      command: {
                        type: 'subscribe',
                        approvalNeeded: false,
                        mandatory: one(request.body, 'mandatory') === 'yes',
                      },
                    },
                  ]);
            if (!result?.ok) throw new RollBack(result?.refusal ?? 'not-active');
            return title;
          },
          { as: 'admin' },
        ),
      );
      const tab = wanted.kind === 'path' ? 'paths' : 'certifications';
      if (done.ok)
        return {
          kind: 'redirect',
          to: `/manage/people/${personId}?tab=${tab}`,
          flash: { tone: 'success', message: 'portal.admin.subscribed', values: { title: done.value } },
        };
      const model = await request.inTransaction((tx) => subscribeModel(tx, request, personId, wanted, messages));
      return {
        kind: 'page',
        view: actView,
        status: 409,
        model: {
          ...model,
          form: { values: request.body, errors: [{ field: '', message: `portal.admin.refusal.${done.refusal}` }] },
        },
      };
    },
  });
}
