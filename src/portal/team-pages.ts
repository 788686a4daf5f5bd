/** A manager's team: where everybody stands, and putting one of them on a certification or a course. */
import { z } from 'zod';
import { changeSubscriptions } from '../learning/certification';
import { enrolPersons, learnerOf, ownParams } from '../learning/enrolment';
import type { Tx } from '../platform/db';
import { Problem, route, type Flash, type Reply, type Request, type Route } from '../platform/http';
import { listTeam } from './team';
import { findTeamMember, type TeamMemberPage } from './team-member';

const access = { permission: 'self.team' } as const;
const manager = { as: 'manager' } as const;
const memberPath = (personId: string): string => `/my-team/${personId}`;
const choice = z.object({ choice: z.string().max(200).default('') });

/** @throws Problem `not-found` for anybody who does not report to the signed-in person today */
async function requireMember(request: Pick<Request, 'who'>, tx: Tx, personId: string): Promise<TeamMemberPage> {
  const found = await findTeamMember(tx, learnerOf(request), personId);
  if (found === undefined) throw new Problem('not-found');
  return found;
}

const answer = (personId: string, flash: Flash): Reply => ({ kind: 'redirect', to: memberPath(personId), flash });

export function teamPages(): Route[] {
  return [
    route({
      method: 'get',
      path: '/my-team',
      kind: 'page',
      access,
      summary: 'People who report to me, and where their learning stands (PERM-8)',
      run: async (request): Promise<Reply> => ({
        kind: 'page',
        view: 'portal/views/team.njk',
        model: { team: await request.inTransaction((tx) => listTeam(tx, learnerOf(request)), manager) },
      }),
    }),
    route({
      method: 'get',
      path: '/my-team/:id',
      kind: 'page',
      access,
      summary: 'One of my team, and what I can put them on',
      params: ownParams,
      run: async (request): Promise<Reply> => ({
        kind: 'page',
        view: 'portal/views/team-member.njk',
        model: await request.inTransaction((tx) => requireMember(request, tx, request.params.id), manager),
      }),
    }),
    route({
      method: 'post',
      path: '/my-team/:id/subscribe',
      kind: 'page',
      access,
      summary: 'Subscribes one of my team to a certification',
      params: ownParams,
      body: choice,
      run: (request): Promise<Reply> =>
        request.inTransaction(async (tx) => {
          const { certifications, member } = await requireMember(request, tx, request.params.id);
          const wanted = certifications.find((each) => each.id === request.body.choice);
          if (wanted === undefined) return answer(member.personId, { tone: 'error', message: 'portal.team.choose' });
          const [result] = await changeSubscriptions(tx, [
            {
              tenantId: learnerOf(request).tenantId,
              personId: member.personId,
              certification: wanted,
              command: { type: 'subscribe', approvalNeeded: false, mandatory: false },
            },
          ]);
          if (result?.ok !== true) return answer(member.personId, { tone: 'error', message: 'portal.team.refused' });
          return answer(member.personId, {
            tone: 'success',
            message: 'portal.team.subscribed',
            values: { name: member.name, title: wanted.title },
          });
        }, manager),
    }),
    route({
      method: 'post',
      path: '/my-team/:id/enrol',
      kind: 'page',
      access,
      summary: 'Enrols one of my team on a class',
      params: ownParams,
      body: choice,
      run: (request): Promise<Reply> =>
        request.inTransaction(async (tx) => {
          const { classes, member } = await requireMember(request, tx, request.params.id);
          const wanted = classes.find((each) => each.classId === request.body.choice);
          if (wanted === undefined) return answer(member.personId, { tone: 'error', message: 'portal.team.choose' });
          const [result] = await enrolPersons(tx, [
            {
              tenantId: learnerOf(request).tenantId,
              personId: member.personId,
              class: { ownerId: wanted.ownerId, id: wanted.classId },
              by: 'manager',
            },
          ]);
          if (result?.ok !== true) return answer(member.personId, { tone: 'error', message: 'portal.team.refused' });
          return answer(member.personId, {
            tone: 'success',
            message: 'portal.team.enrolled',
            values: { name: member.name, title: wanted.title },
          });
        }, manager),
    }),
  ];
}
