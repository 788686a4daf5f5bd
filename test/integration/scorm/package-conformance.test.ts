/** Every manifest of ADL's 2004 4th Edition suite that is at hand is read without a word of complaint. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkPackage, leavesOf } from '../../../src/scorm/package';
import { zipOf } from './package-zips';

const folder = fileURLToPath(new URL('../../../../shared/conformance/cases', import.meta.url));
const there = existsSync(folder);

/** Folders that hold a manifest, one or two levels down (one case has two packages). */
function manifests(at: string): string[] {
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [];
    const inside = join(at, entry.name);
    return existsSync(join(inside, 'imsmanifest.xml')) ? [inside] : manifests(inside);
  });
}

describe.skipIf(!there)('CAM 3.4: the manifests of the conformance suite', () => {
  test.each(there ? manifests(folder).map((path) => [path.slice(folder.length + 1), path]) : [])(
    '%s',
    async (_, path) => {
      const manifest = readFileSync(join(path ?? '', 'imsmanifest.xml'));
      // The pages themselves are not at hand: a stub for each file the manifest names, under its own bases.
      const files: Record<string, string | Buffer> = { 'imsmanifest.xml': manifest };
      for (const [, attributes, inner] of manifest
        .toString('latin1')
        .matchAll(/<resource\s([^>]*?)(?:\/>|>([\s\S]*?)<\/resource>)/g)) {
        const base = /xml:base\s*=\s*"([^"]*)"/.exec(attributes ?? '')?.[1] ?? '';
        for (const [, href] of `${attributes} ${inner ?? ''}`.matchAll(/href\s*=\s*"([^"]*)"/g))
          files[base + (href ?? '')] = 'stub';
      }
      const result = await checkPackage(zipOf(files));
      expect(result.findings.filter((one) => one.severity !== 'info')).toEqual([]);
      expect(result.accepted).toBe(true);
      expect(result.package?.scormVersion).toBe('2004 4th Edition');
      const leaves = result.package?.organisations.flatMap((one) => leavesOf(one.root)) ?? [];
      expect(leaves.length).toBeGreaterThan(0);
      for (const leaf of leaves) {
        expect(leaf.sequencing).toBeDefined();
        expect(leaf.resource?.href).toBeDefined();
      }
    },
  );
});
