import request from 'supertest';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  createApp,
  FormProblem,
  openApiDocument,
  Problem,
  route,
  walkRoutes,
  type HttpDeps,
  type Route,
} from '../../../src/platform/http';
import { codeOf, host, origin, someone, testDeps } from './http-support';

const problemView = 'platform/http/views/problem.njk';
const saved: unknown[] = [];

const routes: readonly Route[] = [
  route({
    method: 'get',
    path: '/open',
    kind: 'page',
    access: 'public',
    summary: 'Open',
    run: async () => ({ kind: 'page', view: problemView, model: { title: 'Hello', detail: 'there' } }),
  }),
  route({
    method: 'post',
    path: '/sign-in',
    kind: 'page',
    access: 'public',
    summary: 'Sign in',
    body: z.object({ username: z.string() }),
    run: async () => ({
      kind: 'redirect',
      to: '/open',
      flash: { tone: 'success', message: 'page.banner.success' },
      cookies: ['preceptor_session=x; Path=/'],
    }),
  }),
  route({
    method: 'get',
    path: '/closed',
    kind: 'page',
    access: 'signed-in',
    summary: 'Closed',
    run: async ({ who }) => ({ kind: 'page', view: problemView, model: { title: who().displayName, detail: '' } }),
  }),
  route({
    method: 'post',
    path: '/things',
    kind: 'page',
    access: { permission: 'thing.manage' },
    summary: 'Make a thing',
    body: z.object({ title: z.string().min(1, 'page.form.optional'), count: z.coerce.number() }),
    run: async ({ body }) => {
      saved.push(body);
      if (body.title === 'taken')
        throw new FormProblem({
          fields: { title: 'page.form.optional' },
          view: problemView,
          model: { title: 'Form', detail: '' },
        });
      return { kind: 'redirect', to: '/things' };
    },
  }),
  route({
    method: 'put',
    path: '/api/v1/things/:id',
    kind: 'api',
    access: { anyOf: ['thing.manage', 'thing.edit'] },
    summary: 'Change a thing',
    params: z.object({ id: z.uuid() }),
    body: z.object({ title: z.string().min(1) }),
    answer: z.object({ title: z.string() }),
    run: async ({ body, params }) => {
      if (params.id.endsWith('1')) throw new Problem('not-found');
      return { kind: 'json', body: { title: body.title } };
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/broken',
    kind: 'api',
    access: 'public',
    summary: 'Broken',
    run: async () => {
      throw new Error('secret detail of a person');
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/away',
    kind: 'api',
    access: 'signed-in',
    summary: 'Away',
    run: async ({ inTransaction }) => ({ kind: 'json', body: await inTransaction(async () => 1) }),
  }),
  route({
    method: 'put',
    path: '/upload',
    kind: 'page',
    access: 'signed-in',
    bodyKind: 'stream',
    summary: 'Upload',
    run: async ({ raw }) => {
      let size = 0;
      for await (const chunk of raw) size += (chunk as Buffer).length;
      return { kind: 'json', body: { size } };
    },
  }),
];

const appWith = (over: Partial<HttpDeps> = {}) => {
  const deps = testDeps(over);
  const app = createApp({ ...deps, routes });
  return {
    deps,
    get: (path: string) => request(app).get(path).set('Host', host),
    send: (method: 'post' | 'put', path: string) => request(app)[method](path).set('Host', host).set('Origin', origin),
  };
};
const as = (...permissions: string[]): Partial<HttpDeps> => ({ authenticate: async () => someone(...permissions) });
const id = '00000000-0000-7000-8000-00000000000';

test('a page for people signed in sends others to sign in, and back afterwards', async () => {
  const answer = await appWith().get('/closed?tab=2');
  expect(answer.status).toBe(303);
  expect(answer.headers.location).toBe('/sign-in?next=%2Fclosed%3Ftab%3D2');
});

test('PERM-1: a route without its permission answers 403, with it the work is done', async () => {
  const form = { _csrf: someone().csrfToken, title: 'x', count: '2' };
  expect((await appWith(as('other')).send('post', '/things').type('form').send(form)).status).toBe(403);
  saved.length = 0;
  const answer = await appWith(as('thing.manage')).send('post', '/things').type('form').send(form);
  expect([answer.status, answer.headers.location, saved]).toEqual([303, '/things', [{ title: 'x', count: 2 }]]);
});

test('a form without the token of its session is refused, whatever its origin says', async () => {
  const app = appWith(as('thing.manage'));
  saved.length = 0;
  for (const token of [undefined, 'another', 'the-token-of-the-sessioN']) {
    const answer = await app
      .send('post', '/things')
      .type('form')
      .send({ title: 'x', count: 1, ...(token === undefined ? {} : { _csrf: token }) });
    expect(answer.status).toBe(403);
  }
  expect(saved).toEqual([]);
});

test.each([
  ['another origin', { Origin: 'http://content.localhost:8081' }],
  ['a sibling site', { 'Sec-Fetch-Site': 'same-site', Origin: origin }],
  ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
  ['no word of where it comes from', {}],
  ['a hidden origin', { Origin: 'null' }],
])('a change from %s is refused even with the right token', async (_, headers) => {
  const app = createApp({ ...testDeps(as('thing.manage')), routes });
  const form = await request(app)
    .post('/things')
    .set({ Host: host, ...headers })
    .type('form')
    .send({ _csrf: someone().csrfToken, title: 'x', count: 1 });
  expect(form.status).toBe(403);
  const json = await request(app)
    .put(`/api/v1/things/${id}2`)
    .set({ Host: host, ...headers })
    .send({ title: 'x' });
  expect([json.status, codeOf(json)]).toEqual([403, 'cross-origin']);
});

test('the sign-in form of a stranger carries a token bound to a cookie of that browser', async () => {
  const app = appWith();
  expect((await app.send('post', '/sign-in').type('form').send({ username: 'ann' })).status).toBe(403);
  const page = await app.get('/open');
  const visit = String(page.headers['set-cookie']).split(';')[0] ?? '';
  const token = app.deps.keys.mac('csrf', visit.split('=')[1] ?? '');
  const answer = await app
    .send('post', '/sign-in')
    .set('Cookie', visit)
    .type('form')
    .send({ username: 'ann', _csrf: token });
  expect(answer.status).toBe(303);
  const cookies = answer.headers['set-cookie'] as unknown as string[];
  expect(cookies.some((cookie) => cookie.startsWith('preceptor_session='))).toBe(true);
  const flash = cookies.find((cookie) => cookie.startsWith('preceptor_flash='))?.split(';')[0] ?? '';
  const next = await app.get('/open').set('Cookie', `${visit}; ${flash}`);
  expect(next.text).toContain('Done');
  expect(String(next.headers['set-cookie'])).toContain('Max-Age=0');
});

test('an API answers faults as problem+json with pointers and the request id', async () => {
  const answer = await appWith(as('thing.edit')).send('put', `/api/v1/things/${id}2`).send({ title: '' });
  expect(answer.status).toBe(400);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.body).toMatchObject({
    code: 'invalid',
    status: 400,
    requestId: answer.headers['x-request-id'],
    errors: [{ pointer: '/title' }],
  });
});

test('an API takes JSON only, and broken JSON is the fault of the sender', async () => {
  const app = appWith(as('thing.edit'));
  expect((await app.send('put', `/api/v1/things/${id}2`).type('text').send('{"title":"x"}')).status).toBe(415);
  expect((await app.send('put', `/api/v1/things/${id}2`).type('json').send('{"title"')).status).toBe(400);
  expect(
    (
      await app
        .send('put', `/api/v1/things/${id}2`)
        .type('json')
        .send(JSON.stringify({ title: 'x'.repeat(3_000_000) }))
    ).status,
  ).toBe(413);
  expect((await app.send('put', `/api/v1/things/${id}2`).send({ title: 'x' })).body).toEqual({ title: 'x' });
});

test.each(['a\0b', 'half \ud83d of a character'])(
  'a text that cannot be stored is the fault of the sender: %j',
  async (title) => {
    const refused = await appWith(as('thing.edit')).send('put', `/api/v1/things/${id}2`).send({ title });
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ code: 'invalid', errors: [{ pointer: '/title' }] });
    const before = saved.length;
    const form = `_csrf=${someone().csrfToken}&count=1&title=a%00b`;
    expect((await appWith(as('thing.manage')).send('post', '/things').type('form').send(form)).status).toBe(400);
    expect(saved.length).toBe(before);
  },
);

