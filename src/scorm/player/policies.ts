/** Content security policies of the content hosts: ours are strict, uploaded content gets what it needs. */

const ours = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'";

/** @param action origin that the grant is posted to; @param frames origins of the hidden frames */
export const launcherPolicy = (action: string, frames: readonly string[]): string =>
  `${ours}; img-src data:; frame-src ${frames.length === 0 ? "'none'" : frames.join(' ')}; form-action ${action}; frame-ancestors 'none'`;

/** A manifest may name an absolute address, so the content frame may show one. */
export const playerPolicy = (production: boolean): string =>
  `${ours}; img-src 'self' data:; connect-src 'self'; frame-src 'self' https:${production ? '' : ' http:'}; form-action 'none'; frame-ancestors 'none'`;

export const flushPolicy = (launcher: string): string =>
  `${ours}; connect-src 'self'; form-action 'none'; frame-ancestors ${launcher}`;

export const noticePolicy = `${ours}; img-src data:; form-action 'none'; frame-ancestors 'none'`;

/** Authors write inline script, eval, pop-ups, media from anywhere. It is kept apart by its origin, not by this. */
export const contentPolicy =
  "default-src * data: blob: mediastream: 'unsafe-inline' 'unsafe-eval'; object-src * data: blob:; worker-src * data: blob:; " +
  "form-action *; base-uri *; frame-ancestors 'self'";

/** `unload` is being withdrawn from browsers; old content saves there. */
export const unloadAllowed = 'unload=(self)';
