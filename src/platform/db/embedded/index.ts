/** PostgreSQL that npm installed, under DATA_DIR. */
export { startEmbeddedPostgres, type EmbeddedPostgres, type StartOptions } from './start';
