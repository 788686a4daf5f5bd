/** `npm run bench -- [--only NAME] [--quick] [--json FILE]`: prepares, bundles test/bench and runs it. */
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare } from './prepare.mjs';
import { at, filesBelow, root } from './project.mjs';

await prepare();
const { build } = await import('esbuild');
const outdir = at('.cache', 'bench');
const programs = (await filesBelow(at('test', 'bench'))).filter((path) =>
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
await import(pathToFileURL(at('.cache', 'bench', 'main.js')).href);
