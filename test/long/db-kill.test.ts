import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startEmbeddedPostgres } from '../../src/platform/db';
import { temporaryFolder } from '../support/database';

const root = new URL('../..', import.meta.url).pathname;

test('twenty kills of the writer, of the server and of both at random moments lose nothing that was acknowledged', async () => {
  const program = join(root, 'test', 'output', `embedded-kill-${process.pid}.mjs`);
  await build({
    entryPoints: [join(root, 'test/support/embedded-child.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  const folder = await temporaryFolder();
  const acknowledged: string[] = [];
  for (let round = 0; round < 20; round += 1) {
    const writer = spawn(process.execPath, [program, folder, 'write'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    writer.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const closed = new Promise((resolve) => writer.once('close', resolve));
    for (const until = Date.now() + 60_000; text.split('\n').length < 20; await sleep(5))
      if (Date.now() > until) throw new Error('the writer does not start');
    await sleep(Math.random() * 200);
    const server = (JSON.parse(text.split('\n')[0] ?? '{}') as { pid: number }).pid;
    if (round % 3 !== 0) process.kill(server, 'SIGKILL');
    if (round % 3 === 2) await sleep(Math.random() * 1_500);
    writer.kill('SIGKILL');
    await closed;
    // The last line may be cut off in the middle: it was not acknowledged to anybody.
    acknowledged.push(
      ...text
        .split('\n')
        .slice(1, -1)
        .map((line) => (JSON.parse(line) as { id: string }).id),
    );
  }
  const server = await startEmbeddedPostgres(folder);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ id: string }>('SELECT id FROM kept');
  await client.end();
  const kept = new Set(rows.map((row) => row.id));
  expect(acknowledged.length).toBeGreaterThan(400);
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  await server.stop();
  await Promise.all([rm(folder, { recursive: true }), rm(program)]);
});
