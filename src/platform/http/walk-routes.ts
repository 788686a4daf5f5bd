import type { Route } from './types';

/** What a route needs to be walked: parameters with ids of another tenant, and a body that its schema takes. */
export type RouteExample = {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
};

/** One request to make of a route, and what must come back. */
export type Walk = {
  readonly route: Route;
  /** The path with ids filled in. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly why: 'nobody-signed-in' | 'permission-missing' | 'id-of-another-tenant';
  /** Any of these statuses is right. */
  readonly expect: readonly number[];
};

const nowhere = '00000000-0000-7000-8000-000000000000';

/**
 * Every way in which a route must refuse, for a test that walks them all (PERM-1).
 * @param examples `<method> <path>` -> example. A closed route with parameters that has none is named in
 *   `uncovered`, so that nobody forgets a new one.
 */
export function walkRoutes(
  routes: readonly Route[],
  examples: Readonly<Record<string, RouteExample>>,
): { readonly walks: readonly Walk[]; readonly uncovered: readonly string[] } {
  const walks: Walk[] = [];
  const uncovered: string[] = [];
  for (const route of routes.filter(({ access }) => access !== 'public')) {
    const { params = {}, body = {} } = examples[`${route.method} ${route.path}`] ?? {};
    const names = [...route.path.matchAll(/[:*](\w+)/g)].map((found) => found[1] ?? '');
    const path = route.path.replace(/[:*](\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? nowhere));
    const walk = (why: Walk['why'], expect: readonly number[]): void =>
      void walks.push({ route, path, body, why, expect });

    walk('nobody-signed-in', route.kind === 'api' ? [401] : [303]);
    if (route.access !== 'signed-in') walk('permission-missing', [403]);
    if (names.length === 0) continue;
    if (names.every((name) => params[name] !== undefined)) walk('id-of-another-tenant', [403, 404]);
    else uncovered.push(`${route.method} ${route.path}`);
  }
  return { walks, uncovered };
}
