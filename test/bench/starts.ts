/** Start to ready, on an empty and on an existing database; memory at rest. */
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from './bench';
import { startServerProcess } from './children';
import { rowOf } from './row';
import { temporaryFolder } from './stage';

const mostMemoryMb = 200;
const restMs = 10_000;

export const starts: Bench = {
  name: 'start',
  run: async (run) => {
    const folder = temporaryFolder();
    try {
      const first = await startServerProcess(run.main, folder);
      run.add(rowOf('start-empty', first.readyMs / 1000, { unit: 's', better: 'less' }));
      await first.stop();
      const second = await startServerProcess(run.main, folder);
      run.add(rowOf('start-existing', second.readyMs / 1000, { unit: 's', better: 'less' }));
      await sleep(restMs);
      run.add(rowOf('start-memory-at-rest', second.memoryMb(), { unit: 'MB', better: 'less', aim: mostMemoryMb }));
      await second.stop();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
