/** The app over HTTP with the real rooms behind it, and people who are signed in. */
import { fileURLToPath } from 'node:url';
import supertest from 'supertest';
import { catalogues } from '../../src/messages';
import { countUnread, messagesPath } from '../../src/notify';
import { createAuthenticate, createAccounts, grantProfiles, openSession, sessionCookie } from '../../src/people';
import { createKeys } from '../../src/platform/auth';
import { fixedClock, type Clock } from '../../src/platform/clock';
import { readConfig } from '../../src/platform/config';
import { createApp, type Route } from '../../src/platform/http';
import { createLog } from '../../src/platform/log';
import { createMessages, createRenderer, loadAssets } from '../../src/platform/page';
import { learnerRoutes, navigation } from '../../src/portal';
import { policies } from '../../src/policies';
import { createStartLaunch } from '../../src/scorm/player';
import type { ReportedOutcome } from '../../src/scorm/runtime';
import { takeOutcomes } from '../../src/learning/enrolment';
import { freshDatabase, type FreshDatabase } from './database';
import { addPersons, buildWorld, everything, type World } from './learning-world';

const root = fileURLToPath(new URL('../../', import.meta.url));

export type Visitor = {
  readonly personId: string | undefined;
  /** Name and value of the session's cookie. */
  readonly cookie: { readonly name: string; readonly value: string };
  readonly get: (path: string) => supertest.Test;
  /** Sends a form as the pages do, with the token of the session. */
  readonly post: (path: string, fields?: Readonly<Record<string, string>>) => supertest.Test;
  readonly postJson: (path: string, body?: object) => supertest.Test;
};

export type Portal = {
  readonly fresh: FreshDatabase;
  readonly world: World;
  readonly routes: readonly Route[];
  readonly app: ReturnType<typeof createApp>;
  /** A new person of an employer (the world's unless given), signed in. */
  readonly visitor: (options?: {
    readonly tenantId?: string;
    readonly personId?: string;
    readonly profile?: string;
    readonly person?: false;
    readonly name?: string;
  }) => Promise<Visitor>;
  /** What the player would report of an enrolment. */
  readonly report: (enrolmentId: string, outcome?: Partial<ReportedOutcome>) => Promise<void>;
  /** Moves the clock of pages and operations. */
  readonly at: (instant: string) => void;
  readonly close: () => Promise<void>;
};

/** @param port of the app's own address; needed where a browser comes */
export async function openPortal(start = '2026-11-23T10:00:00Z', port = '8080'): Promise<Portal> {
  const config = readConfig({ PORT: port, SEED: 'none' });
  const host = `localhost:${port}`;
  let clock = fixedClock(start);
  const moving: Clock = { now: () => clock.now(), today: () => clock.today() };
  const fresh = await freshDatabase({ policies, clock: moving });
  const { database } = fresh;
  const world = await buildWorld(database);
  const messages = createMessages(catalogues);
  const assets = loadAssets(`${root}dist/public`);
  const render = createRenderer({
    viewsFolder: `${root}src`,
    designSystemFolder: `${root}node_modules/nhsuk-frontend/dist`,
    messages,
    assets,
    navigation,
    demo: false,
    searchHref: '/learning',
    messagesHref: messagesPath,
    signInHref: '/sign-in',
    signOutHref: '/sign-out',
  });
  const keys = createKeys(Buffer.alloc(32, 7));
  const routes = learnerRoutes({
    config,
    keys,
    messages,
    startLaunch: createStartLaunch({ config, keys, clock: moving }),
  });
  const app = createApp({
    config,
    log: createLog('silent'),
    keys,
    database,
    messages,
    render,
    assets,
    clock: moving,
    routes,
    authenticate: createAuthenticate(database, false),
    unreadMessages: (who) =>
      database.inTransaction({ tenant: who.tenantId, actor: { source: 'self' } }, (tx) => countUnread(tx, who)),
  });
  let counter = 0;

  const visitor: Portal['visitor'] = async ({ tenantId = world.employer, personId, profile, person, name } = {}) => {
    const own = person === false ? undefined : (personId ?? (await addPersons(database, tenantId, 1))[0]);
    counter += 1;
    const accountId = await database.inTransaction(everything, async (tx) => {
      const [id = ''] = await createAccounts(tx, [
        {
          tenantId,
          username: `person${counter}`,
          displayName: name ?? `Pat Learner ${counter}`,
          ...(own === undefined ? {} : { personId: own }),
        },
      ]);
      if (profile !== undefined) await grantProfiles(tx, [{ tenantId, accountId: id, profile, dateFrom: tx.today }]);
      return id;
    });
    const { token } = await openSession(database, tenantId, accountId);
    const [row] = await fresh.asOwner<{ csrf: string }>(
      'select csrf_token as csrf from session where account_id = $1',
      [accountId],
    );
    const cookie = `${sessionCookie}=${token}`;
    const dressed = (test: supertest.Test): supertest.Test =>
      test.set('Host', host).set('Cookie', cookie).set('Sec-Fetch-Site', 'same-origin');
    return {
      personId: own,
      cookie: { name: sessionCookie, value: token },
      get: (path) => dressed(supertest(app).get(path)),
      post: (path, fields = {}) =>
        dressed(supertest(app).post(path))
          .type('form')
          .send({ ...fields, _csrf: row?.csrf ?? '' }),
      postJson: (path, body = {}) => dressed(supertest(app).post(path)).send(body),
    };
  };

  const report: Portal['report'] = (enrolmentId, outcome = {}) =>
    database.inTransaction({ tenant: 'all', actor: { source: 'content' } }, (tx) =>
      takeOutcomes(tx, [
        {
          tenantId: world.employer,
          registrationId: enrolmentId,
          attemptId: '00000000-0000-7000-8000-00000000abcd',
          version: 1,
          completion: 'completed',
          success: 'passed',
          status: 'passed',
          masteryRequired: true,
          percent: 85,
          totalSeconds: 640,
          reachedOn: tx.today,
          ...outcome,
        },
      ]),
    );

  return {
    fresh,
    world,
    routes,
    app,
    visitor,
    report,
    at: (instant) => {
      clock = fixedClock(instant);
    },
    close: fresh.drop,
  };
}

/** The text of a page as it is read: no tags, no runs of space. */
export const textOf = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
