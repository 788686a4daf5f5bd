import { z } from 'zod';

/** Rows on a page of a list. */
export const pageSize = 25;

/** What a list may be asked for: `q`, `sort`, `direction`, `page`. Anything that does not fit falls back. */
export function listQuery<S extends string>(sorts: readonly [S, ...S[]], direction: 'asc' | 'desc' = 'asc') {
  return z.object({
    q: z.string().trim().max(200).catch(''),
    sort: z.enum(sorts).catch(sorts[0]),
    direction: z.enum(['asc', 'desc']).catch(direction),
    page: z.coerce.number().int().min(1).max(10_000).catch(1),
  });
}

export type ListQuery<S extends string = string> = {
  readonly q: string;
  readonly sort: S;
  readonly direction: 'asc' | 'desc';
  readonly page: number;
};

/** Parts of a list's model: what sort links and pagination of the page parts want. */
export function listOf(
  path: string,
  query: ListQuery,
  total: number,
  kept: Readonly<Record<string, string>> = {},
): object {
  return {
    total,
    search: query.q,
    path,
    sorting: { path, query: { q: query.q, ...kept }, by: query.sort, direction: query.direction },
    list: {
      page: query.page,
      pages: pagesOf(total),
      path,
      query: { q: query.q, sort: query.sort, direction: query.direction, ...kept },
    },
  };
}

export const pagesOf = (total: number): number => Math.ceil(total / pageSize);
