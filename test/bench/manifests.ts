/** Parse and tree-building of large manifests, in a process of their own: time and memory. */
import { fork } from 'node:child_process';
import type { Bench } from './bench';
import { messageOf, program } from './children';
import type { ManifestMessage } from './manifest-child';
import { median } from './measure';
import { rowOf } from './row';

export const manifests: Bench = {
  name: 'manifest',
  run: async (run) => {
    for (const [activities, rules] of [
      [5_000, false],
      [5_000, true],
    ] as const) {
      const found: ManifestMessage[] = [];
      for (let turn = 0; turn < (run.quick ? 1 : 5); turn += 1) {
        const child = fork(program('manifest-child'), [String(activities), String(rules)]);
        found.push(await messageOf<ManifestMessage>(child));
      }
      const id = `manifest-${activities}${rules ? '-sequenced' : ''}`;
      const of = (key: keyof ManifestMessage): number => median(found.map((one) => one[key]));
      const more = {
        bytes: of('bytes'),
        parse: Math.round(of('parse')),
        tree: Math.round(of('tree')),
        engine: Math.round(of('engine')),
      };
      run.add(rowOf(id, of('whole'), { unit: 'ms', better: 'less', more }));
      run.add(
        rowOf(`${id}-memory`, of('peakMb') - of('startMb'), {
          unit: 'MB',
          better: 'less',
          more: { peak: Math.round(of('peakMb')) },
        }),
      );
    }
  },
};
