/** ELO-5: packages as they come. Each is accepted, says what was odd, and is read rightly. */
import iconv from 'iconv-lite';
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkPackage, extractPackage, leavesOf, type Activity, type PackageCheck } from '../../../src/scorm/package';
import { GOOD, manifest12, rawZip, saved, zipOf, NS_2004 } from './package-zips';

type Files = Readonly<Record<string, string | Buffer>>;

async function accepted(files: Files): Promise<PackageCheck> {
  const result = await checkPackage(zipOf(files));
  expect(result.findings.filter((one) => one.severity === 'error')).toEqual([]);
  expect(result.accepted).toBe(true);
  return result;
}

function leaves(result: PackageCheck): Activity[] {
  const found = result.package;
  const organisation = found?.organisations.find((one) => one.identifier === found.defaultOrganisation);
  return organisation === undefined ? [] : leavesOf(organisation.root);
}

const launch = (result: PackageCheck): string[] =>
  leaves(result).map((one) => (one.resource === undefined ? '-' : one.resource.href + one.resource.parameters));
const codes = (result: PackageCheck): string[] => result.findings.map((one) => one.code);
const page = { 'index.html': 'x' };

describe('ELO-5: where the manifest is and how it is written', () => {
  test('in a sub-folder', async () => {
    const result = await accepted({
      'My course/imsmanifest.xml': manifest12(),
      'My course/index.html': 'x',
      'readme.txt': 'x',
    });
    expect(result.package?.root).toBe('My course');
    expect(launch(result)).toEqual(['index.html']);
    expect(codes(result)).toEqual(['manifest-in-folder']);
    expect(result.findings[0]?.where).toBe('My course/imsmanifest.xml');
  });

  test('the shallower of two is read, and one beside it is named', async () => {
    const deep = await accepted({ ...page, 'imsmanifest.xml': manifest12(), 'old/imsmanifest.xml': '<broken' });
    expect(codes(deep)).toEqual([]);
    const beside = await accepted({
      'a/imsmanifest.xml': manifest12(),
      'a/index.html': 'x',
      'b/imsmanifest.xml': manifest12(),
    });
    expect(codes(beside)).toEqual(['manifest-in-folder', 'manifest-several']);
  });

  test('in upper case', async () => {
    expect(codes(await accepted({ ...page, 'IMSMANIFEST.XML': manifest12() }))).toEqual(['manifest-name-case']);
  });

  const titled = (head: string): string => manifest12({ head }).replace('Hand hygiene', 'Händehygiene: “sauber”');
  const declared = (encoding: string): string => `<?xml version="1.0" encoding="${encoding}"?>`;
  test.each([
    ['UTF-8 with a mark', Buffer.concat([Buffer.from('EFBBBF', 'hex'), Buffer.from(titled(declared('UTF-8')))]), []],
    ['no declaration', Buffer.from(titled('')), []],
    ['ISO-8859-1', iconv.encode(titled(declared('ISO-8859-1')), 'windows-1252'), ['manifest-encoding']],
    ['Windows-1252 without saying so', iconv.encode(titled(''), 'windows-1252'), ['manifest-encoding-guessed']],
    [
      'Windows-1252 that says UTF-8',
      iconv.encode(titled(declared('UTF-8')), 'windows-1252'),
      ['manifest-encoding-guessed'],
    ],
    ['UTF-16 little end with a mark', iconv.encode(titled(declared('UTF-16')), 'utf-16le', { addBOM: true }), []],
    ['UTF-16 big end with a mark', iconv.encode(titled(declared('UTF-16')), 'utf-16be', { addBOM: true }), []],
    ['UTF-16 without a mark', iconv.encode(titled(declared('UTF-16')), 'utf-16le'), []],
    ['UTF-8 that says UTF-16', Buffer.from(titled(declared('utf-16'))), ['manifest-encoding-guessed']],
    ['an unknown encoding', Buffer.from(titled(declared('klingon-8'))), ['manifest-encoding-guessed']],
    ['a declaration after an empty line', Buffer.from(titled('\n<?xml version="1.0"?>')), []],
    ['zero bytes at the end', Buffer.from(`${titled('')}\0\0\0\n`), []],
    [
      'a document type that defines nothing',
      Buffer.from(titled('<!DOCTYPE manifest SYSTEM "imscp.dtd">')),
      ['manifest-doctype-ignored'],
    ],
  ] as const)('%s', async (_, bytes, expected) => {
    const result = await accepted({ ...page, 'imsmanifest.xml': bytes });
    expect(result.package?.title).toBe('Händehygiene: “sauber”');
    expect(codes(result)).toEqual(expected);
  });

  test('a prefix that nobody declared', async () => {
    const xml = manifest12().replace(/xmlns:adlcp="[^"]*"/, '');
    const result = await accepted({ ...page, 'imsmanifest.xml': xml });
    expect(codes(result)).toEqual(['manifest-prefix-undeclared']);
    expect(leaves(result)[0]?.resource?.scormType).toBe('sco');
  });

  test('no schemaversion', async () => {
    const result = await accepted({ ...page, 'imsmanifest.xml': manifest12({ schema: '' }) });
    expect(result.package?.scormVersion).toBe('1.2');
    expect(codes(result)).toEqual(['version-missing']);
  });

  test('8,530 file references', async () => {
    const refs = Array.from(
      { length: 8_530 },
      (_, at) => `<file href="a/very/long/path/to/some/file/number${at}.png"/>`,
    ).join('\n');
    const resources = `<resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html">${refs}</resource>`;
    const result = await accepted({ ...page, 'imsmanifest.xml': manifest12({ resources }) });
    expect(result.findings.filter((one) => one.code === 'file-missing')).toHaveLength(25);
    expect(result.findings.find((one) => one.code === 'more-of-these')?.message).toContain('8505');
  });
});

