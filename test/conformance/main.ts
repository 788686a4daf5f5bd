/** `npm run conformance -- DIR [--json FILE] [--only ID,…]`: ADL's suite through the real server and player in a real browser. */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readSuite, type Suite } from './case-files';
import { runSuite } from './run-suite';

/** What the caller did wrong; ends with code 2. */
class Misuse extends Error {}

const usage = 'Usage: npm run conformance -- DIR [--json FILE] [--only ID,ID]';

type Asked = { readonly folder: string; readonly json?: string; readonly only?: readonly string[] };

/** Paths are those of the place where npm was called. */
const here = process.env['INIT_CWD'] ?? process.cwd();

function readArguments(): Asked {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: { json: { type: 'string' }, only: { type: 'string', multiple: true } },
    });
  } catch (error) {
    throw new Misuse(`${(error as Error).message}\n${usage}`);
  }
  const { values, positionals } = parsed;
  const [folder, ...more] = positionals;
  if (folder === undefined) throw new Misuse(`Say which folder holds the cases.\n${usage}`);
  if (more.length > 0) throw new Misuse(`One folder at a time: ${more.join(', ')} is too much.\n${usage}`);
  const only = values.only
    ?.flatMap((each) => each.split(','))
    .map((each) => each.trim())
    .filter((each) => each !== '');
  return {
    folder: resolve(here, folder),
    ...(values.json === undefined ? {} : { json: resolve(here, values.json) }),
    ...(only === undefined ? {} : { only }),
  };
}

async function suiteIn({ folder, only }: Asked): Promise<Suite> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new Misuse(`There is no folder ${folder}.`);
  const suite = await readSuite(folder);
  if (!suite)
    throw new Misuse(`There are no cases in ${folder}: each is a folder with its imsmanifest.xml and its script.`);
  const known = new Set([...suite.cases, ...suite.unreadable].map(({ id }) => id));
  const unknown = only?.filter((id) => !known.has(id)) ?? [];
  if (unknown.length > 0) throw new Misuse(`There is no case ${unknown.join(', ')} in ${folder}.`);
  return suite;
}

async function main(): Promise<void> {
  const asked = readArguments();
  const suite = await suiteIn(asked);
  const result = await runSuite({
    suite,
    ...(asked.only === undefined ? {} : { only: asked.only }),
    say: (line) => void process.stdout.write(`${line}\n`),
  });
  if (asked.json !== undefined) {
    await mkdir(dirname(asked.json), { recursive: true });
    await writeFile(asked.json, JSON.stringify(result, null, 1));
  }
  process.stdout.write(`${result.passed} passed, ${result.failed} failed\n`);
  process.exitCode = result.failed === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  const misuse = error instanceof Misuse;
  process.stderr.write(`${misuse ? error.message : String((error as Error).stack)}\n`);
  process.exitCode = misuse ? 2 : 1;
});
