/** From what a manifest writes (`xml:base`, `href`, `parameters`) to a file of the package. */

/** The files below the manifest's folder, looked up in the ways authors spell them. */
export type FileIndex = {
  readonly has: (path: string) => boolean;
  /** The only file whose path is equal but for case; undefined when none or several are. */
  readonly ignoringCase: (path: string) => string | undefined;
  readonly names: readonly string[];
};

export function indexFiles(names: readonly string[]): FileIndex {
  const exact = new Set(names);
  const folded = new Map<string, string | null>();
  for (const name of names) {
    const key = name.toLowerCase();
    folded.set(key, folded.has(key) ? null : name);
  }
  return {
    names,
    has: (path) => exact.has(path),
    ignoringCase: (path) => folded.get(path.toLowerCase()) ?? undefined,
  };
}

export type Address =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly suffix: string;
      readonly exists: boolean;
      readonly mended: boolean;
    }
  | { readonly kind: 'remote'; readonly url: string; readonly suffix: string }
  | { readonly kind: 'outside' }
  | { readonly kind: 'unusable' };

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Joins a base and a reference as URLs are joined (RFC 3986, 5.2), for paths inside a package:
 * the part after the base's last slash is replaced, an absolute reference wins.
 */
export function joinBase(base: string, reference: string): string {
  if (reference === '') return base;
  if (SCHEME.test(reference) || reference.startsWith('//')) return reference;
  const origin = /^([a-z][a-z0-9+.-]*:)?\/\/[^/?#]*/i.exec(base)?.[0];
  if (reference.startsWith('/')) return origin === undefined ? reference : origin + reference;
  const folder = splitSuffix(base).path.replace(/[^/]*$/, '');
  return folder + reference;
}

/** Splits off query and fragment. */
export function splitSuffix(href: string): { readonly path: string; readonly suffix: string } {
  const at = href.search(/[?#]/);
  return at < 0 ? { path: href, suffix: '' } : { path: href.slice(0, at), suffix: href.slice(at) };
}

/**
 * Appends an item's `parameters` to what follows the path (CAM 3.4): leading `?` and `&` are
 * dropped; a fragment is discarded when there is one already; a query is joined with `?` or `&`.
 * The book appends a query even behind a fragment, where no page would find it; it goes before it here.
 */
export function addParameters(suffix: string, parameters: string): string {
  const cleaned = parameters.trim().replace(/^[?&]+/, '');
  if (cleaned === '') return suffix;
  const at = suffix.indexOf('#');
  const query = at < 0 ? suffix : suffix.slice(0, at);
  const fragment = at < 0 ? '' : suffix.slice(at);
  if (cleaned.startsWith('#')) return fragment === '' ? query + cleaned : suffix;
  const joint = query === '' ? '?' : query.endsWith('?') || query.endsWith('&') ? '' : '&';
  if (fragment !== '' && cleaned.includes('#'))
    return query + joint + cleaned.slice(0, cleaned.indexOf('#')) + fragment;
  return query + joint + cleaned + fragment;
}

/** Finds the file that `href` names, under the bases that apply to it (outermost first). */
export function resolveHref(files: FileIndex, bases: readonly string[], href: string): Address {
  const written = [...bases, href].map(plain);
  const slashed = [...bases.map(plain).map(withSlash), plain(href)];
  const joined = written.reduce(joinBase, '');
  if (SCHEME.test(joined) || joined.startsWith('//')) return remote(joined);
  const mendedByHand = [...bases, href].some((one) => one.includes('\\')) || joined.startsWith('/');
  let outside = false;
  for (const [candidate, mended] of [
    [joined, mendedByHand],
    [slashed.reduce(joinBase, ''), true],
  ] as const) {
    for (const { path, suffix } of [{ path: candidate, suffix: '' }, splitSuffix(candidate)]) {
      const spellings = [path, decodePercent(path)].map(normalisePath);
      if (spellings.includes(undefined)) outside = true;
      for (const spelling of spellings) {
        if (spelling !== undefined && files.has(spelling))
          return { kind: 'file', path: spelling, suffix, exists: true, mended };
      }
      for (const spelling of spellings) {
        const real = spelling === undefined ? undefined : files.ignoringCase(spelling);
        if (real !== undefined) return { kind: 'file', path: real, suffix, exists: true, mended: true };
      }
    }
  }
  const { path, suffix } = splitSuffix(joined);
  const decoded = normalisePath(decodePercent(path));
  if (outside || decoded === undefined) return { kind: 'outside' };
  return decoded === '' ? { kind: 'unusable' } : { kind: 'file', path: decoded, suffix, exists: false, mended: false };
}

/**
 * A path without `.` and `..` and doubled slashes, Unicode-composed; undefined when it leaves the package.
 */
export function normalisePath(path: string): string | undefined {
  const kept: string[] = [];
  for (const segment of path.normalize('NFC').split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.pop() === undefined) return undefined;
  }
  return kept.join('/');
}

/** Decodes %XX where it is valid UTF-8, and leaves the text alone where it is not. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/(%[0-9a-f]{2})+/gi, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        return run;
      }
    });
  }
}

function plain(reference: string): string {
  const { path, suffix } = splitSuffix(reference.trim());
  return path.replaceAll('\\', '/') + suffix;
}

function withSlash(base: string): string {
  return base === '' || base.endsWith('/') ? base : `${base}/`;
}

function remote(url: string): Address {
  if (!/^(https?:)?\/\/[^/?#\s]+/i.test(url)) return { kind: 'unusable' };
  const { path, suffix } = splitSuffix(url);
  return { kind: 'remote', url: path.startsWith('//') ? `https:${path}` : path, suffix };
}
