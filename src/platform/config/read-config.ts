/**
 * Configuration: one schema, parsed once, every fault told at once.
 *
 * | Variable | Default | Meaning |
 * |---|---|---|
 * | `HOST` | `127.0.0.1` | address to listen on |
 * | `PORT` | `8080` | port of the app |
 * | `CONTENT_PORT` | `PORT` + 1 | port of launcher and package origins |
 * | `APP_URL` | `http://localhost:PORT` | where people reach the app |
 * | `CONTENT_URL` | `http://content.localhost:CONTENT_PORT` | where browsers reach the launcher; package origins are its sub-domains. With https: another registrable domain than `APP_URL` |
 * | `DATA_DIR` | `./data` | files, embedded database, mail, secret |
 * | `DATABASE_URL` | absent: embedded PostgreSQL | a PostgreSQL of your own |
 * | `SEED` | `demo` on the embedded database (`none` with https), else `none` | demo people and courses; `demo` listens on loopback only and never behind https |
 * | `MODE` | `all` | `all`, `web`, `worker`, `adapter` or `core` |
 * | `SECRET_FILE` | absent: a secret made once in `DATA_DIR` | one line with the secret, or lines `NAME=value` for `SECRET`, `ADAPTER_SECRET`, `DATABASE_URL`, `SMTP_URL`. Needed with https |
 * | `TRUST_PROXY` | none | number of proxies in front, or their addresses |
 * | `CLOCK` | the real time | an instant, or the path of a file that holds one; refused with `DATABASE_URL` unless `ALLOW_CLOCK=1` |
 * | `ALLOW_CLOCK` | | `1` to allow `CLOCK` with `DATABASE_URL` |
 * | `MAX_UPLOAD_BYTES` | `1073741824` | largest package, in bytes |
 * | `SMTP_URL` | absent: mail is written to `DATA_DIR/mail` | mail server |
 * | `MAIL_FROM` | `Preceptor <no-reply@localhost>` | sender of mail |
 * | `LOG_LEVEL` | `info` | `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent` |
 * | `CORE_URL` | | `MODE=adapter`: where outcomes are reported |
 * | `ADAPTER_SECRET` | | `MODE=adapter` and `core`: what both share |
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isIP } from 'node:net';
import { z } from 'zod';
import { configMessages as say } from './messages.en';
import { checkTogether, isOrigin } from './check-hosts';
import { movable, readSecretFile } from './secrets';
import { ConfigFault, type Config } from './types';

export type Environment = Readonly<Record<string, string | undefined>>;

const modes = ['all', 'web', 'worker', 'adapter', 'core'] as const;
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const port = (name: string) =>
  z
    .string()
    .regex(/^\d{1,5}$/, say.port(name))
    .transform(Number)
    .refine((n) => n >= 1 && n <= 65535, say.port(name));
const origin = (name: string) =>
  z
    .string()
    .refine(isOrigin, say.origin(name))
    .transform((text) => new URL(text).origin);
const url = (protocols: readonly string[], fault: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), fault);
const flag = (name: string) => z.enum(['0', '1'], say.choice(name, ['0', '1'])).transform((value) => value === '1');

const isInstant = (text: string) => /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text));

const schema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port('PORT').default(8080),
  CONTENT_PORT: port('CONTENT_PORT').optional(),
  APP_URL: origin('APP_URL').optional(),
  CONTENT_URL: origin('CONTENT_URL').optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: url(['postgres:', 'postgresql:'], say.databaseUrl).optional(),
  SEED: z.enum(['demo', 'none'], say.choice('SEED', ['demo', 'none'])).optional(),
  MODE: z.enum(modes, say.choice('MODE', modes)).default('all'),
  TRUST_PROXY: z
    .string()
    .transform(parseTrustProxy)
    .refine((value) => value !== undefined, say.trustProxy)
    .optional(),
  CLOCK: z
    .string()
    .refine((text) => isInstant(text) || existsSync(text), say.clock)
    .optional(),
  ALLOW_CLOCK: flag('ALLOW_CLOCK').default(false),
  MAX_UPLOAD_BYTES: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, say.positive('MAX_UPLOAD_BYTES'))
    .transform(Number)
    .default(1024 ** 3),
  SMTP_URL: url(['smtp:', 'smtps:'], say.smtpUrl).optional(),
  MAIL_FROM: z.string().default('Preceptor <no-reply@localhost>'),
  LOG_LEVEL: z.enum(levels, say.choice('LOG_LEVEL', levels)).default('info'),
  CORE_URL: url(['http:', 'https:'], say.coreUrl).optional(),
  ADAPTER_SECRET: z.string().min(32, say.adapterSecretShort).optional(),
});

/** The settings as parsed, defaults of single variables filled in. */
export type Settings = z.output<typeof schema>;