describe('ELO-5: files and names', () => {
  const resources = (href: string, more = ''): string =>
    `<resource identifier="r" adlcp:scormtype="sco" href="${href}">${more}</resource>`;
  const with12 = (href: string, more?: string): string => manifest12({ resources: resources(href, more) });

  test('listed but absent, present but not listed', async () => {
    const result = await accepted({
      ...page,
      'extra.png': 'x',
      'imsmanifest.xml': with12('index.html', '<file href="gone.css"/>'),
    });
    expect(codes(result)).toEqual(['file-missing', 'files-unlisted']);
    expect(result.findings[0]?.where).toBe('imsmanifest.xml:5');
    expect(result.files.map((one) => one.path)).toContain('extra.png');
  });

  test('launch files with parameters and fragments', async () => {
    const result = await accepted({ ...page, 'imsmanifest.xml': with12('index.html?a=1#top') });
    expect(launch(result)).toEqual(['index.html?a=1#top']);
    expect(leaves(result)[0]?.resource).toMatchObject({ href: 'index.html', parameters: '?a=1#top' });
  });

  test.each([
    ['case that differs', 'Index.HTML', 'index.html', ['href-mended']],
    ['case that differs in a folder', 'PAGES/start.html', 'pages/start.html', ['href-mended']],
    ['backslashes', 'pages\\start.html', 'pages/start.html', ['href-mended']],
    ['a leading slash', '/pages/start.html', 'pages/start.html', ['href-mended']],
    ['./', './pages/../pages/start.html', 'pages/start.html', []],
    ['percent-encoded', 'my%20pages/b%C3%A4r.html', 'my pages/bär.html', []],
    ['a space as it is', 'my pages/bär.html', 'my pages/bär.html', []],
    ['a name with %', '100%.html', '100%.html', []],
    ['a name with #', 'c# course.html', 'c# course.html', []],
    ['a name that looks encoded', 'a%20b.html', 'a%20b.html', []],
  ])('href with %s', async (_, href, expected, findings) => {
    const names = ['index.html', 'pages/start.html', 'my pages/bär.html', '100%.html', 'c# course.html', 'a%20b.html'];
    const others = names
      .filter((name) => name !== expected)
      .map((name) => `<file href="${name.replaceAll('%', '%25').replaceAll('#', '%23')}"/>`)
      .join('');
    const files = Object.fromEntries(names.map((name) => [name, 'x']));
    const result = await accepted({ ...files, 'imsmanifest.xml': with12(href, others) });
    expect(launch(result)).toEqual([expected]);
    expect(codes(result)).toEqual(findings);
  });

  test('__MACOSX, .DS_Store and Thumbs.db are ignored', async () => {
    const result = await accepted({
      ...page,
      'imsmanifest.xml': manifest12(),
      '__MACOSX/._index.html': 'x',
      '.DS_Store': 'x',
      'img/Thumbs.db': 'x',
      '__MACOSX/imsmanifest.xml': '<x',
    });
    expect(result.files.map((one) => one.path).sort()).toEqual(['imsmanifest.xml', 'index.html']);
    expect(codes(result)).toEqual(['files-ignored']);
  });

  test('a zip made on Windows with backslashes', async () => {
    const xml = with12('pages/start.html');
    const result = await checkPackage(
      saved(
        rawZip([{ name: 'imsmanifest.xml', data: xml }, { name: 'pages\\', data: '' }, { name: 'pages\\start.html' }]),
      ),
    );
    expect(result.accepted).toBe(true);
    expect(result.files.map((one) => one.path)).toEqual(['imsmanifest.xml', 'pages/start.html']);
    expect(codes(result)).toEqual(['names-backslash']);
  });

  test.each([
    ['cp437', 'Übung é.html'],
    ['cp850', 'ação.html'],
    ['cp866', 'Гигиена рук.html'],
    ['windows-1251', 'Гигиена рук.html'],
    ['windows-1252', 'Übung é.html'],
  ])('names in %s, which only the manifest can tell', async (encoding, name) => {
    const entries = [{ name: 'imsmanifest.xml', data: with12(name) }, { name: iconv.encode(name, encoding) }];
    const result = await checkPackage(saved(rawZip(entries)));
    expect(launch(result)).toEqual([name]);
    expect(result.files.map((one) => one.path)).toEqual(['imsmanifest.xml', name]);
    expect(codes(result)).toEqual(['names-encoding-guessed']);
  });

  test.each([
    ['cp866', 'Гигиена рук.png'],
    ['windows-1251', 'Гигиена рук.png'],
    ['cp437', 'Übung é.png'],
  ])('names in %s that the manifest does not list are told by their look', async (encoding, name) => {
    const result = await checkPackage(saved(rawZip([...GOOD, { name: iconv.encode(name, encoding) }])));
    expect(result.files.map((one) => one.path)).toContain(name);
  });

  test('names in UTF-8 with and without the flag, and decomposed as macOS writes them', async () => {
    for (const flags of [0, 0x800]) {
      const entries = [
        { name: 'imsmanifest.xml', data: with12('Гигиена é.html') },
        { name: 'Гигиена é.html'.normalize('NFD'), flags },
      ];
      const result = await checkPackage(saved(rawZip(entries)));
      expect(launch(result)).toEqual(['Гигиена é.html'.normalize('NFC')]);
      expect(codes(result)).toEqual([]);
    }
  });

  test.each([
    ['lesson.asp', 'launch-server-page'],
    ['movie.swf', 'launch-flash'],
    ['slides.pptx', 'launch-type-unusual'],
    ['noextension', 'launch-type-unusual'],
  ])('a launch file such as %s', async (name, code) => {
    expect(codes(await accepted({ [name]: '<html>', 'imsmanifest.xml': with12(name) }))).toEqual([code]);
  });

  test.each([
    ['https://example.org/course?x=1', 'https://example.org/course?x=1', 'launch-remote'],
    ['//example.org/course', 'https://example.org/course', 'launch-remote'],
  ])('a page on another site: %s', async (href, expected, code) => {
    const result = await accepted({ ...page, 'imsmanifest.xml': with12(href) });
    expect(launch(result)).toEqual([expected]);
    expect(codes(result)).toContain(code);
  });

  test.each([
    ['javascript:alert(1)', 'launch-address-unusable'],
    ['data:text/html,x', 'launch-address-unusable'],
    ['file:///etc/passwd', 'launch-address-unusable'],
    ['../../secret.html', 'launch-outside'],
    ['%2e%2e/secret.html', 'launch-outside'],
  ])('an address that is never opened: %s', async (href, code) => {
    const both = resources('index.html').replace('identifier="r"', 'identifier="good"') + resources(href);
    const organisations =
      '<organizations><organization identifier="o"><title>T</title><item identifier="a" identifierref="good"><title>A</title></item><item identifier="b" identifierref="r"><title>B</title></item></organization></organizations>';
    const result = await accepted({ ...page, 'imsmanifest.xml': manifest12({ organisations, resources: both }) });
    expect(codes(result)).toEqual([code]);
    expect(launch(result)).toEqual(['index.html', '-']);
  });
});

