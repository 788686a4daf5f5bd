/** `npm run bench -- [--only NAME] --json FILE`: prepares, bundles test/bench/main.ts and runs it. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { prepare } from './prepare.mjs';
import { at, root } from './project.mjs';

await prepare();
const entry = at('test', 'bench', 'main.ts');
if (!existsSync(entry)) throw new Error('There is no test/bench/main.ts yet.');
const { build } = await import('esbuild');
const outfile = at('.cache', 'bench.js');
await build({
  entryPoints: [entry],
  outfile,
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
});
await import(pathToFileURL(outfile).href);
