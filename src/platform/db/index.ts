/**
 * The database: transactions, migrations, the embedded server.
 *
 * Tx: a transaction under way, with its tenant; Lane: single statements of the content; DatabaseAway: it cannot be reached.
 */
export { alongside } from './alongside';
export { whyRoleIsTooMighty } from './check-role';
export { openDatabase, type OpenDatabase } from './database';
export { DatabaseAway, isConnectionError } from './database-away';
export { isId, nationalTenantId, newId } from './ids';
export { migrate, MigrationRefused, type MigrationReport } from './migrate';
export type { Actor, Database, Lane, Records, Scope, Source, Tx } from './types';
export { insertRows, updateRows } from './rows';
export { startEmbeddedPostgres, type EmbeddedPostgres, type StartOptions } from './embedded';
export { oneAtATime } from './one-at-a-time';
