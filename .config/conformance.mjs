/** `npm run conformance -- DIR [--json FILE] [--only ID,…]`: prepares, bundles test/conformance and runs it. */
import { pathToFileURL } from 'node:url';
import { prepare } from './prepare.mjs';
import { at, filesBelow, root } from './project.mjs';
import { basename } from 'node:path';

await prepare();
const { build } = await import('esbuild');
const outdir = at('.cache', 'conformance');
const workers = (await filesBelow(at('src'))).filter((path) => path.endsWith('.worker.ts'));
await build({
  entryPoints: [
    { in: at('test', 'conformance', 'main.ts'), out: 'main' },
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
await import(pathToFileURL(at('.cache', 'conformance', 'main.js')).href);
