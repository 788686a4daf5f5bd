import { request as plain, type Server } from 'node:http';
import request from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../../src/platform/config';
import {
  aboutContent,
  createApp,
  createAppListener,
  createContentListener,
  listen,
  packageOrigin,
  route,
  safeNext,
  sendContent,
  stopServer,
  type ContentHost,
} from '../../../src/platform/http';
import { codeOf, config, host, testDeps } from './http-support';

const label = 'abcdefghijklmnopqrstuvwxyz';
const app = createApp({ ...testDeps(), routes: [] });

test('the app answers 421 to a host it does not own', async () => {
  for (const other of ['evil.example', `content.${host}`, 'localhost:8081', `p${label}.content.localhost:8081`]) {
    const answer = await request(app).get('/').set('Host', other);
    expect([other, answer.status, codeOf(answer)]).toEqual([other, 421, 'misdirected']);
  }
});

test('local names of the app are sent on to APP_URL, so that cookies stay on one host; changes are not', async () => {
  const answer = await request(app).get('/a?b=1').set('Host', '127.0.0.1:8080');
  expect([answer.status, answer.headers.location]).toEqual([307, 'http://localhost:8080/a?b=1']);
  expect((await request(app).post('/a').set('Host', '127.0.0.1:8080')).status).toBe(421);
});

test('health answers to any host, for probes', async () => {
  expect((await request(app).get('/health').set('Host', '10.1.2.3')).status).toBe(200);
});

test('a service worker is refused everywhere', async () => {
  const headers = { Host: host, 'Service-Worker': 'script' };
  expect((await request(app).get('/assets/x.js').set(headers)).status).toBe(403);
});

test('headers of the app: strict policy, forms to itself and the launcher, own agent cluster, no framing', async () => {
  const { headers } = await request(app).get('/x').set('Host', host);
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'self'");
  expect(policy).toContain("form-action 'self' http://content.localhost:8081");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(headers['origin-agent-cluster']).toBe('?1');
  expect(headers['x-powered-by']).toBeUndefined();
  expect(headers['cache-control']).toBe('no-store');
});

let content: Server;
const seen: ContentHost[] = [];
beforeAll(() => {
  const deps = testDeps();
  content = createContentListener({
    config,
    log: deps.log,
    messages: deps.messages,
    assets: deps.assets,
    handler: (incoming, response, about) => {
      seen.push(about.host);
      if (incoming.url === '/throws') throw new Error('inside');
      if (incoming.url !== '/hot') return false;
      sendContent(response, about, 200, ['Content-Type', 'text/plain'], about.host.kind);
      return true;
    },
    pages: (rest) =>
      void rest.get('/page', (_incoming, response) => void response.send(aboutContent(response).host.kind)),
  });
});

test.each([
  ['content.localhost:8081', 200, 'launcher'],
  [`p${label}.content.localhost:8081`, 200, 'package'],
  [`P${label.toUpperCase()}.CONTENT.localhost:8081`, 200, 'package'],
  ['127.0.0.1:8081', 200, 'fallback'],
  [`p${label}.content.localhost:8080`, 421, undefined],
  [`a.p${label}.content.localhost:8081`, 421, undefined],
  ['pshort.content.localhost:8081', 421, undefined],
  ['localhost:8081', 421, undefined],
  ['localhost:8080', 421, undefined],
])('content host %s answers %s', async (name, status, kind) => {
  for (const path of ['/hot', '/page']) {
    const answer = await request(content).get(path).set('Host', name);
    expect([answer.status, status === 200 ? answer.text : undefined]).toEqual([status, kind]);
    expect(answer.headers['origin-agent-cluster']).toBe('?1');
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('the label of a package origin reaches the handler, and its address can be built from it', () => {
  expect(seen).toContainEqual({ kind: 'package', label });
  expect(packageOrigin(config, label)).toBe(`http://p${label}.content.localhost:8081`);
});

test('on content hosts too: no service worker, problems for what fails or is not there', async () => {
  const at = (path: string, headers = {}) =>
    request(content)
      .get(path)
      .set({ Host: 'content.localhost:8081', ...headers });
  expect((await at('/hot', { 'Service-Worker': 'script' })).status).toBe(403);
  expect((await at('/none')).body).toMatchObject({ code: 'not-found' });
  const broken = await at('/throws');
  expect([broken.status, broken.text.includes('inside')]).toEqual([500, false]);
});

test('outside of a demo there is no fallback host', async () => {
  const deps = testDeps();
  const strict = createContentListener({
    config: readConfig({ SEED: 'none' }),
    log: deps.log,
    messages: deps.messages,
    assets: deps.assets,
    handler: () => false,
    pages: () => undefined,
  });
  expect((await request(strict).get('/').set('Host', '127.0.0.1:8081')).status).toBe(421);
});

test('next goes to a path of ours or home', () => {
  expect(safeNext('/learning?x=1')).toBe('/learning?x=1');
  for (const bad of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/a\nb',
    undefined,
    ['/a'],
  ])
    expect(safeNext(bad)).toBe('/');
});

test('stopping finishes what is under way, takes nothing new, and cuts off what never ends', async () => {
  let finish = (): void => undefined;
  const begun = new Promise<void>((begin) => {
    server = createAppListener({
      ...testDeps(),
      routes: [
        route({
          method: 'get',
          path: '/api/v1/slow',
          kind: 'api',
          access: 'public',
          summary: 'Slow',
          run: () =>
            new Promise((done) => {
              finish = () => done({ kind: 'json', body: 'finished' });
              begin();
            }),
        }),
      ],
    });
  });
  const port = await listen(server as Server, 0, '127.0.0.1');
  const answer = new Promise<string>((done, failed) => {
    plain({ port, host: '127.0.0.1', path: '/api/v1/slow', headers: { host } }, (response) => {
      response.setEncoding('utf8').on('data', done);
    })
      .on('error', failed)
      .end();
  });
  await begun;
  const stopped = stopServer(server as Server, 5000);
  await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
  finish();
  expect(await answer).toBe('"finished"');
  expect(await stopped).toBe(true);
});
let server: Server | undefined;
afterAll(() => void server?.closeAllConnections());
