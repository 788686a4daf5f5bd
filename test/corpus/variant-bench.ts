/** A running server, one browser window and waiting learners for many packages one after another. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { expect } from 'vitest';
import { openDiskStore } from '../../src/platform/files';
import { importPackage, type ImportRefused, type Imported } from '../../src/scorm/library';
import { checkPackage } from '../../src/scorm/package';
import { prerequisiteNotes } from '../../src/scorm/sequencing';
import { temporaryFolder } from '../support/database';
import { openRealPlayer } from '../support/real-player';
import type { Registered } from '../support/running-server';
import { openContext, playPackage, type PlayedPackage } from './play-package';
import type { Variant } from './variants';

type Brought = { readonly path: string; readonly imported: Imported | ImportRefused };

export type VariantBench = {
  /** For files of the test's own. */
  readonly folder: string;
  readonly bring: (zip: Buffer) => Promise<Brought>;
  readonly play: (path: string, imported: Imported) => Promise<PlayedPackage>;
  /** Imports it and, where it is accepted and asked for, plays it; throws unless all is as the table says. */
  readonly check: (variant: Variant, played: boolean) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What is seen of an activity. */
export const becomes = {
  speaks: { apiFound: true, initialized: true, failedRequests: [], consoleErrors: [] },
  shown: { apiFound: null, initialized: null, failedRequests: [], consoleErrors: [] },
  silent: { initialized: false, calls: 0, failedRequests: [] },
};

export async function openVariantBench(): Promise<VariantBench> {
  const real = await openRealPlayer();
  const { server } = real;
  const folder = await temporaryFolder('preceptor-variants-');
  const context: BrowserContext = await openContext(real);
  let learners: Registered[] = [];
  let count = 0;

  async function learner(): Promise<Registered> {
    // Making many takes as long as making one.
    if (learners.length === 0) learners = await server.register(30);
    const one = learners.pop();
    if (one === undefined) throw new Error('nobody registered');
    return one;
  }

  async function bring(zip: Buffer): Promise<Brought> {
    count += 1;
    const path = join(folder, `${count}.zip`);
    await writeFile(path, zip);
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
      object: { ownerId: server.world.employer, id: imported.learningObjectId },
      versionId: imported.versionId,
      isInPackage: (name) => names.has(name.toLowerCase()),
      context,
      learner,
    });
  }

  async function check(variant: Variant, played: boolean): Promise<void> {
    const { path, imported } = await bring(variant.zip());
    expect(imported.findings.map(({ code }) => code)).toEqual(expect.arrayContaining([...variant.codes]));
    expect(imported.ok).toBe(variant.accepted);
    if (!imported.ok) return;
    if (variant.version !== undefined) expect(imported.package.scormVersion).toBe(variant.version);
    if (!played) return;
    const { activities, leftOut } = await play(path, imported);
    expect(leftOut).toEqual([]);
    expect(activities).toMatchObject((variant.plays ?? []).map((each) => becomes[each]));
  }

  return { folder, bring, play, check, close: () => real.close() };
}
