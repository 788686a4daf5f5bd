/** Learning paths for programs. */
import { z } from 'zod';
import { isIsoDate, type IsoDate } from '../../platform/dates';
import { Problem, route, type Route } from '../../platform/http';
import { objectParams, orRefusal, RollBack } from '../../platform/forms';
import { findPathRecord, listPathPeople, listPaths } from './admin-queries';
import { saveNewPath, type PathDraft } from './change-paths';
import { subscribeToPaths } from './subscribe-to-paths';

const look = { permission: 'catalogue.access' } as const;
const enrol = { permission: 'enrolment.manage' } as const;
const isoDate = z.custom<IsoDate>(isIsoDate, 'YYYY-MM-DD').meta({ type: 'string', format: 'date' });
const rule = z.union([
  z.object({ kind: z.enum(['ALL_MANDATORY', 'OPTIONAL']) }),
  z.object({ kind: z.literal('N_OF'), n: z.int().min(1) }),
]);
const key = z.object({ ownerId: z.uuid(), id: z.uuid() });

const newPath = z.object({
  title: z.string().trim().min(1).max(200),
  description: z.string().max(1500).default(''),
  target: z.union([z.object({ onDate: isoDate }), z.object({ days: z.int().min(1).max(3650) })]).optional(),
  sections: z
    .array(
      z.object({
        title: z.string().trim().min(1).max(200),
        rule,
        courses: z.array(z.object({ ownerId: z.uuid(), courseId: z.uuid() })).max(200),
      }),
    )
    .max(30),
  competences: z.array(key).max(100).default([]),
  activeFrom: isoDate.optional(),
  activeTo: isoDate.optional(),
});

export function pathApi(): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/paths',
      kind: 'api',
      access: look,
      summary: 'Learning paths, own and national',
      query: z.object({
        q: z.string().max(200).default(''),
        page: z.coerce.number().int().min(1).max(10_000).default(1),
        pageSize: z.coerce.number().int().min(1).max(200).default(50),
      }),
      run: async (request) => {
        const { q, page, pageSize: perPage } = request.query;
        const found = await request.inTransaction((tx) =>
          listPaths(tx, { tenantId: request.who().tenantId, q, page, perPage, sort: 'title', direction: 'asc' }),
        );
        return { kind: 'json', body: { total: found.total, items: found.rows } };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/paths/:owner/:id',
      kind: 'api',
      access: look,
      summary: 'A learning path with its sections',
      params: objectParams,
      run: async (request) => {
        const found = await request.inTransaction((tx) =>
          findPathRecord(tx, { ownerId: request.params.owner, id: request.params.id }),
        );
        if (!found) throw new Problem('not-found');
        return { kind: 'json', body: found };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/paths',
      kind: 'api',
      access: { permission: 'catalogue.edit' },
      summary: 'Makes a learning path (LP-2, 3, 6)',
      body: newPath,
      run: async (request) => {
        const { tenantId } = request.who();
        const given = Object.fromEntries(
          Object.entries(request.body).filter(([, value]) => value !== undefined),
        ) as unknown as Omit<PathDraft, 'tenantId' | 'activeFrom'>;
        const saved = await orRefusal(
          request.inTransaction(
            async (tx) => {
              const result = await saveNewPath(tx, {
                ...given,
                tenantId,
                activeFrom: request.body.activeFrom ?? tx.today,
              });
              if (!result.ok) throw new RollBack(result.refusal, result.faults);
              return result.id;
            },
            { as: 'admin' },
          ),
        );
        if (!saved.ok) {
          const faults = (saved.more ?? []) as readonly string[];
          throw new Problem('refused', {
            refusal: saved.refusal,
            detail: `path.refusal.${saved.refusal}`,
            fields: Object.fromEntries(faults.map((fault) => [fault, `path.finding.${fault}`])),
          });
        }
        return { kind: 'json', status: 201, body: { ownerId: tenantId, id: saved.value } };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/path-enrolments',
      kind: 'api',
      access: enrol,
      summary: 'People of this employer on a learning path',
      query: z.object({
        pathOwnerId: z.uuid(),
        pathId: z.uuid(),
        page: z.coerce.number().int().min(1).max(10_000).default(1),
      }),
      run: async (request) => {
        const { pathOwnerId: ownerId, pathId: id, page } = request.query;
        const found = await request.inTransaction((tx) =>
          listPathPeople(tx, { tenantId: request.who().tenantId, key: { ownerId, id }, page }),
        );
        return { kind: 'json', body: { total: found.total, items: found.rows } };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/path-enrolments',
      kind: 'api',
      access: enrol,
      summary: 'Puts a person on a learning path',
      body: z.object({ personId: z.uuid(), path: key }),
      run: async (request) => {
        const { tenantId } = request.who();
        const { personId, path } = request.body;
        const [result] = await request.inTransaction(
          async (tx) => {
            const known = await tx.query(`select 1 from people_v_person where tenant_id = $1 and person_id = $2`, [
              tenantId,
              personId,
            ]);
            if (known.length === 0) throw new Problem('not-found');
            return subscribeToPaths(tx, [{ tenantId, personId, path }]);
          },
          { as: 'admin' },
        );
        if (!result?.ok) throw new Problem('refused', { refusal: result?.refusal ?? 'path-not-found' });
        return { kind: 'json', status: 201, body: { pathEnrolmentId: result.pathEnrolmentId, status: result.status } };
      },
    }),
  ];
}
