import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { brotliDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DatabaseAway, newId } from '../../../src/platform/db';
import type { FileStore } from '../../../src/platform/files';
import { Problem } from '../../../src/platform/http';
import {
  findLearningObject,
  importPackage,
  originalKey,
  packageFileKeys,
  tidyLibrary,
  type Imported,
  type ImportRefused,
} from '../../../src/scorm/library';
import { namePackageFiles } from '../../../src/scorm/library/package-files';
import { storable } from '../../../src/scorm/library/store';
import { openLibrary, samples, zipSample, type Library } from './library-support';
import { GOOD, manifest12, rawZip, saved, zipOf } from './package-zips';

let library: Library;
beforeEach(async () => (library = await openLibrary()));
afterEach(() => library.close());

const put = (filePath: string, more: object = {}): Promise<Imported | ImportRefused> =>
  importPackage(library, { tenantId: library.own, filePath, fileName: 'course.zip', ...more });
const accepted = async (filePath: string, more: object = {}): Promise<Imported> => {
  const result = await put(filePath, more);
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  return result;
};
const countRows = async (): Promise<unknown> =>
  (
    await library.asOwner(
      `select (select count(*)::int from learning_object) as objects, (select count(*)::int from learning_object_version) as versions, (select count(*)::int from event) as events`,
    )
  )[0];
const record = (id: string) =>
  library.database.inTransaction({ tenant: library.own, actor: { source: 'self' } }, (tx) =>
    findLearningObject(tx, library.own, id),
  );
const readStored = async (storeKey: string, path: string): Promise<string | undefined> => {
  for (const key of packageFileKeys(storeKey, path))
    if (await library.files.find(key)) return text(library.files.read(key));
  return undefined;
};

test.each(samples)('ELO-5: %s becomes an object with its files, rows and event', async (name) => {
  const zip = zipSample(name);
  const imported = await accepted(saved(zip));
  const object = await record(imported.learningObjectId);
  expect(object).toMatchObject({
    title: imported.package.title,
    current: {
      id: imported.versionId,
      number: 1,
      fileName: 'course.zip',
      sizeBytes: zip.length,
      scormVersion: imported.package.scormVersion,
    },
  });
  expect(object?.current.package).toEqual(imported.package);
  expect(object?.current.activityCount).toBeGreaterThan(0);
  const storeKey = object?.current.storeKey ?? '';
  expect(await readStored(storeKey, 'imsmanifest.xml')).toContain('<manifest');
  expect(await buffer(library.files.read(originalKey(storeKey)))).toEqual(zip);
  expect(await library.asOwner('select type, subjects from event')).toEqual([
    { type: 'package-imported', subjects: { objectId: imported.learningObjectId, versionId: imported.versionId } },
  ]);
  expect(library.stored().filter((path) => path.startsWith('tmp'))).toEqual([]);
});

test('text that is worth it has a compressed copy beside it, and says the same', async () => {
  const script = 'function step() { return 1; }\n'.repeat(200);
  const { versionId } = await accepted(
    zipOf({ 'imsmanifest.xml': manifest12(), 'index.html': 'short', 'App/Course.JS': script }),
  );
  const storeKey = `versions/${versionId}`;
  const [key = ''] = packageFileKeys(storeKey, 'app/course.js');
  expect(brotliDecompressSync(await buffer(library.files.read(`${key}.br`))).toString()).toBe(script);
  expect(await library.files.find(`${packageFileKeys(storeKey, 'index.html')[0]}.br`)).toBeUndefined();
});

