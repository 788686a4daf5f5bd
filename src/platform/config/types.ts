/** What the environment decides, checked once at start. */

/** Which parts of the program one process runs. */
export type Mode = 'all' | 'web' | 'worker' | 'adapter' | 'core';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export type Config = {
  /** Address both listeners bind to; loopback unless said otherwise. */
  readonly host: string;
  readonly port: number;
  readonly contentPort: number;
  /** Origin of the app, without a trailing slash. */
  readonly appUrl: string;
  /** Origin of the launcher; package origins are its one-level sub-domains. */
  readonly contentUrl: string;
  /** True when people reach the app over https: `__Host-` cookies, HSTS, stricter start checks. */
  readonly production: boolean;
  /** Absolute path. */
  readonly dataDir: string;
  readonly database: { readonly kind: 'embedded' } | { readonly kind: 'url'; readonly url: string };
  readonly seed: 'demo' | 'none';
  readonly mode: Mode;
  /** Absolute path of the file with secrets; absent = one secret made in `dataDir`. */
  readonly secretFile?: string;
  /** As express takes it: hops, or addresses. `false` = no proxy is believed. */
  readonly trustProxy: false | number | readonly string[];
  /** "Now" for tests and demos: an instant, or the path of a file that holds one. */
  readonly clock?: string;
  readonly maxUploadBytes: number;
  readonly smtpUrl?: string;
  readonly mailFrom: string;
  readonly logLevel: LogLevel;
  /** Remote shape: where the adapter reports outcomes. */
  readonly coreUrl?: string;
  /** Remote shape: shared by adapter and core. */
  readonly adapterSecret?: string;
};

/** Thrown when the environment does not make sense; `faults` are sentences for the person who starts us. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';
  constructor(readonly faults: readonly string[]) {
    super(['Preceptor cannot start with this configuration:', ...faults.map((fault) => `  * ${fault}`)].join('\n'));
  }
}
