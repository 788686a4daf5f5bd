/** What a commit weighs on the wire, in a course that keeps 64,000 characters of suspend data. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Page, Request } from 'playwright-core';
import { newContext, openBrowser } from '../support/browser';
import type { Bench } from './bench';
import { importZip } from './imports';
import { largeManifest, zipAround } from './large-courses';
import { launchRegistration } from './launch-registration';
import { percentile } from './measure';
import { readText } from './read-text';
import { rowOf } from './row';

type Sent = { readonly body: number; readonly headers: number; readonly answer: number; readonly coding: string };

/** Of what content keeps in real courses: text that repeats itself, and numbers that do not. */
const suspendData = `Array.from({ length: 4000 }, (_, at) => 'p' + at + ':' + ((at * 7919) % 997) + ';').join('').padEnd(64000, '.').slice(0, 64000)`;

/** What content does before it commits; each is done a few times, with `turn` as a number of its own. */
const STEPS = {
  first: `call('SetValue', 'cmi.suspend_data', data)`,
  'location-only': `call('SetValue', 'cmi.location', 'page ' + turn)`,
  'same-suspend-again': `call('SetValue', 'cmi.location', 'Page ' + turn); call('SetValue', 'cmi.suspend_data', data)`,
  'suspend-changed': `call('SetValue', 'cmi.suspend_data', data = data.slice(0, 500) + turn + data.slice(500 + String(turn).length))`,
} as const;

export const wire: Bench = {
  name: 'wire',
  run: async (run) => {
    const stage = await run.stage();
    const path = join(stage.folder, 'wire.zip');
    const manifest = largeManifest(2, false);
    writeFileSync(path, zipAround(manifest, readText(manifest)));
    const object = await importZip(stage, path);
    const browser = await openBrowser();
    try {
      const page = await (await newContext(browser)).newPage();
      await page.goto(await launchRegistration(stage, object, 'bench-wire'));
      const frame = await contentOf(page);
      await quiet(page);
      await frame.evaluate(`window.data = ${suspendData}`);
      for (const [name, script] of Object.entries(STEPS)) {
        const sent: Sent[] = [];
        for (let turn = 1; turn <= (name === 'first' ? 1 : run.quick ? 2 : 5); turn += 1) {
          const [request] = await Promise.all([
            page.waitForRequest(isCommit),
            frame.evaluate(
              `{ const turn = ${turn}; ${script}; if (call('Commit', '') !== 'true') throw new Error('not saved'); }`,
            ),
          ]);
          sent.push(await weigh(request));
          await quiet(page);
        }
        const of = (key: 'body' | 'headers' | 'answer'): number =>
          percentile(
            sent.map((one) => one[key]),
            0.5,
          );
        const more = {
          headers: of('headers'),
          answer: of('answer'),
          coding: sent[0]?.coding ?? '',
          count: sent.length,
        };
        run.add(rowOf(`wire-${name}`, of('body'), { unit: 'bytes', better: 'less', more }));
      }
    } finally {
      await browser.close();
    }
  },
};

const isCommit = (request: Request): boolean => request.method() === 'POST' && request.url().endsWith('/commit');

async function contentOf(page: Page): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe.player-frame', { state: 'attached' })).contentFrame();
  if (frame === null) throw new Error('the player has no frame');
  await frame.waitForFunction('window.initialised !== undefined');
  return frame;
}

/** All that was said is answered. */
const quiet = (page: Page): Promise<void> =>
  page.locator('#saved:not([aria-busy=true])', { hasText: /^Saved$/ }).waitFor();

async function weigh(request: Request): Promise<Sent> {
  const response = await request.response();
  if (response?.status() !== 200) throw new Error(`a commit was answered ${response?.status()}`);
  await response.finished();
  const { requestBodySize, requestHeadersSize, responseBodySize } = await request.sizes();
  const coding = request.headers()['content-encoding'] ?? 'none';
  return { body: requestBodySize, headers: requestHeadersSize, answer: responseBodySize, coding };
}
