/** The kinds of inputs: how one is made from its number, and what is asked of the program with it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, DEFAULT_LIMITS, leavesOf, type CheckedPackage } from '../../src/scorm/package';
import { parseXml } from '../../src/scorm/package/parse-xml';
import { bentManifest, bendTree } from './bend-manifest';
import { growZip } from './bend-zip';
import { growManifest } from './grow-manifest';
import { faultsOfFindings, faultsOfPackage } from './judge-package';
import { randomFrom, type Random } from './random';
import { readBytes } from './read-bytes';
import { walkEngine, type Walk } from './walk-engine';
import { writeXml } from './xml';

export const KINDS = ['manifests', 'zips', 'sequencing'] as const;
export type Kind = (typeof KINDS)[number];

export type Judged = {
  /** Sentences; empty when all is well. */
  readonly faults: readonly string[];
  readonly accepted: boolean;
  readonly codes: readonly string[];
  readonly walk?: Walk;
};

/** An input as it can be kept: a zip's bytes, or a manifest's with the names of the files beside it. */
export type Input = { readonly kind: Kind; readonly bytes: Buffer; readonly files: readonly string[] };

export type Bench = {
  /** Where zips are put for the check to open. */
  readonly folder: string;
  /** Parse in the worker, with its caps, as an upload is; slower. */
  readonly inWorker?: boolean;
};

const streamOf = (kind: Kind, seed: number, at: number): Random => randomFrom(seed, KINDS.indexOf(kind) + 1, at);

export function makeInput(kind: Kind, seed: number, at: number): Input {
  const random = streamOf(kind, seed, at);
  if (kind === 'zips') return { kind, bytes: growZip(random), files: [] };
  if (kind === 'manifests') {
    const { manifest, files } = growManifest(random, { items: random.pick([3, 10, 25]) });
    return { kind, bytes: bentManifest(random, manifest), files };
  }
  const { manifest, files } = growManifest(random, {
    items: random.pick([4, 12, 40]),
    version: random.pick(['2004', '2004', '2004', '1.2'] as const),
  });
  if (random.chance(0.3)) bendTree(random, manifest);
  return { kind, bytes: Buffer.from(writeXml(manifest)), files };
}

/** Whatever is thrown on the way is a fault too. `seed` and `at` choose the walk through an accepted course. */
export async function judgeInput(bench: Bench, input: Input, seed: number, at: number): Promise<Judged> {
  try {
    return await judge(bench, input, randomFrom(seed, 99, at));
  } catch (error) {
    return {
      faults: [`threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`],
      accepted: false,
      codes: [],
    };
  }
}

async function judge(bench: Bench, input: Input, random: Random): Promise<Judged> {
  const answer = input.kind === 'zips' ? await checkZip(bench, input.bytes) : readBytes(input.bytes, input.files);
  const faults = faultsOfFindings(answer.findings);
  const codes = answer.findings.map((one) => one.code);
  const { accepted, package: found } = answer;
  if (accepted === answer.findings.some((one) => one.severity === 'error')) faults.push('accepted and refused at once');
  if (!accepted || found === undefined) return { faults, accepted, codes };
  faults.push(
    ...faultsOfPackage(
      found,
      new Set(
        'files' in answer
          ? answer.files.map((one) => one.path.slice(found.root === '' ? 0 : found.root.length + 1))
          : input.files,
      ),
    ),
  );
  const organisation = found.organisations.find((one) => one.identifier === found.defaultOrganisation);
  if (organisation === undefined) return { faults, accepted, codes };
  if (!leavesOf(organisation.root).some((one) => one.resource !== undefined))
    faults.push('accepted without anything to launch');
  const walk = walkEngine(random, found, organisation, input.kind === 'sequencing' ? 30 : 5);
  return { faults: [...faults, ...walk.faults], accepted, codes, walk };
}

type ZipAnswer = {
  accepted: boolean;
  package?: CheckedPackage;
  findings: Awaited<ReturnType<typeof checkPackage>>['findings'];
  files: readonly { path: string }[];
};

async function checkZip({ folder, inWorker = false }: Bench, bytes: Buffer): Promise<ZipAnswer> {
  const path = join(folder, 'input.zip');
  writeFileSync(path, bytes);
  const { maxManifestDepth: maxDepth, maxManifestElements: maxElements } = DEFAULT_LIMITS;
  if (inWorker) return checkPackage(path);
  return checkPackage(path, { parse: (text) => Promise.resolve(parseXml({ text, maxDepth, maxElements })) });
}
