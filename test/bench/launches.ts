/** From the launch to the content's first call of its API, as a learner's browser sees it. */
import { newContext, openBrowser } from '../support/browser';
import { launchRegistration } from './launch-registration';
import type { Bench } from './bench';
import { importInto } from './imports';
import { percentile } from './measure';
import { rowOf } from './row';

export const launches: Bench = {
  name: 'launch',
  run: async (run) => {
    const stage = await run.stage();
    const object = await importInto(stage, [{ name: 'picture.jpg', bytes: 20_000 }]);
    const browser = await openBrowser();
    try {
      const [cold, warm]: [number[], number[]] = [[], []];
      for (let turn = 0; turn < (run.quick ? 3 : 8); turn += 1) {
        const context = await newContext(browser);
        for (const times of [cold, warm]) {
          const page = await context.newPage();
          const url = await launchRegistration(stage, object, `bench-launch-${turn}`);
          const began = Date.now();
          await page.goto(url);
          const frame = await (await page.waitForSelector('iframe.player-frame', { state: 'attached' })).contentFrame();
          if (frame === null) throw new Error('the player has no frame');
          await frame.waitForFunction('window.initialised !== undefined');
          times.push((await frame.evaluate<number>('window.initialised')) - began);
          await page.close();
        }
        await context.close();
      }
      const rowFor = (name: string, times: readonly number[]) =>
        rowOf(`launch-first-call-${name}`, percentile(times, 0.5), {
          unit: 'ms',
          better: 'less',
          more: { slowest: Math.max(...times), count: times.length },
        });
      run.add(rowFor('new-browser', cold));
      run.add(rowFor('again', warm));
    } finally {
      await browser.close();
    }
  },
};
