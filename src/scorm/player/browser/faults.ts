/**
 * What goes wrong in the content's documents: files that are not there and scripts that fail. Only for whoever wants to
 * know (previews and recorded attempts); content notices nothing of it.
 */
import type { Fault } from '../../runtime/core/protocol';

const longestText = 400;
/** Of one activity: content that fails in a loop tells its author no more with the hundredth. */
const mostFaults = 60;
const packagePath = '/files/';

type Tell = (activity: string, fault: Fault) => void;

/** Path in the package, or the address elsewhere without what a query may hold. */
function placeOf(address: string, origin: string): string {
  try {
    const { origin: its, pathname } = new URL(address);
    if (its !== origin) return `${its}${pathname}`.slice(0, longestText);
    const path = pathname.startsWith(packagePath) ? pathname.slice(packagePath.length) : pathname;
    return decodeURIComponent(path).slice(0, longestText);
  } catch {
    return address.slice(0, longestText);
  }
}

const addressOf = (element: Element): string | undefined => {
  const { src, href } = element as Partial<HTMLImageElement & HTMLLinkElement>;
  return typeof src === 'string' && src !== '' ? src : typeof href === 'string' ? href : undefined;
};

/** Anything that can be thrown. */
const textOf = (thrown: unknown): string => {
  try {
    const { message } = (thrown ?? {}) as { message?: unknown };
    return (typeof message === 'string' ? message : String(thrown)).slice(0, longestText);
  } catch {
    return '';
  }
};

/**
 * Each fault is told once for each activity.
 * @returns looks at a document, and at the documents in its frames as they come; call it for every new one
 */
export function watchFaults(tell: Tell): (page: Window, activity: string) => void {
  const looked = new WeakSet<Document>();
  let activity = '';
  let known = new Set<string>();

  function found(fault: Fault): void {
    const key = JSON.stringify(fault);
    if (known.has(key) || known.size >= mostFaults) return;
    known.add(key);
    tell(activity, fault);
  }

  function look(page: Window & Partial<typeof globalThis>): void {
    if (looked.has(page.document)) return;
    looked.add(page.document);
    const { origin } = window.location;
    page.addEventListener(
      'error',
      (event) => {
        // Of another realm: `instanceof` says nothing here.
        const { target, message, filename, lineno } = event as Partial<ErrorEvent>;
        if (typeof message === 'string') {
          const where = filename ? `${placeOf(filename, origin)}:${lineno ?? 0}` : '';
          found({ what: 'script', where, text: message.slice(0, longestText) });
          return;
        }
        const address = target && 'tagName' in target ? addressOf(target as Element) : undefined;
        // What comes from the package says its status below.
        if (address !== undefined && /^https?:/.test(address) && !address.startsWith(`${origin}/`))
          found({ what: 'request', where: placeOf(address, origin), status: 0 });
      },
      true,
    );
    page.addEventListener('unhandledrejection', ({ reason }) =>
      found({ what: 'script', where: '', text: textOf(reason) }),
    );
    // A fetch whose answer content never reads is not listed before it is collected: seen late or, rarely, not at all.
    const Observer = page.PerformanceObserver ?? PerformanceObserver;
    const statuses = new Observer((list) => {
      for (const entry of list.getEntries()) {
        const { responseStatus: status } = entry as PerformanceResourceTiming;
        if (status >= 400) found({ what: 'request', where: placeOf(entry.name, origin), status });
      }
    });
    for (const type of ['resource', 'navigation']) statuses.observe({ type, buffered: true });
    page.document.addEventListener('load', ({ target }) => lookInto(target as Partial<HTMLIFrameElement>), true);
    for (const frame of page.document.querySelectorAll<HTMLIFrameElement>('iframe, frame')) lookInto(frame);
  }

  function lookInto({ contentWindow }: Partial<HTMLIFrameElement>): void {
    try {
      if (contentWindow) look(contentWindow);
    } catch {
      // An address elsewhere is nobody's to look into.
    }
  }

  return (page, its) => {
    if (its !== activity) {
      activity = its;
      known = new Set();
    }
    lookInto({ contentWindow: page });
  };
}
