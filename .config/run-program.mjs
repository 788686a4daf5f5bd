/** Bundles a program of `test/<name>` (its `main.ts`, child processes, and our workers) and runs it in this process. */
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { at, filesBelow, root } from './project.mjs';

/** @param {string} name folder below `test`; what it needs is prepared by the caller */
export async function runProgram(name) {
  const { build } = await import('esbuild');
  const programs = (await filesBelow(at('test', name))).filter((path) =>
    /(^|[\\/])(main|[\w-]+-child)\.ts$/.test(path),
  );
  const workers = (await filesBelow(at('src'))).filter((path) => path.endsWith('.worker.ts'));
  await build({
    entryPoints: [
      ...programs.map((path) => ({ in: path, out: basename(path, '.ts') })),
      ...workers.map((path) => ({ in: path, out: `workers/${basename(path, '.worker.ts')}` })),
    ],
    outdir: at('.cache', name),
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
  });
  await import(pathToFileURL(at('.cache', name, 'main.js')).href);
}
