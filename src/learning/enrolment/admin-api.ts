/** Enrolments for programs. */
import { z } from 'zod';
import { Problem, route, type Route } from '../../platform/http';
import { listEnrolments } from './admin-queries';
import { changeEnrolments } from './change-enrolments';
import { enrolPersons } from './enrol-persons';

const access = { permission: 'enrolment.manage' } as const;
const enrolmentParams = z.object({ id: z.uuid() });

export function enrolmentApi(): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/enrolments',
      kind: 'api',
      access,
      summary: 'Enrolments of this employer in a class or of a person',
      query: z.union([
        z.object({
          classOwnerId: z.uuid(),
          classId: z.uuid(),
          page: z.coerce.number().int().min(1).max(10_000).default(1),
        }),
        z.object({ personId: z.uuid(), page: z.coerce.number().int().min(1).max(10_000).default(1) }),
      ]),
      run: async (request) => {
        const { query } = request;
        const of =
          'personId' in query
            ? { personId: query.personId }
            : { class: { ownerId: query.classOwnerId, id: query.classId } };
        const found = await request.inTransaction((tx) =>
          listEnrolments(tx, { tenantId: request.who().tenantId, of, page: query.page }),
        );
        return { kind: 'json', body: { total: found.total, items: found.rows } };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/enrolments/:id',
      kind: 'api',
      access,
      summary: 'One enrolment with its latest attempt',
      params: enrolmentParams,
      run: async (request) => {
        const { rows } = await request.inTransaction((tx) =>
          listEnrolments(tx, { tenantId: request.who().tenantId, of: { enrolmentId: request.params.id } }),
        );
        if (!rows[0]) throw new Problem('not-found');
        return { kind: 'json', body: rows[0] };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/enrolments',
      kind: 'api',
      access,
      summary: 'Enrols a person in a class',
      body: z.object({ personId: z.uuid(), class: z.object({ ownerId: z.uuid(), id: z.uuid() }) }),
      run: async (request) => {
        const { tenantId } = request.who();
        const { personId, class: wanted } = request.body;
        const [result] = await request.inTransaction(
          async (tx) => {
            const known = await tx.query(`select 1 from people_v_person where tenant_id = $1 and person_id = $2`, [
              tenantId,
              personId,
            ]);
            if (known.length === 0) throw new Problem('not-found');
            return enrolPersons(tx, [{ tenantId, personId, class: wanted, by: 'admin' }]);
          },
          { as: 'admin' },
        );
        if (!result?.ok)
          throw new Problem('refused', {
            refusal: result?.refusal ?? 'class-not-found',
            detail: `enrolment.refusal.${result?.refusal ?? 'class-not-found'}`,
          });
        return { kind: 'json', status: 201, body: { enrolmentId: result.enrolmentId, status: result.status } };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/enrolments/:id/withdraw',
      kind: 'api',
      access,
      summary: 'Withdraws an enrolment',
      params: enrolmentParams,
      body: z.object({ reason: z.string().trim().min(1).max(500) }),
      run: async (request) => {
        const { tenantId } = request.who();
        const [result] = await request.inTransaction(
          (tx) =>
            changeEnrolments(tx, [
              {
                tenantId,
                enrolmentId: request.params.id,
                command: { type: 'withdraw', by: 'admin', reason: 'Asked' },
                reason: request.body.reason,
              },
            ]),
          { as: 'admin' },
        );
        if (!result?.ok && result?.refusal === 'enrolment-not-found') throw new Problem('not-found');
        if (!result?.ok)
          throw new Problem('refused', {
            refusal: result?.refusal ?? 'enrolment-not-found',
            detail: `enrolment.refusal.${result?.refusal ?? 'enrolment-not-found'}`,
          });
        return { kind: 'json', body: { status: result.row.state.status } };
      },
    }),
  ];
}
