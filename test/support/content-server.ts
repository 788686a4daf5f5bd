/** The real content listener on loopback, on a database and a store of its own, with packages to play by plain HTTP. */
import { request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AdmZip from 'adm-zip';
import { createKeys, type Keys } from '../../src/platform/auth';
import type { Clock } from '../../src/platform/clock';
import { readConfig, type Config } from '../../src/platform/config';
import { nationalTenantId, newId } from '../../src/platform/db';
import { openDiskStore, type FileStore } from '../../src/platform/files';
import { createContentListener, httpMessages, listen, stopServer } from '../../src/platform/http';
import { createLog } from '../../src/platform/log';
import {
  createMessages,
  createRenderer,
  loadAssets,
  pageMessages,
  type Assets,
  type Messages,
  type Renderer,
} from '../../src/platform/page';
import { importPackage } from '../../src/scorm/library';
import {
  createPlayer,
  playerMessages,
  type LaunchOptions,
  type Player,
  type StartedLaunch,
} from '../../src/scorm/player';
import type { JournalEntry, OutcomePort, PlayerStart, Registration, ReportedOutcome } from '../../src/scorm/runtime';
import { freshDatabase, type FreshDatabase } from './database';

const root = fileURLToPath(new URL('../../', import.meta.url));

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly bytes: Buffer;
  readonly json: () => Record<string, unknown>;
};

export type Ask = {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
};

/** One request to 127.0.0.1 under any Host: Node does not resolve `*.localhost` by itself. */
export function ask(port: number, url: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
  const { host, pathname, search } = new URL(url);
  return new Promise((done, failed) => {
    const path = url.slice(url.indexOf(host) + host.length) || pathname + search;
    const sent = httpRequest(
      { port, host: '127.0.0.1', method, path, headers: { Host: host, ...headers } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', failed);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString();
          done({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes,
            text,
            json: () => JSON.parse(text) as Record<string, unknown>,
          });
        });
      },
    );
    sent.on('error', failed);
    sent.end(body);
  });
}

export type Visit = {
  readonly origin: string;
  readonly attempt: string;
  /** `name=value` of the pass. */
  readonly cookie: string;
  readonly start: PlayerStart;
};

