/** Brings a clone to where it can run: packages, database client, bundles. Does only what is missing or stale. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { at, changedAt, filesBelow, hashOf, newestBelow, oneAtATime, readIfThere, root, say } from './project.mjs';

const generated = at('src', 'platform', 'db', 'generated');

/** Runs a program with its words on stderr; rejects when it fails. */
export function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32' && command === 'npm',
    });
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}`)),
    );
  });
}

/** True when what npm wrote down about node_modules differs from what package-lock.json asks for. */
async function packagesDiffer() {
  const installedAt = await changedAt(at('node_modules', '.package-lock.json'));
  const wantedAt = await changedAt(at('package-lock.json'));
  if (installedAt === undefined) return true;
  if (wantedAt === undefined || installedAt >= wantedAt) return false;
  // A fresh checkout touches the lock file without changing it: compare what they say.
  const installed = JSON.parse(await readFile(at('node_modules', '.package-lock.json'), 'utf8')).packages;
  const wanted = JSON.parse(await readFile(at('package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).some(
    ([path, entry]) => path !== '' && !entry.optional && installed[path]?.version !== entry.version,
  );
}

/** `npm ci` when node_modules is missing or does not match package-lock.json. */
export async function prepareTools() {
  if (!(await packagesDiffer())) return;
  await oneAtATime('install', async () => {
    if (!(await packagesDiffer())) return;
    say('Installing packages (npm ci). This happens once and takes a minute or two.');
    // Without dev packages nothing could be built, whatever NODE_ENV says.
    await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  });
}

async function schemaHash() {
  const files = await filesBelow(at('prisma', 'schema'), (path) => !path.includes('.git'));
  const schema = files.filter((path) => path.endsWith('.prisma'));
  if (schema.length === 0) return undefined;
  const tool = await readFile(at('node_modules', 'prisma', 'package.json'), 'utf8');
  const texts = await Promise.all(schema.map((path) => readFile(path, 'utf8')));
  return hashOf([JSON.parse(tool).version, ...schema.map((path) => path.slice(root.length)), ...texts].join('\0'));
}

/** `prisma generate` when the models changed. */
export async function prepareClient() {
  const marker = `${generated}/.made-from`;
  const stale = async () => {
    const hash = await schemaHash();
    return hash !== undefined && (await readIfThere(marker)) !== hash ? hash : undefined;
  };
  if (!(await stale())) return;
  await oneAtATime('generate', async () => {
    const hash = await stale();
    if (!hash) return;
    say('Generating the database client.');
    const args = [at('node_modules', 'prisma', 'build', 'index.js'), 'generate', '--no-hints'];
    // Generating needs no schema engine, but Prisma would fetch one: any executable will do.
    await run(process.execPath, [...args, '--config', at('.config', 'prisma.config.ts')], {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    });
    await writeFile(marker, hash);
  });
}

const isSource = (path) => !path.startsWith(generated) && !/\.test\.ts$|\.md$/.test(path);

/** True when dist/ is missing or older than any source. */
export async function isStale() {
  const built = await readIfThere(at('dist', 'build.json'));
  if (built === undefined) return true;
  const { startedAt } = JSON.parse(built);
  const others = [
    'package-lock.json',
    '.config/bundle.mjs',
    '.config/entry-points.mjs',
    'tsconfig.json',
    'prisma/seed/demo.json',
  ];
  const times = await Promise.all(others.map((path) => changedAt(at(path))));
  const newest = Math.max(await newestBelow(at('src'), isSource), ...times.map((time) => time ?? 0));
  return newest > startedAt;
}

/**
 * Bundles into dist/ when a source is newer. Two at once do not disturb each other. The build has a process
 * of its own: the server that comes after should not carry a compiler around.
 */
export async function prepareBundles({ always = false } = {}) {
  if (!always && !(await isStale())) return;
  await oneAtATime('build', async () => {
    if (!always && !(await isStale())) return;
    await run(process.execPath, [at('.config', 'bundle.mjs')]);
  });
}

/** All of it. A container image has no sources: there, dist/ is taken as it is. */
export async function prepare() {
  if (!existsSync(at('src'))) return;
  await prepareTools();
  await prepareClient();
  await prepareBundles();
}
