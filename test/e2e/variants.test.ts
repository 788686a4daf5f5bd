/** Every way in which packages come, imported and played on a running server; and packages of an exporter from npm. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import scormPackager from 'simple-scorm-packager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDiskStore } from '../../src/platform/files';
import { importPackage, type ImportRefused, type Imported } from '../../src/scorm/library';
import { checkPackage } from '../../src/scorm/package';
import { prerequisiteNotes } from '../../src/scorm/sequencing';
import { playPackage, type PlayedPackage } from '../corpus/play-package';
import { variants } from '../corpus/variants';
import { openRealPlayer, type RealPlayer } from '../support/real-player';
import { temporaryFolder } from '../support/database';

let real: RealPlayer;
let folder: string;
let count = 0;

beforeAll(async () => {
  real = await openRealPlayer();
  folder = await temporaryFolder('preceptor-variants-');
});
afterAll(() => real.close());

async function bring(zip: Buffer): Promise<{ readonly path: string; readonly imported: Imported | ImportRefused }> {
  count += 1;
  const path = join(folder, `${count}.zip`);
  await writeFile(path, zip);
  const { server } = real;
  const imported = await server.within(async (database) => {
    const files = await openDiskStore({ folder: join(server.folder, 'store') });
    return importPackage(
      { database, files, readPrerequisites: prerequisiteNotes },
      { tenantId: server.world.employer, filePath: path },
    );
  });
  return { path, imported };
}

async function play(path: string, imported: Imported): Promise<PlayedPackage> {
  const { files } = await checkPackage(path);
  const names = new Set(files.map((file) => file.path.toLowerCase()));
  return playPackage(real, {
    package: imported.package,
    object: { ownerId: real.server.world.employer, id: imported.learningObjectId },
    versionId: imported.versionId,
    isInPackage: (name) => names.has(name.toLowerCase()),
    learner: async () => {
      const [one] = await real.server.register(1);
      if (one === undefined) throw new Error('nobody registered');
      return one;
    },
  });
}

const becomes = {
  speaks: { apiFound: true, initialized: true, failedRequests: [], consoleErrors: [] },
  shown: { apiFound: null, initialized: null, failedRequests: [], consoleErrors: [] },
  silent: { initialized: false, calls: 0, failedRequests: [] },
};

test.each(variants.map((variant) => [variant.line, variant] as const))('ELO-5: %s', async (_, variant) => {
  const { path, imported } = await bring(variant.zip());
  expect(imported.findings.map(({ code }) => code)).toEqual(expect.arrayContaining([...variant.codes]));
  expect(imported.ok).toBe(variant.accepted);
  if (!imported.ok) return;
  if (variant.version !== undefined) expect(imported.package.scormVersion).toBe(variant.version);
  const { activities, leftOut } = await play(path, imported);
  expect(leftOut).toEqual([]);
  expect(activities).toMatchObject((variant.plays ?? []).map((each) => becomes[each]));
});

const page = `<!doctype html><title>Course</title><h1>Course</h1><script>
function find(w,n){for(var i=0;w&&i<10;i++){if(w[n])return w[n];if(w===w.parent)break;w=w.parent}return null}
var one=find(window,'API'),two=find(window,'API_1484_11');
if(two){two.Initialize('');two.Commit('')}else if(one){one.LMSInitialize('');one.LMSCommit('')}</script>`;

test.each(['1.2', '2004 3rd Edition', '2004 4th Edition'])(
  'ELO-5: a package as simple-scorm-packager makes it, SCORM %s',
  async (version) => {
    const source = join(folder, `source-${version.replaceAll(' ', '-')}`);
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
    const { path, imported } = await bring(await readFile(join(outputFolder, name ?? '')));
    expect(imported.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    if (!imported.ok) throw new Error('refused');
    expect(imported.package.scormVersion).toBe(version);
    expect((await play(path, imported)).activities).toMatchObject([becomes.speaks]);
  },
);
