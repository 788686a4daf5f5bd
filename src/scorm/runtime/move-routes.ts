/** Attempts under way and a new version: what would become of them, the decision, and the way back. For the owner of the content. */
import { z } from 'zod';
import { objectParams } from '../../platform/forms';
import { FormProblem, Problem, route, type Reply, type Request, type Route } from '../../platform/http';
import {
  decideMove,
  findStanding,
  undoMove,
  type DecideResult,
  type MoveDecision,
  type UndoResult,
} from './move-attempts';
import { previewMove, type MovePreview } from './preview-move';

const access = { permission: 'content.manage' } as const;
const page = '/manage/content/:owner/:id/under-way';
const api = '/api/v1/learning-objects/:owner/:id/under-way';
const view = 'scorm/runtime/views/under-way.njk';

type ObjectRequest = Request<z.output<typeof objectParams>>;
type Where = { readonly ownerId: string; readonly objectId: string };

/** The owner decides for all employers; for everybody else there is nothing here. */
function requireOwn(request: ObjectRequest): Where {
  const { owner, id } = request.params;
  if (owner !== request.who().tenantId) throw new Problem('not-found');
  return { ownerId: owner, objectId: id };
}

type Found = { readonly title: string; readonly preview: MovePreview; readonly standing: MoveDecision | undefined };

/** All tenants: a national object is played by everybody's people. */
function find(request: ObjectRequest, where: Where): Promise<Found> {
  return request.inTransaction(
    async (tx) => {
      const [object] = await tx.query<{ title: string }>(
        'select title from scorm_library_v_object where tenant_id = $1 and object_id = $2',
        [where.ownerId, where.objectId],
      );
      const preview = await previewMove(tx, where);
      if (!object || !preview) throw new Problem('not-found');
      return { title: object.title, preview, standing: await findStanding(tx, where, preview.toVersionId) };
    },
    { tenant: 'all' },
  );
}

const contentPath = ({ ownerId, objectId }: Where): string => `/manage/content/${ownerId}/${objectId}`;

const modelOf = (where: Where, found: Found, version?: string): object => ({
  ...found,
  path: `${contentPath(where)}/under-way`,
  objectPath: contentPath(where),
  // What the decision is about: a newer version may have come meanwhile.
  version: version ?? found.preview.toVersionId,
});

const decision = z.object({ policy: z.enum(['finish', 'restart', 'carry']).optional(), version: z.uuid() });

async function decide(
  request: ObjectRequest,
  where: Where,
  toVersionId: string,
  policy: 'restart' | 'carry',
): Promise<DecideResult> {
  const result = await request.inTransaction((tx) => decideMove(tx, { ...where, toVersionId, policy }), {
    tenant: 'all',
  });
  if (!result.ok && result.refusal === 'object-not-found') throw new Problem('not-found');
  return result;
}

const undo = (request: ObjectRequest, where: Where): Promise<UndoResult> =>
  request.inTransaction((tx) => undoMove(tx, where), { tenant: 'all' });

/** Pages and API of attempts under way; only an object's owner finds anything there. */
export const moveRoutes = (): Route[] => [...movePages(), ...moveApi()];

function movePages(): Route[] {
  return [
    route({
      method: 'get',
      path: page,
      kind: 'page',
      access,
      summary: 'What a new version means for attempts under way, and what was decided',
      params: objectParams,
      run: async (request) => {
        const where = requireOwn(request);
        return { kind: 'page', view, model: modelOf(where, await find(request, where)) };
      },
    }),
    route({
      method: 'post',
      path: page,
      kind: 'page',
      access,
      summary: 'Decides what becomes of attempts under way',
      params: objectParams,
      body: decision,
      run: async (request): Promise<Reply> => {
        const where = requireOwn(request);
        const { policy, version } = request.body;
        if (policy === undefined)
          throw new FormProblem({
            fields: { policy: 'move.policy.missing' },
            view,
            model: modelOf(where, await find(request, where), version),
          });
        const to = `${contentPath(where)}/under-way`;
        if (policy === 'finish')
          return { kind: 'redirect', to: contentPath(where), flash: { tone: 'success', message: 'move.done.finish' } };
        const result = await decide(request, where, version, policy);
        return {
          kind: 'redirect',
          to,
          flash: result.ok
            ? { tone: 'success', message: `move.done.${policy}`, values: { attempts: result.attempts } }
            : { tone: 'error', message: `move.refused.${result.refusal}` },
        };
      },
    }),
    route({
      method: 'post',
      path: `${page}/undo`,
      kind: 'page',
      access,
      summary: 'Takes the decision about attempts under way back',
      params: objectParams,
      run: async (request): Promise<Reply> => {
        const where = requireOwn(request);
        const result = await undo(request, where);
        return {
          kind: 'redirect',
          to: `${contentPath(where)}/under-way`,
          flash: result.ok
            ? { tone: 'success', message: 'move.undone', values: { returned: result.returned, stayed: result.stayed } }
            : { tone: 'error', message: 'move.refused.nothing-to-undo' },
        };
      },
    }),
  ];
}

function moveApi(): Route[] {
  const refused = (refusal: string): Problem => new Problem('refused', { refusal, detail: `move.refused.${refusal}` });
  return [
    route({
      method: 'get',
      path: api,
      kind: 'api',
      access,
      summary: 'What would become of attempts under way on the current version, and what was decided',
      params: objectParams,
      run: async (request) => {
        const { preview, standing } = await find(request, requireOwn(request));
        return { kind: 'json', body: { preview, decision: standing ?? null } };
      },
    }),
    route({
      method: 'post',
      path: api,
      kind: 'api',
      access,
      summary: 'Decides what becomes of attempts under way: they begin again or are carried over at their next launch',
      params: objectParams,
      body: z.object({ policy: z.enum(['restart', 'carry']), version: z.uuid() }),
      run: async (request) => {
        const where = requireOwn(request);
        const result = await decide(request, where, request.body.version, request.body.policy);
        if (!result.ok) throw refused(result.refusal);
        return { kind: 'json', status: 201, body: { id: result.moveId, attempts: result.attempts } };
      },
    }),
    route({
      method: 'post',
      path: `${api}/undo`,
      kind: 'api',
      access,
      summary: 'Takes the decision about attempts under way back',
      params: objectParams,
      run: async (request) => {
        const result = await undo(request, requireOwn(request));
        if (!result.ok) throw refused(result.refusal);
        return { kind: 'json', body: { returned: result.returned, stayed: result.stayed } };
      },
    }),
  ];
}
