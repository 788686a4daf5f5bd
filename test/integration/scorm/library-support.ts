/** A library with its app, on a database and a store of its own, and packages to put into it. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AdmZip from 'adm-zip';
import type { Express } from 'express';
import { nationalTenantId, newId, type Database } from '../../../src/platform/db';
import { openDiskStore, type FileStore } from '../../../src/platform/files';
import {
  createApp,
  httpMessages,
  type HttpDeps,
  type Reply,
  type Route,
  type SignedIn,
} from '../../../src/platform/http';
import type { Config } from '../../../src/platform/config';
import { createLog } from '../../../src/platform/log';
import { createMessages, createRenderer, loadAssets, pageMessages, type Assets } from '../../../src/platform/page';
import { createImporter, libraryMessages, libraryRoutes, type Importer } from '../../../src/scorm/library';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import { host, origin, someone, testDeps } from '../platform/http-support';

const root = fileURLToPath(new URL('../../../', import.meta.url));
export const samples = readdirSync(join(root, 'content/samples'));

/** A sample course as the bytes of a zip. `extra` files make it another one. */
export function zipSample(name = 'hand-hygiene-12', extra: Readonly<Record<string, string>> = {}): Buffer {
  const zip = new AdmZip();
  zip.addLocalFolder(join(root, 'content/samples', name));
  for (const [path, text] of Object.entries(extra)) zip.addFile(path, Buffer.from(text));
  return zip.toBuffer();
}

export type Library = {
  readonly own: string;
  readonly other: string;
  readonly database: Database;
  readonly asOwner: FreshDatabase['asOwner'];
  readonly folder: string;
  readonly files: FileStore;
  readonly importer: Importer;
  /** Makes every import from now on take so much longer. */
  readonly slowDown: (ms: number) => void;
  readonly routes: readonly Route[];
  readonly deps: HttpDeps;
  readonly app: Express;
  /** Everything in the store, relative to its folder. */
  readonly stored: () => string[];
  readonly close: () => Promise<void>;
};

/** Headers of an author of this tenant; `x-test-permissions` none. */
export const as = (tenantId: string, permissions = 'content.manage'): Record<string, string> => ({
  Host: host,
  Origin: origin,
  'x-test-tenant': tenantId,
  'x-test-permissions': permissions,
});
export const token = 'the-token-of-the-session';

export type LibraryOptions = {
  readonly config?: Config;
  readonly assets?: Assets;
  readonly maxUploadBytes?: number;
  readonly patienceMs?: number;
  readonly wrapFiles?: (files: FileStore) => FileStore;
};

export async function openLibrary(options: LibraryOptions = {}): Promise<Library> {
  const fresh = await freshDatabase();
  const { database } = fresh;
  const folder = mkdtempSync(join(tmpdir(), 'preceptor-library-'));
  const disk = await openDiskStore({ folder });
  let slowness = 0;
  const slow: FileStore = {
    ...disk,
    startBatch: async (prefix) => {
      await new Promise((done) => setTimeout(done, slowness));
      return disk.startBatch(prefix);
    },
  };
  const files = options.wrapFiles?.(slow) ?? slow;
  const [own, other] = [newId(), newId()];
  await fresh.asOwner(
    `insert into tenant (id, code, name, kind) values ($1, '111', 'Employer 111', 'employer'), ($2, '222', 'Employer 222', 'employer'), ($3, 'NAT', 'National', 'national')`,
    [own, other, nationalTenantId],
  );
  const log = createLog('silent');
  const importer = createImporter({ database, files, log, pulseMs: 50 });
  const routes = libraryRoutes({
    files,
    importer,
    maxUploadBytes: options.maxUploadBytes ?? 50_000_000,
    ...(options.patienceMs === undefined ? {} : { patienceMs: options.patienceMs }),
    startPreview: async (_, object): Promise<Reply> => ({ kind: 'json', body: object }),
    findTrial: () => Promise.resolve(undefined),
  });
  const messages = createMessages([pageMessages, httpMessages, libraryMessages]);
  const assets = options.assets ?? loadAssets('/nowhere');
  const render = createRenderer({
    viewsFolder: `${root}src`,
    designSystemFolder: `${root}node_modules/nhsuk-frontend/dist`,
    messages,
    assets,
    navigation: [],
    demo: false,
  });
  const authenticate = async (request: { headers: Record<string, unknown> }): Promise<SignedIn | undefined> => {
    const tenantId = request.headers['x-test-tenant'];
    if (typeof tenantId !== 'string') return undefined;
    const permissions = String(request.headers['x-test-permissions'])
      .split(',')
      .filter((one) => one !== '');
    return { ...someone(...permissions), tenantId, accountId: newId(), national: tenantId === nationalTenantId };
  };
  const deps = testDeps({
    ...(options.config === undefined ? {} : { config: options.config }),
    log,
    messages,
    assets,
    render,
    database,
    authenticate,
  });
  const app = createApp({ ...deps, routes });
  return {
    own,
    other,
    database,
    folder,
    files,
    importer,
    slowDown: (ms) => void (slowness = ms),
    routes,
    deps,
    app,
    asOwner: fresh.asOwner,
    stored: () => walk(folder),
    close: async () => {
      await importer.settle(10_000);
      await fresh.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Files below a folder, and folders with nothing in them but the store's own two. */
function walk(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below)).flatMap((name) => {
    const path = join(below, name);
    return statSync(join(folder, path)).isDirectory() ? walk(folder, path) : [path];
  });
}
