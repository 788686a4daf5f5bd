import { isIP } from 'node:net';
import { getDomain } from 'tldts';
import { configMessages as say } from './messages.en';
import type { Settings } from './read-config';
import type { Config } from './types';

/** True for an http(s) origin and nothing more, but a trailing slash. */
export function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username, password } = new URL(text);
  return (
    /^https?:$/.test(protocol) &&
    pathname === '/' &&
    !/[?#]/.test(text) &&
    `${search}${hash}${username}${password}` === ''
  );
}

/** True when only this machine can connect to that listening address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** A fault that shows only when settings are seen together, and the variables it is about. */
export type SharedFault = { readonly about: readonly string[]; readonly fault: string };

const addresses = ['APP_URL', 'CONTENT_URL'];

/** Faults that show only when settings are seen together. */
export function checkTogether(config: Config, settings: Settings): SharedFault[] {
  return [
    ...checkPorts(config).map((fault) => ({ about: ['PORT', 'CONTENT_PORT'], fault })),
    ...checkHosts(config).map((fault) => ({ about: addresses, fault })),
    ...checkSafety(config, settings),
    ...checkRemote(config),
  ];
}

function checkPorts(config: Config): string[] {
  if (config.contentPort > 65535) return [say.noContentPort];
  return config.port === config.contentPort ? [say.samePort] : [];
}

/** Uploaded content is hostile script: it never shares a host, and on https never a site, with the app. */
function checkHosts(config: Config): string[] {
  const app = new URL(config.appUrl);
  const content = new URL(config.contentUrl);
  const faults: string[] = [];
  if (isIP(content.hostname.replace(/^\[|\]$/g, '')) !== 0) faults.push(say.contentAddress);
  if (app.hostname === content.hostname) faults.push(say.sameHost);
  else if (app.hostname.endsWith(`.${content.hostname}`)) faults.push(say.appUnderContent);
  if (app.protocol !== content.protocol) faults.push(say.bothHttps);
  if (app.protocol === 'http:' && !isLocal(app.hostname)) faults.push(say.plainHttp('APP_URL'));
  if (content.protocol === 'http:' && !isLocal(content.hostname)) faults.push(say.plainHttp('CONTENT_URL'));
  const site = registrable(app.hostname);
  if (config.production && app.hostname !== content.hostname && site === registrable(content.hostname))
    faults.push(say.sameSite(site));
  return faults;
}

function isLocal(hostname: string): boolean {
  return isLoopback(hostname) || hostname === '[::1]' || hostname.endsWith('.localhost');
}

/** A host without a registrable domain (a bare word, an address) counts as its last label: the careful answer. */
function registrable(hostname: string): string {
  if (isIP(hostname) !== 0) return hostname;
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname.split('.').slice(-1).join('');
}

function checkSafety(config: Config, settings: Settings): SharedFault[] {
  const { seed, production, secretFile, clock, database, host } = config;
  const faults: SharedFault[] = [];
  // The default of SEED depends on DATABASE_URL and APP_URL.
  if (seed === 'demo' && !isLoopback(host))
    faults.push({ about: ['SEED', 'HOST', 'DATABASE_URL', 'APP_URL'], fault: say.demoBeyondLoopback });
  if (seed === 'demo' && production) faults.push({ about: ['SEED', 'APP_URL'], fault: say.demoInProduction });
  if (production && secretFile === undefined) faults.push({ about: ['APP_URL'], fault: say.secretFileNeeded });
  if (clock !== undefined && database.kind === 'url' && !settings.ALLOW_CLOCK)
    faults.push({ about: ['CLOCK', 'DATABASE_URL', 'ALLOW_CLOCK'], fault: say.clockRefused });
  return faults;
}

function checkRemote({ mode, coreUrl, adapterSecret }: Config): SharedFault[] {
  const needs = (name: string): SharedFault => ({ about: ['MODE', name], fault: say.adapterNeeds(name, mode) });
  return [
    ...(mode === 'adapter' && coreUrl === undefined ? [needs('CORE_URL')] : []),
    ...((mode === 'adapter' || mode === 'core') && adapterSecret === undefined ? [needs('ADAPTER_SECRET')] : []),
  ];
}
