/**
 * `npm test`: everything that decides a landing, kind after kind; the last line counts them all.
 * `npm run test:long`: the slow kinds. Names of kinds may follow: `npm test -- unit e2e`.
 */
import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { prepareBundles, prepareClient, prepareTools } from './prepare.mjs';
import { at, readIfThere, root, say } from './project.mjs';

const asked = process.argv.slice(2);
const long = asked.includes('--long');
const named = asked.filter((argument) => !argument.startsWith('--'));
const all = long ? ['conformance', 'long'] : ['unit', 'walls', 'architecture', 'integration', 'e2e'];
const kinds = named.length > 0 ? named : all;

/** Runs one kind of test. Counts from vitest's own report; a crash without one counts as a failure. */
async function runKind(kind) {
  const report = at('test', 'output', `${kind}.json`);
  await rm(report, { force: true });
  const args = [at('node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', at('.config', 'vitest.config.ts')];
  args.push('--project', kind, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`);
  const code = await new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    const pass = (signal) => child.kill(signal);
    process.once('SIGTERM', pass).once('SIGINT', pass);
    child.on('exit', (exitCode) => {
      process.off('SIGTERM', pass).off('SIGINT', pass);
      resolve(exitCode ?? 1);
    });
  });
  const text = await readIfThere(report);
  if (text === undefined) return { kind, passed: 0, failed: 1, skipped: 0 };
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests, numTotalTests } = JSON.parse(text);
  // A file that cannot be loaded, or an error outside every test, fails no test by itself; nor does an empty kind.
  const failed = numFailedTests === 0 && (code !== 0 || numTotalTests === 0) ? 1 : numFailedTests;
  return { kind, passed, failed, skipped: numPendingTests + numTodoTests };
}

await prepareTools();
await prepareClient();
await prepareBundles();
await mkdir(at('test', 'output'), { recursive: true });

const results = [];
for (const kind of kinds) results.push(await runKind(kind));

const sum = (name) => results.reduce((total, result) => total + result[name], 0);
for (const result of results) {
  say(`${result.kind}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
}
process.exitCode = sum('failed') === 0 ? 0 : 1;
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
