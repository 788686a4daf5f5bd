/** Plays every activity of a package as a learner, in the real player, and says what it saw. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { leavesOf, type Activity, type CheckedPackage } from '../../src/scorm/package';
import type { PlayerStart } from '../../src/scorm/runtime';
import { newContext } from '../support/browser';
import type { RealPlayer } from '../support/real-player';
import type { Registered } from '../support/running-server';
import { addAlone } from './alone';
import type { ActivityReport } from './report';
import { prepareContext, watchPage, type Watch } from './watch-page';

/** Milliseconds. Content that has not found its API by then will not. */
const patience = 15_000;
/** Nor will content that has neither asked for it nor loaded anything for so long. */
const silence = 5_000;
const quiet = 700;
const settleAtMost = 5_000;

export type Limits = { readonly activities: number; readonly milliseconds: number };
export const limits: Limits = { activities: 150, milliseconds: 8 * 60_000 };

export type PlayedPackage = {
  readonly activities: readonly ActivityReport[];
  /** Identifiers of activities that were left out, because there were too many or they took too long. */
  readonly leftOut: readonly string[];
};

export type ToPlay = {
  readonly package: CheckedPackage;
  readonly object: { readonly ownerId: string; readonly id: string };
  readonly versionId: string;
  readonly isInPackage: (path: string) => boolean;
  /** Gives a learner who has not played this yet. */
  readonly learner: () => Promise<Registered>;
  /** A context that is kept for the next package, prepared with `prepareContext`; without it each has one of its own. */
  readonly context?: BrowserContext;
  /** Path without `.png`; the number and the identifier follow. */
  readonly pictures?: string;
};

type Opened = { readonly page: Page; readonly watch: Watch; readonly first: string | undefined };

export function launchableOf({ organisations, defaultOrganisation }: CheckedPackage): Activity[] {
  const played = organisations.find(({ identifier }) => identifier === defaultOrganisation) ?? organisations[0];
  return played === undefined ? [] : leavesOf(played.root).filter(({ resource }) => resource !== undefined);
}

export async function playPackage(real: RealPlayer, toPlay: ToPlay, bounds: Limits = limits): Promise<PlayedPackage> {
  const wanted = launchableOf(toPlay.package);
  const until = performance.now() + bounds.milliseconds;
  const reports = new Map<string, ActivityReport>();
  const context = toPlay.context ?? (await openContext(real));
  try {
    // A course that does not open leaves its activities to be opened by themselves, and the reason with them.
    let course = await open(real, toPlay, context, toPlay.object).catch(() => undefined);
    const first = wanted.find(({ identifier }) => identifier === course?.first);
    const order = first === undefined ? wanted : [first, ...wanted.filter((one) => one !== first)];
    for (const activity of order.slice(0, bounds.activities)) {
      if (performance.now() > until) break;
      const chosen =
        course !== undefined && (activity === first || (await choose(course, activity.identifier)))
          ? course
          : undefined;
      const report = await (
        chosen === undefined ? alone(real, toPlay, context, activity) : look(chosen, toPlay, activity)
      ).catch((error: unknown) => unseen(activity, error));
      reports.set(activity.identifier, report);
      if (course !== undefined && (course.page.isClosed() || course.watch.seen().crashed)) course = undefined;
    }
  } finally {
    await (toPlay.context === undefined ? context.close() : closePages(context)).catch(() => undefined);
  }
  return {
    activities: wanted.flatMap(({ identifier }) => reports.get(identifier) ?? []),
    leftOut: wanted.filter(({ identifier }) => !reports.has(identifier)).map(({ identifier }) => identifier),
  };
}

/** Where packages are played. */
export async function openContext(real: RealPlayer): Promise<BrowserContext> {
  const context = await newContext(real.browser, 'desk', { acceptDownloads: false });
  await prepareContext(context);
  return context;
}

async function closePages(context: BrowserContext): Promise<void> {
  await Promise.all(context.pages().map((page) => page.close()));
}

async function open(
  real: RealPlayer,
  toPlay: ToPlay,
  context: BrowserContext,
  object: ToPlay['object'],
): Promise<Opened> {
  const { url } = await real.server.launch({ ...(await toPlay.learner()), object });
  const page = await context.newPage();
  let origin = '';
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame() && /\/a\//.test(frame.url())) origin = new URL(frame.url()).origin;
  });
  const watch = watchPage(page, () => origin, toPlay);
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForURL('**/a/*', { waitUntil: 'commit' });
  // Whatever it is, the page has a main part; a player has its start in it too.
  await page.locator('main').first().waitFor({ state: 'attached' });
  if ((await page.locator('script#start').count()) === 0)
    throw new Error(`the player did not open: ${await page.locator('body').innerText()}`);
  const start = JSON.parse((await page.locator('script#start').textContent()) ?? '{}') as Partial<PlayerStart>;
  return { page, watch, first: start.delivery?.activity };
}

