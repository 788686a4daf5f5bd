/**
 * Bundles everything into dist/:
 *   main.js, cli.js, workers/<name>.js   Node programs, packages left outside
 *   public/<name>.<hash>.js|css (+.br +.gz), public/manifest.json
 *   views/<room>/views/*.njk
 * Built beside and then renamed, so that nobody sees half a build.
 */
import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { browserPrograms, programs, styleSheets } from './entry-points.mjs';
import { at, filesBelow, hashOf, root, say } from './project.mjs';

async function bundlePrograms(out) {
  const { build } = await import('esbuild');
  const workers = (await filesBelow(at('src'))).filter((path) => path.endsWith('.worker.ts'));
  const entries = [
    ...Object.entries(programs).map(([name, path]) => ({ in: at(path), out: name })),
    ...workers.map((path) => ({ in: path, out: `workers/${basename(path, '.worker.ts')}` })),
  ];
  if (entries.length === 0) return;
  await build({
    entryPoints: entries,
    outdir: out,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  });
}

async function bundleBrowser() {
  const { build } = await import('esbuild');
  const assets = [];
  for (const [name, path] of Object.entries(browserPrograms)) {
    const result = await build({
      entryPoints: [at(path)],
      outfile: `${name}.js`,
      absWorkingDir: root,
      bundle: true,
      platform: 'browser',
      target: ['es2020'],
      format: 'iife',
      minify: true,
      sourcemap: 'external',
      legalComments: 'none',
      write: false,
      logLevel: 'warning',
    });
    const text = (suffix) => result.outputFiles.find((file) => file.path.endsWith(suffix)).text;
    assets.push({ name: `${name}.js`, text: text('.js'), map: text('.map') });
  }
  return assets;
}

/** The design system's few drawings go into the style sheet: one request less, nothing to serve beside it. */
function withDrawings(css) {
  return css.replace(/url\("\/assets\/images\/([\w-]+\.svg)"\)/g, (_, name) => {
    const folder = at('node_modules', 'nhsuk-frontend', 'dist', 'nhsuk', 'assets', 'images');
    const drawing = readFileSync(join(folder, name), 'utf8').replace(/\s+/g, ' ').trim();
    return `url("data:image/svg+xml,${encodeURIComponent(drawing)}")`;
  });
}

async function compileStyles() {
  const sass = await import('sass');
  return Object.entries(styleSheets).map(([name, path]) => {
    const { css } = sass.compile(at(path), {
      style: 'compressed',
      loadPaths: [at('node_modules')],
      // The design system's own deprecations are not ours to mend.
      quietDeps: true,
    });
    return { name: `${name}.css`, text: withDrawings(css) };
  });
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

async function writeAsset(folder, manifest, { name, text, map }) {
  const [stem, extension] = [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.'))];
  const hashed = `${stem}.${hashOf(text)}${extension}`;
  const bytes = Buffer.from(text);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  await Promise.all([
    writeFile(join(folder, hashed), bytes),
    brotli(bytes, quality).then((small) => writeFile(join(folder, `${hashed}.br`), small)),
    zip(bytes, { level: 9 }).then((small) => writeFile(join(folder, `${hashed}.gz`), small)),
    map === undefined ? undefined : writeFile(join(folder, `${hashed}.map`), map),
  ]);
  manifest[name] = hashed;
}

async function copyViews(out) {
  const views = (await filesBelow(at('src'))).filter((path) => /[\\/]views[\\/].*\.njk$/.test(path));
  for (const path of views) {
    const target = join(out, 'views', relative(at('src'), path));
    await mkdir(dirname(target), { recursive: true });
    await cp(path, target);
  }
}

/** Builds from scratch and puts the result in place of dist/. Started by `prepareBundles`, which locks. */
async function build() {
  const startedAt = Date.now();
  const out = at('.cache', `build-${process.pid}`);
  await rm(out, { recursive: true, force: true });
  await mkdir(join(out, 'public'), { recursive: true });
  try {
    const [, scripts, styles] = await Promise.all([
      bundlePrograms(out),
      bundleBrowser(),
      compileStyles(),
      copyViews(out),
    ]);
    const manifest = {};
    await Promise.all([...scripts, ...styles].map((asset) => writeAsset(join(out, 'public'), manifest, asset)));
    await writeFile(join(out, 'public', 'manifest.json'), JSON.stringify(manifest, null, 2));
    // Bundles are ES modules wherever dist/ is carried to.
    const { version } = JSON.parse(await readFile(at('package.json'), 'utf8'));
    await writeFile(join(out, 'package.json'), JSON.stringify({ type: 'module', version }));
    await writeFile(join(out, 'build.json'), JSON.stringify({ startedAt }));
    await putInPlace(out);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
  say(`Built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
}

async function putInPlace(out) {
  const old = at('.cache', `old-${process.pid}`);
  if (existsSync(at('dist'))) await rename(at('dist'), old);
  await rename(out, at('dist'));
  await rm(old, { recursive: true, force: true });
}

await build();
