/**
 * `npm run corpus -- DIR [--json FILE] [--screenshots DIR] [--only NAME]`: every package below a folder, imported by the
 * product's own importer into a server of its own, and every activity of it launched in Chromium through the real player.
 * Ends with 0 whatever the packages are like, and with another code only when it could not run.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openDiskStore } from '../../src/platform/files';
import { checkPackage, type Finding } from '../../src/scorm/package';
import { importPackage } from '../../src/scorm/library';
import { prerequisiteNotes } from '../../src/scorm/sequencing';
import { openBrowser } from '../support/browser';
import { openRealPlayer, type RealPlayer } from '../support/real-player';
import type { Registered } from '../support/running-server';
import { findPackages, zipFolder, type CorpusPackage } from './find-packages';
import { launchableOf, limits, playPackage, type PlayedPackage } from './play-package';
import { detailsOf, heading, lineOf, verdictOf, type PackageReport } from './report';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    screenshots: { type: 'string' },
    /** Only packages with this in their name. */
    only: { type: 'string', multiple: true },
  },
});

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const note = (code: string, message: string): Finding => ({
  severity: 'info',
  code: `corpus-${code}`,
  message,
  where: '',
  advice: '',
});

/** Learners are made some at a time: making one takes as long as making twenty. */
function createLearners(real: RealPlayer): () => Promise<Registered> {
  const waiting: Registered[] = [];
  return async () => {
    if (waiting.length === 0) waiting.push(...(await real.server.register(20)));
    const one = waiting.pop();
    if (one === undefined) throw new Error('nobody registered');
    return one;
  };
}

type Bench = { real: RealPlayer; readonly learner: () => Promise<Registered> };

async function run(bench: Bench, one: CorpusPackage, at: number): Promise<PackageReport> {
  const { server } = bench.real;
  const filePath = one.kind === 'zip' ? one.path : join(server.folder, `corpus-${at}.zip`);
  try {
    if (one.kind === 'folder') await writeFile(filePath, await zipFolder(one.path));
    return await importAndPlay(bench, one, filePath);
  } catch (error) {
    const findings = [note('broken', `It could not be looked at: ${wordsOf(error)}`)];
    return { file: one.name, accepted: false, scormVersion: null, activities: [], findings };
  } finally {
    if (one.kind === 'folder') await rm(filePath, { force: true });
  }
}

const wordsOf = (error: unknown): string =>
  (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, 800);

async function importAndPlay(bench: Bench, one: CorpusPackage, filePath: string): Promise<PackageReport> {
  const { server } = bench.real;
  const imported = await server.within(async (database) => {
    const files = await openDiskStore({ folder: join(server.folder, 'store') });
    return importPackage(
      { database, files, readPrerequisites: prerequisiteNotes },
      { tenantId: server.world.employer, filePath, fileName: one.name },
    );
  });
  if (!imported.ok)
    return { file: one.name, accepted: false, scormVersion: null, activities: [], findings: imported.findings };
  const names = new Set((await checkPackage(filePath, { proveContents: false })).files.map(({ path }) => path));
  if (!bench.real.browser.isConnected()) bench.real = { ...bench.real, browser: await openBrowser() };
  const played = await playPackage(bench.real, {
    package: imported.package,
    object: { ownerId: server.world.employer, id: imported.learningObjectId },
    versionId: imported.versionId,
    isInPackage: inPackage(names),
    learner: bench.learner,
    ...(values.screenshots === undefined
      ? {}
      : { pictures: join(resolve(values.screenshots), one.name.replace(/[^\w.-]+/g, '_')) }),
  }).catch((error: unknown): PlayedPackage & { readonly broken: string } => ({
    activities: [],
    leftOut: launchableOf(imported.package).map(({ identifier }) => identifier),
    broken: wordsOf(error),
  }));
  const { leftOut } = played;
  const capped = note(
    'left-out',
    `${leftOut.length} activities were not launched: at most ${limits.activities} are, within ${limits.milliseconds / 60_000} minutes. The first is ${leftOut[0]}.`,
  );
  return {
    file: one.name,
    accepted: true,
    scormVersion: imported.package.scormVersion,
    activities: played.activities,
    findings: [
      ...imported.findings,
      ...('broken' in played
        ? [note('broken', `It could not be played: ${played.broken}`)]
        : leftOut.length === 0
          ? []
          : [capped]),
    ],
  };
}

/** As a learner's machine would find it, whatever its case. */
function inPackage(names: ReadonlySet<string>): (path: string) => boolean {
  const fold = (path: string): string => path.normalize('NFC').toLowerCase();
  const folded = new Set([...names].map(fold));
  return (path) => folded.has(fold(path));
}

async function main(): Promise<number> {
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    process.stderr.write('Usage: npm run corpus -- DIR [--json FILE] [--screenshots DIR] [--only NAME]\n');
    return 2;
  }
  const { only } = values;
  const all = await findPackages(resolve(folder));
  const packages = all.filter(({ name }) => only === undefined || only.some((part) => name.includes(part)));
  if (packages.length === 0) {
    process.stderr.write(`There is no package below ${folder}${only === undefined ? '' : ' of that name'}.\n`);
    return 2;
  }
  const real = await openRealPlayer({ env: { LOG_LEVEL: 'warn' } });
  const bench: Bench = { real, learner: createLearners(real) };
  const reports: PackageReport[] = [];
  const began = performance.now();
  // Whoever stops it half way has what it found so far.
  const save = async (): Promise<void> => {
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(reports, null, 2)}\n`);
  };
  print(heading);
  try {
    for (const [at, one] of packages.entries()) {
      const report = await run(bench, one, at);
      reports.push(report);
      print(lineOf(report));
      for (const line of detailsOf(report)) print(line);
      await save();
    }
  } finally {
    await bench.real.close();
  }
  const count = (verdict: string): number => reports.filter((one) => verdictOf(one) === verdict).length;
  const activities = reports.flatMap((one) => one.activities);
  print(
    `${reports.length} packages in ${Math.round((performance.now() - began) / 1000)} s: ${count('accepted')} accepted, ${count('warnings')} with warnings, ${count('refused')} refused. ` +
      `${activities.length} activities: ${activities.filter((one) => one.apiFound === false).length} found no API, ${activities.filter((one) => one.initialized === false).length} did not initialise, ${activities.filter((one) => one.failedRequests.length > 0).length} with requests that failed for a reason of ours.`,
  );
  return 0;
}

process.exitCode = await main();
