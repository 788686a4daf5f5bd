/** A person's record for administrators: who they are, what they hold and learn, and why. */
import { z } from 'zod';
import { findCauses, findOwn, sentenceOf } from '../explain';
import { enrolmentStanding, listEnrolments } from '../learning/enrolment';
import { findPerson, listAssignments, type PersonSummary } from '../people';
import { route, Problem, type Request, type Route } from '../platform/http';
import type { Tx } from '../platform/db';
import type { Messages } from '../platform/page';
import { pagesOf, readReference } from '../platform/forms';
import { listCompetencesOf } from './competences';
import { listCertificationsOf, listPathsOf } from './admin-queries';

const home = '/manage/people';
const look = { permission: 'learner.search' } as const;
const tabsOf = ['enrolments', 'certifications', 'paths', 'competencies'] as const;
export const personParams = z.object({ id: z.uuid() });

/** @throws Problem `not-found` for whoever is not of this employer */
export async function requirePerson(tx: Tx, request: Pick<Request, 'who'>, personId: string): Promise<PersonSummary> {
  const person = await findPerson(tx, { tenantId: request.who().tenantId, personId });
  if (!person) throw new Problem('not-found');
  return person;
}

export function personPages({ messages }: { readonly messages: Pick<Messages, 't' | 'has'> }): Route[] {
  const query = z.object({
    tab: z.enum(tabsOf).catch('enrolments'),
    page: z.coerce.number().int().min(1).max(10_000).catch(1),
  });
  return [
    route({
      method: 'get',
      path: `${home}/:id`,
      kind: 'page',
      access: look,
      summary: 'A person with what they hold and learn',
      params: personParams,
      query,
      run: async (request) => {
        const { tenantId, permissions } = request.who();
        const { tab, page } = request.query;
        const key = { tenantId, personId: request.params.id };
        const path = `${home}/${key.personId}`;
        const loaded = await request.inTransaction(async (tx) => ({
          person: await requirePerson(tx, request, key.personId),
          assignments: permissions.has('person.viewAssignment') ? await listAssignments(tx, key) : [],
          enrolments:
            tab === 'enrolments'
              ? await listEnrolments(tx, { tenantId, of: { personId: key.personId }, page })
              : undefined,
          certifications: tab === 'certifications' ? await listCertificationsOf(tx, key) : [],
          paths: tab === 'paths' ? await listPathsOf(tx, key) : [],
          competences: tab === 'competencies' ? await listCompetencesOf(tx, key) : [],
        }));
        return {
          kind: 'page',
          view: 'portal/views/admin-person.njk',
          model: {
            ...loaded,
            path,
            tab,
            mayEnrol: permissions.has('enrolment.manage'),
            enrolments: loaded.enrolments && {
              total: loaded.enrolments.total,
              rows: loaded.enrolments.rows.map((row) => ({
                ...row,
                standing: enrolmentStanding({ ...row, online: true }),
                live: ['Requested', 'Waitlisted', 'Confirmed', 'InProgress'].includes(row.status),
              })),
            },
            tabs: tabsOf.map((name) => ({
              text: messages.t(`portal.admin.tab.${name}`),
              href: name === 'enrolments' ? path : `${path}?tab=${name}`,
              current: name === tab,
            })),
            list: { page, pages: pagesOf(loaded.enrolments?.total ?? 0), path, query: {} },
          },
        };
      },
    }),
    route({
      method: 'get',
      path: `${home}/:id/why/:kind/:of`,
      kind: 'page',
      access: look,
      summary: 'Why a person’s status is what it is',
      params: personParams.extend({
        kind: z.enum(['competence', 'certification', 'path', 'enrolment']),
        of: z.string().max(100),
      }),
      run: (request) =>
        request.inTransaction(async (tx) => {
          const { id: personId, kind, of } = request.params;
          const person = await requirePerson(tx, request, personId);
          const key = kind === 'enrolment' ? z.uuid().safeParse(of).data : readReference(of);
          const owner = { tenantId: request.who().tenantId, personId };
          const own =
            key === undefined ? undefined : await findOwn(tx, owner, kind, typeof key === 'string' ? { id: key } : key);
          if (!own) throw new Problem('not-found');
          const row = own.rowId;
          const causes = await findCauses(tx, {
            tenantId: owner.tenantId,
            ...(kind === 'competence'
              ? { of: kind, personId, competenceId: row }
              : kind === 'certification'
                ? { of: kind, subscriptionId: row }
                : kind === 'path'
                  ? { of: kind, pathEnrolmentId: row }
                  : { of: kind, enrolmentId: row }),
          });
          const steps = causes.map((cause) => {
            const word = `portal.admin.why.by.${cause.actor.startsWith('process:') ? 'process' : cause.actor}`;
            const by = cause.actor === 'self' ? person.name : messages.has(word) ? messages.t(word) : cause.actor;
            return { at: cause.at, sentence: sentenceOf(messages, cause), by, technical: cause.type === 'commit' };
          });
          return {
            kind: 'page',
            view: 'portal/views/admin-why.njk',
            model: { own, steps, person, personPath: `${home}/${personId}` },
          };
        }),
    }),
  ];
}