/** The learner picks it from the contents; false when it cannot be picked. */
async function choose({ page, watch }: Opened, identifier: string): Promise<boolean> {
  const button = page.locator(`#contents-list button[data-identifier="${quoted(identifier)}"]`);
  try {
    if ((await button.count()) !== 1 || (await button.isDisabled())) return false;
    await watch.next();
    // The list may be folded away: it is the same button.
    await button.dispatchEvent('click');
    await page.locator(`#contents-list button[data-identifier="${quoted(identifier)}"][aria-current]`).waitFor({
      state: 'attached',
      timeout: 10_000,
    });
    return true;
  } catch {
    return false;
  }
}

async function alone(
  real: RealPlayer,
  toPlay: ToPlay,
  context: BrowserContext,
  activity: Activity,
): Promise<ActivityReport> {
  const object = await addAlone(real.server, toPlay.versionId, toPlay.package, activity);
  const opened = await open(real, toPlay, context, object);
  try {
    return await look(opened, toPlay, activity);
  } finally {
    await opened.page.close().catch(() => undefined);
  }
}

/** Waits until it has initialised its API, or is there and quiet, or time is up. */
async function look({ page, watch }: Opened, toPlay: ToPlay, activity: Activity): Promise<ActivityReport> {
  const reports = activity.resource?.scormType === 'sco';
  const began = performance.now();
  let helped = false;
  while (performance.now() - began < patience) {
    if (watch.seen().crashed) break;
    if (reports ? (await watch.counted()).initialized : performance.now() - began > quiet) break;
    if (!helped && watch.quietFor() > silence / 2) {
      helped = true;
      await startByHand(page);
    }
    if (watch.quietFor() > silence) break;
    await sleep(100);
  }
  const from = performance.now();
  while (watch.quietFor() < quiet && performance.now() - from < settleAtMost) await sleep(100);
  const counted = await watch.counted();
  const { pictures } = toPlay;
  if (pictures !== undefined) await picture(page, pictures, activity.identifier);
  const { commits, failedRequests, consoleErrors } = watch.seen();
  return {
    identifier: activity.identifier,
    apiFound: reports ? counted.found || (await isThereToFind(page)) : null,
    initialized: reports ? counted.initialized : null,
    calls: counted.calls,
    commits,
    failedRequests,
    consoleErrors,
  };
}

/** Whether content that never asked would have found it: up the parents, as every wrapper looks. */
async function isThereToFind(page: Page): Promise<boolean> {
  const handle = await page.$('iframe#content');
  const frame = await handle?.contentFrame();
  const search = `(() => { for (let w = window, i = 0; i < 10; i += 1) { if (w.API || w.API_1484_11) return true; if (w === w.parent) return false; w = w.parent; } return false; })()`;
  return frame ? await frame.evaluate<boolean>(search).catch(() => false) : false;
}

/** Content that waits for somebody to press a button, as a course in a window of its own does, gets its one press. */
async function startByHand(page: Page): Promise<void> {
  for (const frame of page.frames().slice(1)) {
    const inviting = frame.locator('a:visible, button:visible, input[type=button]:visible, input[type=submit]:visible');
    const [all, named] = [
      inviting,
      inviting.filter({ hasText: /start|begin|launch|open|enter|play|continue|click here/i }),
    ];
    for (const one of [named, all]) {
      if ((await one.count().catch(() => 0)) === 0) continue;
      await one
        .first()
        .click({ timeout: 1000 })
        .catch(() => undefined);
      return;
    }
  }
}

async function picture(page: Page, folder: string, identifier: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${identifier.replace(/[^\w.-]+/g, '_').slice(0, 80)}.png`);
  await page.screenshot({ path, timeout: 10_000 }).catch(() => undefined);
}

const unseen = (activity: Activity, error: unknown): ActivityReport => {
  const reports = activity.resource?.scormType === 'sco';
  return {
    identifier: activity.identifier,
    apiFound: reports ? false : null,
    initialized: reports ? false : null,
    calls: 0,
    commits: 0,
    failedRequests: [],
    consoleErrors: [`It could not be opened: ${error instanceof Error ? error.message.slice(0, 400) : String(error)}`],
  };
};

/** For a quoted attribute value in a selector. */
const quoted = (text: string): string => text.replace(/["\\]/g, '\\$&');