test('a form with thousands of fields is too large', async () => {
  const many = Array.from({ length: 5000 }, (_, index) => `f${index}=x`).join('&');
  expect((await appWith(as('thing.manage')).send('post', '/things').type('form').send(many)).status).toBe(413);
});

test('a page form that does not fit is an error page with the list of faults', async () => {
  const answer = await appWith(as('thing.manage'))
    .send('post', '/things')
    .type('form')
    .send({ _csrf: someone().csrfToken, title: '', count: 1 });
  expect(answer.status).toBe(400);
  expect(answer.text).toContain('What needs attention');
  expect(answer.text).toContain(answer.headers['x-request-id']);
});

test('a form that a route refuses comes back with 422', async () => {
  const answer = await appWith(as('thing.manage'))
    .send('post', '/things')
    .type('form')
    .send({ _csrf: someone().csrfToken, title: 'taken', count: 1 });
  expect([answer.status, answer.text.includes('Error: ')]).toEqual([422, true]);
});

test('our own fault tells people a reference and nothing else, which finds the line in the log', async () => {
  const app = appWith();
  const answer = await app.get('/api/v1/broken');
  expect(answer.status).toBe(500);
  expect(answer.text).not.toMatch(/secret detail|\.ts/);
  const line = app.deps.lines().find(({ msg }) => msg === 'request failed');
  expect(line).toMatchObject({ requestId: answer.headers['x-request-id'], code: 'internal', err: { type: 'Error' } });
});