export type ContentServer = {
  readonly port: number;
  readonly config: Config;
  readonly keys: Keys;
  readonly fresh: FreshDatabase;
  readonly files: FileStore;
  readonly player: Player;
  readonly outcomes: ReportedOutcome[];
  readonly tenant: string;
  readonly messages: Messages;
  readonly render: Renderer;
  readonly assets: Assets;
  readonly ask: (url: string, options?: Ask) => Promise<Answer>;
  readonly addPackage: (zip: Buffer, tenantId?: string) => Promise<{ readonly id: string; readonly versionId: string }>;
  readonly registration: (object: { readonly id: string }, more?: Partial<Registration>) => Registration;
  readonly startLaunch: (registration: Registration, options?: LaunchOptions) => Promise<StartedLaunch>;
  /** Posts a form as the launch page does. */
  readonly post: (url: string, fields: Record<string, string>) => Promise<Answer>;
  /** Launch, enter, player page. */
  readonly visit: (registration: Registration) => Promise<Visit>;
  readonly open: (visit: Pick<Visit, 'origin' | 'attempt' | 'cookie'>) => Promise<PlayerStart>;
  readonly say: (
    visit: Visit,
    action: 'commit' | 'navigate' | 'trace',
    body: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
  /** `cut`: the connection of every commit is cut, as on a bad network (a browser's last commits pass its own emulation). */
  readonly network: { cut: boolean };
  readonly close: () => Promise<void>;
};

export type ContentServerOptions = {
  readonly env?: Record<string, string>;
  readonly clock?: Clock;
  readonly port?: OutcomePort;
  readonly sharedKeys?: Keys;
  /** For browsers: listens on CONTENT_PORT of `env` and serves the scripts and styles that were built. */
  readonly forBrowsers?: boolean;
};

const toolbar = { visible: true, next: true, previous: true, outline: true, exit: true };

export async function openContentServer(options: ContentServerOptions = {}): Promise<ContentServer> {
  const fresh = await freshDatabase(options.clock === undefined ? {} : { clock: options.clock });
  const folder = await mkdtemp(join(tmpdir(), 'preceptor-content-'));
  const files = await openDiskStore({ folder: join(folder, 'store') });
  const tenant = newId();
  await fresh.asOwner(`insert into tenant (id, code, name, kind) values ($1, $2, 'Employer', 'employer')`, [
    tenant,
    tenant.slice(-6),
  ]);
  await fresh.asOwner(
    `insert into tenant (id, code, name, kind) values ($1, 'NAT', 'National', 'national') on conflict do nothing`,
    [nationalTenantId],
  );

  const config: Config = readConfig({ PORT: '8080', ...options.env });
  const messages = createMessages([pageMessages, httpMessages, playerMessages]);
  const assets = loadAssets(options.forBrowsers ? `${root}dist/public` : '/nowhere');
  const render = createRenderer({
    viewsFolder: `${root}src`,
    designSystemFolder: `${root}node_modules/nhsuk-frontend/dist`,
    messages,
    assets,
    navigation: [],
    demo: false,
  });
  const outcomes: ReportedOutcome[] = [];
  const take: OutcomePort = async (_, said) => {
    outcomes.push(...said);
    return said.map(({ registrationId, version }) => ({ registrationId, version, ledTo: ['It counts.'] }));
  };
  const log = createLog('silent');
  const keys = createKeys(Buffer.alloc(32, 7));
  const clock: Clock = options.clock ?? {
    now: () => new Date('2026-06-15T12:00:00Z'),
    today: () => '2026-06-15' as ReturnType<Clock['today']>,
  };
  const player = createPlayer({
    config,
    log,
    messages,
    render,
    clock,
    keys,
    files,
    database: fresh.database,
    port: options.port ?? take,
    ...(options.sharedKeys === undefined ? {} : { sharedKeys: options.sharedKeys }),
  });
  const network = { cut: false };
  const server: Server = createContentListener({
    config,
    log,
    messages,
    assets,
    handler: (request, response, about) => {
      if (!network.cut || !request.url?.endsWith('/commit')) return player.handler(request, response, about);
      request.socket.destroy();
      return true;
    },
    pages: player.pages,
  });
  const port = await listen(server, options.forBrowsers ? config.contentPort : 0, '127.0.0.1');
  const send = (url: string, more?: Ask): Promise<Answer> => ask(port, url, more);

  const made: ContentServer = {
    port,
    config,
    keys,
    fresh,
    files,
    player,
    outcomes,
    tenant,
    messages,
    render,
    assets,
    network,
    ask: send,
    addPackage: async (zip, tenantId = tenant) => {
      const path = join(folder, `${newId()}.zip`);
      await writeFile(path, zip);
      const imported = await importPackage({ database: fresh.database, files }, { tenantId, filePath: path });
      if (!imported.ok) throw new Error(JSON.stringify(imported.findings));
      return { id: imported.learningObjectId, versionId: imported.versionId };
    },
    registration: (object, more = {}) => ({
      tenantId: tenant,
      registrationId: newId(),
      object: { ownerId: tenant, id: object.id },
      learner: { id: 'opaque-1', name: 'Ann' },
      learnerKey: 'learner-ann',
      mode: 'normal',
      settings: { completionRule: 'STATUS', masteryOverridesStatus: true, requireBoth: false, toolbar },
      returnUrl: `${config.appUrl}/learning`,
      ...more,
    }),
    startLaunch: async (registration, launchOptions) => {
      const started = await fresh.database.inTransaction(
        { tenant: registration.tenantId, actor: { source: 'self' } },
        (tx) => player.startLaunch(tx, registration, launchOptions),
      );
      if (!started.ok) throw new Error(started.refusal);
      return started;
    },
    post: (url, fields) =>
      send(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      }),
    visit: async (registration) => {
      const started = await made.startLaunch(registration);
      const launched = await made.post(started.launcherUrl, { ticket: started.ticket });
      const { action, grant } = grantIn(launched);
      const entered = await made.post(action, { grant });
      const cookie = String(entered.headers['set-cookie']?.[0]).split(';', 1)[0] ?? '';
      const visit = {
        origin: new URL(action).origin,
        attempt: String(entered.headers.location).replace('/a/', ''),
        cookie,
      };
      return { ...visit, start: await made.open(visit) };
    },
    open: async ({ origin, attempt, cookie }) => {
      const page = await send(`${origin}/a/${attempt}`, { headers: { Cookie: cookie } });
      if (page.status !== 200) throw new Error(`player page: ${page.status} ${page.text}`);
      return embeddedIn<PlayerStart>(page, 'start');
    },
    say: ({ origin, attempt, cookie }, action, body, headers = {}) =>
      send(`${origin}/a/${attempt}/${action}`, {
        method: 'POST',
        headers: { Cookie: cookie, 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'same-origin', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    close: async () => {
      await stopServer(server, 2000);
      await fresh.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return made;
}

/** JSON inside a page. */
export function embeddedIn<T>(page: Answer, id: string): T {
  const found = new RegExp(`<script type="application/json" id="${id}">(.*?)</script>`, 's').exec(page.text);
  if (found === null) throw new Error(`no ${id} in: ${page.status} ${page.text.slice(0, 500)}`);
  return JSON.parse(found[1] ?? '') as T;
}

/** Where the launcher's page sends which grant. */
export function grantIn(page: Answer): { readonly action: string; readonly grant: string } {
  const action = /action="([^"]+)"/.exec(page.text)?.[1];
  const grant = /name="grant" value="([^"]+)"/.exec(page.text)?.[1];
  if (action === undefined || grant === undefined)
    throw new Error(`no grant in: ${page.status} ${page.text.slice(0, 500)}`);
  return { action, grant };
}

/** A sample course as the bytes of a zip. */
export function sampleZip(name: string): Buffer {
  const zip = new AdmZip();
  zip.addLocalFolder(join(root, 'content/samples', name));
  return zip.toBuffer();
}

/** A package of one 1.2 SCO with these files beside it. */
export function smallZip(files: Readonly<Record<string, string | Buffer>> = {}, title = 'Small'): Buffer {
  const zip = new AdmZip();
  const manifest = `<?xml version="1.0"?><manifest identifier="M" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="O"><organization identifier="O"><title>${title}</title><item identifier="I" identifierref="R"><title>${title}</title></item></organization></organizations>
<resources><resource identifier="R" type="webcontent" adlcp:scormtype="sco" href="index.html"><file href="index.html"/></resource></resources></manifest>`;
  for (const [name, text] of Object.entries({
    'imsmanifest.xml': manifest,
    'index.html': `<!doctype html><title>${title}</title>`,
    ...files,
  }))
    zip.addFile(name, Buffer.from(text));
  return zip.toBuffer();
}

/** A journal entry. */
export const entry = (
  sequence: number,
  set: Record<string, string>,
  more: Partial<JournalEntry> = {},
): JournalEntry => ({
  sequence,
  at: '2026-06-15T11:59:00.000Z',
  activity: 'I',
  kind: 'commit',
  set,
  ...more,
});
