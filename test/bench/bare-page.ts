/** The least there is: a page with scorm-again and no server behind it, on loopback, with the same content. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { benchPage } from './large-courses';

export type BarePage = { readonly url: (version: '1.2' | '2004') => string; readonly stop: () => void };

const pageFor = (script: string, name: string, api: string): string => `<!doctype html><title>Bare</title>
<script src="/${script}"></script>
<script>window.${name} = new ${api}({ autocommit: false });</script>
<iframe class="player-frame" src="/index.html"></iframe>
<button id="next" onclick="window.${name}.reset(); document.querySelector('iframe').src = '/index.html?' + Date.now()">Continue</button>`;

export async function openBarePage(): Promise<BarePage> {
  const script = (name: string): Buffer => readFileSync(resolve('node_modules/scorm-again/dist', name));
  const files = new Map<string, string | Buffer>([
    ['/1.2', pageFor('scorm12.min.js', 'API', 'Scorm12API')],
    ['/2004', pageFor('scorm2004.min.js', 'API_1484_11', 'Scorm2004API')],
    ['/scorm12.min.js', script('scorm12.min.js')],
    ['/scorm2004.min.js', script('scorm2004.min.js')],
    ['/index.html', benchPage],
  ]);
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const body = files.get(path);
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(body === undefined ? 404 : 200, {
      'Content-Type': type,
      'Cache-Control': 'private, max-age=3600',
    });
    response.end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: (version) => `http://127.0.0.1:${port}/${version}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
