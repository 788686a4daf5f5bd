/** `npm run bench -- [--only NAME]... [--quick] [--json FILE]`: how fast it is, and how much memory it takes. Fails on wrong answers, never on slow ones. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, Run } from './bench';
import { startLoad } from './children';
import { commitFinal, commitHeavy, commitProgress } from './commits';
import { heading, lineOf, type Row } from './row';
import { openStage, type Stage } from './stage';

const benches: readonly Bench[] = [commitProgress, commitHeavy, commitFinal];

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
    /** A folder for CPU profiles of the server and slow plans of the database; figures are then not to be compared. */
    profile: { type: 'string' },
  },
});

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function chosen(): readonly Bench[] {
  const { only } = values;
  if (only === undefined) return benches;
  const found = benches.filter(({ name }) => only.some((each) => name === each || each.startsWith(`${name}-`)));
  if (found.length === 0) throw new Error(`There is no bench of that name. There are: ${benches.map(({ name }) => name).join(', ')}.`);
  return found;
}

async function main(): Promise<void> {
  const wanted = chosen();
  const rows: Row[] = [];
  const stages: Promise<Stage>[] = [];
  const dist = resolve('dist/main.js');
  const open = (): Promise<Stage> => openStage({ main: dist, ...profiling() });
  const load = await startLoad();
  const run: Run = {
    load,
    stage: () => stages[0] ?? (stages[stages.length] = open()),
    openStage: open,
    main: dist,
    quick: values.quick,
    add: (row) => {
      rows.push(row);
      print(lineOf(row));
    },
    say: print,
  };
  print(heading);
  const began = performance.now();
  try {
    for (const bench of wanted) await bench.run(run);
  } finally {
    for (const stage of stages) await (await stage).stop();
    load.stop();
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(rows, null, 2)}\n`);
  }
  print(`${rows.length} rows in ${Math.round((performance.now() - began) / 1000)} s; ${rows.filter((row) => row.met === false).length} aims not met.`);
}

function profiling(): { readonly flags?: readonly string[]; readonly settings?: Readonly<Record<string, string>> } {
  if (values.profile === undefined) return {};
  return {
    flags: ['--cpu-prof', `--cpu-prof-dir=${resolve(values.profile)}`],
    settings: { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track': 'top' },
  };
}

await main();
