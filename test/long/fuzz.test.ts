/** A fixed part of `npm run fuzz`, with its threads, their cap of memory and the watch over their time. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

test('ELO-5: 30,000 inputs without a fault', { timeout: 1_800_000 }, async () => {
  const args = ['.config/fuzz.mjs', '--seed', '20261123', '--count', '30000'];
  const { stdout } = await run(process.execPath, args, { cwd: root }).catch((error: unknown) => {
    const { stdout: said = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { stdout: `${said}${stderr.slice(-4_000)}` };
  });
  expect(stdout).toBe('0 faults\n');
});
