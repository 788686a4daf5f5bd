/** Prisma's schema engine, used to compare only: never to apply (it would split at every semicolon, without a transaction). */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @typedef {{ path: string, content: string }} SchemaFile */

let loaded;

// The package imports its .wasm as a module, which Node 20 cannot.
async function load() {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const glue = await import(pathToFileURL(join(folder, 'schema_engine_bg.js')).href);
  const bytes = await readFile(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

const ok = (value) => ({ ok: true, value });

/** What the engine asks of a database that is not there: which PostgreSQL it is. */
const nobody = {
  queryRaw: async ({ sql }) => {
    if (!sql.includes('server_version_num')) throw new Error(`no database to ask: ${sql}`);
    return {
      columnNames: ['exists', 'version', 'numeric_version'],
      columnTypes: [5, 7, 0],
      rows: [[true, 'PostgreSQL 18.0', 180_000]],
    };
  },
};

/** The engine takes results that say whether they are good. A failure of the database is thrown on, through the engine. */
function factory(queryable) {
  const { provider, adapterName } = { provider: 'postgres', adapterName: 'preceptor' };
  const bound = {
    provider,
    adapterName,
    queryRaw: async (query) => ok(await queryable.queryRaw(query)),
    executeRaw: async (query) => ok(await queryable.executeRaw(query)),
    executeScript: async (script) => ok(await queryable.executeScript(script)),
    getConnectionInfo: () => ok({ schemaName: 'public', supportsRelationJoins: true }),
    dispose: async () => ok(undefined),
  };
  const connect = async () => ok(bound);
  return {
    provider,
    adapterName,
    connect,
    connectToShadowDb: connect,
    errorRegistry: { consumeError: () => undefined },
  };
}

/**
 * The SQL that leads from one state to another. A state is a folder of models, 'nothing', or a live database (`connection` given).
 * @param {SchemaFile[] | 'nothing' | 'database'} from
 * @param {SchemaFile[]} to
 * @param {import('@prisma/driver-adapter-utils').SqlDriverAdapter} [connection] to the live database; the engine only reads
 * @returns {Promise<string>} '' when they are the same
 */
export async function difference(from, to, connection = nobody) {
  loaded ??= load();
  const { SchemaEngine } = await loaded;
  const engine = await SchemaEngine.new(
    { datamodels: to.map(({ path, content }) => [path, content]) },
    () => undefined,
    factory(connection),
  );
  const start =
    from === 'nothing'
      ? { tag: 'empty' }
      : from === 'database'
        ? { tag: 'schemaDatasource', files: to, configDir: '.' }
        : { tag: 'schemaDatamodel', files: from };
  const { stdout } = await engine.diff({
    from: start,
    to: { tag: 'schemaDatamodel', files: to },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: ['public._prisma_migrations'], externalEnums: [] },
  });
  const sql = (stdout ?? '').trim();
  return sql === '-- This is an empty migration.' ? '' : sql;
}
