/** The largest sequenced case of ADL's suite, where the suite is at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export type LargestCase = { readonly name: string; readonly manifest: Buffer; readonly items: number };

/** By the number of its items; undefined when there is no suite beside the project. */
export function largestCase(): LargestCase | undefined {
  const folder = resolve('../shared/conformance/cases');
  if (!existsSync(folder)) return undefined;
  const cases = readdirSync(folder).flatMap((name): LargestCase[] => {
    const path = join(folder, name, 'imsmanifest.xml');
    if (!existsSync(path)) return [];
    const manifest = readFileSync(path);
    const text = manifest.toString('latin1');
    return text.includes('sequencing') ? [{ name, manifest, items: text.split(/<item\b/).length - 1 }] : [];
  });
  return cases.sort((a, b) => b.items - a.items)[0];
}
