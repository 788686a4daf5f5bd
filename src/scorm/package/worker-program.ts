/**
 * Where a worker's program is. Built, it is a file under `dist/workers/`. From source (tests), a
 * worker thread cannot load TypeScript, so esbuild bundles it in memory, once per process.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type WorkerProgram = { readonly source: string | URL; readonly isCode: boolean };

const built = new Map<string, Promise<WorkerProgram>>();

/** `name` is the file's name before `.worker.ts` in this folder. */
export function workerProgram(name: string): Promise<WorkerProgram> {
  const known = built.get(name);
  if (known !== undefined) return known;
  const program = import.meta.url.endsWith('.ts') ? bundle(name) : Promise.resolve(locate(name));
  built.set(name, program);
  return program;
}

/** The part of esbuild's interface that is used. */
type Bundler = {
  build: (options: Readonly<Record<string, unknown>>) => Promise<{ outputFiles: readonly { readonly text: string }[] }>;
};

async function bundle(name: string): Promise<WorkerProgram> {
  // A development tool, by a name the bundler does not follow: what is built never comes here.
  const tool: string = 'esbuild';
  const { build } = (await import(tool)) as Bundler;
  const result = await build({
    entryPoints: [fileURLToPath(new URL(`./${name}.worker.ts`, import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  });
  return { source: result.outputFiles[0]?.text ?? '', isCode: true };
}

/** The bundle that calls lies in `dist/` or in a folder below it. */
function locate(name: string): WorkerProgram {
  for (const folder of ['./workers/', '../workers/']) {
    const url = new URL(`${folder}${name}.js`, import.meta.url);
    if (existsSync(url)) return { source: url, isCode: false };
  }
  throw new Error(`The worker "${name}" is not built: run the build again.`);
}
