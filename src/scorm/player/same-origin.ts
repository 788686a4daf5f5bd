import type { IncomingMessage } from 'node:http';
import type { Config } from '../../platform/config';
import { packageOrigin, Problem, type ContentHost } from '../../platform/http';

/** Origin of a content host, as browsers write it. */
export function originOf(config: Pick<Config, 'contentUrl' | 'contentPort'>, host: ContentHost): string {
  if (host.kind === 'package') return packageOrigin(config, host.label);
  return host.kind === 'launcher' ? config.contentUrl : `http://127.0.0.1:${config.contentPort}`;
}

/**
 * Sibling package origins are same-site, so the cookie alone proves nothing: the browser must say that our own page asks.
 * @throws Problem `cross-origin`
 */
export function requireOwnPage(
  config: Pick<Config, 'contentUrl' | 'contentPort'>,
  request: IncomingMessage,
  host: ContentHost,
): void {
  const site = request.headers['sec-fetch-site'];
  const from = request.headers.origin;
  if (site === undefined && from === undefined)
    throw new Problem('cross-origin', { detail: 'player.problem.cross-origin' });
  const ownSite = site === undefined || site === 'same-origin';
  const ownOrigin = from === undefined || from === originOf(config, host);
  if (!ownSite || !ownOrigin) throw new Problem('cross-origin', { detail: 'player.problem.cross-origin' });
}