test('a file is found by another case, and each of two that differ in case only by its own name', async () => {
  const { versionId } = await accepted(
    zipOf({
      'imsmanifest.xml': manifest12(),
      'index.html': 'i',
      'Images/Logo.PNG': 'logo',
      'a.txt': 'small a',
      'A.txt': 'large A',
      'B.txt': 'large B',
      'b.TXT': 'odd B',
      'Übung.html': 'u',
    }),
  );
  const storeKey = `versions/${versionId}`;
  const read = (path: string): Promise<string | undefined> => readStored(storeKey, path);
  expect(await read('images/logo.png')).toBe('logo');
  expect(await read('IMAGES/LOGO.png')).toBe('logo');
  expect([await read('a.txt'), await read('A.txt'), await read('A.TXT')]).toEqual(['small a', 'large A', 'small a']);
  expect([await read('B.txt'), await read('b.TXT')]).toEqual(['large B', 'odd B']);
  expect(await read('U\u0308bung.html')).toBe('u');
  expect(await read('nothing.html')).toBeUndefined();
  expect(new Set(namePackageFiles(['a', 'A', 'é', 'E\u0301']).values()).size).toBe(4);
});

test('ELN-4: a new version becomes the current one; the earlier one stays as it was', async () => {
  const first = await accepted(saved(zipSample()), { title: '  Hands\n first ' });
  const { learningObjectId } = first;
  const second = await accepted(saved(zipSample('hand-hygiene-12', { 'new.txt': 'new' })), { learningObjectId });
  expect([first.number, second.number, second.learningObjectId, second.title]).toEqual([
    1,
    2,
    learningObjectId,
    'Hands first',
  ]);
  const object = await record(learningObjectId);
  expect(object?.current.id).toBe(second.versionId);
  expect(object?.versions.map(({ number, id }) => [number, id])).toEqual([
    [2, second.versionId],
    [1, first.versionId],
  ]);
  expect(await readStored(`versions/${first.versionId}`, 'new.txt')).toBeUndefined();
  expect(await readStored(`versions/${second.versionId}`, 'new.txt')).toBe('new');
  expect(await library.asOwner('select type from event order by id')).toEqual([
    { type: 'package-imported' },
    { type: 'version-added' },
  ]);
});

test('the same file as the current version is refused, and as another object it is only remarked on', async () => {
  const zip = saved(zipSample());
  const { learningObjectId, title } = await accepted(zip);
  const before = library.stored();
  const again = await put(zip, { learningObjectId });
  expect(again).toMatchObject({ ok: false, refusal: 'package-refused' });
  expect(again.findings[0]).toMatchObject({
    severity: 'error',
    code: 'version-identical',
    message: expect.stringContaining('(1)') as string,
  });
  expect(library.stored()).toEqual(before);
  const beside = await accepted(zip);
  expect(beside.findings.at(-1)).toMatchObject({
    severity: 'info',
    code: 'already-in-library',
    message: expect.stringContaining(title) as string,
  });
});

test.each([
  ['no package', () => saved(Buffer.from('hello'))],
  ['no manifest', () => zipOf({ 'index.html': 'x' })],
  [
    'a checksum that is not true',
    () => saved(rawZip([...GOOD, { name: 'big.html', data: 'x'.repeat(5000), claimedCrc: 1 }])),
  ],
  [
    'a size that is not true',
    () => saved(rawZip([...GOOD, { name: 'big.html', data: 'x'.repeat(5000), claimedSize: 10 }])),
  ],
])('refused: %s leaves no file and no row', async (_, make) => {
  const result = await put(make());
  expect(result.ok).toBe(false);
  expect(result.findings.some(({ severity, advice }) => severity === 'error' && advice !== '')).toBe(true);
  expect(library.stored()).toEqual([]);
  expect(await countRows()).toEqual({ objects: 0, versions: 0, events: 0 });
});

test('an object of another tenant is not there', async () => {
  const { learningObjectId } = await accepted(saved(zipSample()));
  const before = library.stored();
  await expect(
    importPackage(library, { tenantId: library.other, filePath: saved(zipSample('fire-safety-12')), learningObjectId }),
  ).rejects.toMatchObject({ code: 'not-found' });
  expect(library.stored()).toEqual(before);
});

