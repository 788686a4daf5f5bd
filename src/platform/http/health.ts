import type { RequestHandler } from 'express';
import type { HttpDeps } from './deps';

/** `/health`: this process is up. Asks nothing of anybody. */
export const health: RequestHandler = (_request, response) => {
  response.set('Cache-Control', 'no-store').json({ status: 'up' });
};

/** `/ready`: it can serve, that is database and files answer within three seconds; 503 with what is missing otherwise. */
export function ready(deps: Pick<HttpDeps, 'database' | 'ready' | 'log'>): RequestHandler {
  const checks: Readonly<Record<string, () => Promise<unknown>>> = {
    database: () =>
      deps.database.inTransaction({ tenant: 'all', actor: { source: 'process:ready' } }, (tx) => tx.query('select 1')),
    files: deps.ready ?? (() => Promise.resolve()),
  };
  return async (_request, response) => {
    const found = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await works(check)] as const),
    );
    const ok = found.every(([, works]) => works);
    if (!ok) response.set('Retry-After', '5');
    response
      .set('Cache-Control', 'no-store')
      .status(ok ? 200 : 503)
      .json({
        status: ok ? 'ready' : 'not ready',
        ...Object.fromEntries(found.map(([name, works]) => [name, works ? 'ok' : 'away'])),
      });
  };
}

async function works(check: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((done) => (timer = setTimeout(() => done(false), 3000)));
  try {
    return await Promise.race([check().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
