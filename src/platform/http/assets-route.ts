import type { RequestHandler } from 'express';
import type { Assets } from '../page';

/** Serves our own styles and scripts: the name holds the content's hash, so browsers may keep them for ever. */
export function serveAssets(assets: Assets): RequestHandler {
  return (request, response, next) => {
    const asset =
      request.method === 'GET' || request.method === 'HEAD' ? assets.find(request.path.slice(1)) : undefined;
    if (asset === undefined) {
      next();
      return;
    }
    const encoding = request.acceptsEncodings('br', 'gzip', 'identity');
    const body = encoding === 'br' ? asset.brotli : encoding === 'gzip' ? asset.gzip : asset.plain;
    response.set({
      'Content-Type': asset.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      'X-Content-Type-Options': 'nosniff',
    });
    if (encoding === 'br' || encoding === 'gzip') response.set('Content-Encoding', encoding);
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}
