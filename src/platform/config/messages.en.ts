/** What is said to the person who starts Preceptor with a configuration that cannot work. */
export const configMessages = {
  port: (name: string) => `${name} must be a whole number from 1 to 65535.`,
  origin: (name: string) =>
    `${name} must be an address such as https://learning.example.org: http or https and a host, without a path, query, user or trailing words.`,
  choice: (name: string, choices: readonly string[]) => `${name} must be one of ${choices.join(', ')}.`,
  positive: (name: string) => `${name} must be a whole number greater than zero.`,
  databaseUrl: 'DATABASE_URL must be an address such as postgresql://user:password@host:5432/database.',
  smtpUrl: 'SMTP_URL must be an address such as smtps://user:password@mail.example.org:465.',
  coreUrl: 'CORE_URL must be an http or https address.',
  trustProxy:
    'TRUST_PROXY must be the number of proxies in front of Preceptor, or a list of addresses, networks (10.0.0.0/8) or the words loopback, linklocal, uniquelocal; "true" would believe anybody.',
  clock: 'CLOCK must be an instant such as 2026-04-01T09:00:00Z, or the path of a file that holds one.',
  clockRefused:
    'CLOCK is refused together with DATABASE_URL, so that nobody moves the time of a real system by accident. Set ALLOW_CLOCK=1 if this is a test database.',
  samePort: 'PORT and CONTENT_PORT must differ: uploaded content is served by a listener of its own.',
  noContentPort: 'PORT 65535 leaves no port for CONTENT_PORT; set CONTENT_PORT.',
  sameHost:
    'CONTENT_URL must have another host name than APP_URL: uploaded content must never share cookies with the app.',
  appUnderContent: 'APP_URL must not lie under the host of CONTENT_URL: package origins are its sub-domains.',
  sameSite: (site: string) =>
    `APP_URL and CONTENT_URL lie under the same registrable domain (${site}). With https they must be under two different ones, so that uploaded content cannot reach the cookies of the app.`,
  contentAddress: 'CONTENT_URL needs a host name, not an IP address: every package is served from a sub-domain of it.',
  bothHttps: 'APP_URL and CONTENT_URL must both use https, or both http on this machine.',
  plainHttp: (name: string) =>
    `${name} must use https, unless its host is localhost or ends in .localhost: passwords and tickets would travel readable.`,
  demoBeyondLoopback:
    'SEED=demo creates people with known passwords and therefore listens on this machine only. Set SEED=none to listen on other addresses, or HOST=127.0.0.1. (SEED=demo is the default without DATABASE_URL.)',
  demoInProduction:
    'SEED=demo creates people with known passwords and cannot be used with an https APP_URL. Set SEED=none.',
  secretFileNeeded:
    'With an https APP_URL the secret must come from SECRET_FILE (a file only Preceptor can read, with at least 32 characters).',
  secretFileUnreadable: (path: string, why: string) => `SECRET_FILE ${path} cannot be read (${why}).`,
  secretFileOpen: (path: string) =>
    `SECRET_FILE ${path} can be read by everybody on this machine; set its mode to 600 or 640.`,
  secretShort: 'The secret in SECRET_FILE must have at least 32 characters.',
  adapterNeeds: (name: string, mode: string) => `MODE=${mode} needs ${name}.`,
  adapterSecretShort: 'ADAPTER_SECRET must have at least 32 characters.',
};
