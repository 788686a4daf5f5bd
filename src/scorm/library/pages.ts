/** Pages of the content library. Every route asks for `content.manage`; objects of other tenants do not exist. */
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { newEvent, publish } from '../../platform/events';
import { FormProblem, Problem, route, type Reply, type Request, type Route, type SignedIn } from '../../platform/http';
import { sizeInWords } from '../../platform/page';
import type { Finding } from '../package';
import { describeActivities } from './describe-activities';
import { publishedFindings } from './findings';
import { titleOf } from './import-package';
import { originalKey } from './package-files';
import { findLearningObject, findUpload, findVersionFile, listLearningObjects } from './queries';
import { receivePackage, type ReceiveDeps } from './receive-package';
import { lockObject, updateTitle } from './store';
import type { LearningObject, Upload } from './types';

export type StartPreview = (
  request: Request,
  object: { readonly ownerId: string; readonly objectId: string },
) => Promise<Reply>;

export type LibraryPageDeps = ReceiveDeps & { readonly startPreview: StartPreview };

const access = { permission: 'content.manage' } as const;
/** Whoever has it is shown the way from content to a course. */
const courseEditing = 'catalogue.edit';
const home = '/manage/content';
const pageSize = 25;
const views = 'scorm/library/views';

const objectParams = z.object({ owner: z.uuid(), id: z.uuid() });
const listQuery = z.object({
  q: z.string().trim().max(200).default(''),
  sort: z.enum(['title', 'updated', 'size']).catch('updated'),
  direction: z.enum(['asc', 'desc']).catch('desc'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export const objectPath = (object: { readonly ownerId: string; readonly id: string }): string =>
  `${home}/${object.ownerId}/${object.id}`;
export const uploadPath = (id: string): string => `${home}/uploads/${id}`;

export function libraryPages(deps: LibraryPageDeps): Route[] {
  const uploadBox = (action: string, api: string, forVersion: boolean): object => ({
    action,
    api,
    forVersion,
    maxBytes: deps.maxUploadBytes,
    limit: sizeInWords(deps.maxUploadBytes),
  });
  const newBox = uploadBox(`${home}/uploads`, '/api/v1/learning-objects', false);
  const versionBox = (object: { ownerId: string; id: string }): object =>
    uploadBox(
      `${objectPath(object)}/versions`,
      `/api/v1/learning-objects/${object.ownerId}/${object.id}/versions`,
      true,
    );

  const listModel = async (request: Request, query: z.output<typeof listQuery>): Promise<object> => {
    const { tenantId } = request.who();
    const { q: search, ...wish } = query;
    const { rows, total } = await request.inTransaction((tx) =>
      listLearningObjects(tx, { tenantId, search, ...wish, pageSize }),
    );
    const kept = { q: search, sort: wish.sort, direction: wish.direction };
    return {
      objects: rows.map((row) => ({ ...row, href: objectPath(row), foreign: row.ownerId !== tenantId })),
      total,
      search,
      ownName: request.who().tenantName,
      sorting: { path: home, query: { q: search }, by: wish.sort, direction: wish.direction },
      list: { page: wish.page, pages: Math.ceil(total / pageSize), path: home, query: kept },
      upload: newBox,
    };
  };
  const recordModel = (who: SignedIn, object: LearningObject): object => ({
    object,
    own: object.ownerId === who.tenantId,
    path: objectPath(object),
    ...describeActivities(object.current.package),
    versions: object.versions.map((one) => ({
      ...one,
      current: one.id === object.current.id,
      href: `${objectPath(object)}/versions/${one.number}/package.zip`,
    })),
    useHref: who.permissions.has(courseEditing)
      ? `/manage/courses/new?object=${object.ownerId}.${object.id}`
      : undefined,
    upload: versionBox(object),
  });

  return [
    route({
      method: 'get',
      path: home,
      kind: 'page',
      access,
      summary: 'The content library',
      query: listQuery,
      run: async (request) => ({
        kind: 'page',
        view: `${views}/list.njk`,
        model: await listModel(request, request.query),
      }),
    }),
    route({
      method: 'get',
      path: `${home}/findings`,
      kind: 'page',
      access,
      summary: 'Everything the package check can say',
      run: async () => ({ kind: 'page', view: `${views}/findings.njk`, model: { findings: publishedFindings() } }),
    }),
    route({
      method: 'post',
      path: `${home}/uploads`,
      kind: 'page',
      access,
      summary: 'Uploads a package as new content',
      bodyKind: 'stream',
      run: async (request) => {
        const upload = await receivePackage(deps, request, {});
        if (upload !== undefined) return { kind: 'redirect', to: uploadPath(upload.id) };
        throw new FormProblem({
          fields: { file: 'library.upload.file.missing' },
          view: `${views}/list.njk`,
          model: await listModel(request, listQuery.parse({})),
        });
      },
    }),
    route({
      method: 'get',
      path: `${home}/uploads/:id`,
      kind: 'page',
      access,
      summary: 'The report of an upload',
      params: z.object({ id: z.uuid() }),
      run: async (request) => {
        const who = request.who();
        const upload = await request.inTransaction((tx) => findUpload(tx, who.tenantId, request.params.id));
        if (upload === undefined) throw new Problem('not-found');
        const target =
          upload.learningObjectId === undefined ? undefined : { ownerId: who.tenantId, id: upload.learningObjectId };
        const underWay = upload.finishedAt === undefined;
        return {
          kind: 'page',
          view: underWay ? `${views}/upload-progress.njk` : `${views}/upload-report.njk`,
          model: {
            upload,
            counts: countFindings(upload.findings),
            verdict: verdictOf(upload),
            objectPath: target === undefined ? undefined : objectPath(target),
            useHref:
              target !== undefined && who.permissions.has(courseEditing)
                ? `/manage/courses/new?object=${target.ownerId}.${target.id}`
                : undefined,
            uploadAgain: target === undefined ? newBox : versionBox(target),
          },
        };
      },
    }),
    route({
      method: 'get',
      path: `${home}/:owner/:id`,
      kind: 'page',
      access,
      summary: 'What a learning object holds, and its versions',
      params: objectParams,
      run: async (request) => ({
        kind: 'page',
        view: `${views}/record.njk`,
        model: recordModel(request.who(), await requireObject(request)),
      }),
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

type ObjectRequest = Request<z.output<typeof objectParams>>;

/** @throws Problem `not-found` also for an object that another tenant owns */
export async function requireObject(request: ObjectRequest): Promise<LearningObject> {
  const found = await request.inTransaction((tx) => findLearningObject(tx, request.params.owner, request.params.id));
  if (found === undefined) throw new Problem('not-found');
  return found;
}

/** National objects are there to be read: what would change them is not. */
export function requireOwn(request: ObjectRequest): void {
  if (request.params.owner !== request.who().tenantId) throw new Problem('not-found');
}

function countFindings(findings: readonly Finding[]): {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
} {
  const count = (severity: Finding['severity']): number => findings.filter((one) => one.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info') };
}

/** How an upload ended, in the three words of its report (and one for our own faults). */
function verdictOf({ status, findings }: Upload): string {
  return status === 'accepted' && findings.some(({ severity }) => severity === 'warning') ? 'warnings' : status;
}
