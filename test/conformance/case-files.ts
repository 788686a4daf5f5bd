/** The cases of a folder: their scripts and manifests, in the suite's order, with who plays them and what they depend on. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest, type ManifestFacts } from './manifest-facts';
import { readScript, type Script } from './script';

export type CasePackage = { readonly name: string; readonly manifest: Uint8Array; readonly facts: ManifestFacts };

export type Case = {
  readonly id: string;
  readonly script: Script;
  /** One mostly; the first is the one that an unnamed launch opens. */
  readonly packages: readonly CasePackage[];
  /** The first learner tries the API only, the second does everything else. */
  readonly learner: 'first' | 'second';
};

/** A case that cannot be read is one that fails, not one that is left out. */
export type Unreadable = { readonly id: string; readonly problem: string };

export type Suite = { readonly cases: readonly Case[]; readonly unreadable: readonly Unreadable[] };

const manifestName = 'imsmanifest.xml';

/** Reads every folder that looks like a case: a script in it, or a manifest. Undefined when there is none. */
export async function readSuite(folder: string): Promise<Suite | undefined> {
  const cases: Case[] = [];
  const unreadable: Unreadable[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue;
    const names = await readdir(join(folder, entry.name));
    if (!names.includes(`${entry.name}.properties`) && !names.includes(manifestName)) continue;
    try {
      cases.push(await readCase(join(folder, entry.name), entry.name, names));
    } catch (error) {
      unreadable.push({ id: entry.name, problem: (error as Error).message });
    }
  }
  return cases.length + unreadable.length === 0 ? undefined : { cases: inOrder(cases), unreadable };
}

async function readCase(folder: string, id: string, names: readonly string[]): Promise<Case> {
  const script = readScript(await readFile(join(folder, `${id}.properties`)));
  const packageOf = async (at: string, name: string): Promise<CasePackage> => {
    const manifest = await readFile(join(at, manifestName));
    return { name, manifest, facts: await readManifest(manifest) };
  };
  const packages: CasePackage[] = [];
  if (names.includes(manifestName)) packages.push(await packageOf(folder, id));
  else
    for (const inner of [...names].sort()) {
      const below = await readdir(join(folder, inner)).catch((): string[] => []);
      if (below.includes(manifestName)) packages.push(await packageOf(join(folder, inner), inner));
    }
  if (packages.length === 0) throw new Error('the case has no manifest');
  return { id, script, packages, learner: script.header['purpose'] === 'purposeAPI' ? 'first' : 'second' };
}

/** What tries the interface itself comes first, then what tries the data model, then the rest by name. */
const ranks = ['purposeAPI', 'purposeDMI'];

function inOrder(cases: readonly Case[]): Case[] {
  const rank = ({ script }: Case): number => {
    const at = ranks.indexOf(script.header['purpose'] ?? '');
    return at < 0 ? ranks.length : at;
  };
  return [...cases].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

/** Earlier cases of the same learner that write a system-wide objective which this one reads, and those they need. */
export function withWhatTheyNeed(cases: readonly Case[], wanted: readonly string[]): Case[] {
  const needed = new Set(wanted);
  for (const [index, later] of [...cases.entries()].reverse()) {
    if (!needed.has(later.id)) continue;
    for (const earlier of cases.slice(0, index)) if (feeds(earlier, later)) needed.add(earlier.id);
  }
  return cases.filter(({ id }) => needed.has(id));
}

/** Whether what the earlier case leaves behind may be read by the later one. */
export function feeds(earlier: Case, later: Case): boolean {
  if (earlier.learner !== later.learner) return false;
  const written = new Set(earlier.packages.flatMap(({ facts }) => [...facts.writes]));
  return later.packages.some(({ facts }) => [...facts.reads].some((id) => written.has(id)));
}
