/** ADL's suite through `npm run conformance`, as far as it is at hand. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../support/database';
import { readSuite } from './case-files';
import { lineOf } from './report';
import type { Result } from './run-suite';

const folder = fileURLToPath(new URL('../../../shared/conformance/cases', import.meta.url));
const program = fileURLToPath(new URL('../../.config/conformance.mjs', import.meta.url));
const suite = existsSync(folder) ? await readSuite(folder) : undefined;
const ids = suite?.cases.map(({ id }) => id) ?? [];

let place: string | undefined;
let result: Result;

beforeAll(async () => {
  if (!suite) return;
  place = await temporaryFolder();
  const json = join(place, 'result.json');
  await new Promise<void>((done) => {
    const child = spawn(process.execPath, [program, folder, '--json', json], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('exit', () => done());
  });
  result = JSON.parse(await readFile(json, 'utf8')) as Result;
}, 3_600_000);

afterAll(async () => {
  if (place !== undefined) await rm(place, { recursive: true, force: true });
});

test.skipIf(!suite)('the suite is at hand, and all of it was played', () => {
  expect(ids.length).toBeGreaterThan(100);
  expect(suite?.unreadable).toEqual([]);
  expect(result.cases).toHaveLength(ids.length);
});

test.each(ids)('ADL %s', (id) => {
  const found = result.cases.find((one) => one.id === id);
  expect(found && lineOf(found)).toMatch(/^pass /);
});