describe('ELO-5: organisations, items and resources', () => {
  test('everything at once: xml:base at every level, a sub-manifest, dependencies, hidden and empty items, external metadata', async () => {
    const xml = `<manifest identifier="M" ${NS_2004} xml:base="content/">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion><adlcp:location>meta.xml</adlcp:location></metadata>
<organizations default="main">
<organization identifier="other"><title>Other</title><item identifier="x" identifierref="r1"><title>X</title></item></organization>
<organization identifier="main"><title>Main</title>
<item identifier="a" identifierref="r1" parameters="&amp;p=1"><title>A</title></item>
<item identifier="heading"><title>Heading</title></item>
<item identifier="b" identifierref="r2" isvisible="false"><title>B</title></item>
<item identifier="c" identifierref="SUB"><title>C</title></item>
</organization></organizations>
<resources xml:base="pages/">
<resource identifier="r1" type="webcontent" adlcp:scormType="sco" href="a.html" xml:base="one/"><file href="a.html"/><dependency identifierref="shared"/></resource>
<resource identifier="r2" type="webcontent" adlcp:scormType="asset" href="b.html"><dependency identifierref="nowhere"/></resource>
<resource identifier="shared" type="webcontent" adlcp:scormType="asset"><file href="s.js"/></resource>
</resources>
<manifest identifier="SUB" xml:base="sub/"><organizations default="so"><organization identifier="so"><title>S</title><item identifier="s1" identifierref="r1"><title>S1</title></item></organization></organizations>
<resources><resource identifier="r1" type="webcontent" adlcp:scormType="sco" href="s.html"/></resources></manifest>
</manifest>`;
    const result = await accepted({
      'imsmanifest.xml': xml,
      'content/pages/one/a.html': 'x',
      'content/pages/b.html': 'x',
      'content/pages/s.js': 'x',
      'content/sub/s.html': 'x',
      'content/meta.xml': '<lom/>',
    });
    expect(result.package).toMatchObject({
      scormVersion: '2004 4th Edition',
      title: 'Main',
      defaultOrganisation: 'main',
    });
    expect(launch(result)).toEqual(['content/pages/one/a.html?p=1', '-', 'content/pages/b.html', 'content/sub/s.html']);
    expect(leaves(result).map((one) => [one.identifier, one.visible])).toEqual([
      ['a', true],
      ['heading', true],
      ['b', false],
      ['s1', true],
    ]);
    expect(codes(result)).toEqual([
      'dependency-unknown',
      'item-without-resource',
      'item-hidden',
      'submanifest-used',
      'organisations-several',
      // Hidden, and nothing flows to it.
      'item-unreachable',
    ]);
  });

  test('a sub-manifest that contains itself, and ones that multiply, come to an end', async () => {
    const items = (to: string): string => `<item identifierref="${to}"><title>t</title></item>`.repeat(12);
    const sub = (id: string, to: string): string =>
      `<manifest identifier="${id}"><organizations><organization identifier="${id}o"><title>t</title>${items(to)}</organization></organizations></manifest>`;
    const subs =
      sub('s1', 's2') + sub('s2', 's3') + sub('s3', 's4') + sub('s4', 's5') + sub('s5', 's6') + sub('s6', 's1');
    const organisations = `<organizations><organization identifier="o"><title>T</title>${items('s1')}<item identifier="i" identifierref="r"><title>I</title></item></organization></organizations>`;
    const result = await accepted({
      ...page,
      'imsmanifest.xml': manifest12({ organisations }).replace('</manifest>', `${subs}</manifest>`),
    });
    expect(codes(result)).toContain('submanifest-loop');
    expect(leaves(result).length).toBeLessThan(20_000);
  });

  test('a broken default organisation, and one with nothing to open', async () => {
    const item = '<item identifier="i" identifierref="r"><title>I</title></item>';
    const two = `<organization identifier="a"><title>A</title>${item}</organization><organization identifier="b"><title>B</title></organization>`;
    const broken = await accepted({
      ...page,
      'imsmanifest.xml': manifest12({ organisations: `<organizations default="zzz">${two}</organizations>` }),
    });
    expect(broken.package?.defaultOrganisation).toBe('a');
    expect(codes(broken)).toEqual(['organisation-default-broken', 'organisations-several']);
    const empty = await accepted({
      ...page,
      'imsmanifest.xml': manifest12({ organisations: `<organizations default="b">${two}</organizations>` }),
    });
    expect(empty.package?.defaultOrganisation).toBe('a');
    expect(codes(empty)).toContain('organisation-default-empty');
  });

  test('no organisation at all: resources are played in their order', async () => {
    const result = await accepted({ ...page, 'imsmanifest.xml': manifest12({ organisations: '<organizations/>' }) });
    expect(launch(result)).toEqual(['index.html']);
    expect(codes(result)).toEqual(['organisations-none']);
  });

  test('only assets', async () => {
    const xml = manifest12().replace('scormtype="sco"', 'scormtype="asset"');
    const result = await accepted({ ...page, 'imsmanifest.xml': xml });
    expect(codes(result)).toEqual(['resources-assets-only']);
    expect(leaves(result)[0]?.resource?.scormType).toBe('asset');
  });

  test('no type: taken for a SCO, so that nothing completes by omission', async () => {
    const result = await accepted({ ...page, 'imsmanifest.xml': manifest12().replace('adlcp:scormtype="sco"', '') });
    expect(codes(result)).toEqual(['resource-type-missing']);
    expect(leaves(result)[0]?.resource?.scormType).toBe('sco');
  });

  test('identifiers that are missing or used twice', async () => {
    const organisations = `<organizations><organization identifier="o"><title>T</title>${'<item identifier="i" identifierref="r"><title>I</title></item>'.repeat(3)}<item identifierref="r"><title>N</title></item></organization></organizations>`;
    const result = await accepted({ ...page, 'imsmanifest.xml': manifest12({ organisations }) });
    expect(leaves(result).map((one) => one.identifier)).toEqual(['i', 'i-2', 'i-3', 'item-5']);
    expect(codes(result)).toEqual(['identifier-duplicate', 'identifier-duplicate', 'identifier-missing']);
  });

  test('external metadata that is not there', async () => {
    const schema = '<metadata><schemaversion>1.2</schemaversion><adlcp:location>gone.xml</adlcp:location></metadata>';
    expect(codes(await accepted({ ...page, 'imsmanifest.xml': manifest12({ schema }) }))).toEqual(['metadata-missing']);
  });
});