test('while the database is away the answer is 503 with Retry-After', async () => {
  const answer = await appWith(as()).get('/api/v1/away');
  expect([answer.status, answer.headers['retry-after'], codeOf(answer)]).toEqual([503, '5', 'database-away']);
  expect((await appWith().get('/ready')).body).toEqual({ status: 'not ready', database: 'away', files: 'ok' });
  expect((await appWith().get('/health')).status).toBe(200);
});

test('an unknown address is a page for people and a problem for scripts', async () => {
  expect((await appWith().get('/nothing')).text).toContain('Page not found');
  expect((await appWith().get('/api/v1/nothing')).body).toMatchObject({ code: 'not-found', status: 404 });
});

test('a stream route leaves its body unread until its token is checked', async () => {
  const app = appWith(as());
  expect((await app.send('put', '/upload').type('bin').send(Buffer.alloc(1000))).status).toBe(403);
  const answer = await app
    .send('put', '/upload')
    .set('X-CSRF-Token', someone().csrfToken)
    .type('bin')
    .send(Buffer.alloc(1_000_000));
  expect(answer.body).toEqual({ size: 1_000_000 });
});

test('queries, cookies and tokens never reach the log', async () => {
  const app = appWith();
  await app.get('/nothing?ticket=abc123').set('Cookie', 'preceptor_session=abc123');
  const lines = JSON.stringify(app.deps.lines());
  expect(lines).toContain('/nothing');
  expect(lines).not.toContain('abc123');
});

test('two routes for one address are refused at start', () => {
  expect(() => createApp({ ...testDeps(), routes: [...routes, ...routes.slice(0, 1)] })).toThrow(/get \/open/);
});

test('the OpenAPI document tells every API route with its schemas and permissions', async () => {
  const document = (await appWith().get('/api/openapi.json')).body as Record<string, never>;
  expect(document).toEqual(JSON.parse(JSON.stringify(openApiDocument(routes))));
  expect(document).toMatchObject({
    openapi: '3.1.0',
    paths: {
      '/api/v1/things/{id}': {
        put: {
          'x-permissions': ['thing.manage', 'thing.edit'],
          parameters: [{ name: 'id', in: 'path', required: true }],
        },
      },
    },
  });
  expect((await appWith().get('/api')).text).toContain('/api/v1/things/:id');
});

test('the walk finds every refusal and names routes it has no example for', async () => {
  const { uncovered } = walkRoutes(routes, {});
  expect(uncovered).toEqual(['put /api/v1/things/:id']);
  const { walks } = walkRoutes(routes, {
    'put /api/v1/things/:id': { params: { id: `${id}1` }, body: { title: 'x' } },
  });
  const who = {
    'nobody-signed-in': undefined,
    'permission-missing': someone(),
    'id-of-another-tenant': someone('thing.manage'),
  };
  for (const walk of walks) {
    const app = createApp({ ...testDeps({ authenticate: async () => who[walk.why] }), routes });
    const answer = await request(app)[walk.route.method](walk.path).set({ Host: host, Origin: origin }).send(walk.body);
    expect([walk.why, walk.path, answer.status, walk.expect.includes(answer.status)]).toEqual([
      walk.why,
      walk.path,
      answer.status,
      true,
    ]);
  }
  expect(walks.length).toBeGreaterThan(6);
});
