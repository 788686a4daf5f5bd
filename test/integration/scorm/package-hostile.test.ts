/** ELO-5: what must be refused, with its reason, and leave nothing behind. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  checkPackage,
  extractPackage,
  ExtractionRefused,
  type CheckOptions,
  type PackageCheck,
} from '../../../src/scorm/package';
import { GOOD, manifest12, rawZip, saved, zipOf, type RawEntry } from './package-zips';

function check(extra: readonly RawEntry[], options?: CheckOptions): Promise<PackageCheck> {
  return checkPackage(saved(rawZip([...GOOD, ...extra])), options);
}

const LARGE = randomBytes(500_000);

const errors = (result: PackageCheck): string[] =>
  result.findings.filter((one) => one.severity === 'error').map((one) => one.code);

function expectRefused(result: PackageCheck, code: string): void {
  expect(errors(result)).toContain(code);
  expect(result.accepted).toBe(false);
  expect(result.files).toEqual([]);
}

test('ELO-5: the package that the hostile ones are made from is accepted without findings', async () => {
  const result = await check([]);
  expect(result.findings).toEqual([]);
  expect(result.accepted).toBe(true);
  expect(result.files.map((one) => one.path)).toEqual(['imsmanifest.xml', 'index.html']);
});

describe('ELO-5: entries that are refused before anything is unpacked', () => {
  const cases: readonly [string, RawEntry, string, string][] = [
    ['../', { name: '../evil.html' }, 'entry-outside', '../evil.html'],
    ['.. in the middle', { name: 'a/../../evil.html' }, 'entry-outside', 'a/../../evil.html'],
    ['..\\ of Windows', { name: '..\\evil.html' }, 'entry-outside', '../evil.html'],
    ['.. that stays inside', { name: 'a/../index2.html' }, 'entry-outside', 'a/../index2.html'],
    ['absolute', { name: '/etc/passwd' }, 'entry-absolute', '/etc/passwd'],
    ['absolute by backslash', { name: '\\server\\share' }, 'entry-absolute', '/server/share'],
    ['drive letter', { name: 'C:\\evil.html' }, 'entry-drive-letter', 'C:/evil.html'],
    ['symbolic link', { name: 'link.html', data: '/etc/passwd', mode: 0o120777 }, 'entry-link', 'link.html'],
    ['device', { name: 'tty', mode: 0o020666 }, 'entry-device', 'tty'],
    ['pipe', { name: 'pipe', mode: 0o010666 }, 'entry-device', 'pipe'],
    ['duplicate', { name: 'index.html', data: 'other' }, 'entry-duplicate', 'index.html'],
    ['duplicate by spelling', { name: './/index.html' }, 'entry-duplicate', 'index.html'],
    ['file that is also a folder', { name: 'index.html/inside.html' }, 'entry-file-and-folder', 'index.html'],
    ['NUL in a name', { name: 'a\0.html' }, 'entry-name-unusable', 'a?.html'],
    ['no name', { name: '' }, 'entry-name-unusable', ''],
    ['name of 300 letters', { name: `${'a'.repeat(300)}.html` }, 'entry-name-too-long', `${'a'.repeat(80)}…`],
    ['encrypted', { name: 'secret.html', flags: 1 }, 'zip-encrypted', 'secret.html'],
    ['unknown method', { name: 'odd.html', method: 14 }, 'zip-method-unsupported', 'odd.html'],
    ['link inside a folder that is ignored', { name: '__MACOSX/x', mode: 0o120777 }, 'entry-link', '__MACOSX/x'],
    ['bomb', { name: 'zeros.bin', data: Buffer.alloc(20_000_000) }, 'zip-bomb', 'zeros.bin'],
    ['shared data', { name: 'again.html', sameDataAs: 1 }, 'zip-overlap', 'again.html'],
  ];
  test.each(cases)('%s', async (_, entry, code, where) => {
    const result = await check([entry]);
    expectRefused(result, code);
    expect(result.findings.find((one) => one.code === code)?.where).toBe(where);
  });

  test('names that differ in case only are kept, with a warning', async () => {
    const result = await check([{ name: 'INDEX.html' }]);
    expect(result.accepted).toBe(true);
    expect(result.findings.map((one) => one.code)).toContain('entry-case-duplicate');
    expect(result.fileCount).toBe(3);
  });
});

describe('ELO-5: limits are configuration', () => {
  test.each([
    ['entries', { maxEntries: 2 }, 'zip-too-many-entries'],
    ['total', { maxTotalBytes: 1000 }, 'zip-too-big'],
    ['one file', { maxFileBytes: 1000 }, 'zip-too-big'],
    ['manifest', { maxManifestBytes: 100 }, 'manifest-too-large'],
    ['elements', { maxManifestElements: 3 }, 'manifest-too-many-elements'],
    ['depth', { maxManifestDepth: 2 }, 'manifest-too-deep'],
    ['time', { parserMilliseconds: 0 }, 'manifest-too-heavy'],
  ])('%s', async (_, limits, code) => {
    const extra = [{ name: 'big.txt', data: 'abcdefghij'.repeat(200) }];
    expect((await check(extra)).accepted).toBe(true);
    expectRefused(await check(extra, { limits }), code);
  });

  test('many files that are each below the limit of a bomb are one together', async () => {
    const many = Array.from({ length: 7 }, (_, at) => ({ name: `${at}.bin`, data: Buffer.alloc(9_000_000) }));
    expectRefused(await check(many), 'zip-bomb');
  });
});

describe('ELO-5: zips that lie or are broken', () => {
  test.each([
    ['claims less than there is', { claimedSize: 10 }, 'entry-size-lies'],
    ['claims more than there is', { claimedSize: 9_999 }, 'entry-size-lies'],
    ['stored with a wrong size', { claimedSize: 10, stored: true }, 'entry-size-lies'],
    ['wrong checksum', { claimedCrc: 1 }, 'entry-damaged'],
    ['large, claims less than there is', { data: LARGE, claimedSize: 200_000 }, 'entry-size-lies'],
    ['large, claims more than there is', { data: LARGE, claimedSize: 900_000 }, 'entry-size-lies'],
    ['large, wrong checksum', { data: LARGE, claimedCrc: 1 }, 'entry-damaged'],
    ['large, damaged', { data: LARGE, stored: true, method: 8 }, 'entry-damaged'],
    ['not deflated at all', { stored: true, method: 8, data: Buffer.from('ffffff', 'hex') }, 'entry-damaged'],
  ] as const)('%s', async (_, lie, code) => {
    expectRefused(await check([{ name: 'page.html', data: 'page '.repeat(100), ...lie }]), code);
  });

  test.each([
    ['small', { data: 'page '.repeat(100), claimedSize: 10 }],
    ['large', { data: LARGE, claimedSize: 200_000 }],
    ['large and damaged', { data: LARGE, claimedCrc: 1 }],
  ])('a lie that the check did not look for is caught while extracting: %s', async (_, lie) => {
    const path = saved(rawZip([...GOOD, { name: 'page.html', ...lie }]));
    const result = await checkPackage(path, { proveContents: false });
    expect(result.accepted).toBe(true);
    const kept = new Map<string, number>();
    const extracted = extractPackage(path, result.files, async (name, _size, stream) => {
      let length = 0;
      for await (const chunk of stream) length += (chunk as Buffer).length;
      kept.set(name, length);
    });
    await expect(extracted).rejects.toThrow(ExtractionRefused);
    // Several are read at once, in no order.
    expect([...kept.keys()].sort()).toEqual(['imsmanifest.xml', 'index.html']);
  });

  test('not a zip, an empty file, an empty zip, a zip cut off anywhere', async () => {
    expectRefused(await checkPackage(saved(Buffer.from('<html>login</html>'))), 'zip-not-a-zip');
    expectRefused(await checkPackage(saved(Buffer.alloc(0))), 'zip-not-a-zip');
    expectRefused(await checkPackage(saved(rawZip([]))), 'zip-empty');
    const whole = rawZip(GOOD);
    for (let length = 4; length < whole.length; length += 37) {
      const result = await checkPackage(saved(whole.subarray(0, length)));
      expect(errors(result)).toEqual(['zip-truncated']);
    }
  });

  test('damaged in its directory', async () => {
    const bytes = rawZip(GOOD);
    bytes.write('XX', bytes.indexOf('PK\x01\x02'), 'latin1');
    expectRefused(await checkPackage(saved(bytes)), 'zip-damaged');
  });

  test('a file that is not there is no finding but an error of the caller', async () => {
    await expect(checkPackage('/nowhere/to/be/found.zip')).rejects.toThrow('ENOENT');
  });
});

describe('ELO-5: manifests that are refused', () => {
  const page = { 'index.html': 'x' };
  const laughs = `<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>`;
  const outside = `<!DOCTYPE m [<!ENTITY f SYSTEM "file:///etc/passwd">]>`;
  const item = (count: number): string => '<item>'.repeat(count) + '</item>'.repeat(count);
  const cases: readonly [string, Record<string, string | Buffer>, string, string][] = [
    ['missing', { 'index.html': 'x' }, 'manifest-missing', ''],
    ['of another standard', { 'cmi5.xml': '<x/>' }, 'standard-not-supported', 'cmi5.xml'],
    ['empty', { 'imsmanifest.xml': '' }, 'manifest-not-well-formed', 'imsmanifest.xml:1'],
    [
      'not well-formed',
      { 'imsmanifest.xml': '<manifest>\n<a>\n</b></manifest>' },
      'manifest-not-well-formed',
      'imsmanifest.xml:3',
    ],
    ['cut off', { 'imsmanifest.xml': manifest12().slice(0, -20) }, 'manifest-not-well-formed', 'imsmanifest.xml:5'],
    [
      'bare &',
      { 'imsmanifest.xml': manifest12().replace('index.html', 'a.html?x=1&y=2') },
      'manifest-not-well-formed',
      'imsmanifest.xml:5',
    ],
    ['plain text', { 'imsmanifest.xml': 'hello' }, 'manifest-not-well-formed', 'imsmanifest.xml:1'],
    ['another root', { 'imsmanifest.xml': '<html/>' }, 'manifest-not-a-manifest', 'imsmanifest.xml:1'],
    ['entity expansion', { 'imsmanifest.xml': manifest12({ head: laughs }) }, 'manifest-doctype', 'imsmanifest.xml:1'],
    ['external entity', { 'imsmanifest.xml': manifest12({ head: outside }) }, 'manifest-doctype', 'imsmanifest.xml:1'],
    [
      'undefined entity',
      { 'imsmanifest.xml': manifest12().replace('Part one', '&author;') },
      'manifest-not-well-formed',
      'imsmanifest.xml:4',
    ],
    [
      '20,000 deep',
      { 'imsmanifest.xml': manifest12({ organisations: item(20_000) }) },
      'manifest-too-deep',
      'imsmanifest.xml:4',
    ],
    [
      '500,000 items',
      { 'imsmanifest.xml': manifest12({ organisations: '<item/>'.repeat(500_000) }) },
      'manifest-too-many-elements',
      'imsmanifest.xml:4',
    ],
    [
      '5 MB',
      {
        'imsmanifest.xml': manifest12({
          organisations: Array.from(
            { length: 90_000 },
            (_, n) => `<item identifier="item-${n}" identifierref="resource-${n * 7}"/>`,
          ).join(''),
        }),
      },
      'manifest-too-large',
      'imsmanifest.xml',
    ],
    [
      'nothing in it',
      { 'imsmanifest.xml': manifest12({ organisations: '', resources: '' }) },
      'manifest-nothing-to-launch',
      'imsmanifest.xml:2',
    ],
    [
      'resources without address',
      { 'imsmanifest.xml': manifest12({ resources: '<resource identifier="r"/>' }) },
      'manifest-nothing-to-launch',
      'imsmanifest.xml:2',
    ],
  ];
  test.each(cases)('%s', async (_, files, code, where) => {
    const result = await checkPackage(zipOf({ ...page, ...files }));
    expectRefused(result, code);
    expect(result.findings.find((one) => one.code === code)?.where).toBe(where);
  });

  test('a missing launch file is an error only when nothing at all can be launched', async () => {
    const organisations =
      '<organizations><organization identifier="o"><title>T</title><item identifier="a" identifierref="r"><title>A</title></item><item identifier="b" identifierref="s"><title>B</title></item></organization></organizations>';
    const resources =
      '<resource identifier="r" adlcp:scormtype="sco" href="a.html"/>\n<resource identifier="s" adlcp:scormtype="sco" href="b.html"/>';
    const xml = manifest12({ organisations, resources });
    const one = await checkPackage(zipOf({ 'imsmanifest.xml': xml, 'a.html': 'x' }));
    expect(one.accepted).toBe(true);
    expect(
      one.findings.filter((finding) => finding.code === 'launch-file-missing').map((finding) => finding.where),
    ).toEqual(['imsmanifest.xml:6']);
    expectRefused(
      await checkPackage(zipOf({ 'imsmanifest.xml': xml, 'c.html': 'x' })),
      'manifest-launch-files-missing',
    );
  });

  test('a worker without memory is a finding, and the program goes on', async () => {
    const xml = manifest12({ organisations: '<item a="b" c="d" e="f"/>'.repeat(80_000) });
    const result = await checkPackage(zipOf({ ...page, 'imsmanifest.xml': xml }), { limits: { parserMemoryMb: 8 } });
    expectRefused(result, 'manifest-too-heavy');
    expect((await check([])).accepted).toBe(true);
  });
});
