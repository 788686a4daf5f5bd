/** How long packages take to come in, and how much memory. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Bench } from './bench';
import { messageOf, program } from './children';
import type { ImportMessage } from './import-child';
import { writePackage, type Part } from './packages';
import { rowOf } from './row';
import type { Stage } from './stage';

const mostMemoryMb = 300;

/** Imports into the stage's own data, in a process of its own. */
export async function importInto(stage: Stage, parts: readonly Part[]): Promise<ImportMessage> {
  const path = join(stage.folder, 'bench.zip');
  writePackage(path, parts);
  return importZip(stage, path);
}

/** The same for a package that is there already. */
export async function importZip(stage: Stage, path: string): Promise<ImportMessage> {
  const child = fork(program('import-child'), [stage.database.url, stage.folder, stage.original.world.employer, path]);
  return messageOf<ImportMessage>(child);
}

export const imports: Bench = {
  name: 'import',
  run: async (run) => {
    const stage = await run.stage();
    const cases: readonly (readonly [string, readonly Part[]])[] = [
      ['100mb', Array.from({ length: 5 }, (_, n) => ({ name: `video-${n}.mp4`, bytes: 20 * 1024 ** 2 }))],
      [
        '5000-files',
        Array.from({ length: 5_000 }, (_, n) => ({ name: `pages/${n % 50}/picture-${n}.png`, bytes: 4_096 })),
      ],
    ];
    for (const [name, parts] of cases) {
      const { seconds, peakMb } = await importInto(stage, parts);
      run.add(rowOf(`import-${name}`, seconds, { unit: 's', better: 'less' }));
      run.add(rowOf(`import-${name}-memory`, peakMb, { unit: 'MB', better: 'less', aim: mostMemoryMb }));
    }
  },
};
