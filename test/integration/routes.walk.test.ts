/**
 * PERM-1: every route of the program, as it is registered, refuses strangers, people without the permission, and ids of
 * another tenant, in the address and in what is sent. A route that this file has no id for fails the first test: say in
 * `route-ids` what its parameter names.
 */
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogues } from '../../src/messages';
import { openPlayer } from '../../src/open-player';
import type { Program } from '../../src/open-program';
import { profiles } from '../../src/people';
import { createKeys } from '../../src/platform/auth';
import { fixedClock } from '../../src/platform/clock';
import { readConfig } from '../../src/platform/config';
import { nationalTenantId, newId } from '../../src/platform/db';
import { openDiskStore } from '../../src/platform/files';
import { createApp, walkRoutes, type Route, type RouteExample, type SignedIn } from '../../src/platform/http';
import { createLog } from '../../src/platform/log';
import { createMessages, createRenderer, loadAssets } from '../../src/platform/page';
import { navigation } from '../../src/portal';
import { policies } from '../../src/policies';
import { allRoutes } from '../../src/routes';
import { createImporter } from '../../src/scorm/library';
import { freshDatabase, temporaryFolder, type FreshDatabase } from '../support/database';
import { addPersons, buildWorld, type World } from '../support/learning-world';
import { bodyOf, idForField, idsOfVictim, kindsOf, paramsOf, type RouteIds } from '../support/route-ids';
import { mentionsIds, sampleOf } from '../support/sample-of-schema';
import { smallZip } from '../support/content-server';

const root = fileURLToPath(new URL('../../', import.meta.url));
const config = readConfig({ PORT: '8080' });
const token = 'the-token-of-the-session';
/** Everything that any route asks for; found in the routes themselves, so that a new permission is granted too. */
const asked = (routes: readonly Route[]): string[] =>
  routes.flatMap(({ access }) =>
    typeof access === 'string' ? [] : 'permission' in access ? [access.permission] : [...access.anyOf],
  );

let fresh: FreshDatabase;
let folder: string;
let world: World;
let routes: readonly Route[];
let app: ReturnType<typeof createApp>;
let outsider: SignedIn;
/** Ids of the other tenant, by the word that stands before a parameter or the name of a field. */
let ids: RouteIds;

