/**
 * Every rule id that .config/finished-rules.json declares finished must stand in the title of a test:
 * `test('CERT-5: …')`. A title may name several: `test('CERT-5, CERT-6: …')`.
 */
import { readFile } from 'node:fs/promises';
import { at, filesBelow } from './project.mjs';

const finished = JSON.parse(await readFile(at('.config', 'finished-rules.json'), 'utf8'));
const files = [...(await filesBelow(at('src'))), ...(await filesBelow(at('test')))].filter((path) =>
  path.endsWith('.test.ts'),
);

/** The ids in the titles of a file's tests; skipped tests prove nothing. */
function idsInTitles(text) {
  const titles = [
    ...text.matchAll(
      /\b(?:test|it|describe)(?:\.(?:each|for|concurrent|sequential)\b[^'"`]*?)?\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g,
    ),
  ];
  return titles.flatMap(([, , title]) => title.match(/\b[A-Z]{2,5}-\d+[a-z]?\b/g) ?? []);
}

const named = new Set();
for (const path of files) for (const id of idsInTitles(await readFile(path, 'utf8'))) named.add(id);

const twice = finished.filter((id, index) => finished.indexOf(id) !== index);
const missing = finished.filter((id) => !named.has(id));
for (const id of twice) console.log(`${id} stands twice in .config/finished-rules.json.`);
for (const id of missing) console.log(`${id} is declared finished, but no test's title names it.`);
console.log(`${finished.length} rules declared finished, ${finished.length - missing.length} of them named by a test.`);
process.exitCode = missing.length + twice.length > 0 ? 1 : 0;
