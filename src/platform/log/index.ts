/** Structured logs without personal data. */
export { createLog, pathOf, type Log } from './create-log';
