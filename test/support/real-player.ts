/** The real server and a real browser together: learners who open what they were registered for. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { sessionCookie } from '../../src/people';
import { sessionFor } from './account-session';
import { newContext, openBrowser } from './browser';
import { smallZip } from './content-server';
import { content12 } from './player-page';
import { prepareServer, type Registered, type RunningOptions, type RunningServer } from './running-server';

export type RealPlayer = {
  readonly server: RunningServer;
  readonly browser: Browser;
  /** A browser of somebody's own. */
  readonly person: (width?: 'desk' | 'phone') => Promise<BrowserContext>;
  /** Somebody new who is registered for a package of the files given (one SCO that does nothing by itself). */
  readonly registered: (files?: Readonly<Record<string, string>>, title?: string) => Promise<Registered>;
  /** Opens the player through the launcher, as a launch does. */
  readonly play: (registered: Registered, where: BrowserContext) => Promise<Page>;
  /** Gives a browser the session of a new account of that person, with these profiles. */
  readonly signIn: (where: BrowserContext, registered: Registered, profiles?: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** One SCO whose page offers `set`, `commit`, `finish`, and shows what it `saw`. */
export const plainCourse = { 'index.html': content12 } as const;

export async function openRealPlayer(options: RunningOptions = {}): Promise<RealPlayer> {
  const [server, browser] = await Promise.all([prepareServer(options), openBrowser()]);
  await server.start();
  const contexts: BrowserContext[] = [];
  let count = 0;
  return {
    server,
    browser,
    person: async (width = 'desk') => {
      const made = await newContext(browser, width);
      contexts.push(made);
      return made;
    },
    registered: async (files = plainCourse, title = 'Fire safety') => {
      count += 1;
      const object = await server.addPackage(smallZip({ ...files, 'number.txt': String(count) }, title));
      const [one] = await server.register(1);
      if (one === undefined) throw new Error('nobody registered');
      return { ...one, object };
    },
    play: async (registered, where) => {
      const { url } = await server.launch(registered);
      const page = await where.newPage();
      await page.goto(url);
      await page.waitForURL('**/a/*');
      return page;
    },
    signIn: async (where, { personId }, profiles = []) => {
      const value = await sessionFor(server, personId, profiles);
      await where.addCookies([
        { name: sessionCookie, value, url: server.config.appUrl, httpOnly: true, sameSite: 'Lax' },
      ]);
    },
    close: async () => {
      await Promise.all(contexts.map((context) => context.close()));
      await browser.close();
      await server.close();
    },
  };
}
