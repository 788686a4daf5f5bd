/** A few seconds of `npm run fuzz`, always the same inputs; `test:long` does many more. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeInput, type Kind } from '../../fuzz/inputs';
import { runInputs } from '../../fuzz/run-inputs';

const folder = mkdtempSync(join(tmpdir(), 'preceptor-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const seed = 20261123;

test.each<[Kind, number]>([
  ['manifests', 200],
  ['zips', 200],
  ['sequencing', 40],
])('ELO-5: %s bent at random are refused or become a tree that can be played', async (kind, count) => {
  const tally = await runInputs({ folder, kind, seed, from: 0, to: count });
  expect(tally.faults).toEqual([]);
  // Neither all good nor all broken: otherwise it would look at half of the program only.
  expect(tally.accepted).toBeGreaterThan(count / 20);
  if (kind !== 'sequencing') expect(tally.accepted).toBeLessThan(count * 0.9);
  else expect(tally.delivered).toBeGreaterThan(count * 3);
});

test('ELO-5: as an upload is checked, with the parser in a worker of its own', async () => {
  const tally = await runInputs({ folder, kind: 'zips', seed: seed + 1, from: 0, to: 15, inWorker: true });
  expect(tally.faults).toEqual([]);
});

test('an input comes from its numbers alone', () => {
  for (const kind of ['manifests', 'zips', 'sequencing'] as const) {
    expect(makeInput(kind, seed, 7).bytes.equals(makeInput(kind, seed, 7).bytes)).toBe(true);
    expect(makeInput(kind, seed, 7).bytes.equals(makeInput(kind, seed, 8).bytes)).toBe(false);
  }
});
