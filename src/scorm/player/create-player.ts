import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Express } from 'express';
import { refuseContent, type ContentRequest } from '../../platform/http';
import type { Jobs } from '../../platform/jobs';
import { packageFileKeys } from '../library';
import { createTakeCommits } from '../runtime';
import { createFindFile } from './find-file';
import { startPlayerJobs } from './jobs';
import { createPages } from './pages';
import { createPasses } from './passes';
import type { PlayerDeps } from './player-deps';
import { createSendFile } from './send-file';
import { createServeFiles, filesPath } from './serve-files';
import { createStartLaunch, type StartLaunch } from './start-launch';
import { createTakeRequest } from './take-requests';

export type Player = {
  /** The content listener's hot paths. */
  readonly handler: (request: IncomingMessage, response: ServerResponse, about: ContentRequest) => boolean;
  /** The content listener's pages. */
  readonly pages: (app: Express) => void;
  readonly startLaunch: StartLaunch;
  readonly startJobs: (jobs: Jobs) => Promise<void>;
};

const said = /^\/a\/([0-9a-f-]{36})\/(commit|navigate|trace)(?:\?|$)/;

/** The player's server side, for one process. */
export function createPlayer(deps: PlayerDeps): Player {
  const { config, keys, clock, database, files, port } = deps;
  const passes = createPasses({ keys, clock, secure: config.production });
  const findFile = createFindFile({ files, keysOf: packageFileKeys });
  const serveFile = createServeFiles({ passes, findFile, sendFile: createSendFile(files) });
  const takeCommits = createTakeCommits({ database, lane: database.lane, port, now: () => clock.now() });
  const takeRequest = createTakeRequest({ ...deps, passes, takeCommits });

  return {
    handler: (request, response, about) => {
      const url = request.url ?? '';
      if (about.host.kind === 'launcher') return false;
      const refuse = (error: unknown): void => refuseContent(deps, request, response, about.id, error);
      if (url.startsWith(filesPath)) {
        serveFile(request, response, about).catch(refuse);
        return true;
      }
      const [, attemptId, action] = (request.method === 'POST' ? said.exec(url) : null) ?? [];
      if (attemptId === undefined || (action !== 'commit' && action !== 'navigate' && action !== 'trace')) return false;
      takeRequest(request, response, about, attemptId, action).catch(refuse);
      return true;
    },
    pages: createPages({ ...deps, passes }),
    startLaunch: createStartLaunch(deps),
    startJobs: (jobs) => startPlayerJobs(jobs, { database, port, remote: config.mode === 'adapter' }),
  };
}
