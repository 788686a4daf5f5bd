/**
 * A server that is made for tests of the player in a browser: three hosts on one port, one attempt per name,
 * the answers of the protocol kept in memory, and faults on demand. Knows nothing of the real server.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createMessages } from '../../src/platform/page';
import { createEnvironment } from '../../src/platform/page/environment';
import { embedJson } from '../../src/scorm/player/embed-json';
import { messages, sentences } from '../../src/scorm/player/messages.en';
import type { Organisation, ScormVersion } from '../../src/scorm/package/core/types';
import type {
  CommitAnswer,
  CommitRequest,
  Delivery,
  JournalEntry,
  Mode,
  NavigateAnswer,
  NavigateRequest,
  PlayerStart,
  TraceRequest,
} from '../../src/scorm/runtime/core/protocol';
import { stepSentences } from '../../src/scorm/sequencing';
import type { Controls } from '../../src/scorm/sequencing/core/types';

import { fakeSequencing } from './fake-sequencing';
import { playerAssets } from './player-assets';
import type { FakeSequencing } from './fake-sequencing';

const root = fileURLToPath(new URL('../../', import.meta.url));

export type FakeCourse = {
  readonly version: ScormVersion;
  readonly mode?: Mode;
  readonly journalKey?: string;
  readonly activities: readonly {
    readonly identifier: string;
    readonly title: string;
    readonly href: string;
    readonly scormType?: 'sco' | 'asset';
    readonly cmi?: Record<string, string>;
  }[];
  /** Then the real engine decides, here and in the browser; the activities are its leaves. */
  readonly organisation?: Organisation;
  /** Anything of the page's start that differs. */
  readonly start?: Partial<PlayerStart>;
  /** The files of the package. */
  readonly files: Readonly<Record<string, string>>;
};

/** What the server does with the next commits. */
export type Fault = 'none' | '401' | '500' | 'empty' | 'html' | '413' | 'slow';

type Attempt = {
  sessions: number;
  readonly cmi: Map<string, Map<string, string>>;
  current: number;
  readonly sequencing: FakeSequencing | undefined;
};

export type FakeServer = {
  readonly port: number;
  readonly package: string;
  readonly launcher: string;
  readonly app: string;
  /** Everything that was acknowledged, in the order of arrival, each once. */
  readonly entries: (JournalEntry & { readonly attempt: string; readonly session: string })[];
  readonly requests: { readonly path: string; readonly bytes: number }[];
  readonly traces: TraceRequest[];
  fault: Fault;
  readonly cmi: (attempt: string, activity: string) => Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
};

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  pdf: 'application/pdf',
  txt: 'text/plain',
};

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
const sendJson = (response: ServerResponse, body: unknown, status = 200): void =>
  send(response, status, 'application/json', JSON.stringify(body));

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** What the server would keep; times of a run are not fed back. */
const isKept = (element: string): boolean => !/session_time$|\.exit$|^adl\./.test(element);

