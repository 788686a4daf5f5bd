/**
 * `npm run db:new -- <name>`: writes the next migration, from the last committed models to those in the folder.
 * What Prisma does not know (keys across rooms, views, checks, row-level security) is added to the file by hand.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { difference } from './schema-engine.mjs';
import { at, filesBelow, root, say } from './project.mjs';

const folder = 'prisma/schema';
const words = {
  usage: 'Say what the migration does: npm run db:new -- add_venue_capacity (letters, digits and _).',
  noChange: `Nothing changed in ${folder} since the last commit. An empty migration was written, for what Prisma does not describe.`,
  written: (path) => `Written: ${path}. Read it, add what Prisma does not know, then start or test to apply it.`,
  tenant: (table) =>
    `-- TODO: table ${table} is tenant-owned: enable and force row-level security, add its policy and its keys across rooms.`,
};

const git = (...args) =>
  execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** The models as of the last commit; none before the first. */
function committed() {
  let names;
  try {
    names = git('ls-tree', '-r', '-z', '--name-only', 'HEAD', '--', folder);
  } catch {
    return [];
  }
  return names
    .split('\0')
    .filter((name) => name.endsWith('.prisma'))
    .map((path) => ({ path, content: git('show', `HEAD:${path}`) }));
}

async function working() {
  const paths = (await filesBelow(at('prisma', 'schema'))).filter((path) => path.endsWith('.prisma'));
  return Promise.all(
    paths.map(async (path) => ({
      path: path.slice(root.length + 1).replaceAll('\\', '/'),
      content: await readFile(path, 'utf8'),
    })),
  );
}

/** A timestamp after now and after every migration there is, so that the new one comes last. */
async function nextStamp() {
  const now = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  await mkdir(at('prisma', 'migrations'), { recursive: true });
  const last =
    (await readdir(at('prisma', 'migrations')))
      .map((name) => /^(\d{14})_/.exec(name)?.[1] ?? '')
      .sort()
      .at(-1) ?? '';
  return last < now ? now : String(BigInt(last) + 1n);
}

const name = (process.argv[2] ?? '').toLowerCase().replaceAll('-', '_');
if (!/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
  say(words.usage);
  process.exit(2);
}
const before = committed();
const sql = await difference(before.length > 0 ? before : 'nothing', await working());
const tables = [...sql.matchAll(/CREATE TABLE "(\w+)" \(\n\s+"tenant_id"/g)].map((match) => words.tenant(match[1]));
if (sql === '') say(words.noChange);
const place = `prisma/migrations/${await nextStamp()}_${name}`;
await mkdir(at(place), { recursive: true });
await writeFile(at(place, 'migration.sql'), [sql, ...tables].filter(Boolean).join('\n\n') + '\n', { flag: 'wx' });
say(words.written(`${place}/migration.sql`));
