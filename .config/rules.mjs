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

/** The ids that a text of the file begins with: the title of a test, or of a row that `test.each` makes into one. */
function idsInTitles(text) {
  const starts = text.matchAll(/['"`]((?:(?:[A-Z]{2,5}-T?\d+[a-z]?|V\d+)(?:,? (?:and |to )?)?)+)/g);
  return [...starts].flatMap(([, start]) => start.match(/[A-Z]{2,5}-T?\d+[a-z]?|V\d+/g) ?? []);
}

const named = new Set();
for (const path of files) for (const id of idsInTitles(await readFile(path, 'utf8'))) named.add(id);

const twice = finished.filter((id, index) => finished.indexOf(id) !== index);
const missing = finished.filter((id) => !named.has(id));
for (const id of twice) console.log(`${id} stands twice in .config/finished-rules.json.`);
for (const id of missing) console.log(`${id} is declared finished, but no test's title names it.`);
console.log(`${finished.length} rules declared finished, ${finished.length - missing.length} of them named by a test.`);
process.exitCode = missing.length + twice.length > 0 ? 1 : 0;
