/**
 * `npm run check`: format, lint, types, walls, wall and unit tests, dead code, finished rules.
 * Two at a time; what fails is printed in full. Names may follow: `npm run check -- types lint`.
 */
import { spawn } from 'node:child_process';
import { prepareClient, prepareTools } from './prepare.mjs';
import { at, root, say } from './project.mjs';

const bin = (path) => [process.execPath, at('node_modules', path)];
const config = (name) => at('.config', name);

/** Slowest first, so that the end is not one long wait. */
const checks = {
  lint: [...bin('eslint/bin/eslint.js'), '--config', config('eslint.config.mjs'), '.'],
  tests: [
    ...bin('vitest/vitest.mjs'),
    'run',
    '--config',
    config('vitest.config.ts'),
    '--project',
    'unit',
    '--project',
    'walls',
  ],
  types: [...bin('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json'],
  format: [
    ...bin('prettier/bin/prettier.cjs'),
    ...[
      '--config',
      config('prettier.json'),
      '--ignore-path',
      config('prettierignore'),
      '--check',
      '--log-level',
      'warn',
      '.',
    ],
  ],
  walls: [
    ...bin('dependency-cruiser/bin/dependency-cruise.mjs'),
    '--config',
    config('dependency-cruiser.mjs'),
    '--output-type',
    'err-long',
    'src',
  ],
  dead: [...bin('knip/bin/knip.js'), '--config', config('knip.js'), '--no-progress'],
  'browser-types': [...bin('typescript/bin/tsc'), '--noEmit', '-p', config('tsconfig.browser.json')],
  rules: [process.execPath, config('rules.mjs')],
};

function run(name) {
  const [command, ...args] = checks[name];
  const startedAt = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: '0' },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
      resolve({ name, ok: code === 0, output });
    });
  });
}

await prepareTools();
await prepareClient();

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in checks));
if (unknown.length > 0) {
  say(`No such check: ${unknown.join(', ')}. There are: ${Object.keys(checks).join(', ')}.`);
  process.exit(2);
}
const waiting = asked.length > 0 ? asked : Object.keys(checks);
const results = [];
const worker = async () => {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) results.push(await run(name));
};
await Promise.all([worker(), worker()]);

const failed = results.filter((result) => !result.ok);
for (const { name, output } of failed) say(`\n── ${name} ──\n${output.trim()}`);
say(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.map(({ name }) => name).join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
