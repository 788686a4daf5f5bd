/** `GET /files/<path>`: a file of the package, for whoever holds a pass of this origin. Never meets express. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem, type ContentRequest } from '../../platform/http';
import { readFilePath } from './core/file-path';
import type { FindFile } from './find-file';
import type { Passes } from './passes';
import type { SendFile } from './send-file';

export type ServeFilesDeps = { readonly passes: Passes; readonly findFile: FindFile; readonly sendFile: SendFile };

export type ServeFiles = (request: IncomingMessage, response: ServerResponse, about: ContentRequest) => Promise<void>;

export const filesPath = '/files/';

/** @throws Problem `not-signed-in` without a pass, `not-found` for every path that names no file */
export function createServeFiles({ passes, findFile, sendFile }: ServeFilesDeps): ServeFiles {
  return async (request, response, about) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw notThere();
    const pass = passes.latest(request, about.host);
    if (pass === undefined) throw new Problem('not-signed-in', { detail: 'player.problem.no-pass' });
    const path = readFilePath((request.url ?? '').split('?', 1)[0]?.slice(filesPath.length) ?? '');
    const file = path === undefined ? undefined : await findFile(pass, path);
    if (file === undefined) throw notThere();
    await sendFile(request, response, about, file);
  };
}

const notThere = (): Problem => new Problem('not-found', { detail: 'player.problem.no-file' });
