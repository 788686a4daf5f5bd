/** Style sheets and scripts that the build made: hashed names, kept in memory with their compressed forms. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file as it goes over the wire. */
export type Asset = {
  readonly type: string;
  readonly plain: Buffer;
  readonly brotli: Buffer;
  readonly gzip: Buffer;
};

export type Assets = {
  /** Address of a file by its plain name: `main.css` to `/assets/main.1a2b3c.css`. */
  readonly href: (name: string) => string;
  /** The file of a hashed name, or undefined. May be cached for ever: another content has another name. */
  readonly find: (hashedName: string) => Asset | undefined;
};

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

/** Path under which the app and the content hosts serve these files. */
export const assetPath = '/assets/';

/**
 * Reads `manifest.json` and the files it names. They are read once, so a rebuild under a running
 * server takes nothing away from it. An empty set when nothing is built, as in unit tests.
 * @param publicFolder absolute, `dist/public`
 */
export function loadAssets(publicFolder: string): Assets {
  const names = new Map<string, string>();
  const files = new Map<string, Asset>();
  const manifest = join(publicFolder, 'manifest.json');
  if (existsSync(manifest)) {
    const entries = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string>;
    for (const [name, hashed] of Object.entries(entries)) {
      const path = join(publicFolder, hashed);
      names.set(name, hashed);
      files.set(hashed, {
        type: types[hashed.slice(hashed.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
        plain: readFileSync(path),
        brotli: readFileSync(`${path}.br`),
        gzip: readFileSync(`${path}.gz`),
      });
    }
  }
  return {
    href: (name) => `${assetPath}${names.get(name) ?? name}`,
    find: (hashedName) => files.get(hashedName),
  };
}
