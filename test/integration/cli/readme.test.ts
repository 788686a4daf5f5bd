/** The README says what the code says. `UPDATE_README=1` writes the tables anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commands } from '../../../src/cli/commands';
import { profiles } from '../../../src/people';
import { publishedFindings } from '../../../src/scorm/library';
import { applyFile, demoPassword, demoPeople, readApplyFile } from '../../../src/seed';
import { applySchema } from '../../../src/seed/schema';
import { openCommands } from '../../support/commands';

const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const readme = (): string => readFileSync(at('README.md'), 'utf8');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const findings = (): string =>
  [
    '| Code | Grade | It says | What to do |',
    '|---|---|---|---|',
    ...publishedFindings().map(
      (each) => `| \`${each.code}\` | ${each.severity} | ${cell(each.message)} | ${cell(each.advice)} |`,
    ),
  ].join('\n');

function configuration(): string {
  const rows = readFileSync(at('src/platform/config/read-config.ts'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(' * |'));
  return rows.map((line) => line.slice(3)).join('\n');
}

test.each([
  ['findings', findings],
  ['configuration', configuration],
])('the table of %s is in step', (name, table) => {
  const pattern = new RegExp(`(<!-- ${name} -->\\n)([\\s\\S]*?)(<!-- /${name} -->)`);
  if (process.env.UPDATE_README === '1')
    writeFileSync(
      at('README.md'),
      readme().replace(pattern, (_, start: string, __, end: string) => `${start}\n${table()}\n\n${end}`),
    );
  expect(pattern.exec(readme())?.[2]?.trim()).toBe(table());
});

test('every command, list of the file, profile and demonstration person is there', () => {
  const text = readme();
  for (const { name } of commands) expect(text).toContain(`| \`${name}`);
  for (const list of Object.keys(applySchema.shape).filter((key) => key !== 'note'))
    expect(text).toContain(`| \`${list}\` |`);
  for (const profile of Object.keys(profiles)) expect(text).toContain(`\`${profile}\``);
  for (const { username } of demoPeople) expect(text).toContain(`\`${username}\``);
  expect(text).toContain(`\`${demoPassword}\``);
});

test('the example for apply can be applied, twice', async () => {
  const example = /```json\n([\s\S]*?)```/.exec(readme())?.[1] ?? '';
  const read = readApplyFile(JSON.parse(example));
  expect(read).toMatchObject({ ok: true });
  if (!read.ok) return;
  const bench = await openCommands();
  try {
    const options = { folder: at('.') };
    expect(await applyFile(bench.program, read.file, { ...options, dryRun: true })).toMatchObject({
      ok: true,
      dryRun: true,
      created: { tenants: 1 },
    });
    expect(await bench.asOwner('select 1 from tenant')).toEqual([]);
    const first = await applyFile(bench.program, read.file, options);
    expect(first).toMatchObject({
      ok: true,
      created: { tenants: 1, people: 1, courses: 1, certifications: 1, paths: 1 },
      warnings: [],
      courses: [{ title: 'Hand hygiene', classId: expect.any(String) as unknown }],
    });
    const again = await applyFile(bench.program, read.file, options);
    expect(again).toMatchObject({
      ok: true,
      created: { tenants: 0 },
      existing: { tenants: 1, people: 1, courses: 1, certifications: 1, paths: 1 },
    });
    expect(first.ok && again.ok && again.courses).toEqual(first.ok && first.courses);
  } finally {
    await bench.close();
  }
});
