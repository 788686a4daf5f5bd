/** Every route of the app, room by room. */
import type { OpenedPlayer } from './open-player';
import type { Program } from './open-program';
import { createRateLimit } from './platform/auth';
import type { Route } from './platform/http';
import type { Messages } from './platform/page';
import { signInRoutes, type DemoPerson } from './people';
import { adminRoutes, learnerRoutes } from './portal';
import { outcomesRoute } from './scorm/adapter';
import { libraryRoutes, type Importer } from './scorm/library';
import { findTrial, moveRoutes } from './scorm/runtime';
import { createStartPreview } from './start-preview';

export type RouteDeps = Program &
  OpenedPlayer & {
    readonly messages: Messages;
    readonly importer: Importer;
    readonly demoPeople?: readonly DemoPerson[];
  };

/** Routes in the order in which they are tried. */
export async function allRoutes(deps: RouteDeps): Promise<Route[]> {
  const tries = {
    byAccountAndAddress: await createRateLimit({ name: 'sign-in-here', points: 10, seconds: 900 }),
    byAccount: await createRateLimit({ name: 'sign-in-account', points: 100, seconds: 900 }),
    byAddress: await createRateLimit({ name: 'sign-in-address', points: 200, seconds: 900 }),
  };
  return [
    ...signInRoutes({
      database: deps.database,
      secureCookies: deps.config.production,
      tries,
      demoPeople: deps.demoPeople ?? [],
    }),
    ...libraryRoutes({
      ...deps,
      maxUploadBytes: deps.config.maxUploadBytes,
      startPreview: createStartPreview(deps),
      reports: deps.config.mode !== 'adapter',
      findTrial,
    }),
    ...moveRoutes(),
    ...(deps.config.mode === 'adapter' ? [] : learnerRoutes({ ...deps, startLaunch: deps.player.startLaunch })),
    ...(deps.config.mode === 'adapter' ? [] : adminRoutes(deps)),
    ...coreRoutes(deps),
  ];
}

/** A core with content elsewhere takes outcomes from there. */
function coreRoutes({ config, sharedKeys, port, ...deps }: RouteDeps): Route[] {
  if (sharedKeys === undefined || config.mode === 'adapter') return [];
  return [outcomesRoute({ ...deps, keys: sharedKeys, take: port })];
}
