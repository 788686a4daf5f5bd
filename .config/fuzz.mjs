/** `npm run fuzz -- [--seed N] [--count N] [--only KIND]`: prepares, bundles test/fuzz and runs it. */
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareTools } from './prepare.mjs';
import { at, filesBelow, root } from './project.mjs';

await prepareTools();
const { build } = await import('esbuild');
const outdir = at('.cache', 'fuzz');
const programs = (await filesBelow(at('test', 'fuzz'))).filter((path) =>
  /(^|[\\/])(main|[\w-]+-child)\.ts$/.test(path),
);
const workers = (await filesBelow(at('src'))).filter((path) => path.endsWith('.worker.ts'));
await build({
  entryPoints: [
    ...programs.map((path) => ({ in: path, out: basename(path, '.ts') })),
    ...workers.map((path) => ({ in: path, out: `workers/${basename(path, '.worker.ts')}` })),
  ],
  outdir,
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
});
await import(pathToFileURL(at('.cache', 'fuzz', 'main.js')).href);
