/** Certifications and subscriptions for programs. */
import { z } from 'zod';
import { isIsoDate, type IsoDate } from '../../platform/dates';
import { Problem, route, type Route } from '../../platform/http';
import { objectParams, orRefusal, RollBack } from '../../platform/forms';
import { findCertificationRecord, listCertifications, listSubscribers } from './admin-queries';
import { changeSubscriptions } from './change-subscriptions';
import { saveNewCertification } from './change-certification';
import type { NewCertification } from './create-certifications';

const look = { permission: 'catalogue.access' } as const;
const edit = { permission: 'catalogue.edit' } as const;
const enrol = { permission: 'enrolment.manage' } as const;
const isoDate = z.custom<IsoDate>(isIsoDate, 'YYYY-MM-DD').meta({ type: 'string', format: 'date' });
const period = z.object({ n: z.int().min(1).max(3650), unit: z.enum(['day', 'week', 'month', 'year']) });
const key = z.object({ ownerId: z.uuid(), id: z.uuid() });

const newCertification = z.object({
  title: z.string().trim().min(1).max(200),
  description: z.string().max(1500).default(''),
  initialCompletion: z.union([z.object({ byDate: isoDate }), period]),
  renewable: z.boolean().default(true),
  validity: period.optional(),
  validityStart: z.enum(['ACTUAL_COMPLETION', 'DUE_DATE']).default('ACTUAL_COMPLETION'),
  renewalOpens: z
    .union([
      z.object({ kind: z.literal('BEFORE_EXPIRY'), days: z.int().min(0).max(3650) }),
      z.object({ kind: z.literal('IMMEDIATELY_AFTER_COMPLETION') }),
    ])
    .optional(),
  renewalDuration: period.optional(),
  notifyDaysBeforeExpire: z.int().min(0).max(365).optional(),
  competencyUpdateLevel: z.enum(['certification', 'course']).default('certification'),
  components: z.array(z.object({ ownerId: z.uuid(), courseId: z.uuid() })).max(200),
  competences: z.array(key).max(100).default([]),
  activeFrom: isoDate.optional(),
  activeTo: isoDate.optional(),
});

export function certificationApi(): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/certifications',
      kind: 'api',
      access: look,
      summary: 'Certifications, own and national',
      query: z.object({
        q: z.string().max(200).default(''),
        page: z.coerce.number().int().min(1).max(10_000).default(1),
        pageSize: z.coerce.number().int().min(1).max(200).default(50),
      }),
      run: async (request) => {
        const { q, page, pageSize: perPage } = request.query;
        const found = await request.inTransaction((tx) =>
          listCertifications(tx, {
            tenantId: request.who().tenantId,
            q,
            page,
            perPage,
            sort: 'title',
            direction: 'asc',
          }),
        );
        return { kind: 'json', body: { total: found.total, items: found.rows } };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/certifications/:owner/:id',
      kind: 'api',
      access: look,
      summary: 'A certification with its definition',
      params: objectParams,
      run: async (request) => {
        const found = await request.inTransaction((tx) =>
          findCertificationRecord(tx, { ownerId: request.params.owner, id: request.params.id }),
        );
        if (!found) throw new Problem('not-found');
        return {
          kind: 'json',
          body: {
            ...found,
            courseOwners: undefined,
            components: found.definition.components.map((courseId) => ({
              ownerId: found.courseOwners.get(courseId),
              courseId,
            })),
          },
        };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/certifications',
      kind: 'api',
      access: edit,
      summary: 'Makes a certification (CERT-1 to 3, 7)',
      body: newCertification,
      run: async (request) => {
        const { tenantId } = request.who();
        const saved = await orRefusal(
          request.inTransaction(
            async (tx) => {
              const given = Object.fromEntries(
                Object.entries(request.body).filter(([, value]) => value !== undefined),
              ) as unknown as Omit<NewCertification, 'tenantId' | 'activeFrom'> &
                Pick<typeof request.body, 'competences'>;
              const result = await saveNewCertification(tx, {
                ...given,
                tenantId,
                activeFrom: request.body.activeFrom ?? tx.today,
              });
              if (!result.ok) throw new RollBack(result.refusal, result.findings);
              return result;
            },
            { as: 'admin' },
          ),
        );
        if (!saved.ok) {
          const findings = (saved.more ?? []) as readonly { readonly severity: string; readonly code: string }[];
          throw new Problem('refused', {
            refusal: saved.refusal,
            detail: `certification.refusal.${saved.refusal}`,
            fields: Object.fromEntries(
              findings
                .filter((each) => each.severity === 'error')
                .map((each) => [each.code, `certification.finding.${each.code}`]),
            ),
          });
        }
        return {
          kind: 'json',
          status: 201,
          body: { ownerId: tenantId, id: saved.value.id, findings: saved.value.findings },
        };
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/subscriptions',
      kind: 'api',
      access: enrol,
      summary: 'People of this employer on a certification',
      query: z.object({
        certificationOwnerId: z.uuid(),
        certificationId: z.uuid(),
        page: z.coerce.number().int().min(1).max(10_000).default(1),
      }),
      run: async (request) => {
        const { certificationOwnerId: ownerId, certificationId: id, page } = request.query;
        const found = await request.inTransaction((tx) =>
          listSubscribers(tx, { tenantId: request.who().tenantId, key: { ownerId, id }, page }),
        );
        return { kind: 'json', body: { total: found.total, items: found.rows } };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/subscriptions',
      kind: 'api',
      access: enrol,
      summary: 'Subscribes a person to a certification',
      body: z.object({ personId: z.uuid(), certification: key, mandatory: z.boolean().default(false) }),
      run: async (request) => {
        const { tenantId } = request.who();
        const { personId, certification, mandatory } = request.body;
        const [result] = await request.inTransaction(
          async (tx) => {
            const known = await tx.query(`select 1 from people_v_person where tenant_id = $1 and person_id = $2`, [
              tenantId,
              personId,
            ]);
            if (known.length === 0) throw new Problem('not-found');
            return changeSubscriptions(tx, [
              { tenantId, personId, certification, command: { type: 'subscribe', approvalNeeded: false, mandatory } },
            ]);
          },
          { as: 'admin' },
        );
        if (!result?.ok) throw new Problem('refused', { refusal: result?.refusal ?? 'certification-not-found' });
        return { kind: 'json', status: 201, body: { subscriptionId: result.subscriptionId, status: result.status } };
      },
    }),
  ];
}
