/** `npm run bench -- [--only NAME]... [--quick] [--json FILE]`: how fast it is, and how much memory it takes. Fails on wrong answers, never on slow ones. */
import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Client } from 'pg';
import type { Bench, Run } from './bench';
import { startLoad } from './children';
import { commitFinal, commitHeavy, commitProgress } from './commits';
import { files } from './files';
import { history } from './history';
import { imports } from './imports';
import { launches } from './launches';
import { manifests } from './manifests';
import { pages } from './pages';
import { heading, lineOf, type Row } from './row';
import { sequencing } from './sequencing';
import { openStage, type Stage } from './stage';
import { starts } from './starts';
import { wire } from './wire';

const benches: readonly Bench[] = [
  commitProgress,
  commitHeavy,
  commitFinal,
  history,
  files,
  pages,
  launches,
  imports,
  manifests,
  sequencing,
  wire,
  starts,
];

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
  if (found.length === 0)
    throw new Error(`There is no bench of that name. There are: ${benches.map(({ name }) => name).join(', ')}.`);
  return found;
}

async function main(): Promise<void> {
  const wanted = chosen();
  const rows: Row[] = [];
  const stages: Promise<Stage>[] = [];
  const dist = resolve('dist/main.js');
  const open = async (): Promise<Stage> => profiled(await openStage({ main: dist, ...profiling() }));
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
  print(
    `${rows.length} rows in ${Math.round((performance.now() - began) / 1000)} s; ${rows.filter((row) => row.met === false).length} aims not met.`,
  );
}

function profiling(): { readonly flags?: readonly string[]; readonly settings?: Readonly<Record<string, string>> } {
  if (values.profile === undefined) return {};
  return {
    flags: ['--cpu-prof', `--cpu-prof-dir=${resolve(values.profile)}`],
    settings: { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track_planning': 'on' },
  };
}

/** With a profile, a stage writes what its statements cost in the database before it stops, the costliest first. */
function profiled(stage: Stage): Stage {
  const { profile } = values;
  if (profile === undefined) return stage;
  return {
    ...stage,
    stop: async () => {
      await mkdir(resolve(profile), { recursive: true });
      await writeFile(resolve(profile, `statements-${stage.server.pid}.txt`), await stage.asOwner(statementsOf));
      await stage.stop();
    },
  };
}

async function statementsOf(client: Client): Promise<string> {
  await client.query('create extension if not exists pg_stat_statements');
  const { rows } = await client.query<Record<'calls' | 'rows' | 'total' | 'plan' | 'run', number> & { query: string }>(
    `select calls::int, rows::int, (total_exec_time + total_plan_time)::float8 as total, mean_exec_time::float8 as run,
       (total_plan_time / calls)::float8 as plan, regexp_replace(query, '\\s+', ' ', 'g') as query
     from pg_stat_statements s join pg_roles r on r.oid = s.userid where r.rolname = 'preceptor' order by 3 desc limit 60`,
  );
  const line = (row: (typeof rows)[number]): string =>
    `${row.total.toFixed(0).padStart(8)} ms  ${String(row.calls).padStart(6)} calls  ${String(row.rows).padStart(7)} rows  plan ${row.plan.toFixed(2).padStart(7)} ms  run ${row.run.toFixed(2).padStart(7)} ms  ${row.query.slice(0, 240)}`;
  return `${rows.map(line).join('\n')}\n`;
}

await main();