describe('ELO-5: extracting', () => {
  test('every file arrives whole, under its safe name', async () => {
    const big = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251));
    const path = zipOf({ ...page, 'imsmanifest.xml': manifest12(), 'img/big.bin': big, 'empty.css': '' });
    const result = await checkPackage(path);
    expect(result.totalBytes).toBe(result.files.reduce((sum, one) => sum + one.size, 0));
    const kept = new Map<string, Buffer>();
    await extractPackage(path, result.files, async (name, size, stream) => {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      kept.set(name, Buffer.concat(chunks));
      expect(kept.get(name)?.length).toBe(size);
    });
    expect([...kept.keys()].sort()).toEqual(['empty.css', 'img/big.bin', 'imsmanifest.xml', 'index.html']);
    expect(kept.get('img/big.bin')?.equals(big)).toBe(true);
  });

  test('a store that fails, and one that does not read, are reported as they are', async () => {
    const path = zipOf({ ...page, 'imsmanifest.xml': manifest12(), 'large.bin': randomBytes(500_000) });
    const { files } = await checkPackage(path);
    await expect(extractPackage(path, files, () => Promise.reject(new Error('the disk is full')))).rejects.toThrow(
      'the disk is full',
    );
    await expect(extractPackage(path, files, async () => {})).rejects.toThrow('not read to its end');
    const breaking = extractPackage(path, files, async (_name, _size, stream) => {
      for await (const chunk of stream) if ((chunk as Buffer).length > 0) throw new Error('the store went away');
    });
    await expect(breaking).rejects.toThrow('the store went away');
  });

  test('a zip that was exchanged after the check is refused', async () => {
    const { files } = await checkPackage(zipOf({ ...page, 'imsmanifest.xml': manifest12() }));
    const other = zipOf({ 'imsmanifest.xml': 'short', 'index.html': 'longer than before' });
    await expect(extractPackage(other, files, async () => {})).rejects.toThrow('not as large as the zip says');
  });
});
