/** What the runner needs to know of a manifest: which files to make, how the course is called, which objectives it shares. */
import { posix } from 'node:path';
import { parseStringPromise } from 'xml2js';

export type ManifestFacts = {
  /** Title of the default organisation, blanks collapsed. */
  readonly title: string;
  /** Titles of its items. */
  readonly titles: readonly string[];
  /** Paths of the pages that resources launch. */
  readonly pages: readonly string[];
  /** Paths of all other files that are listed. */
  readonly files: readonly string[];
  /** System-wide objectives by their id: what this course may write, and what it reads. */
  readonly writes: ReadonlySet<string>;
  readonly reads: ReadonlySet<string>;
};

/** An element as the parser gives it: attributes under `$`, children under their name, text under `_`. */
type Node = { readonly $?: Readonly<Record<string, string>>; readonly _?: string } & {
  readonly [name: string]: unknown;
};

const withoutPrefix = (name: string): string => name.replace(/^.*:/, '');
const attribute = (node: Node, name: string): string | undefined => node.$?.[name];

function childrenOf(node: Node, name: string): Node[] {
  const found = node[name];
  return Array.isArray(found) ? found.filter((one): one is Node => typeof one === 'object' && one !== null) : [];
}

function* descendants(node: Node): Generator<[string, Node]> {
  for (const [name, list] of Object.entries(node)) {
    if (name === '$' || !Array.isArray(list)) continue;
    for (const child of list as unknown[]) {
      if (typeof child !== 'object' || child === null) continue;
      yield [name, child as Node];
      yield* descendants(child as Node);
    }
  }
}

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** @throws Error when it is no manifest */
export async function readManifest(bytes: Uint8Array): Promise<ManifestFacts> {
  const text = new TextDecoder().decode(bytes).replace(/^\uFEFF/, '');
  const parsed = (await parseStringPromise(text, {
    explicitCharkey: true,
    tagNameProcessors: [withoutPrefix],
    attrNameProcessors: [withoutPrefix],
  })) as { readonly manifest?: Node };
  const { manifest } = parsed;
  if (!manifest) throw new Error('this is no manifest');
  const organisations = childrenOf(manifest, 'organizations').flatMap((one) => childrenOf(one, 'organization'));
  const wanted = childrenOf(manifest, 'organizations').map((one) => attribute(one, 'default'))[0];
  const organisation = organisations.find((one) => attribute(one, 'identifier') === wanted) ?? organisations[0];
  if (!organisation) throw new Error('the manifest has no organisation');
  const shared = attribute(organisation, 'objectivesGlobalToSystem')?.trim() !== 'false';
  return {
    title: titleOf(organisation),
    titles: [...descendants(organisation)].filter(([name]) => name === 'item').map(([, item]) => titleOf(item)),
    ...filesOf(manifest),
    ...(shared ? objectivesOf(manifest) : { writes: new Set<string>(), reads: new Set<string>() }),
  };
}

const titleOf = (node: Node): string => oneLine(childrenOf(node, 'title')[0]?._ ?? '');

function filesOf(manifest: Node): Pick<ManifestFacts, 'pages' | 'files'> {
  const pages = new Set<string>();
  const files = new Set<string>();
  const pathOf = (...parts: (string | undefined)[]): string =>
    posix.normalize(parts.map((part) => (part ?? '').trim()).join('')).replace(/^\/+/, '');
  for (const resources of childrenOf(manifest, 'resources'))
    for (const resource of childrenOf(resources, 'resource')) {
      const base = [manifest, resources, resource].map((node) => attribute(node, 'base'));
      const href = attribute(resource, 'href')?.split(/[?#]/, 1)[0];
      if (href !== undefined && !/^[a-z]+:/i.test(href)) pages.add(decodeURI(pathOf(...base, href)));
      for (const file of childrenOf(resource, 'file')) {
        const listed = attribute(file, 'href');
        if (listed !== undefined) files.add(decodeURI(pathOf(...base, listed)));
      }
    }
  return { pages: [...pages], files: [...files].filter((path) => !pages.has(path)) };
}

/** Write flags are false and read flags true unless a map says otherwise (CP 5.1.7.2). */
function objectivesOf(manifest: Node): Pick<ManifestFacts, 'writes' | 'reads'> {
  const [writes, reads] = [new Set<string>(), new Set<string>()];
  for (const [name, node] of descendants(manifest)) {
    const target = attribute(node, 'targetObjectiveID');
    if (name !== 'mapInfo' || target === undefined) continue;
    const flags = Object.entries(node.$ ?? {});
    if (flags.some(([flag, value]) => flag.startsWith('write') && value.trim() === 'true')) writes.add(target.trim());
    const reading = ['readSatisfiedStatus', 'readNormalizedMeasure'];
    if (
      flags.some(([flag, value]) => flag.startsWith('read') && value.trim() === 'true') ||
      reading.some((flag) => attribute(node, flag) === undefined)
    )
      reads.add(target.trim());
  }
  return { writes, reads };
}
