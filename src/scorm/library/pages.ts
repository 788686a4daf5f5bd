/** Pages of the content library: the list, uploads and their reports. Every route asks for `content.manage`. */
import { z } from 'zod';
import { FormProblem, Problem, route, type Request, type Route } from '../../platform/http';
import type { Finding } from '../package';
import { publishedFindings } from './findings';
import { access, home, objectPath, uploadBox, uploadPath, useHref, views, type LibraryPageDeps } from './page-parts';
import { findLearningObject, findUpload, listLearningObjects } from './queries';
import { receivePackage } from './receive-package';
import type { Upload } from './types';

const pageSize = 25;

const listQuery = z.object({
  q: z.string().trim().max(200).default(''),
  sort: z.enum(['title', 'updated', 'size']).catch('updated'),
  direction: z.enum(['asc', 'desc']).catch('desc'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export function libraryPages(deps: LibraryPageDeps): Route[] {
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
      upload: uploadBox(deps),
    };
  };

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
        const object =
          target === undefined || upload.status !== 'accepted'
            ? undefined
            : await request.inTransaction((tx) => findLearningObject(tx, target.ownerId, target.id));
        // A newer version has a report of its own.
        const predictions = object?.current.id === upload.versionId ? object?.current.package.predictions : undefined;
        return {
          kind: 'page',
          view: underWay ? `${views}/upload-progress.njk` : `${views}/upload-report.njk`,
          model: {
            upload,
            predictions: predictions ?? [],
            counts: countFindings(upload.findings),
            verdict: verdictOf(upload),
            objectPath: target === undefined ? undefined : objectPath(target),
            useHref: target === undefined ? undefined : useHref(who, target),
            uploadAgain: uploadBox(deps, target),
          },
        };
      },
    }),
  ];
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
