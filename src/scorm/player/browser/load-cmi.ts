/**
 * From the flat values of the server to what scorm-again loads before Initialize.
 * It must be nested, in real arrays, in the order of their indexes, ids and types first: scorm-again
 * checks dependencies while it loads, sorts flat names as text ("10" before "2"), and drops a numeric 0.
 */
import type { Elements } from '../../runtime/core/protocol';

export type Nested = { [name: string]: string | Nested | (Nested | string)[] };

const first = ['id', 'type'];
const index = /^\d+$/;

function insert(target: Map<string, unknown>, path: readonly string[], value: string): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (rest.length === 0) {
    target.set(name, value);
    return;
  }
  let below = target.get(name);
  if (!(below instanceof Map)) target.set(name, (below = new Map<string, unknown>()));
  insert(below as Map<string, unknown>, rest, value);
}

function rank(name: string): number {
  const found = first.indexOf(name);
  return found === -1 ? first.length : found;
}

function build(source: ReadonlyMap<string, unknown>): Nested | (Nested | string)[] {
  const names = [...source.keys()];
  const value = (name: string): string | Nested | (Nested | string)[] => {
    const one = source.get(name);
    return one instanceof Map ? build(one as Map<string, unknown>) : String(one);
  };
  if (names.length > 0 && names.every((name) => index.test(name))) {
    // Gaps close up: SCORM indexes have none, and a hole would make everything after it fail.
    return names.sort((a, b) => Number(a) - Number(b)).map((name) => value(name) as Nested | string);
  }
  return Object.fromEntries(names.sort((a, b) => rank(a) - rank(b)).map((name) => [name, value(name)]));
}

/** Keywords of the data model that are computed, never loaded. */
const computed = /\._(?:count|children|version)$/;

/**
 * @param elements full names, `cmi.core.lesson_status` or `adl.data.0.id`
 * @param root `cmi` or `adl`
 */
export function nested(elements: Elements, root: string): Nested {
  const tree = new Map<string, unknown>();
  for (const [element, value] of Object.entries(elements)) {
    if (element.startsWith(`${root}.`) && value !== '' && !computed.test(element))
      insert(tree, element.split('.').slice(1), value);
  }
  const result = build(tree);
  return Array.isArray(result) ? {} : result;
}

/** What must not be fed back into a run: scorm-again would count the time twice (SCORM trap) or keep an old exit. */
const ofTheRun: ReadonlySet<string> = new Set([
  'cmi.core.session_time',
  'cmi.core.exit',
  'cmi.session_time',
  'cmi.exit',
  'adl.nav.request',
  'nav.event',
]);

/** The initial values without what belongs to a run that is over. */
export const withoutRun = (elements: Elements): Elements =>
  Object.fromEntries(Object.entries(elements).filter(([element]) => !ofTheRun.has(element)));

/**
 * Loads scorm-again part by part. It throws at the first value that is not to its taste; the rest must not be lost for
 * that, and nothing of it is what content reads (see `guard.ts`).
 */
export function load(
  api: { readonly loadFromJSON: (json: Record<string, unknown>, element?: string) => void },
  elements: Elements,
  root: string,
): void {
  for (const [name, part] of Object.entries(nested(elements, root))) {
    try {
      api.loadFromJSON({ [name]: part }, root);
    } catch {
      // The strict model has it.
    }
  }
}
