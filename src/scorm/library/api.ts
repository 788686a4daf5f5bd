/** The library for programs, and for the upload script of its pages. */
import { z } from 'zod';
import { Problem, route, type Reply, type Route } from '../../platform/http';
import { access, objectParams, objectPath, requireObject, requireOwn, uploadPath } from './page-parts';
import { findUpload, listLearningObjects } from './queries';
import { receivePackage, type ReceiveDeps } from './receive-package';
import type { LearningObject, LearningObjectRow, Upload } from './types';

const uploadQuery = z.object({ fileName: z.string().max(1000).optional(), title: z.string().max(1000).optional() });

const finding = z.object({
  severity: z.enum(['error', 'warning', 'info']),
  code: z.string(),
  message: z.string(),
  where: z.string(),
  advice: z.string(),
});
const uploadAnswer = z.object({
  id: z.string(),
  status: z.enum(['checking', 'storing', 'accepted', 'refused', 'failed']),
  fileName: z.string(),
  sizeBytes: z.number(),
  findings: z.array(finding),
  learningObjectId: z.string().optional(),
  versionId: z.string().optional(),
  createdAt: z.string(),
  finishedAt: z.string().optional(),
  /** Its page for people. */
  page: z.string(),
});
const rowAnswer = z.object({
  ownerId: z.string(),
  id: z.string(),
  title: z.string(),
  versionNumber: z.number(),
  scormVersion: z.string(),
  activityCount: z.number(),
  sizeBytes: z.number(),
  updatedAt: z.string(),
  page: z.string(),
});
const versionAnswer = z.object({
  id: z.string(),
  number: z.number(),
  scormVersion: z.string(),
  title: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
  fileCount: z.number(),
  activityCount: z.number(),
  createdAt: z.string(),
});
const objectAnswer = z.object({
  ownerId: z.string(),
  id: z.string(),
  title: z.string(),
  current: versionAnswer.extend({ package: z.unknown(), findings: z.array(finding), sha256: z.string() }),
  versions: z.array(versionAnswer),
  page: z.string(),
});

export function libraryApi(deps: ReceiveDeps): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/learning-objects',
      kind: 'api',
      access,
      summary: 'Learning objects, own and national',
      query: z.object({
        q: z.string().max(200).default(''),
        sort: z.enum(['title', 'updated', 'size']).default('title'),
        direction: z.enum(['asc', 'desc']).default('asc'),
        page: z.coerce.number().int().min(1).max(10_000).default(1),
        pageSize: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answer: z.object({ total: z.number(), items: z.array(rowAnswer) }),
      run: async (request) => {
        const { q: search, ...wish } = request.query;
        const { tenantId } = request.who();
        const { rows, total } = await request.inTransaction((tx) =>
          listLearningObjects(tx, { tenantId, search, ...wish }),
        );
        return { kind: 'json', body: { total, items: rows.map(rowOut) } };
      },
    }),
    route({
      method: 'post',
      path: '/api/v1/learning-objects',
      kind: 'api',
      access,
      bodyKind: 'stream',
      summary: 'Uploads a package (the zip as the body, or a form): 201 imported, 202 under way, 422 refused',
      query: uploadQuery,
      answer: uploadAnswer,
      run: async (request) => uploadReply(await receivePackage(deps, request, present(request.query))),
    }),
    route({
      method: 'get',
      path: '/api/v1/learning-objects/:owner/:id',
      kind: 'api',
      access,
      summary: 'One learning object with its current version',
      params: objectParams,
      answer: objectAnswer,
      run: async (request) => ({ kind: 'json', body: objectOut(await requireObject(request)) }),
    }),
    route({
      method: 'post',
      path: '/api/v1/learning-objects/:owner/:id/versions',
      kind: 'api',
      access,
      bodyKind: 'stream',
      summary: 'Uploads a new version: 201 imported, 202 under way, 422 refused',
      params: objectParams,
      query: uploadQuery,
      answer: uploadAnswer,
      run: async (request) => {
        requireOwn(request);
        return uploadReply(
          await receivePackage(deps, request, { ...present(request.query), learningObjectId: request.params.id }),
        );
      },
    }),
    route({
      method: 'get',
      path: '/api/v1/uploads/:id',
      kind: 'api',
      access,
      summary: 'An upload and its report',
      params: z.object({ id: z.uuid() }),
      answer: uploadAnswer,
      run: async (request) => {
        const upload = await request.inTransaction((tx) => findUpload(tx, request.who().tenantId, request.params.id));
        if (upload === undefined) throw new Problem('not-found');
        return { kind: 'json', body: uploadOut(upload) };
      },
    }),
  ];
}

function present({ fileName, title }: z.output<typeof uploadQuery>): {
  readonly fileName?: string;
  readonly title?: string;
} {
  return { ...(fileName === undefined ? {} : { fileName }), ...(title === undefined ? {} : { title }) };
}

const statusOf: Readonly<Record<Upload['status'], number>> = {
  checking: 202,
  storing: 202,
  accepted: 201,
  refused: 422,
  failed: 500,
};

function uploadReply(upload: Upload | undefined): Reply {
  if (upload === undefined) throw new Problem('invalid', { fields: { file: 'library.upload.file.missing' } });
  const headers = { Location: `/api/v1/uploads/${upload.id}` };
  const noRoom = upload.findings.some(({ code }) => code === 'disk-full');
  return { kind: 'json', status: noRoom ? 507 : statusOf[upload.status], body: uploadOut(upload), headers };
}

function uploadOut({
  id,
  status,
  fileName,
  sizeBytes,
  findings,
  learningObjectId,
  versionId,
  createdAt,
  finishedAt,
}: Upload): object {
  return {
    id,
    status,
    fileName,
    sizeBytes,
    findings,
    learningObjectId,
    versionId,
    createdAt,
    finishedAt,
    page: uploadPath(id),
  };
}

const rowOut = (row: LearningObjectRow): object => ({ ...row, page: objectPath(row) });

/** Without what is ours alone: the store key, the row's own version. */
function objectOut({ ownerId, id, title, current: { storeKey: _, ...current }, versions }: LearningObject): object {
  return { ownerId, id, title, current, versions, page: objectPath({ ownerId, id }) };
}
