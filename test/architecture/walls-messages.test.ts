/** Every sentence that is asked for exists, and every sentence that exists is asked for. */
import { expect, test } from 'vitest';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { findUses } from './support/message-uses';
import { listFiles, readSources, root } from './support/sources';

type Catalogue = Readonly<Record<string, string>>;

/** The catalogues: every exported record of texts in a messages.en.ts. */
async function readCatalogues(): Promise<Map<string, Catalogue>> {
  const found = new Map<string, Catalogue>();
  for (const path of listFiles('src', ['messages.en.ts'])) {
    const exported = (await import(/* @vite-ignore */ pathToFileURL(join(root, path)).href)) as Record<string, unknown>;
    const texts = Object.values(exported)
      .filter((value): value is Catalogue => typeof value === 'object' && value !== null)
      .flatMap((value) => Object.entries(value).filter(([key, text]) => typeof text === 'string' && key.includes('.')));
    found.set(path, Object.fromEntries(texts));
  }
  return found;
}

const catalogues = await readCatalogues();
const keys = new Set([...catalogues.values()].flatMap((catalogue) => Object.keys(catalogue)));
const sources = [
  ...readSources(['.ts']).filter(({ path }) => !path.endsWith('messages.en.ts')),
  ...readSources(['.njk']),
];
const uses = findUses(sources);

test('no two rooms define the same key', () => {
  const all = [...catalogues.values()].flatMap((catalogue) => Object.keys(catalogue));
  expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
});

test('a use is seen in views and in code', () => {
  const seen = findUses([
    {
      path: 'a.njk',
      room: 'a',
      text: `{{ 'a.one' | t }} {{ t('a.two', { n: 1 }) }} {{ t('a.kind.' ~ kind) }} {{ ('a.state.' + state) | t }}`,
    },
    { path: 'a.ts', room: 'a', text: "messages.t('a.three'); return { message: 'a.four' }; t(`a.five.${x}`)" },
  ]);
  expect([...seen.asked.keys()].sort()).toEqual(['a.one', 'a.three', 'a.two']);
  expect(seen.literals.has('a.four')).toBe(true);
  expect([...seen.beginnings].sort()).toEqual(['a.five.', 'a.kind.', 'a.state.']);
});

test('every key that is asked for exists', () => {
  const missing = [...uses.asked].filter(([key]) => !keys.has(key)).map(([key, path]) => `${path}: ${key}`);
  expect(missing).toEqual([]);
});

test('every sentence is used', () => {
  const unused = [...keys].filter(
    (key) => !uses.literals.has(key) && ![...uses.beginnings].some((beginning) => key.startsWith(beginning)),
  );
  expect(unused).toEqual([]);
});
