/** `npm run corpus -- DIR [--json FILE] [--screenshots DIR] [--only NAME]`: prepares, bundles test/corpus and runs it. */
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare } from './prepare.mjs';
import { at, filesBelow, root } from './project.mjs';

await prepare();
const { build } = await import('esbuild');
const workers = (await filesBelow(at('src'))).filter((path) => path.endsWith('.worker.ts'));
await build({
  entryPoints: [
    { in: at('test', 'corpus', 'main.ts'), out: 'main' },
    ...workers.map((path) => ({ in: path, out: `workers/${basename(path, '.worker.ts')}` })),
  ],
  outdir: at('.cache', 'corpus'),
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
});
await import(pathToFileURL(at('.cache', 'corpus', 'main.js')).href);
