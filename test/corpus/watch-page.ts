/** What is seen while an activity plays: calls of the content, requests that fail, words on the console. */
import type { BrowserContext, ConsoleMessage, Page, Request } from 'playwright-core';

/** What one API object was asked, since it was first looked at. */
export type Counted = { readonly calls: number; readonly initialized: boolean };

export type Watch = {
  /** Begins anew: what is seen from now on belongs to the next activity. */
  readonly next: () => Promise<void>;
  readonly counted: () => Promise<{ readonly found: boolean } & Counted>;
  readonly seen: () => Seen;
  /** Milliseconds since a request of this origin began or ended, while none is under way. */
  readonly quietFor: () => number;
};

export type Seen = {
  readonly commits: number;
  readonly failedRequests: readonly string[];
  readonly consoleErrors: readonly string[];
  readonly crashed: boolean;
};

export type WatchOptions = {
  /** Whether a path below `/files/` names a file of the package. */
  readonly isInPackage: (path: string) => boolean;
};

const most = 50;

/**
 * Runs in every document before its first script, and does something on the player page only: whatever is offered there
 * as API is counted. The object stays the one that content gets.
 */
const counter = `(() => {
  if (window.top !== window || !/^\\/a\\//.test(location.pathname)) return;
  const records = [], known = new WeakMap();
  let from = 0;
  const wrap = (api) => {
    if (!api || typeof api !== 'object') return api;
    if (known.has(api)) return api;
    const record = { calls: 0, initialized: false };
    known.set(api, record);
    records.push(record);
    for (const name of ['Initialize', 'Terminate', 'GetValue', 'SetValue', 'Commit', 'GetLastError', 'GetErrorString', 'GetDiagnostic'])
      for (const full of [name, 'LMS' + (name === 'Terminate' ? 'Finish' : name)]) {
        const original = api[full];
        if (typeof original !== 'function') continue;
        api[full] = function (...args) {
          record.calls += 1;
          const answer = original.apply(this, args);
          if (name === 'Initialize' && String(answer) === 'true') record.initialized = true;
          return answer;
        };
      }
    return api;
  };
  const define = Object.defineProperty;
  Object.defineProperty = function (target, name, described) {
    if (target === window && (name === 'API' || name === 'API_1484_11') && described && described.get) {
      const get = described.get;
      described = { ...described, get() { return wrap(get.call(this)); } };
    }
    return define.call(Object, target, name, described);
  };
  define(window, '__corpus', { value: {
    next() { from = records.length; },
    counted() {
      const mine = records.slice(from);
      return { found: mine.length > 0, calls: mine.reduce((sum, one) => sum + one.calls, 0), initialized: mine.some((one) => one.initialized) };
    },
  } });
})();`;

export const prepareContext = (context: BrowserContext): Promise<unknown> => context.addInitScript(counter);

/** Watches a player page and the windows its content opens. `origin` is that of the page once it plays. */
export function watchPage(page: Page, origin: () => string, { isInPackage }: WatchOptions): Watch {
  let commits = 0;
  let crashed = false;
  let failed = new Set<string>();
  let errors: string[] = [];
  let changedAt = performance.now();
  const underWay = new Set<Request>();
  const isOurs = (url: string): boolean => originOf(url) === origin();

  const fail = (text: string): void => void (failed.size < most && failed.add(text));
  const complain = (text: string): void => void (errors.length < most && errors.push(text.slice(0, 500)));
  const changed = (request: Request, begins: boolean): void => {
    if (!isOurs(request.url())) return;
    changedAt = performance.now();
    if (begins) underWay.add(request);
    else underWay.delete(request);
  };

  const watch = (one: Page): void => {
    one.on('request', (request) => changed(request, true));
    one.on('requestfinished', (request) => changed(request, false));
    one.on('requestfailed', (request) => {
      changed(request, false);
      const why = request.failure()?.errorText ?? '';
      // Leaving a page cuts what it was loading; what a policy of ours refuses is our doing wherever it leads.
      if (/csp|BLOCKED_BY/i.test(why) || (isOurs(request.url()) && !/ERR_ABORTED|ERR_CACHE/.test(why)))
        fail(`${why} ${request.method()} ${request.url()}`);
    });
    one.on('response', (response) => {
      const url = response.url();
      if (!isOurs(url)) return;
      const status = response.status();
      const path = new URL(url).pathname;
      if (status < 400) {
        if (/^\/a\/[^/]+\/(commit|navigate)$/.test(path)) commits += 1;
        return;
      }
      // What is not in the package can be on no server; a range past the end is the browser's own way of asking.
      if (status === 416 || (status === 404 && !namesFile(path, isInPackage))) return;
      fail(`${status} ${response.request().method()} ${path}`);
    });
    one.on('pageerror', (error) => complain(error.message));
    one.on('console', (message) => {
      if (message.type() === 'error' && !isAboutLoading(message)) complain(message.text());
    });
    one.on('crash', () => {
      crashed = true;
      complain('The page crashed.');
    });
    one.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
    one.on('popup', watch);
  };
  watch(page);

  return {
    next: async () => {
      await page.evaluate('window.__corpus && __corpus.next()').catch(() => undefined);
      commits = 0;
      failed = new Set();
      errors = [];
      changedAt = performance.now();
    },
    counted: async () => {
      const answer = await page
        .evaluate<({ found: boolean } & Counted) | undefined>('window.__corpus && __corpus.counted()')
        .catch(() => undefined);
      return answer ?? { found: false, calls: 0, initialized: false };
    },
    seen: () => ({ commits, failedRequests: [...failed], consoleErrors: [...errors], crashed }),
    quietFor: () => (underWay.size > 0 ? 0 : performance.now() - changedAt),
  };
}

/** Requests that fail are told by the responses, with better words. */
const isAboutLoading = (message: ConsoleMessage): boolean => /^Failed to load resource/.test(message.text());

/** `/files/` and a path of the package, or an address of ours that must be there. */
function namesFile(path: string, isInPackage: (path: string) => boolean): boolean {
  if (path.startsWith('/a/') || path.startsWith('/runtime/')) return true;
  if (!path.startsWith('/files/')) return false;
  try {
    return isInPackage(decodeURIComponent(path.slice('/files/'.length)).replace(/\/+/g, '/'));
  } catch {
    return false;
  }
}

function originOf(url: string): string {
  try {
    return new URL(url).origin;
  } catch {
    return '';
  }
}
