import { createKeys } from '../../../src/platform/auth';
import { fixedClock } from '../../../src/platform/clock';
import { readConfig, type Config } from '../../../src/platform/config';
import type { Database } from '../../../src/platform/db';
import { httpMessages, type HttpDeps, type SignedIn } from '../../../src/platform/http';
import { createLog } from '../../../src/platform/log';
import { createMessages, createRenderer, loadAssets, pageMessages } from '../../../src/platform/page';

export const config: Config = readConfig({ PORT: '8080' });
export const host = 'localhost:8080';
export const origin = 'http://localhost:8080';

/** Somebody signed in, with these permissions. */
export const someone = (...permissions: string[]): SignedIn => ({
  accountId: 'a1',
  sessionId: 's1',
  tenantId: '00000000-0000-7000-8000-000000000001',
  tenantName: 'Employer 111',
  national: false,
  displayName: 'Ann Example',
  permissions: new Set(permissions),
  csrfToken: 'the-token-of-the-session',
});

/** Dependencies without a database: nothing here opens a transaction that works. */
export function testDeps(over: Partial<HttpDeps> = {}): HttpDeps & { readonly lines: () => Record<string, unknown>[] } {
  const written: string[] = [];
  const messages = createMessages([pageMessages, httpMessages]);
  const assets = loadAssets('/nowhere');
  const root = new URL('../../..', import.meta.url).pathname;
  const database: Database = {
    url: '',
    close: async () => undefined,
    inTransaction: async () => {
      throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    },
    lane: { runStatement: async () => [] },
  };
  return {
    config,
    log: createLog('debug', { write: (line: string) => void written.push(line) }),
    keys: createKeys(Buffer.alloc(32, 7)),
    database,
    messages,
    assets,
    render: createRenderer({
      viewsFolder: `${root}src`,
      designSystemFolder: `${root}node_modules/nhsuk-frontend/dist`,
      messages,
      assets,
      navigation: [],
      demo: false,
    }),
    authenticate: async () => undefined,
    clock: fixedClock('2026-11-23T09:00:00Z'),
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
    ...over,
  };
}

/** The code of a problem that came back. */
export const codeOf = (answer: { readonly body: unknown }): unknown => (answer.body as { code?: unknown }).code;
