/** Parses a manifest in a worker thread that may fail alone: out of memory, out of time, or crashed. */
import { Worker } from 'node:worker_threads';
import type { PackageLimits } from './limits';
import type { ParseJob, ParseResult } from './parse-xml';
import { workerProgram } from './worker-program';

export type ManifestParsed =
  ParseResult | { readonly ok: false; readonly fault: 'too-heavy'; readonly line: number; readonly detail: string };

/** Never rejects for what the manifest does; rejects when the worker's program cannot be found. */
export async function parseManifest(text: string, limits: PackageLimits): Promise<ManifestParsed> {
  const program = await workerProgram('manifest');
  const job: ParseJob = { text, maxDepth: limits.maxManifestDepth, maxElements: limits.maxManifestElements };
  const worker = new Worker(program.source, {
    eval: program.isCode,
    workerData: job,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: limits.parserMemoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<ManifestParsed>((resolve) => {
      const fail = (detail: string): void => resolve({ ok: false, fault: 'too-heavy', line: 0, detail });
      timer = setTimeout(() => fail('time'), limits.parserMilliseconds);
      worker.once('message', (result: ParseResult) => resolve(result));
      worker.once('messageerror', () => fail('message'));
      worker.once('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'crash'));
      worker.once('exit', () => fail('exit'));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