/**
 * Reads the configuration. Pure but for `SECRET_FILE`, which may hold some of the variables.
 * @throws ConfigFault with all faults.
 */
export function readConfig(env: Environment, cwd = process.cwd()): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const secretFile = given.SECRET_FILE === undefined ? undefined : resolve(cwd, given.SECRET_FILE);
  const secrets = secretFile === undefined ? { faults: [], values: {} } : readSecretFile(secretFile);
  const values: Readonly<Record<string, string | undefined>> = { ...given, ...secrets.values };
  const first = schema.safeParse(values);
  const issues = first.success ? [] : first.error.issues;
  const faulty = new Set(issues.map((issue) => String(issue.path[0])));
  // An unreadable secret file may have held these.
  if (secrets.faults.length > 0) for (const name of movable) faulty.add(name);

  // What is wrong by itself is left out, so that the rest can still be looked at together.
  const settings = first.success
    ? first.data
    : schema.parse(Object.fromEntries(Object.entries(values).filter(([name]) => !faulty.has(name))));
  const config = complete(settings, secretFile, cwd);
  const together = checkTogether(config, settings).filter(({ about }) => !about.some((name) => faulty.has(name)));
  const faults = [...secrets.faults, ...issues.map((issue) => issue.message), ...together.map(({ fault }) => fault)];
  if (faults.length > 0) throw new ConfigFault([...new Set(faults)]);
  return config;
}

/** The configuration of this process: the one place that reads `process.env`. */
export function loadConfig(): Config {
  return readConfig(process.env);
}

function complete(settings: Settings, secretFile: string | undefined, cwd: string): Config {
  const contentPort = settings.CONTENT_PORT ?? settings.PORT + 1;
  const appUrl = settings.APP_URL ?? `http://localhost:${settings.PORT}`;
  const production = appUrl.startsWith('https:');
  const embedded = settings.DATABASE_URL === undefined;
  return {
    host: settings.HOST,
    port: settings.PORT,
    contentPort,
    appUrl,
    contentUrl: settings.CONTENT_URL ?? `http://content.localhost:${contentPort}`,
    production,
    dataDir: resolve(cwd, settings.DATA_DIR),
    database: settings.DATABASE_URL === undefined ? { kind: 'embedded' } : { kind: 'url', url: settings.DATABASE_URL },
    seed: settings.SEED ?? (embedded && !production ? 'demo' : 'none'),
    mode: settings.MODE,
    trustProxy: settings.TRUST_PROXY ?? false,
    maxUploadBytes: settings.MAX_UPLOAD_BYTES,
    mailFrom: settings.MAIL_FROM,
    logLevel: settings.LOG_LEVEL,
    ...(secretFile === undefined ? {} : { secretFile }),
    ...(settings.CLOCK === undefined ? {} : { clock: settings.CLOCK }),
    ...(settings.SMTP_URL === undefined ? {} : { smtpUrl: settings.SMTP_URL }),
    ...(settings.CORE_URL === undefined ? {} : { coreUrl: settings.CORE_URL }),
    ...(settings.ADAPTER_SECRET === undefined ? {} : { adapterSecret: settings.ADAPTER_SECRET }),
  };
}

function parseTrustProxy(text: string): number | readonly string[] | undefined {
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  const parts = text.split(',').map((part) => part.trim());
  return parts.every(isProxyAddress) ? parts : undefined;
}

function isProxyAddress(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
