/** Pages of one learning object. National objects are read by everybody with the permission, changed by their owner. */
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { newEvent, publish } from '../../platform/events';
import { FormProblem, Problem, route, type Reply, type Route, type SignedIn } from '../../platform/http';
import { describeActivities } from './describe-activities';
import { describeTrial, type Trial } from './describe-trial';
import { titleOf } from './import-package';
import { originalKey } from './package-files';
import {
  access,
  home,
  objectParams,
  objectPath,
  requireObject,
  requireOwn,
  uploadBox,
  uploadPath,
  useHref,
  views,
  type LibraryPageDeps,
} from './page-parts';
import { findVersionFile } from './queries';
import { receivePackage } from './receive-package';
import { lockObject, updateTitle } from './store';
import type { LearningObject } from './types';

export function objectPages(deps: LibraryPageDeps): Route[] {
  const recordModel = (who: SignedIn, object: LearningObject, trial?: Trial): object => ({
    object,
    own: object.ownerId === who.tenantId,
    path: objectPath(object),
    ...describeActivities(object.current.package),
    ...(trial === undefined ? {} : { trial: describeTrial(trial, object.current.package) }),
    versions: object.versions.map((one) => ({
      ...one,
      current: one.id === object.current.id,
      href: `${objectPath(object)}/versions/${one.number}/package.zip`,
    })),
    useHref: useHref(who, object),
    ...(deps.reports ? { reportHref: `/reports/objects/${object.ownerId}/${object.id}` } : {}),
    upload: uploadBox(deps, object),
  });

  return [
    route({
      method: 'get',
      path: `${home}/:owner/:id`,
      kind: 'page',
      access,
      summary: 'What a learning object holds, and its versions',
      params: objectParams,
      run: async (request) => {
        const object = await requireObject(request);
        const version = { ownerId: object.ownerId, versionId: object.current.id };
        const trial = await request.inTransaction((tx) => deps.findTrial(tx, version));
        return { kind: 'page', view: `${views}/record.njk`, model: recordModel(request.who(), object, trial) };
      },
    }),
    route({
      method: 'post',
      path: `${home}/:owner/:id/versions`,
      kind: 'page',
      access,
      summary: 'Uploads a new version',
      bodyKind: 'stream',
      params: objectParams,
      run: async (request) => {
        requireOwn(request);
        const upload = await receivePackage(deps, request, { learningObjectId: request.params.id });
        if (upload !== undefined) return { kind: 'redirect', to: uploadPath(upload.id) };
        const model = recordModel(request.who(), await requireObject(request));
        throw new FormProblem({ fields: { file: 'library.upload.file.missing' }, view: `${views}/record.njk`, model });
      },
    }),
    route({
      method: 'get',
      path: `${home}/:owner/:id/versions/:number/package.zip`,
      kind: 'page',
      access,
      summary: 'A version as it was uploaded',
      params: objectParams.extend({ number: z.coerce.number().int().min(1).max(1_000_000) }),
      run: async (request) => {
        const { owner, id, number } = request.params;
        const found = await request.inTransaction((tx) => findVersionFile(tx, owner, id, number));
        if (found === undefined) throw new Problem('not-found');
        return {
          kind: 'stream',
          headers: {
            'Content-Type': 'application/zip',
            'Content-Length': String(found.sizeBytes),
            'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
            'Cache-Control': 'private, no-store',
          },
          pipe: (to) => pipeline(deps.files.read(originalKey(found.storeKey)), to),
        };
      },
    }),
    route({
      method: 'post',
      path: `${home}/:owner/:id/preview`,
      kind: 'page',
      access,
      summary: 'Plays the content without recording',
      params: objectParams,
      run: async (request) => {
        const { ownerId, id } = await requireObject(request);
        return deps.startPreview(request, { ownerId, objectId: id });
      },
    }),
    route({
      method: 'get',
      path: `${home}/:owner/:id/rename`,
      kind: 'page',
      access,
      summary: 'The form to change a title',
      params: objectParams,
      run: async (request) => {
        requireOwn(request);
        const object = await requireObject(request);
        return {
          kind: 'page',
          view: `${views}/rename.njk`,
          model: { object, path: objectPath(object), form: { values: { title: object.title }, errors: [] } },
        };
      },
    }),
    route({
      method: 'post',
      path: `${home}/:owner/:id/rename`,
      kind: 'page',
      access,
      summary: 'Changes the title',
      params: objectParams,
      body: z.object({ title: z.string().max(5000).default('') }),
      run: async (request): Promise<Reply> => {
        requireOwn(request);
        const object = await requireObject(request);
        const title = titleOf(request.body.title);
        if (title === undefined)
          throw new FormProblem({
            fields: { title: 'library.rename.missing' },
            view: `${views}/rename.njk`,
            model: { object, path: objectPath(object) },
          });
        await request.inTransaction(async (tx) => {
          const locked = await lockObject(tx, object.ownerId, object.id);
          if (locked === undefined) throw new Problem('not-found');
          if (locked.title === title) return;
          await updateTitle(tx, object.ownerId, object.id, title);
          await publish(tx, [
            newEvent(tx, {
              type: 'learning-object-renamed',
              subjects: { objectId: object.id },
              before: { title: locked.title },
              after: { title },
            }),
          ]);
        });
        return {
          kind: 'redirect',
          to: objectPath(object),
          flash: { tone: 'success', message: 'library.rename.done', values: { title } },
        };
      },
    }),
  ];
}
