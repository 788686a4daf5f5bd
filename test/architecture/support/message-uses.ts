/** Where sentences are asked for. */
import type { Source } from './sources';

export type MessageUses = {
  /** Keys handed to `t`, with the file that does. */
  readonly asked: ReadonlyMap<string, string>;
  /** Every text that looks like a key: code also passes keys on as data. */
  readonly literals: ReadonlySet<string>;
  /**
   * Beginnings of keys that end in a value: `t('room.state.' ~ state)`, `` `room.state.${state}` ``.
   * Two steps at least: a room alone would excuse every sentence it has.
   */
  readonly beginnings: ReadonlySet<string>;
};

const key = String.raw`[a-z][\w-]*(?:\.[\w-]+)+`;
const asking = [
  new RegExp(String.raw`\bt\(\s*(['"])(${key})\1\s*[,)]`, 'g'),
  new RegExp(String.raw`(['"])(${key})\1\s*\|\s*t\b`, 'g'),
];
const literal = new RegExp(String.raw`(['"\x60])(${key})\1`, 'g');
const beginning = [
  new RegExp(String.raw`(['"])([a-z][\w-]*(?:\.[\w-]+)*[.-])\1\s*[~+]`, 'g'),
  new RegExp(String.raw`(\x60)([a-z][\w-]*(?:\.[\w-]+)*[.-])\$\{`, 'g'),
];

export function findUses(sources: readonly Source[]): MessageUses {
  const asked = new Map<string, string>();
  const literals = new Set<string>();
  const beginnings = new Set<string>();
  for (const source of sources) {
    const { path } = source;
    const text = path.endsWith('.njk') ? source.text.replace(/\{#[\s\S]*?#\}/g, '') : source.text;
    for (const pattern of asking) for (const [, , found = ''] of text.matchAll(pattern)) asked.set(found, path);
    for (const [, , found = ''] of text.matchAll(literal)) literals.add(found);
    for (const pattern of beginning)
      for (const [, , found = ''] of text.matchAll(pattern)) if (found.split(/[.-]/).length > 2) beginnings.add(found);
  }
  return { asked, literals, beginnings };
}