beforeAll(async () => {
  fresh = await freshDatabase({ policies, clock: fixedClock('2026-03-20T10:00:00Z') });
  folder = await temporaryFolder('preceptor-walk-');
  world = await buildWorld(fresh.database);
  ids = await idsOfVictim(fresh, world);
  const messages = createMessages(catalogues);
  const assets = loadAssets('/nowhere');
  const log = createLog('silent');
  const files = await openDiskStore({ folder });
  const program: Program = {
    config,
    log,
    files,
    clock: fixedClock('2026-03-20T10:00:00Z'),
    keys: createKeys(Buffer.alloc(32, 7)),
    database: fresh.database,
    // Queuing is not reached by anything that is refused.
    jobs: {} as Program['jobs'],
    mail: {} as Program['mail'],
    readPrerequisites: () => [],
    close: async () => undefined,
  };
  const render = createRenderer({
    viewsFolder: `${root}src`,
    designSystemFolder: `${root}node_modules/nhsuk-frontend/dist`,
    messages,
    assets,
    navigation,
    demo: false,
  });
  const importer = createImporter(program);
  routes = await allRoutes({ ...program, ...openPlayer(program, messages, render), importer, messages });
  const [personId] = (await addPersons(fresh.database, world.other, 1)) as [string];
  outsider = {
    accountId: newId(),
    sessionId: newId(),
    tenantId: world.other,
    tenantName: 'Southern',
    national: false,
    personId,
    displayName: 'Olga Outsider',
    permissions: new Set(asked(routes)),
    csrfToken: token,
  };
  const authenticate = async (incoming: { headers: Record<string, unknown> }): Promise<SignedIn | undefined> => {
    const who = incoming.headers['x-test-who'];
    if (who === 'outsider') return outsider;
    return who === 'powerless' ? { ...outsider, permissions: new Set<string>() } : undefined;
  };
  app = createApp({ ...program, messages, assets, render, authenticate, ready: files.check, routes });
}, 120_000);
afterAll(async () => {
  await fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

const examples = (): Record<string, RouteExample> =>
  Object.fromEntries(
    routes.map((route) => [nameOf(route), { params: paramsOf(ids, route), body: bodyOf(ids, route) }]),
  );

async function send(
  route: Route,
  path: string,
  body: Readonly<Record<string, unknown>>,
  who?: 'outsider' | 'powerless',
): Promise<request.Response> {
  const query =
    route.query === undefined ? {} : (sampleOf(route.query, (name) => idForField(ids, name)) as Record<string, string>);
  let sending = request(app)
    [route.method](path)
    .query(query)
    .set({ Host: 'localhost:8080', Origin: 'http://localhost:8080', 'X-CSRF-Token': token });
  if (who !== undefined) sending = sending.set('x-test-who', who);
  if (route.method === 'get') return sending;
  if (route.bodyKind === 'stream') return sending.set('Content-Type', 'application/zip').send(smallZip());
  return route.kind === 'api' || route.bodyKind === 'json'
    ? sending.send(body)
    : sending.type('form').send({ _csrf: token, ...body });
}

/** Every row of a tenant, table by table, as one line each. */
async function everythingOf(tenantId: string): Promise<Record<string, string>> {
  const tables = await fresh.asOwner<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'tenant_id'
     and table_name in (select tablename from pg_tables where schemaname = 'public') order by 1`,
  );
  const each = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, ' ' order by t::text)), '') as hash from "${name}" t where tenant_id = $1`,
  );
  const rows = await fresh.asOwner<{ name: string; hash: string }>(each.join(' union all '), [tenantId]);
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
}

test('PERM-1: every route has an example: a known id for each parameter, and a body that its schema takes', () => {
  expect(routes.length).toBeGreaterThan(30);
  expect(walkRoutes(routes, examples()).uncovered).toEqual([]);
  const faulty = routes.flatMap((route) => {
    const result =
      route.body === undefined || route.access === 'public' ? undefined : route.body.safeParse(bodyOf(ids, route));
    return result === undefined || result.success
      ? []
      : [
          `${nameOf(route)}: ${result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`,
        ];
  });
  expect(faulty).toEqual([]);
});

test('PERM-1: each permission that a route asks for is given by some profile, or by being a learner or a supervisor', () => {
  const given = new Set([...Object.values(profiles).flat(), 'self.learn', 'self.team']);
  expect(asked(routes).filter((permission) => !given.has(permission))).toEqual([]);
});

describe('PERM-1: all routes at once', () => {
  test('strangers, people without the permission and ids of another tenant are refused, and nothing of the tenant changes', async () => {
    const before = await everythingOf(world.employer);
    const { walks } = walkRoutes(routes, examples());
    const wrong: string[] = [];
    for (const { route, path, body, why, expect: right } of walks) {
      const who = why === 'nobody-signed-in' ? undefined : why === 'permission-missing' ? 'powerless' : 'outsider';
      const answer = await send(route, path, body, who);
      if (!right.includes(answer.status))
        wrong.push(
          `${nameOf(route)} ${why}: ${answer.status} ${answer.status >= 400 ? answer.text.slice(0, 200) : String(answer.headers['location'])}`,
        );
      if (
        why === 'nobody-signed-in' &&
        answer.status === 303 &&
        !String(answer.headers['location']).startsWith('/sign-in')
      )
        wrong.push(`${nameOf(route)} sends a stranger to ${answer.headers['location']}`);
    }
    expect(wrong).toEqual([]);
    expect(await everythingOf(world.employer)).toEqual(before);
  });

  test('ids of another tenant in what is sent: refused, never our own fault, and nothing of either tenant refers to them', async () => {
    const before = await everythingOf(world.employer);
    const closed = routes.filter(
      (route) =>
        route.access !== 'public' && !/[:*]/.test(route.path) && route.body !== undefined && mentionsIds(route.body),
    );
    const wrong: string[] = [];
    for (const route of closed) {
      const { status, text } = await send(route, route.path, bodyOf(ids, route), 'outsider');
      if (![400, 403, 404, 409, 422].includes(status)) wrong.push(`${nameOf(route)}: ${status} ${text.slice(0, 300)}`);
    }
    expect(wrong).toEqual([]);
    expect(await everythingOf(world.employer)).toEqual(before);
  });

  test('a person of one’s own beside something of another tenant is refused as well', async () => {
    const before = await everythingOf(world.employer);
    const wrong: string[] = [];
    for (const route of routes.filter(({ path }) => path.includes(':of')))
      for (const kind of kindsOf(route)) {
        const params = { ...paramsOf(ids, route, kind), id: String(outsider.personId) };
        const [walk] = walkRoutes([route], { [nameOf(route)]: { params } }).walks.filter(
          ({ why }) => why === 'id-of-another-tenant',
        );
        const { status, text } = await send(route, walk?.path ?? '', bodyOf(ids, route), 'outsider');
        if (status !== 403 && status !== 404) wrong.push(`${nameOf(route)} ${kind}: ${status} ${text.slice(0, 200)}`);
      }
    expect(wrong).toEqual([]);
    expect(await everythingOf(world.employer)).toEqual(before);
  });

  test('PERM-8: what is a colleague’s own is not found by another person of the same employer', async () => {
    const own = routes.filter(
      ({ path, access }) =>
        /\/(my-team|enrolments?|attempts?|subscriptions?|messages?|periods?)\/:id/.test(path) &&
        typeof access === 'object' &&
        asked([{ access } as Route]).some((one) => one.startsWith('self.')),
    );
    expect(own.length).toBeGreaterThan(4);
    const before = await everythingOf(world.employer);
    const [personId] = (await addPersons(fresh.database, world.other, 1)) as [string];
    const outside = outsider;
    outsider = { ...outside, tenantId: world.employer, personId, permissions: new Set(['self.learn', 'self.team']) };
    try {
      const { walks } = walkRoutes(own, examples());
      const wrong: string[] = [];
      for (const { route, path, body } of walks.filter(({ why }) => why === 'id-of-another-tenant')) {
        const { status } = await send(route, path, body, 'outsider');
        if (status !== 403 && status !== 404) wrong.push(`${nameOf(route)}: ${status}`);
      }
      expect(wrong).toEqual([]);
      expect(await everythingOf(world.employer)).toEqual(before);
    } finally {
      outsider = outside;
    }
  });

  test('what a tenant is shown names nothing of another: lists, searches, home', async () => {
    const theirs = new Set(
      Object.entries(ids)
        .filter(([name]) => !['number', 'message'].includes(name))
        .map(([, id]) => id),
    );
    const wrong: string[] = [];
    let looked = 0;
    for (const route of routes.filter(({ method, path }) => method === 'get' && !/[:*]/.test(path))) {
      const query = route.query === undefined ? {} : (sampleOf(route.query, () => undefined) as Record<string, string>);
      const answer = await request(app)
        .get(route.path)
        .query(query)
        .set({ Host: 'localhost:8080', 'x-test-who': 'outsider' });
      if (answer.status >= 500) wrong.push(`${nameOf(route)}: ${answer.status} ${answer.text.slice(0, 200)}`);
      if (answer.status === 200) looked += 1;
      for (const id of theirs)
        if (answer.text.includes(id))
          wrong.push(`${nameOf(route)} shows ${Object.entries(ids).find(([, one]) => one === id)?.[0]}`);
    }
    expect(wrong).toEqual([]);
    expect(looked).toBeGreaterThan(8);
  });

  test('national objects are looked at by everybody and changed by the national body alone', async () => {
    const national = {
      ...ids,
      owner: nationalTenantId,
      'learning-object': world.object.id,
      content: world.object.id,
      object: world.object.id,
    };
    const before = await everythingOf(nationalTenantId);
    const mine = ids;
    ids = national;
    try {
      const wrong: string[] = [];
      for (const route of routes.filter(
        ({ method, path, access }) => method !== 'get' && access !== 'public' && path.includes(':owner'),
      )) {
        const { walks } = walkRoutes([route], examples());
        const walk = walks.find(({ why }) => why === 'id-of-another-tenant');
        if (walk === undefined) continue;
        const { status, text } = await send(route, walk.path, walk.body, 'outsider');
        if (status >= 500) wrong.push(`${nameOf(route)}: ${status} ${text.slice(0, 200)}`);
      }
      expect(wrong).toEqual([]);
      // To look at one in a preview is an attempt of the one who looks.
      expect(await everythingOf(nationalTenantId)).toEqual(before);
    } finally {
      ids = mine;
    }
  });
});