test('the same package twice at once: two objects; as a version: one is refused; two different ones: both, one after the other', async () => {
  const zip = saved(zipSample());
  const [one, two] = await Promise.all([accepted(zip), accepted(zip)]);
  expect(one.learningObjectId).not.toBe(two.learningObjectId);
  const { learningObjectId } = one;
  const next = saved(zipSample('hand-hygiene-12', { 'n.txt': '1' }));
  const same = await Promise.all([put(next, { learningObjectId }), put(next, { learningObjectId })]);
  expect(same.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(same.find(({ ok }) => !ok)?.findings[0]?.code).toBe('version-identical');
  const others = await Promise.all(
    ['2', '3'].map((n) => accepted(saved(zipSample('hand-hygiene-12', { 'n.txt': n })), { learningObjectId })),
  );
  expect(others.map(({ number }) => number).sort()).toEqual([3, 4]);
  const versions = new Set(library.stored().map((path) => path.split('/').slice(0, 3).join('/')));
  expect(versions.size).toBe(5);
});

const failing = (files: FileStore, fault: { space?: boolean; putAt?: number }): FileStore => ({
  ...files,
  requireSpace: async () => {
    if (fault.space) throw new Problem('disk-full');
  },
  startBatch: async (prefix) => {
    const batch = await files.startBatch(prefix);
    let count = 0;
    return {
      ...batch,
      put: (name, from) =>
        (count += 1) === fault.putAt ? Promise.reject(new Problem('disk-full')) : batch.put(name, from),
    };
  },
});

test.each([{ space: true }, { putAt: 1 }, { putAt: 5 }])('a full disk (%j) leaves nothing behind', async (fault) => {
  const files = failing(library.files, fault);
  await expect(
    importPackage({ ...library, files }, { tenantId: library.own, filePath: saved(zipSample()) }),
  ).rejects.toMatchObject({ code: 'disk-full' });
  expect(library.stored()).toEqual([]);
  expect(await countRows()).toEqual({ objects: 0, versions: 0, events: 0 });
});

test('a fault while the rows are written takes the files away again', async () => {
  const saving = { saved: () => Promise.reject(new Error('no')) };
  await expect(importPackage(library, { tenantId: library.own, filePath: saved(zipSample()) }, saving)).rejects.toThrow(
    'no',
  );
  expect(library.stored()).toEqual([]);
});

test('what a process left that died between files and rows is tidied away, after an hour and not before', async () => {
  const kept = await accepted(saved(zipSample()));
  const before = library.stored();
  const saving = { saved: () => Promise.reject(new DatabaseAway(new Error('gone'))) };
  await expect(
    importPackage(library, { tenantId: library.own, filePath: saved(zipSample('fire-safety-12')) }, saving),
  ).rejects.toThrow();
  // Half a batch, an upload without its row, and half an upload.
  const batch = await library.files.startBatch(`versions/${newId()}`);
  await batch.put('files/a', Buffer.from('a'));
  mkdirSync(join(library.folder, 'files/uploads'), { recursive: true });
  writeFileSync(join(library.folder, 'files/uploads', newId()), 'x');
  writeFileSync(join(library.folder, 'tmp/half'), 'x');
  const all = library.stored();
  expect(all.length).toBeGreaterThan(before.length + 3);

  await tidyLibrary(library, new Date(Date.now() - 3600_000));
  expect(library.stored()).toEqual(all);
  // Nothing but time has passed.
  utimesSync(join(library.folder, 'tmp/half'), 0, 0);
  const removed = await tidyLibrary(library, new Date(Date.now() + 1000));
  expect(removed).toHaveLength(2);
  expect(library.stored()).toEqual(before);
  expect((await record(kept.learningObjectId))?.current.id).toBe(kept.versionId);
});

test('titles that PostgreSQL cannot keep are mended', async () => {
  expect(storable({ a: 'x\0y\uD800z', b: ['\u{1F600}'], c: 1 })).toEqual({
    a: 'x\uFFFDy\uFFFDz',
    b: ['\u{1F600}'],
    c: 1,
  });
  const { learningObjectId } = await accepted(saved(zipSample()), { title: 'a\0\uDC00b' });
  expect((await record(learningObjectId))?.title).toBe('a b');
});
