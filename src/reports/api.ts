/** Reports for programs: the same numbers as the pages. */
import { z } from 'zod';
import { objectParams, pageSize } from '../platform/forms';
import { Problem, route, type Request, type Route } from '../platform/http';
import type { Tx } from '../platform/db';
import { timeSteps } from './core/buckets';
import { freshen } from './freshen';
import { access, attemptSorts, namesPermission, questionSorts } from './pages';
import { findOverview, findSubject, listAttemptsOf, listObjectives, listQuestions } from './queries';
import { kinds, readWish, reportQuery, sortOf, type Kind, type ReportQuery } from './read-wish';
import type { ReportWish } from './scope';

const query = reportQuery
  .omit({ tab: true })
  .extend({ pageSize: z.coerce.number().int().min(1).max(500).default(pageSize) });
type ApiQuery = z.output<typeof query>;

type Read = (tx: Tx, wish: ReportWish, query: ApiQuery) => Promise<object>;

const slice = ({ page, pageSize: most, direction }: ApiQuery) => ({ most, from: (page - 1) * most, direction });
const listed = ({ rows, total }: { readonly rows: readonly object[]; readonly total: number }): object => ({
  total,
  items: rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !hidden.has(name)))),
});
/** What the queries carry for themselves. */
const hidden = new Set(['total', 'place', 'firstVersion']);

const reads: Readonly<Record<string, { readonly summary: string; readonly names: boolean; readonly read: Read }>> = {
  overview: {
    summary: 'Attempts by status, score and time',
    names: false,
    read: (tx, wish) => findOverview(tx, wish, timeSteps),
  },
  questions: {
    summary: 'Questions with how they were answered',
    names: false,
    read: async (tx, wish, asked) =>
      listed(await listQuestions(tx, wish, { ...slice(asked), sort: sortOf(questionSorts, asked.sort) })),
  },
  objectives: {
    summary: 'Objectives with how many met them',
    names: false,
    read: async (tx, wish, asked) => listed(await listObjectives(tx, wish, slice(asked))),
  },
  attempts: {
    summary: 'The attempts by name',
    names: true,
    read: async (tx, wish, asked) =>
      listed(await listAttemptsOf(tx, wish, { ...slice(asked), sort: sortOf(attemptSorts, asked.sort) })),
  },
};

/** One route for each table of each kind of report. */
export function reportApi(): Route[] {
  return kinds.flatMap((kind) =>
    Object.entries(reads).map(([table, { summary, names, read }]) =>
      route({
        method: 'get',
        path: `/api/v1/reports/${kind}/:owner/:id/${table}`,
        kind: 'api',
        access: names ? { permission: namesPermission } : access,
        summary: `${summary}, of ${kind === 'objects' ? 'a learning object' : 'a class'}`,
        params: objectParams,
        query,
        run: (request) => answer(request, kind, read),
      }),
    ),
  );
}

async function answer(
  request: Request<z.output<typeof objectParams>, ApiQuery>,
  kind: Kind,
  read: Read,
): Promise<{ kind: 'json'; body: object }> {
  const { owner, id } = request.params;
  const asked: ReportQuery = { ...request.query, tab: 'overview' };
  const { wish, errors } = readWish(request.who().tenantId, kind, { ownerId: owner, id }, asked);
  if (errors[0])
    throw new Problem('invalid', { fields: Object.fromEntries(errors.map((each) => [each.field, each.message])) });
  const body = await request.inTransaction(async (tx) => {
    const subject = await findSubject(tx, wish);
    if (!subject) throw new Problem('not-found');
    const { uncounted } = await freshen(tx, wish, subject);
    return { ...(await read(tx, wish, request.query)), uncounted };
  });
  return { kind: 'json', body };
}
