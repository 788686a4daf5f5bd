/** From a path inside a package to bytes in the store. Versions never change, so what was found once is kept in memory. */
import { lookup } from 'mrmime';
import { createLru } from './lru';
import type { PackageStore } from './player-deps';

export type Body = { readonly key: string; readonly size: number; readonly etag: string };

export type FoundFile = Body & {
  readonly type: string;
  /** Whether a browser may show it as a document, which then needs a policy of its own. */
  readonly document: boolean;
  /** HTTP date of the version. */
  readonly modified: string;
  /** The same, compressed by brotli. */
  readonly br?: Body;
};

export type FileKey = { readonly storeKey: string; readonly versionId: string };
export type FindFile = (version: FileKey, path: string) => Promise<FoundFile | undefined>;

const keptPaths = 20_000;
const documents = /^(text\/html|application\/xhtml\+xml|image\/svg\+xml|text\/xml|application\/xml)/;
/** What authors' tools write and mrmime does not know, or would call something a browser does not run. */
const more: Readonly<Record<string, string>> = {
  htc: 'text/x-component',
  srt: 'text/plain',
  swf: 'application/x-shockwave-flash',
};

/** Type by the name's ending, without a charset: content says itself how it is written. */
export function typeOf(path: string): string {
  return lookup(path) ?? more[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
}

export function createFindFile(store: PackageStore): FindFile {
  const kept = createLru<FoundFile | null>(keptPaths);

  async function find({ storeKey, versionId }: FileKey, path: string): Promise<FoundFile | undefined> {
    for (const key of store.keysOf(storeKey, path)) {
      const [plain, small] = await Promise.all([store.files.find(key), store.files.find(`${key}.br`)]);
      if (plain === undefined) continue;
      const name = `${versionId.slice(-12)}-${key.slice(-16)}`;
      const type = typeOf(path);
      return {
        key,
        size: plain.size,
        etag: `"${name}"`,
        type,
        document: documents.test(type),
        modified: new Date(madeAt(versionId)).toUTCString(),
        ...(small === undefined ? {} : { br: { key: `${key}.br`, size: small.size, etag: `"${name}-br"` } }),
      };
    }
    return undefined;
  }

  return async (version, path) => {
    const name = `${version.storeKey}\n${path}`;
    const known = kept.get(name);
    if (known !== undefined) return known ?? undefined;
    const found = await find(version, path);
    kept.set(name, found ?? null);
    return found;
  };
}

/** A UUIDv7 begins with the milliseconds at which it was made. */
const madeAt = (versionId: string): number => Number.parseInt(versionId.replaceAll('-', '').slice(0, 12), 16);
