import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readSuite, withWhatTheyNeed } from './case-files';

let folder: string | undefined;
afterEach(async () => folder && rm(folder, { recursive: true, force: true }));

const manifest = (maps = '') =>
  `<manifest><organizations><organization><title>T</title>${maps}</organization></organizations><resources/></manifest>`;
const writes = (id: string) =>
  `<x><mapInfo targetObjectiveID="${id}" writeSatisfiedStatus="true" readSatisfiedStatus="false" readNormalizedMeasure="false"/></x>`;
const reads = (id: string) => `<x><mapInfo targetObjectiveID="${id}"/></x>`;

async function suite(files: Readonly<Record<string, string>>) {
  folder = await mkdtemp(join(tmpdir(), 'preceptor-cases-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return readSuite(folder);
}
const scriptOf = (id: string, purpose = 'purposeSequence') => `title=${id}\npurpose=${purpose}\nAct1V1.CUI=Exit`;
const aCase = (id: string, maps = '', purpose?: string) => ({
  [`${id}/imsmanifest.xml`]: manifest(maps),
  [`${id}/${id}.properties`]: scriptOf(id, purpose),
});

test('cases come in the suite’s order, and the first learner only tries the API', async () => {
  const read = await suite({
    ...aCase('B'),
    ...aCase('A'),
    ...aCase('Z', '', 'purposeDMI'),
    ...aCase('Y', '', 'purposeAPI'),
  });
  expect(read?.cases.map(({ id, learner }) => [id, learner])).toEqual([
    ['Y', 'first'],
    ['Z', 'second'],
    ['A', 'second'],
    ['B', 'second'],
  ]);
});

test('a case may have several packages, each in a folder of its own', async () => {
  const read = await suite({
    'P/P.properties': scriptOf('P'),
    'P/Pb/imsmanifest.xml': manifest(),
    'P/Pa/imsmanifest.xml': manifest(),
  });
  expect(read?.cases[0]?.packages.map(({ name }) => name)).toEqual(['Pa', 'Pb']);
});

test('a case that cannot be read is kept to fail', async () => {
  const read = await suite({ ...aCase('A'), 'B/imsmanifest.xml': manifest() });
  expect(read?.unreadable.map(({ id }) => id)).toEqual(['B']);
});

test('a folder without cases is none', async () => expect(await suite({ 'readme/x.txt': 'x' })).toBeUndefined());

test('what a case needs is what writes the objectives that it reads, and what that needs', async () => {
  const read = await suite({
    ...aCase('A', writes('one')),
    ...aCase('B', reads('one') + writes('two')),
    ...aCase('C', writes('three')),
    ...aCase('D', reads('two')),
    ...aCase('E', writes('two')),
  });
  const needed = (id: string) => withWhatTheyNeed(read?.cases ?? [], [id]).map((one) => one.id);
  expect(needed('D')).toEqual(['A', 'B', 'D']);
  expect(needed('C')).toEqual(['C']);
});
