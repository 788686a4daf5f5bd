import { words } from './messages.en';

/** Thrown when the database cannot be reached or ended the connection: nothing is known to be saved, try again. */
export class DatabaseAway extends Error {
  readonly code = 'database-away';
  readonly status = 503;
  constructor(cause: unknown) {
    super(words.databaseAway, { cause });
    this.name = 'DatabaseAway';
  }
}

const socketCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);
// Shut down by an operator, crashed, starting up, too many connections; class 08 is "connection exception".
const serverCodes = new Set(['57P01', '57P02', '57P03', '57P05', '25P03', '53300']);
const driverWords = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
];

/** The SQLSTATE or socket code of an error, '' when it has none. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/** Whether an error says that the connection, not the statement, failed. */
export function isConnectionError(error: unknown): boolean {
  if (error instanceof DatabaseAway) return true;
  const code = codeOf(error);
  if (socketCodes.has(code) || serverCodes.has(code) || /^08.{3}$/.test(code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isConnectionError);
  return error instanceof Error && driverWords.some((word) => error.message.startsWith(word));
}
