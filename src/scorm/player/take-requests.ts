/** `POST /a/<attempt>/commit`, `/navigate` and `/trace`: what the player says, on plain node:http. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { Problem, sendContent, type ContentRequest } from '../../platform/http';
import {
  navigate,
  takeTrace,
  type CommitAnswer,
  type CommitCommand,
  type CommitRequest,
  type TakeCommits,
  type TraceAnswer,
} from '../runtime';
import { readCommit } from './read-commit';
import { readTraceRequest } from './read-trace';
import type { Pass, Passes } from './passes';
import type { PlayerDeps } from './player-deps';
import { isJson, parseJson, readBody } from './read-body';
import { requireLiveVisit } from './require-live-visit';
import { requireOwnPage } from './same-origin';

export const commitBytes = 2 * 1024 ** 2;
const traceBytes = 512 * 1024;

export type TakeRequestDeps = Pick<PlayerDeps, 'config' | 'clock' | 'database' | 'port' | 'isVisitOver'> & {
  readonly passes: Passes;
  readonly takeCommits: TakeCommits;
};

export type TakeRequest = (
  request: IncomingMessage,
  response: ServerResponse,
  about: ContentRequest,
  attemptId: string,
  action: Action,
) => Promise<void>;

/** What a player page may ask of its attempt. */
export type Action = 'commit' | 'navigate' | 'trace';

const plain = [
  'start',
  'resumeAll',
  'continue',
  'previous',
  'exit',
  'exitAll',
  'abandon',
  'abandonAll',
  'suspendAll',
] as const;
const wish = z.object({
  move: z
    .int()
    .min(1)
    .max(2 ** 31 - 1)
    .optional(),
  request: z.discriminatedUnion('type', [
    z.object({ type: z.enum(plain) }),
    z.object({ type: z.enum(['choice', 'jump']), target: z.string().min(1).max(4096) }),
  ]),
});

const answerHeaders = ['Content-Type', 'application/json', 'Cache-Control', 'no-store'];

/** @throws Problem for everything that is refused: the caller turns it into an answer */
export function createTakeRequest(deps: TakeRequestDeps): TakeRequest {
  return async (request, response, about, attemptId, action) => {
    const pass = deps.passes.find(request, about.host, attemptId);
    if (pass === undefined) throw new Problem('not-signed-in', { detail: 'player.problem.no-pass' });
    if (!isJson(request)) throw new Problem('unsupported-media-type');
    requireOwnPage(deps.config, request, about.host);
    const body = parseJson(await readBody(request, action === 'trace' ? traceBytes : commitBytes));
    if (action === 'trace') {
      sendContent(response, about, 200, answerHeaders, JSON.stringify(await record(deps, pass, body)));
      return;
    }
    const read = readCommit(body, deps.clock.now(), action === 'commit' ? 1 : 0);
    if (!read.ok) throw new Problem('invalid', { detail: 'player.problem.malformed', values: { where: read.fault } });
    const command = commandOf(pass, read.request);
    const answer = action === 'commit' ? await deps.takeCommits(command) : await move(deps, pass, command, body);
    sendContent(response, about, statusOf(answer, command, action), answerHeaders, JSON.stringify(answer));
  };
}

/** For the record of the attempt, if somebody asked for one. */
function record(deps: TakeRequestDeps, { tenantId, attemptId }: Pass, body: unknown): Promise<TraceAnswer> {
  const asked = readTraceRequest(body);
  if (asked === undefined)
    throw new Problem('invalid', { detail: 'player.problem.malformed', values: { where: 'records' } });
  const { session: sessionId, number, records } = asked;
  return deps.database.inTransaction({ tenant: 'all', actor: { source: 'content' } }, (tx) =>
    takeTrace(tx, { tenantId, attemptId, sessionId, number, records }),
  );
}

const commandOf = (pass: Pass, { session, entries, claim }: CommitRequest): CommitCommand => ({
  tenantId: pass.tenantId,
  attemptId: pass.attemptId,
  scormVersion: pass.scormVersion,
  sessionId: session,
  entries,
  claim,
});

/** Moves that open a part; leaving is always allowed, so that what was learnt is recorded. */
const opening: readonly string[] = ['start', 'resumeAll', 'continue', 'previous', 'choice', 'jump'];

async function move(deps: TakeRequestDeps, pass: Pass, command: CommitCommand, body: unknown): Promise<CommitAnswer> {
  const asked = wish.safeParse(body);
  if (!asked.success)
    throw new Problem('invalid', { detail: 'player.problem.malformed', values: { where: 'request' } });
  if (opening.includes(asked.data.request.type) && pass.visit !== undefined)
    await deps.database.inTransaction({ tenant: 'all', actor: { source: 'content' } }, (tx) =>
      requireLiveVisit(deps, tx, pass),
    );
  const answer = await navigate(deps, { ...command, ...asked.data });
  if (answer === undefined) throw unknownSession();
  return answer;
}

/** A commit of nothing but conflicts is a conflict; one of a session that is not of this attempt was not taken at all. */
function statusOf(
  { acknowledged, conflicts }: CommitAnswer,
  { entries }: CommitCommand,
  action: 'commit' | 'navigate',
): number {
  if (action === 'navigate' || acknowledged.length > 0) return 200;
  if (conflicts.length === 0 && entries.length > 0) throw unknownSession();
  return 409;
}

const unknownSession = (): Problem => new Problem('not-found', { detail: 'player.problem.no-session' });