/** Starts it on a free port of loopback. */
export async function startFakeServer(course: FakeCourse): Promise<FakeServer> {
  const assets = await playerAssets();
  const views = createEnvironment({
    viewsFolder: `${root}src`,
    designSystemFolder: `${root}src`,
    messages: createMessages([messages]),
    assets: { href: (name) => `/assets/${name}`, find: () => undefined },
  });
  const attempts = new Map<string, Attempt>();
  const entries: FakeServer['entries'] = [];
  const requests: { path: string; bytes: number }[] = [];
  const seen = new Map<string, string>();
  const is12 = course.version === '1.2';

  const attemptOf = (id: string): Attempt => {
    let found = attempts.get(id);
    if (found) return found;
    const sequencing = course.organisation ? fakeSequencing(course.version, course.organisation) : undefined;
    found = { sessions: 0, cmi: new Map<string, Map<string, string>>(), current: 0, sequencing };
    attempts.set(id, found);
    return found;
  };
  const values = (attempt: Attempt, activity: string): Map<string, string> => {
    let found = attempt.cmi.get(activity);
    if (!found) attempt.cmi.set(activity, (found = new Map<string, string>()));
    return found;
  };
  const controls = (attempt: Attempt): Controls =>
    attempt.sequencing?.controls() ?? {
      continue: attempt.current < course.activities.length - 1,
      previous: attempt.current > 0,
      exit: true,
      suspend: true,
      abandon: false,
      choices: course.activities.map((activity) => activity.identifier),
    };
  const statusOf = (attempt: Attempt, activity: string): string =>
    values(attempt, activity).get(is12 ? 'cmi.core.lesson_status' : 'cmi.completion_status') ?? '';
  const contents = (attempt: Attempt): PlayerStart['contents'] =>
    attempt.sequencing?.contents() ??
    course.activities.map(({ identifier, title }) => {
      const status = statusOf(attempt, identifier);
      const state =
        status === ''
          ? 'not-started'
          : status === 'completed' || status === 'passed' || status === 'failed'
            ? status
            : 'in-progress';
      return { identifier, title, depth: 0, kind: 'part', launchable: true, state };
    });
  const delivery = (attempt: Attempt): Delivery => {
    const activity = course.activities[attempt.current];
    if (!activity) throw new Error('no activity');
    const kept = Object.fromEntries([...values(attempt, activity.identifier)].filter(([element]) => isKept(element)));
    const entry =
      values(attempt, activity.identifier).get(is12 ? 'cmi.core.exit' : 'cmi.exit') === 'suspend'
        ? 'resume'
        : Object.keys(kept).length > 0
          ? ''
          : 'ab-initio';
    return {
      activity: activity.identifier,
      title: activity.title,
      scormType: activity.scormType ?? 'sco',
      url: `/files/${activity.href}`,
      cmi: {
        [is12 ? 'cmi.core.entry' : 'cmi.entry']: entry,
        [is12 ? 'cmi.core.lesson_mode' : 'cmi.mode']: 'normal',
        ...activity.cmi,
        ...kept,
      },
      hideControls: attempt.sequencing?.hides(activity.identifier) ?? [],
    };
  };
  const take = (id: string, { session, entries: sent }: CommitRequest): CommitAnswer => {
    const attempt = attemptOf(id);
    const conflicts: number[] = [];
    const acknowledged: number[] = [];
    for (const entry of sent) {
      const key = `${id}/${session}/${entry.sequence}`;
      const text = JSON.stringify(entry);
      if (seen.has(key) && seen.get(key) !== text) {
        conflicts.push(entry.sequence);
        continue;
      }
      acknowledged.push(entry.sequence);
      if (seen.has(key)) continue;
      seen.set(key, text);
      entries.push({ ...entry, attempt: id, session });
      // What content was told its run is, it echoes; nobody keeps it.
      const said = Object.entries(entry.set).filter(([element]) => !/^cmi\.(?:core\.)?entry$/.test(element));
      for (const [element, value] of said) values(attempt, entry.activity).set(element, value);
      attempt.sequencing?.report(entry.activity, Object.fromEntries(values(attempt, entry.activity)));
    }
    const last = course.activities.map(({ identifier }) => statusOf(attempt, identifier));
    const done = last.every((status) => status === 'completed' || status === 'passed');
    const raw = values(attempt, course.activities[0]?.identifier ?? '').get(
      is12 ? 'cmi.core.score.raw' : 'cmi.score.raw',
    );
    return {
      acknowledged,
      conflicts,
      refused: [],
      superseded: session !== `session-${attempt.sessions}`,
      outcome: {
        completion: done ? 'completed' : 'incomplete',
        success: last.includes('passed') ? 'passed' : 'unknown',
        ...(raw === undefined ? {} : { percent: Number(raw) }),
        ledTo: done ? ['Fire safety is now valid until 3 March 2028.'] : [],
      },
      contents: contents(attempt),
      controls: controls(attempt),
      ...(attempt.sequencing ? { sequencing: attempt.sequencing.state() } : {}),
    };
  };
  const decide = (
    attempt: Attempt,
    request: NavigateRequest['request'],
  ): Pick<NavigateAnswer, 'result' | 'steps'> | undefined => {
    const decision = attempt.sequencing?.request(request);
    if (!decision) return undefined;
    const { steps = [] } = decision;
    if (decision.kind === 'refuse') return { result: { kind: 'refuse', refusal: decision.refusal }, steps };
    if (decision.kind !== 'deliver') return { result: { kind: decision.kind }, steps };
    attempt.current = course.activities.findIndex(({ identifier }) => identifier === decision.activity);
    return { result: { kind: 'deliver', delivery: delivery(attempt) }, steps };
  };
  const navigate = (id: string, request: NavigateRequest): NavigateAnswer => {
    const attempt = attemptOf(id);
    const answer = take(id, request);
    const decided = decide(attempt, request.request);
    if (decided && attempt.sequencing)
      return {
        ...answer,
        ...decided,
        sequencing: attempt.sequencing.state(),
        contents: contents(attempt),
        controls: controls(attempt),
      };
    const { type } = request.request;
    const target = 'target' in request.request ? request.request.target : undefined;
    const wanted =
      target === undefined
        ? attempt.current + (type === 'continue' ? 1 : type === 'previous' ? -1 : 0)
        : course.activities.findIndex((activity) => activity.identifier === target);
    const moves = type === 'continue' || type === 'previous' || target !== undefined;
    const there = course.activities[wanted] !== undefined;
    if (moves && there) attempt.current = wanted;
    const result: NavigateAnswer['result'] = !moves
      ? { kind: 'end' }
      : there
        ? { kind: 'deliver', delivery: delivery(attempt) }
        : {
            kind: 'refuse',
            refusal: target !== undefined ? 'unknown-activity' : type === 'continue' ? 'no-next' : 'no-previous',
          };
    return { ...answer, result, contents: contents(attempt), controls: controls(attempt) };
  };
  const fails = (response: ServerResponse): boolean => {
    switch (fake.fault) {
      case '401':
        sendJson(response, { code: 'session-expired' }, 401);
        return true;
      case '413':
        send(response, 413, 'text/html', 'Too large');
        return true;
      case '500':
        send(response, 500, 'text/html', 'Oops');
        return true;
      case 'empty':
        response.writeHead(200).end();
        return true;
      case 'html':
        send(response, 200, 'text/html', '<h1>Sign in</h1>');
        return true;
      default:
        return false;
    }
  };
  const playerPage = (id: string): string => {
    const attempt = attemptOf(id);
    attempt.sessions += 1;
    const decided = decide(attempt, { type: attempt.sessions === 1 ? 'start' : 'resumeAll' });
    const first = !attempt.sequencing
      ? delivery(attempt)
      : decided?.result.kind === 'deliver'
        ? decided.result.delivery
        : undefined;
    const { organisation } = course;
    const start: PlayerStart = {
      attempt: id,
      session: `session-${attempt.sessions}`,
      scormVersion: course.version,
      mode: course.mode ?? 'normal',
      title: 'Fire safety on the ward',
      returnUrl: `http://localhost:${fake.port}/learning`,
      contents: contents(attempt),
      controls: controls(attempt),
      ...(organisation && attempt.sequencing
        ? { course: { organisation, sequencing: attempt.sequencing.state() } }
        : {}),
      ...(first ? { delivery: first } : {}),
      nextSequence: 1,
      toolbar: { visible: true, next: true, previous: true, outline: true, exit: true },
      journalKey: course.journalKey ?? 'learner-1',
      sentences: { ...sentences, ...stepSentences },
      ...course.start,
    };
    return views.render('scorm/player/views/player.njk', { start, startJson: embedJson(start) });
  };

  async function onPackage(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const found = /^\/a\/([\w-]+)(?:\/(commit|navigate|trace))?$/.exec(path);
    const body = request.method === 'POST' ? await readBody(request) : '';
    if (request.method === 'POST') requests.push({ path, bytes: body.length });
    if (found?.[1] && !found[2]) {
      response.setHeader(
        'content-security-policy',
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      send(response, 200, types['html'] ?? '', playerPage(found[1]));
    } else if (found?.[1] && request.method === 'POST') {
      if (fails(response)) return;
      if (fake.fault === 'slow') await new Promise((resolve) => setTimeout(resolve, 1500));
      if (found[2] === 'trace') {
        fake.traces.push(JSON.parse(body) as TraceRequest);
        return sendJson(response, { more: true });
      }
      const sent = JSON.parse(body) as NavigateRequest;
      const answer = found[2] === 'commit' ? take(found[1], sent) : navigate(found[1], sent);
      sendJson(response, answer, answer.conflicts.length > 0 && found[2] === 'commit' ? 409 : 200);
    } else if (path === '/flush' && request.method === 'POST')
      sendJson(response, {}, (JSON.parse(body) as { grant: string }).grant === 'good' ? 200 : 401);
    else if (path === '/flush')
      send(
        response,
        200,
        types['html'] ?? '',
        views.render('scorm/player/views/flush.njk', { flushJson: embedJson({ launcherOrigin: fake.launcher }) }),
      );
    else if (path === '/launch') {
      response.writeHead(303, { location: '/a/one' }).end();
    } else {
      const file = course.files[decodeURIComponent(path.replace(/^\/files\//, ''))];
      if (file === undefined) send(response, 404, 'text/html', 'Not found');
      else send(response, 200, types[path.split('.').pop() ?? ''] ?? 'text/html', file);
    }
  }

  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const host = (request.headers.host ?? '').split(':')[0];
    const asset = path.startsWith('/assets/') ? assets.get(path.slice('/assets/'.length)) : undefined;
    if (asset !== undefined) send(response, 200, types[path.split('.').pop() ?? ''] ?? 'text/plain', asset);
    else if (host === 'p1.content.localhost')
      onPackage(path, request, response).catch((error: unknown) => send(response, 500, 'text/plain', String(error)));
    else if (host === 'content.localhost') {
      response.setHeader(
        'content-security-policy',
        `default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; frame-src ${fake.package}; form-action ${fake.package}; base-uri 'none'; frame-ancestors 'none'`,
      );
      const flush = {
        frames: [
          { url: `${fake.package}/flush`, journalKey: 'learner-1', grants: [{ attempt: 'one', grant: 'good' }] },
        ],
      };
      send(
        response,
        200,
        types['html'] ?? '',
        views.render('scorm/player/views/launcher.njk', {
          title: 'Fire safety',
          action: `${fake.package}/launch`,
          fields: [{ name: 'grant', value: 'good' }],
          flushJson: embedJson(flush),
        }),
      );
    } else send(response, 200, types['html'] ?? '', '<!doctype html><title>My learning</title><h1>My learning</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const fake: FakeServer = {
    port,
    package: `http://p1.content.localhost:${port}`,
    launcher: `http://content.localhost:${port}`,
    app: `http://localhost:${port}`,
    entries,
    requests,
    traces: [],
    fault: 'none',
    cmi: (attempt, activity) => Object.fromEntries(values(attemptOf(attempt), activity)),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}
