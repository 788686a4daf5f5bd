/** Inputs that once found something: kept, and tried again. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkPackage } from '../../../src/scorm/package';
import { HEAVY } from '../../fuzz/heavy-manifests';
import { faultsOfFindings, faultsOfPackage } from '../../fuzz/judge-package';
import { readBytes } from '../../fuzz/read-bytes';
import { zipOf } from './package-zips';

type Case = { readonly about: string; readonly accepted: boolean; readonly codes: readonly string[] };

const folder = fileURLToPath(new URL('../../fuzz/cases/', import.meta.url));
const cases = JSON.parse(readFileSync(`${folder}cases.json`, 'utf8')) as Record<string, Case>;

test.each(Object.entries(cases))('ELO-5: %s', (name, { accepted, codes }) => {
  const answer = readBytes(readFileSync(folder + name), ['index.html']);
  expect(faultsOfFindings(answer.findings)).toEqual([]);
  expect({ name, accepted: answer.accepted }).toEqual({ name, accepted });
  expect(answer.findings.map((one) => one.code)).toEqual(expect.arrayContaining([...codes]));
  if (answer.package !== undefined) expect(faultsOfPackage(answer.package, new Set(['index.html']))).toEqual([]);
});

/** Larger than any course: nobody plays what comes of these. */
const MOST_CHARACTERS = 100_000_000;

test.each(Object.keys(HEAVY))('ELO-5: %s: bounded, however many', (name) => {
  for (const size of [60, 3_000]) {
    const answer = readBytes(Buffer.from(HEAVY[name]?.(size) ?? ''), ['index.html']);
    expect(faultsOfFindings(answer.findings)).toEqual([]);
    if (answer.package === undefined) continue;
    expect(JSON.stringify(answer.package).length).toBeLessThan(MOST_CHARACTERS);
    expect(faultsOfPackage(answer.package, new Set(['index.html']))).toEqual([]);
  }
});

test('ELO-5: what grows by its references is refused, and the sentence says so', () => {
  for (const name of ['many organisations of one sub-manifest', 'one sequencing for all', 'objectives of one name']) {
    const answer = readBytes(Buffer.from(HEAVY[name]?.(3_000) ?? ''), ['index.html']);
    expect({ name, accepted: answer.accepted, code: answer.findings[0]?.code }).toEqual({
      name,
      accepted: false,
      code: 'manifest-grows',
    });
  }
});

test('ELO-5: a ZIP64 record that names a place beyond all numbers ended the process', async () => {
  const answer = await checkPackage(`${folder}zip64-record-beyond-all-numbers.zip`);
  expect(faultsOfFindings(answer.findings)).toEqual([]);
  expect([answer.accepted, answer.findings[0]?.severity]).toEqual([false, 'error']);
});

test('ELO-5: more findings than a call takes arguments', async () => {
  const items = '<item/>'.repeat(45_000);
  const text = `<manifest><organizations><organization>${items}</organization></organizations></manifest>`;
  const answer = await checkPackage(zipOf({ 'imsmanifest.xml': text, 'index.html': 'x' }));
  expect(answer.accepted).toBe(false);
  expect(answer.findings.map((one) => one.code)).toContain('more-of-these');
});
