/** The sample packages in content/ hold together: manifests, files, shared parts, size, nothing from outside. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AdmZip from 'adm-zip';
import { parseStringPromise } from 'xml2js';
import { describe, expect, test } from 'vitest';
import { checkPackage } from '../../src/scorm/package';

const content = fileURLToPath(new URL('../../content', import.meta.url));
const samples = join(content, 'samples');
const packages = readdirSync(samples);

/** Every file under a folder, as paths relative to it. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'))
    .sort();

const textOf = (...path: string[]): string => readFileSync(join(samples, ...path), 'utf8');

const attributes = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map((match) => match[1] ?? '');

test('there are five sample packages and together they are small', () => {
  expect(packages).toHaveLength(5);
  const size = packages.flatMap((name) =>
    filesOf(join(samples, name)).map((path) => statSync(join(samples, name, path)).size),
  );
  expect(size.reduce((sum, one) => sum + one, 0)).toBeLessThan(400_000);
});

describe.each(packages)('%s', (name) => {
  const files = filesOf(join(samples, name));
  const manifest = textOf(name, 'imsmanifest.xml');

  test('the manifest is well-formed and lists each file of the folder, and no other', async () => {
    await parseStringPromise(manifest);
    const listed = [...manifest.matchAll(/<file href="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect([...new Set(listed)].sort()).toEqual(files.filter((path) => path !== 'imsmanifest.xml'));
  });

  test('every item has a resource that exists, and every prerequisite names an item', () => {
    const identifiers = attributes(manifest, 'identifier');
    expect(new Set(identifiers).size).toBe(identifiers.length);
    for (const reference of attributes(manifest, 'identifierref')) expect(identifiers).toContain(reference);
    for (const [, script] of manifest.matchAll(/<adlcp:prerequisites[^>]*>([^<]*)</g)) {
      for (const item of (script ?? '').split('&amp;')) expect(identifiers).toContain(item);
    }
  });

  test('every page has its language, one first heading, and pictures with words', () => {
    for (const path of files.filter((file) => file.endsWith('.html'))) {
      const page = textOf(name, path);
      expect(page).toContain('<html lang="en-GB"');
      expect(page.match(/<h1>/g)).toHaveLength(1);
      for (const [picture] of page.matchAll(/<img [^>]*>/g)) expect(picture).toMatch(/ alt="[^"]+"/);
    }
  });

  test('what pages refer to is in the package, and nothing comes from outside', () => {
    for (const path of files.filter((file) => /\.(html|css|js|svg)$/.test(file))) {
      const text = textOf(name, path).replaceAll('http://www.w3.org/2000/svg', '');
      expect(text, path).not.toMatch(/https?:|\beval\(/);
      if (!path.endsWith('.html')) continue;
      for (const link of [...attributes(text, 'src'), ...attributes(text, 'href')]) {
        if (!link.startsWith('data:')) expect(files).toContain(link);
      }
    }
  });

  test('zipped, the package check accepts it and has nothing to say', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sample-'));
    try {
      const zip = new AdmZip();
      zip.addLocalFolder(join(samples, name));
      zip.writeZip(join(folder, 'sample.zip'));
      const checked = await checkPackage(join(folder, 'sample.zip'));
      expect(checked.findings).toEqual([]);
      expect(checked.accepted).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('its shared parts are those of content/shared', () => {
    for (const path of filesOf(join(content, 'shared'))) {
      expect(textOf(name, 'shared', path), path).toBe(readFileSync(join(content, 'shared', path), 'utf8'));
    }
  });
});
