/** The composition root. Reads top to bottom: what is opened, who answers what, what stops in which order. */
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { firstStart } from './first-start';
import { openPlayer } from './open-player';
import { openProgram } from './open-program';
import type { Config, Mode } from './platform/config';
import {
  createAppListener,
  createContentListener,
  listen,
  signInPath,
  stopServer,
  type HttpDeps,
} from './platform/http';
import type { Log } from './platform/log';
import { createMessages, createRenderer, loadAssets } from './platform/page';
import { countUnread, messagesPath } from './notify';
import { createAuthenticate } from './people';
import { navigation } from './portal';
import { createImporter } from './scorm/library';
import { catalogues } from './messages';
import { allRoutes } from './routes';
import { startWork } from './start-work';

/** What one process of a mode does. A core has its content elsewhere; an adapter brings its own app for authors. */
const parts: Readonly<Record<Mode, { readonly app: boolean; readonly content: boolean; readonly jobs: boolean }>> = {
  all: { app: true, content: true, jobs: true },
  web: { app: true, content: true, jobs: false },
  worker: { app: false, content: false, jobs: true },
  adapter: { app: true, content: true, jobs: true },
  core: { app: true, content: false, jobs: true },
};

const patienceMs = 15_000;
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** In `dist/` views and assets stand beside us; from sources they stand where they were written and built. */
const bundled = existsSync(here('./views'));
const viewsFolder = bundled ? here('./views') : here('.');
const publicFolder = bundled ? here('./public') : here('../dist/public');

export type RunningApp = {
  /** Finishes what is under way, then closes everything. */
  readonly stop: () => Promise<void>;
};

/** Starts what the mode asks for. `onReady` is called once, when the app serves. */
export async function startApp(config: Config, log: Log, onReady: () => void): Promise<RunningApp> {
  const { app, content, jobs } = parts[config.mode];
  const program = await openProgram(config, log, { working: jobs, passingBy: false });
  const servers: Server[] = [];
  let stopWork = async (): Promise<void> => undefined;
  let settleImports = async (): Promise<void> => undefined;
  const stop = async (): Promise<void> => {
    const clean = await Promise.all(servers.map((server) => stopServer(server, patienceMs)));
    if (clean.includes(false)) log.warn('some requests were cut off');
    await stopWork();
    await settleImports();
    await program.close();
  };
  try {
    const demoPeople = app && config.mode !== 'adapter' ? await firstStart(program) : [];
    const messages = createMessages(catalogues);
    const assets = loadAssets(publicFolder);
    const render = createRenderer({
      viewsFolder,
      designSystemFolder: here('../node_modules/nhsuk-frontend/dist'),
      messages,
      assets,
      navigation,
      searchHref: '/learning',
      messagesHref: messagesPath,
      signOutHref: '/sign-out',
      demo: config.seed === 'demo',
      signInHref: signInPath,
    });
    const deps: HttpDeps = {
      ...program,
      messages,
      assets,
      render,
      authenticate: createAuthenticate(program.database, config.production),
      unreadMessages: (who) =>
        program.database.inTransaction(
          { tenant: who.tenantId, actor: { source: 'self' }, atOnce: true, keepPlans: true },
          (tx) => countUnread(tx, who),
        ),
      ready: program.files.check,
    };

    const opened = { ...openPlayer(program, messages, render), importer: createImporter(program) };
    settleImports = () => opened.importer.settle(patienceMs);
    const routes = await allRoutes({ ...program, ...opened, demoPeople, messages });
    if (jobs) stopWork = await startWork({ ...program, ...opened, messages });

    const open = async (server: Server, port: number): Promise<void> => {
      servers.push(server);
      await listen(server, port, config.host);
    };
    if (content)
      await open(
        createContentListener({
          config,
          log,
          messages,
          assets,
          handler: opened.player.handler,
          pages: opened.player.pages,
        }),
        config.contentPort,
      );
    if (app) await open(createAppListener({ ...deps, routes }), config.port);
    if (app) onReady();
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
