/** The administrator's pages over HTTP on a database of their own, with people of three tenants. */
import type { Express } from 'express';
import supertest, { type Response } from 'supertest';
import { createAccounts } from '../../../src/people';
import { permissionsOf, profiles } from '../../../src/people';
import { fixedClock } from '../../../src/platform/clock';
import { nationalTenantId } from '../../../src/platform/db';
import { createApp, type Route, type SignedIn } from '../../../src/platform/http';
import { createLog } from '../../../src/platform/log';
import { createMessages, createRenderer, loadAssets, type Messages } from '../../../src/platform/page';
import { createOutcomePort } from '../../../src/explain';
import { catalogues } from '../../../src/messages';
import { adminRoutes, navigation } from '../../../src/portal';
import { readConfig } from '../../../src/platform/config';
import { moveRoutes, type OutcomePort } from '../../../src/scorm/runtime';
import { policies } from '../../../src/policies';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import { addPersons, buildWorld, everything, type World } from '../../support/learning-world';
import { host, origin, testDeps } from '../platform/http-support';

export type Person = { readonly tenant: 'employer' | 'other' | 'national'; readonly permissions: readonly string[] };
const learningAdministration = profiles.learningAdministration ?? [];
export const la: Person = { tenant: 'employer', permissions: learningAdministration };
export const otherLa: Person = { tenant: 'other', permissions: learningAdministration };
export const nationalAdmin: Person = { tenant: 'national', permissions: profiles.nationalAdministrator ?? [] };
/** Class administration: may look and enrol, not edit. */
export const ca: Person = { tenant: 'employer', permissions: permissionsOf('classAdministration') };
export const learner: Person = { tenant: 'employer', permissions: ['self.learn'] };
export const careers: Person = { tenant: 'employer', permissions: profiles.careerManagement ?? [] };

export type Admin = {
  readonly world: World;
  readonly fresh: FreshDatabase;
  readonly app: Express;
  readonly routes: readonly Route[];
  readonly messages: Messages;
  /** Two persons of the employer, one of the other. */
  readonly persons: readonly [string, string, string];
  readonly get: (path: string, as?: Person) => Promise<Response>;
  readonly post: (path: string, body: object, as?: Person) => Promise<Response>;
  readonly api: (method: 'get' | 'post', path: string, body?: object, as?: Person) => Promise<Response>;
  readonly port: OutcomePort;
  /** From now on the core takes nothing, for this reason; undefined: it works again. */
  readonly breakCore: (reason: string | undefined) => void;
  readonly close: () => Promise<void>;
};

const token = 'the-token-of-the-session';

/** @param browser the port it will be served on, with the built assets, for a real browser */
export async function openAdmin(browser?: { readonly port: string }): Promise<Admin> {
  let fault: string | undefined;
  const clock = fixedClock('2026-11-23T09:00:00Z');
  const fresh = await freshDatabase({ policies, clock });
  const world = await buildWorld(fresh.database);
  const [first, second] = await addPersons(fresh.database, world.employer, 2);
  const [third] = await addPersons(fresh.database, world.other, 1);
  const persons = [first ?? '', second ?? '', third ?? ''] as const;
  const accounts = await fresh.database.inTransaction(everything, (tx) =>
    createAccounts(tx, [
      { tenantId: world.employer, username: 'alex.admin', displayName: 'Alex Admin' },
      { tenantId: world.other, username: 'olga.other', displayName: 'Olga Other' },
      { tenantId: nationalTenantId, username: 'nat', displayName: 'Nat Ional' },
      { tenantId: world.employer, username: 'pat.zero', displayName: 'Pat Learner 0', personId: persons[0] },
    ]),
  );
  const accountOf = { employer: accounts[0] ?? '', other: accounts[1] ?? '', national: accounts[2] ?? '' };
  const messages = createMessages(catalogues);
  const root = new URL('../../..', import.meta.url).pathname;
  const assets = loadAssets(browser ? `${root}dist/public` : '/nowhere');
  const signedIn = (person: Person): SignedIn => ({
    accountId: accountOf[person.tenant],
    sessionId: 's',
    tenantId: world[person.tenant],
    tenantName: `The ${person.tenant}`,
    national: person.tenant === 'national',
    displayName: 'Alex Admin',
    permissions: new Set(person.permissions),
    csrfToken: token,
  });
  const core = createOutcomePort(messages);
  const port: OutcomePort = (tx, outcomes) =>
    fault === undefined ? core(tx, outcomes) : Promise.reject(new Error(fault));
  const routes = [...adminRoutes({ messages, port }), ...moveRoutes()];
  const app = createApp({
    ...testDeps({
      clock,
      messages,
      assets,
      database: fresh.database,
      log: createLog('error'),
      render: createRenderer({
        viewsFolder: `${root}src`,
        designSystemFolder: `${root}node_modules/nhsuk-frontend/dist`,
        messages,
        assets,
        navigation: browser ? navigation : [],
        demo: false,
      }),
      ...(browser ? { config: readConfig({ PORT: browser.port }) } : {}),
      authenticate: async (request) => {
        const given = request.headers['x-test-person'];
        return typeof given === 'string' ? signedIn(JSON.parse(given) as Person) : undefined;
      },
    }),
    routes,
  });
  const as = (person: Person): Record<string, string> => ({
    Host: host,
    Origin: origin,
    'x-test-person': JSON.stringify(person),
  });
  return {
    world,
    fresh,
    app,
    routes,
    messages,
    persons,
    get: async (path, person = la) => supertest(app).get(path).set(as(person)),
    post: async (path, body, person = la) =>
      supertest(app)
        .post(path)
        .set(as(person))
        .type('form')
        .send({ _csrf: token, ...body }),
    api: async (method, path, body, person = la) =>
      method === 'get'
        ? supertest(app).get(path).set(as(person))
        : supertest(app)
            .post(path)
            .set(as(person))
            .send(body ?? {}),
    port,
    breakCore: (reason) => void (fault = reason),
    close: fresh.drop,
  };
}

/** The text of a page without its tags, in one line. */
export const textOf = (answer: Response): string =>
  answer.text
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

/** The value of a hidden or text input. */
export const inputOf = (answer: Response, name: string): string | undefined =>
  new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(answer.text)?.[1];
