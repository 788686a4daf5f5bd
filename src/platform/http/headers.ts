/** Security headers of the app. Content hosts set their own, because uploaded content needs what we forbid here. */
import helmet from 'helmet';
import type { RequestHandler } from 'express';
import type { Config } from '../config';

/**
 * No inline script or style, nothing from elsewhere, framed by nobody; a form may also go to the launcher,
 * where a launch ticket is posted. The referrer is our origin only, so that the launcher can check it and
 * no path leaves the app.
 */
export function appHeaders(config: Pick<Config, 'contentUrl' | 'production' | 'seed' | 'contentPort'>): RequestHandler {
  const launchers = [config.contentUrl, ...(config.seed === 'demo' ? [`http://127.0.0.1:${config.contentPort}`] : [])];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'", ...launchers],
        // The launch page asks the launcher whether this browser finds it.
        connectSrc: ["'self'", ...launchers],
        frameAncestors: ["'none'"],
        scriptSrcAttr: ["'none'"],
        ...(config.production ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    referrerPolicy: { policy: 'strict-origin' },
    strictTransportSecurity: config.production ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    originAgentCluster: true,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
}

/** Headers of everything on content hosts; cheap, since the hot paths carry them too. */
export const contentHeaders: readonly (readonly [string, string])[] = [
  ['Origin-Agent-Cluster', '?1'],
  ['X-Content-Type-Options', 'nosniff'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Referrer-Policy', 'strict-origin'],
];
