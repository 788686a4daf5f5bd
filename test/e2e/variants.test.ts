/**
 * Every way in which packages come, imported on a running server, and one of each kind played (`npm run test:long` plays
 * all of them); and packages of an exporter from npm.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import scormPackager from 'simple-scorm-packager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { becomes, openVariantBench, type VariantBench } from '../corpus/variant-bench';
import { variants } from '../corpus/variants';

let bench: VariantBench;
beforeAll(async () => {
  bench = await openVariantBench();
});
afterAll(() => bench.close());

/** One of each kind: where the manifest stands, how it is written, what it names, how the zip was made, what authors wrote. */
const played = [
  'manifest in a sub-folder',
  'UTF-16',
  'parameters and fragments',
  'xml:base at every level',
  'sub-manifests',
  'several organisations, a broken default',
  'assets that never call the API',
  'on Windows, with backslashes',
  'names with spaces, accents, Cyrillic',
  'a case that does not match the href',
  '`Completed`, raw 101, `85%`',
  '1.2 by its manifest, 2004 by its scripts',
  '2004 by its manifest, 1.2 by its scripts',
  'a window of its own, and its API in opener',
  'top is navigated',
];

test('what is to be played is in the table', () => {
  const lines = variants.map(({ line }) => line);
  expect(played.filter((line) => !lines.includes(line))).toEqual([]);
});

test.each(variants.map((variant) => [variant.line, variant] as const))('ELO-5: %s', (line, variant) =>
  bench.check(variant, played.includes(line)),
);

const page = `<!doctype html><title>Course</title><h1>Course</h1><script>
function find(w,n){for(var i=0;w&&i<10;i++){if(w[n])return w[n];if(w===w.parent)break;w=w.parent}return null}
var one=find(window,'API'),two=find(window,'API_1484_11');
if(two){two.Initialize('');two.Commit('')}else if(one){one.LMSInitialize('');one.LMSCommit('')}</script>`;

test.each(['1.2', '2004 3rd Edition', '2004 4th Edition'])(
  'ELO-5: a package as simple-scorm-packager makes it, SCORM %s',
  async (version) => {
    const source = join(bench.folder, `source-${version.replaceAll(' ', '-')}`);
    const outputFolder = `${source}-out`;
    await mkdir(source, { recursive: true });
    await mkdir(outputFolder, { recursive: true });
    await writeFile(join(source, 'index.html'), page);
    await new Promise((done) => {
      scormPackager(
        {
          version,
          title: 'Hand hygiene',
          organization: 'Northgate',
          identifier: 'hygiene',
          masteryScore: 80,
          startingPage: 'index.html',
          source,
          package: { zip: true, outputFolder, version: '1.0.0' },
        },
        done,
      );
    });
    const [name] = (await readdir(outputFolder)).filter((each) => each.endsWith('.zip'));
    const { path, imported } = await bench.bring(await readFile(join(outputFolder, name ?? '')));
    expect(imported.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    if (!imported.ok) throw new Error('refused');
    expect(imported.package.scormVersion).toBe(version);
    expect((await bench.play(path, imported)).activities).toMatchObject([becomes.speaks]);
  },
);
