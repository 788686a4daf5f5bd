/** Competencies: looked at by those who use the catalogue, defined by those who look after them (COMP-1, 4, 14). */
import { z } from 'zod';
import { route, type Reply, type Request, type Route } from '../platform/http';
import { FormProblem } from '../platform/http';
import type { Tx } from '../platform/db';
import { listOf, listQuery, one, orRefusal, pageSize, readPeriod, RollBack, type Typed } from '../platform/forms';
import { listCompetences } from './admin-queries';
import { defineCompetences, frameworkCodes } from './define-competences';
import { formatCompetenceName } from './core/name';
import type { RenewalLabel } from './core/types';

const home = '/manage/competencies';
const look = { anyOf: ['competence.define', 'catalogue.access'] } as const;
const define = { permission: 'competence.define' } as const;
const view = 'competence/views/admin-new.njk';

export function competenceAdminRoutes(): Route[] {
  return [
    route({
      method: 'get',
      path: home,
      kind: 'page',
      access: look,
      summary: 'Competencies, own and national',
      query: listQuery(['title', 'framework']),
      run: async (request) => {
        const { tenantId, tenantName, permissions } = request.who();
        const { q: search, ...wish } = request.query;
        const found = await request.inTransaction((tx) => listCompetences(tx, { ...wish, search, tenantId, pageSize }));
        return {
          kind: 'page',
          view: 'competence/views/admin-list.njk',
          model: {
            competences: found.rows.map((row) => ({ ...row, national: row.ownerId !== tenantId })),
            ...listOf(home, request.query, found.total),
            ownName: tenantName,
            mayDefine: permissions.has('competence.define'),
          },
        };
      },
    }),
    route({
      method: 'get',
      path: `${home}/new`,
      kind: 'page',
      access: define,
      summary: 'The form for a new competence',
      run: async (request) => ({
        kind: 'page',
        view,
        model: { ...formModel(request), form: { values: { 'renewal-n': '1', 'renewal-unit': 'year' }, errors: [] } },
      }),
    }),
    route({
      method: 'post',
      path: `${home}/new`,
      kind: 'page',
      access: define,
      summary: 'Defines a competence of one’s own',
      body: z.record(z.string(), z.unknown()),
      run: async (request): Promise<Reply> => {
        const { tenantId, national } = request.who();
        const { title, description, renewal, framework, faults } = readForm(request.body, national);
        const model = formModel(request);
        if (Object.keys(faults).length > 0) throw new FormProblem({ fields: faults, view, model });
        const made = await orRefusal(
          request.inTransaction(
            async (tx) => {
              // COMP-14: a national one is preferred; who wants their own says so.
              const similar = national ? [] : await similarNationals(tx, tenantId, title);
              if (similar.length > 0 && one(request.body, 'confirmed') !== 'yes')
                throw new RollBack('similar', similar);
              const [tenant] = await tx.query<{ code: string }>('select code from people_v_tenant where id = $1', [
                tenantId,
              ]);
              const label: RenewalLabel =
                renewal && (renewal.unit === 'year' || renewal.unit === 'month')
                  ? { kind: 'every', n: renewal.n, unit: renewal.unit }
                  : { kind: renewal ? 'none' : 'no-renewal' };
              const name = formatCompetenceName({
                scope: national ? 'NHS' : (tenant?.code ?? ''),
                framework,
                title,
                renewal: label,
              });
              const known = await tx.query(
                'select 1 from competence where tenant_id = $1 and lower(name) = lower($2)',
                [tenantId, name],
              );
              if (known.length > 0) throw new RollBack('taken');
              await defineCompetences(tx, [
                {
                  tenantId,
                  frameworkCode: framework,
                  name,
                  title,
                  ...(description === '' ? {} : { description }),
                  ...(renewal ? { renewal } : {}),
                  dateFrom: tx.today,
                },
              ]);
              return name;
            },
            { as: 'admin' },
          ),
        );
        if (made.ok)
          return {
            kind: 'redirect',
            to: `${home}?q=${encodeURIComponent(title)}`,
            flash: { tone: 'success', message: 'competence.admin.made', values: { name: made.value } },
          };
        if (made.refusal === 'similar')
          return {
            kind: 'page',
            view,
            status: 409,
            model: {
              ...model,
              similar: made.more,
              form: {
                values: request.body,
                errors: [{ field: 'confirmed', message: 'competence.admin.similar.error' }],
              },
            },
          };
        throw new FormProblem({ fields: { title: 'competence.admin.fault.taken' }, view, model });
      },
    }),
  ];
}

function formModel(request: Pick<Request, 'who'>): object {
  const { national } = request.who();
  return {
    national,
    frameworks: national ? frameworkCodes.filter((code) => code !== 'LOCAL') : [],
    action: `${home}/new`,
    home,
  };
}

function readForm(
  typed: Typed,
  national: boolean,
): {
  title: string;
  description: string;
  framework: string;
  renewal: { n: number; unit: 'day' | 'week' | 'month' | 'year' } | undefined;
  faults: Record<string, string>;
} {
  const faults: Record<string, string> = {};
  const title = one(typed, 'title');
  if (title === '') faults.title = 'competence.admin.fault.title';
  else if (title.length > 120 || title.includes('|')) faults.title = 'competence.admin.fault.title-form';
  const description = one(typed, 'description');
  if (description.length > 1500) faults.description = 'competence.admin.fault.description';
  const renewal = readPeriod(typed, 'renewal');
  if (!renewal.ok) faults['renewal-n'] = 'competence.admin.fault.renewal';
  const framework = national ? one(typed, 'framework') : 'LOCAL';
  if (!frameworkCodes.includes(framework) || (national && framework === 'LOCAL'))
    faults.framework = 'competence.admin.fault.framework';
  return { title, description, framework, renewal: renewal.ok ? renewal.period : undefined, faults };
}

/** COMP-14: national competencies with a word of the title in theirs, short words aside. */
async function similarNationals(
  tx: Tx,
  tenantId: string,
  title: string,
): Promise<readonly { readonly title: string; readonly name: string }[]> {
  const words = title.toLowerCase().match(/[\p{L}\d]{4,}/gu) ?? [];
  const found = new Map<string, { title: string; name: string }>();
  for (const word of words.slice(0, 5)) {
    const { rows } = await listCompetences(tx, { tenantId, search: word, pageSize: 10, current: true });
    for (const row of rows) if (row.ownerId !== tenantId) found.set(row.id, { title: row.title, name: row.name });
  }
  return [...found.values()].slice(0, 10);
}
