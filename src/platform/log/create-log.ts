import pino, { type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** What must never stand in a log, wherever a careless line puts it. */
const secret = [
  'password',
  'ticket',
  'token',
  'cookie',
  'authorization',
  '_csrf',
  'csrfToken',
  'secret',
  'email',
  'displayName',
  'username',
  'name',
];

/**
 * Structured log lines (JSON) on stderr, so that stdout carries only what scripts read.
 * Ids, codes and numbers only: no names, addresses, tickets, cookies or query strings.
 * @param level pino level, or `silent`.
 * @param to where lines go instead (tests).
 */
export function createLog(level: string, to?: DestinationStream): Log {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: [...secret, ...secret.map((key) => `*.${key}`), '*.headers.cookie', '*.headers.authorization'],
        censor: '[removed]',
      },
      serializers: { err: describeError, error: describeError },
    },
    to ?? pino.destination({ dest: 2, sync: false }),
  );
}

/** Name, code and stack. Errors of the database and of parsers quote data of people, so their text does not stay. */
function describeError(value: unknown): object {
  if (!(value instanceof Error)) return { type: typeof value };
  const { code } = value as NodeJS.ErrnoException;
  const quotesData =
    (typeof code === 'string' && /^([0-9A-Z]{5}|P\d{4})$/.test(code)) || /^(Prisma|Zod|SyntaxError)/.test(value.name);
  const stack = (value.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
  return {
    type: value.name,
    ...(code === undefined ? {} : { code }),
    ...(quotesData ? {} : { message: value.message.slice(0, 500) }),
    stack,
    ...(value.cause === undefined ? {} : { cause: describeError(value.cause) }),
  };
}

/** The path of a request without its query, which may carry a ticket. */
export function pathOf(url: string | undefined): string {
  return (url ?? '').split('?', 1)[0] ?? '';
}
