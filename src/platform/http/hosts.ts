/** Which host a request is for. Uploaded content is hostile, so a listener answers only for hosts it owns. */
import type { Config } from '../config';

type Addresses = Pick<Config, 'appUrl' | 'contentUrl' | 'port' | 'contentPort' | 'seed' | 'production'>;

/** `alias`: a local name of the app that is sent on to `APP_URL`, so that cookies stay on one host. */
export type AppHost = 'app' | 'alias';

export type ContentHost =
  | { readonly kind: 'launcher' }
  /** One package version for one account; `label` without its leading p. */
  | { readonly kind: 'package'; readonly label: string }
  /** Demo only: browsers that cannot resolve `*.localhost` play from 127.0.0.1, with a warning and without separation. */
  | { readonly kind: 'fallback' };

/** Host of an origin as browsers send it: the default port left out. */
const hostOf = (origin: string): string => new URL(origin).host;

const normal = (origin: string, header: string): string => {
  const host = header.toLowerCase();
  const standard = origin.startsWith('https:') ? ':443' : ':80';
  return host.endsWith(standard) ? host.slice(0, -standard.length) : host;
};

/** Tells the hosts of the app listener; undefined = not ours (421). */
export function appHosts(config: Addresses): (host: string | undefined) => AppHost | undefined {
  const own = hostOf(config.appUrl);
  const aliases = new Set(
    config.production ? [] : ['localhost', '127.0.0.1', '[::1]'].map((name) => hostOf(`http://${name}:${config.port}`)),
  );
  return (header) => {
    if (header === undefined) return undefined;
    const host = normal(config.appUrl, header);
    if (host === own) return 'app';
    return aliases.has(host) ? 'alias' : undefined;
  };
}

/** Tells the hosts of the content listener; undefined = not ours (421). */
export function contentHosts(config: Addresses): (host: string | undefined) => ContentHost | undefined {
  const launcher = hostOf(config.contentUrl);
  const fallback = config.seed === 'demo' ? `127.0.0.1:${config.contentPort}` : undefined;
  const suffix = `.${launcher}`;
  return (header) => {
    if (header === undefined) return undefined;
    const host = normal(config.contentUrl, header);
    if (host === launcher) return { kind: 'launcher' };
    if (host === fallback) return { kind: 'fallback' };
    if (!host.endsWith(suffix)) return undefined;
    const label = host.slice(0, -suffix.length);
    return /^p[a-z2-7]{20,40}$/.test(label) ? { kind: 'package', label: label.slice(1) } : undefined;
  };
}

/** Origin of a package origin, from its label (without the leading p). */
export function packageOrigin(config: Pick<Config, 'contentUrl'>, label: string): string {
  const { protocol, host } = new URL(config.contentUrl);
  return `${protocol}//p${label}.${host}`;
}
