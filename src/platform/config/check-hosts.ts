import { isIP } from 'node:net';
import { getDomain } from 'tldts';
import { configMessages as say } from './messages.en';
import type { Settings } from './read-config';
import type { Config } from './types';

/** True for an http(s) origin and nothing more, but a trailing slash. */
export function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && pathname === '/' && !/[?#]/.test(text) && `${search}${hash}${username}${password}` === '';
}

/** True when only this machine can connect to that listening address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Faults that show only when settings are seen together. */
export function checkTogether(config: Config, settings: Settings): string[] {
  return [...checkPorts(config), ...checkHosts(config), ...checkSafety(config, settings), ...checkRemote(config)];
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
  if (config.production && app.hostname !== content.hostname && site === registrable(content.hostname)) faults.push(say.sameSite(site));
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

function checkSafety(config: Config, settings: Settings): string[] {
  const faults: string[] = [];
  if (config.seed === 'demo' && !isLoopback(config.host)) faults.push(say.demoBeyondLoopback);
  if (config.seed === 'demo' && config.production) faults.push(say.demoInProduction);
  if (config.production && config.secretFile === undefined) faults.push(say.secretFileNeeded);
  if (config.clock !== undefined && config.database.kind === 'url' && !settings.ALLOW_CLOCK) faults.push(say.clockRefused);
  return faults;
}

function checkRemote(config: Config): string[] {
  const faults: string[] = [];
  if (config.mode === 'adapter' && config.coreUrl === undefined) faults.push(say.adapterNeeds('CORE_URL', 'adapter'));
  if ((config.mode === 'adapter' || config.mode === 'core') && config.adapterSecret === undefined) {
    faults.push(say.adapterNeeds('ADAPTER_SECRET', config.mode));
  }
  return faults;
}
