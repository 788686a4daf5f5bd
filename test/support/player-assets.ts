/** The player's own script and style, bundled as the build does. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import * as sass from 'sass';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Name as in the asset manifest, and text. */
export async function playerAssets(): Promise<Map<string, string>> {
  const entryPoints = {
    'player-12': 'main-12',
    'player-2004': 'main-2004',
    'player-flush': 'flush',
    'player-launcher': 'launcher',
  };
  const out = await build({
    entryPoints: Object.fromEntries(
      Object.entries(entryPoints).map(([name, file]) => [name, `${root}src/scorm/player/browser/${file}.ts`]),
    ),
    bundle: true,
    format: 'iife',
    target: 'es2020',
    outdir: '/',
    write: false,
    logLevel: 'error',
  });
  const assets = new Map(out.outputFiles.map((file) => [file.path.slice(1), file.text]));
  return assets.set('player.css', sass.compile(`${root}src/scorm/player/styles/player.scss`).css);
}
