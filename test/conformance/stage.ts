/** A server of its own with its database, a browser, and two learners who may play whatever is put before them. */
import type { Page } from 'playwright-core';
import { createCourses, createOfferings, openOnlineClasses } from '../../src/learning/catalogue';
import { enrolPersons, playEnrolment } from '../../src/learning/enrolment';
import { createKeys } from '../../src/platform/auth';
import { systemClock } from '../../src/platform/clock';
import { masterSecret } from '../../src/platform/config';
import { parseIsoDate } from '../../src/platform/dates';
import type { Database } from '../../src/platform/db';
import { createStartLaunch } from '../../src/scorm/player';
import { newContext, openBrowser } from '../support/browser';
import { everything } from '../support/learning-world';
import { prepareServer, type Registered } from '../support/running-server';
import type { Plan, ScoMessage } from './sco-messages';
import { uploader } from './upload';

export type Who = 'first' | 'second';

/** What the server keeps of the latest attempt. */
export type AttemptKept = {
  readonly status: string;
  /** The activity that the server takes for the current one. */
  readonly current: string | null;
  readonly sessionClosed: boolean;
  readonly attempts: number;
};

/** Takes what a page of the content says; what it answers goes back to that page. */
export type Listener = (message: ScoMessage) => Promise<Plan | undefined>;

export type Stage = {
  readonly learnerId: (who: Who) => string;
  /** Uploads a package, offers it and enrols the learner. Answers what launching needs. */
  readonly bring: (who: Who, zip: Buffer, title: string) => Promise<Registered>;
  /** Opens the real player as a launch from the app does. `listen` hears the content of this page. */
  readonly launch: (who: Who, registered: Registered, listen: Listener) => Promise<Page>;
  readonly kept: (registered: Registered) => Promise<AttemptKept | undefined>;
};

const start = parseIsoDate('2020-01-01');

/** Sets it all up, runs the work, and takes it away. */
export async function onStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const [server, browser] = await Promise.all([prepareServer({ env: { LOG_LEVEL: 'warn' } }), openBrowser()]);
  try {
    await server.start();
    const [author, ...people] = await server.register(3);
    const upload = await uploader(server, author?.personId ?? '');
    const listeners = new WeakMap<Page, Listener>();
    const learners = new Map(
      await Promise.all(
        (['first', 'second'] as const).map(async (who, index) => {
          const personId = people[index]?.personId;
          if (personId === undefined) throw new Error('nobody registered');
          const context = await newContext(browser);
          await context.exposeBinding('conformanceRunner', ({ page }, message: ScoMessage) =>
            listeners.get(page)?.(message),
          );
          return [who, { personId, context }] as const;
        }),
      ),
    );
    const learnerOf = (who: Who) => {
      const found = learners.get(who);
      if (!found) throw new Error(`no learner ${who}`);
      return found;
    };
    const startLaunch = createStartLaunch({
      config: server.config,
      keys: createKeys(masterSecret(server.config)),
      clock: systemClock,
    });
    const tenantId = server.world.employer;
    return await server.within((database) =>
      work({
        learnerId: (who) => pairwise(learnerOf(who).personId),
        bring: async (who, zip, title) => {
          const object = await upload(zip, title);
          const { personId } = learnerOf(who);
          return { personId, object, enrolmentId: await enrol(database, { tenantId, personId, object, title }) };
        },
        launch: async (who, { personId, enrolmentId }, listen) => {
          const started = await database.inTransaction(everything, async (tx) => {
            const played = await playEnrolment(tx, {
              tenantId,
              enrolmentId,
              personId,
              learner: { id: pairwise(personId), name: 'Learner, Pat' },
              learnerKey: `key-${personId}`,
              returnUrl: `${server.config.appUrl}/`,
            });
            if (!played.ok) throw new Error(`the server does not let the learner play: ${played.refusal}`);
            // After success the app offers to look back; the suite's learner always plays for credit.
            return startLaunch(tx, { ...played.registration, mode: 'normal' }, { seconds: 300 });
          });
          if (!started.ok) throw new Error(`the server does not launch: ${started.refusal}`);
          const page = await learnerOf(who).context.newPage();
          listeners.set(page, listen);
          page.on('dialog', (dialog) => void dialog.accept());
          await page.goto(started.url);
          await page.waitForURL('**/a/*');
          return page;
        },
        kept: async ({ enrolmentId }) => {
          const [row] = await server.look<AttemptKept>(
            `select a.status, a.sequencing->>'current' as current,
               (select s.closed_at is not null from attempt_session s
                 where s.tenant_id = a.tenant_id and s.attempt_id = a.id order by s.generation desc limit 1) as "sessionClosed",
               a.number as attempts
             from attempt a where a.tenant_id = $1 and a.registration_id = $2 order by a.number desc limit 1`,
            [tenantId, enrolmentId],
          );
          return row;
        },
      }),
    );
  } finally {
    await browser.close();
    await server.close();
  }
}

const pairwise = (personId: string): string => `pairwise-${personId}`;

async function enrol(
  database: Database,
  {
    tenantId,
    personId,
    object,
    title,
  }: {
    readonly tenantId: string;
    readonly personId: string;
    readonly object: { readonly ownerId: string; readonly id: string };
    readonly title: string;
  },
): Promise<string> {
  return database.inTransaction(everything, async (tx) => {
    const [courseId = ''] = await createCourses(tx, [{ tenantId, title, activeFrom: start }]);
    const [offering] = await createOfferings(tx, [
      { tenantId, courseId, title, deliveryMode: 'OnlineSelfPaced', learningObject: object, activeFrom: start },
    ]);
    if (!offering?.ok) throw new Error(`no offering: ${offering?.refusal ?? ''}`);
    const [made] = await openOnlineClasses(tx, [{ tenantId, offeringId: offering.id, title }]);
    if (!made?.ok) throw new Error(`no class: ${made?.refusal ?? ''}`);
    const [enrolled] = await enrolPersons(tx, [
      { tenantId, personId, class: { ownerId: tenantId, id: made.id }, by: 'learner' },
    ]);
    if (!enrolled?.ok) throw new Error(`not enrolled: ${enrolled?.refusal ?? ''}`);
    return enrolled.enrolmentId;
  });
}
