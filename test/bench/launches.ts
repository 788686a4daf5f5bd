/**
 * From the launch to the content's first call of its API, and from Continue to the next content's first call, as a
 * learner's browser sees it; beside a bare page with scorm-again and no server.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { newContext, openBrowser } from '../support/browser';
import { openBarePage, type BarePage } from './bare-page';
import type { Bench, Run } from './bench';
import { largestCase } from './conformance-case';
import { importInto, importZip } from './imports';
import { largeManifest, zipAround } from './large-courses';
import { launchRegistration } from './launch-registration';
import { percentile } from './measure';
import { readText } from './read-text';
import { rowOf } from './row';
import type { Stage } from './stage';

type Imported = { readonly learningObjectId: string };
type Course = {
  readonly name: string;
  readonly version: '1.2' | '2004';
  readonly object: Imported;
  readonly moves: boolean;
};
type Times = { readonly launch: number[]; readonly change: number[] };

export const launches: Bench = {
  name: 'launch',
  run: async (run) => {
    const stage = await run.stage();
    const single = await importInto(stage, [{ name: 'picture.jpg', bytes: 20_000 }]);
    const browser = await openBrowser();
    const bare = await openBarePage();
    try {
      await firstCalls(run, stage, browser, single);
      const courses: Course[] = [
        { name: 'single', version: '1.2', object: single, moves: false },
        {
          name: 'tree-200',
          version: '2004',
          object: await importCourse(stage, 'tree-200', largeManifest(200, false)),
          moves: true,
        },
      ];
      const largest = largestCase();
      if (largest === undefined) run.say('(launch-sequenced left out: the suite is not beside the project)');
      else
        courses.push({
          name: 'sequenced',
          version: '2004',
          object: await importCourse(stage, largest.name, largest.manifest),
          moves: true,
        });
      for (const course of courses) await besideBare(run, stage, browser, bare, course);
    } finally {
      bare.stop();
      await browser.close();
    }
  },
};

async function importCourse(stage: Stage, name: string, manifest: string | Buffer): Promise<Imported> {
  const path = join(stage.folder, `${name}.zip`);
  writeFileSync(path, zipAround(manifest, readText(manifest)));
  return importZip(stage, path);
}

/** In a browser that was never here, and again in the same. */
async function firstCalls(run: Run, stage: Stage, browser: Browser, object: Imported): Promise<void> {
  const [cold, warm]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < (run.quick ? 3 : 8); turn += 1) {
    const context = await newContext(browser);
    for (const times of [cold, warm]) {
      const page = await context.newPage();
      times.push(await timeLaunch(page, await launchRegistration(stage, object, `bench-launch-${turn}`)));
      await page.close();
    }
    await context.close();
  }
  for (const [name, times] of [
    ['new-browser', cold],
    ['again', warm],
  ] as const) {
    const more = { slowest: Math.max(...times), count: times.length };
    run.add(rowOf(`launch-first-call-${name}`, percentile(times, 0.5), { unit: 'ms', better: 'less', more }));
  }
}

/** Ours and the bare page in turn, in one browser that knows the scripts of both. */
async function besideBare(run: Run, stage: Stage, browser: Browser, bare: BarePage, course: Course): Promise<void> {
  const context = await newContext(browser);
  const ours: Times = { launch: [], change: [] };
  const floor: Times = { launch: [], change: [] };
  const [turns, moves] = run.quick ? [3, 2] : [12, 4];
  try {
    for (let turn = -1; turn < turns; turn += 1) {
      for (const [times, address] of [
        [ours, await launchRegistration(stage, course.object, `bench-${course.name}-${turn}`)],
        [floor, bare.url(course.version)],
      ] as const) {
        const page = await context.newPage();
        const launched = await timeLaunch(page, address);
        // The first turn fills the caches.
        if (turn >= 0) times.launch.push(launched);
        for (let move = 0; course.moves && turn >= 0 && move < moves; move += 1) {
          const changed = await timeChange(page);
          if (changed === undefined) break;
          times.change.push(changed);
        }
        await page.close();
      }
    }
  } finally {
    await context.close();
  }
  for (const kind of ['launch', 'change'] as const) {
    const times = ours[kind];
    if (times.length === 0) continue;
    const [p95, floorP95] = [percentile(times, 0.95), percentile(floor[kind], 0.95)];
    run.add(
      rowOf(`${kind}-${course.name}`, percentile(times, 0.5), {
        unit: 'ms',
        better: 'less',
        floor: percentile(floor[kind], 0.5),
        more: { p95, floorP95, count: times.length },
      }),
    );
  }
}

async function timeLaunch(page: Page, url: string): Promise<number> {
  const began = Date.now();
  await page.goto(url);
  return (await firstCallAfter(page, began)) - began;
}

/** By the button where the course shows it, otherwise as content asks for it. Undefined where nothing follows. */
async function timeChange(page: Page): Promise<number | undefined> {
  const next = page.locator('#next');
  // What content has said may still be on its way to the server.
  await page
    .locator('#saved:not([aria-busy=true])')
    .waitFor({ state: 'attached', timeout: 200 })
    .catch(() => undefined);
  const began = Date.now();
  if ((await next.isVisible()) && (await next.isEnabled())) await next.click();
  else {
    const frame = await (await page.waitForSelector('iframe.player-frame', { state: 'attached' })).contentFrame();
    await frame?.evaluate(`call('SetValue', 'adl.nav.request', 'continue'); call('Terminate', '')`);
  }
  const at = await firstCallAfter(page, began).catch(() => undefined);
  return at === undefined ? undefined : at - began;
}

/** When content first called its API after that moment, by the clock that the browser shares with us. */
async function firstCallAfter(page: Page, moment: number): Promise<number> {
  const until = Date.now() + 10_000;
  while (Date.now() < until) {
    // An answer may be lost where the page is just being left for another.
    const at = await page
      .evaluate<number | undefined>('window.benchInitialised ?? frames[0]?.initialised')
      .catch(() => undefined);
    if (at !== undefined && at >= moment) return at;
  }
  throw new Error(`content did not call its API: ${await page.locator('body').innerText()}`);
}
