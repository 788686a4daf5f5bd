/** The resources of a manifest and of its sub-manifests, with their addresses resolved. */
import type { Notes } from './found';
import { shorten } from './read-values';
import { resolveHref, type Address, type FileIndex } from './resolve-href';
import { attribute, childNamed, childrenNamed, childText, type XmlNode } from './xml-tree';

export type Resource = {
  readonly identifier: string;
  readonly line: number;
  readonly scormType: 'sco' | 'asset';
  /** Whether the manifest said which it is. */
  readonly typeSaid: boolean;
  readonly hrefWritten?: string;
  readonly address?: Address;
};

/** One manifest or sub-manifest: its own resources first, then those of any other. */
export type Scope = {
  readonly node: XmlNode;
  readonly identifier: string;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly inner: readonly Scope[];
};

/** What the reading of all resources leaves behind. */
export type Shelf = {
  readonly listed: Set<string>;
  readonly all: Map<string, Resource>;
  readonly scopes: Map<string, Scope>;
};

export function newShelf(): Shelf {
  return { listed: new Set(), all: new Map(), scopes: new Map() };
}

/** Reads a manifest's resources and, inside it, those of its sub-manifests (CAM 3.4.3; `xml:base` at every level). */
export function readScope(
  notes: Notes,
  files: FileIndex,
  shelf: Shelf,
  node: XmlNode,
  bases: readonly string[],
): Scope {
  const manifestBases = withBase(bases, node);
  const resources = new Map<string, Resource>();
  for (const list of childrenNamed(node, 'resources')) {
    const listBases = withBase(manifestBases, list);
    const nodes = childrenNamed(list, 'resource');
    for (const one of nodes) {
      const resource = readResource(notes, files, shelf, one, withBase(listBases, one));
      if (!resources.has(resource.identifier)) resources.set(resource.identifier, resource);
      if (!shelf.all.has(resource.identifier)) shelf.all.set(resource.identifier, resource);
    }
    noteDependencies(notes, nodes, resources);
  }
  const inner = childrenNamed(node, 'manifest').map((one) => readScope(notes, files, shelf, one, manifestBases));
  const scope = { node, identifier: attribute(node, 'identifier') ?? '', resources, inner };
  if (scope.identifier !== '' && !shelf.scopes.has(scope.identifier)) shelf.scopes.set(scope.identifier, scope);
  noteMetadata(notes, files, shelf, node, manifestBases);
  return scope;
}

function readResource(notes: Notes, files: FileIndex, shelf: Shelf, node: XmlNode, bases: readonly string[]): Resource {
  const written = attribute(node, 'href');
  const href = written === undefined || written === '' ? undefined : written;
  const type = attribute(node, 'scormType')?.toLowerCase();
  const address = href === undefined ? undefined : resolve(notes, files, bases, href);
  if (href !== undefined && address !== undefined) list(notes, shelf, node, href, address);
  for (const file of childrenNamed(node, 'file')) readFile(notes, files, shelf, file, bases);
  noteMetadata(notes, files, shelf, node, bases);
  return {
    identifier: attribute(node, 'identifier') ?? '',
    line: node.line,
    // Unsaid is taken as a SCO: an asset completes by being opened, which must not happen by omission.
    scormType: type === 'asset' ? 'asset' : 'sco',
    typeSaid: type === 'asset' || type === 'sco',
    ...(href === undefined ? {} : { hrefWritten: href }),
    ...(address === undefined ? {} : { address }),
  };
}

function readFile(notes: Notes, files: FileIndex, shelf: Shelf, file: XmlNode, bases: readonly string[]): void {
  const href = attribute(file, 'href');
  if (href === undefined || href === '') return;
  const address = resolve(notes, files, bases, href);
  list(notes, shelf, file, href, address);
  if (address.kind === 'outside' || (address.kind === 'file' && !address.exists)) {
    notes.at(file.line, 'file-missing', { href: shorten(href) });
  }
  noteMetadata(notes, files, shelf, file, bases);
}

function list(notes: Notes, shelf: Shelf, node: XmlNode, href: string, address: Address): void {
  if (address.kind !== 'file' || !address.exists) return;
  // The launch href is usually listed again as a file: say it once.
  if (address.mended && !shelf.listed.has(address.path)) {
    notes.at(node.line, 'href-mended', { href: shorten(href), file: shorten(address.path) });
  }
  shelf.listed.add(address.path);
}

function noteDependencies(notes: Notes, nodes: readonly XmlNode[], resources: ReadonlyMap<string, Resource>): void {
  for (const node of nodes) {
    for (const dependency of childrenNamed(node, 'dependency')) {
      const reference = attribute(dependency, 'identifierref') ?? '';
      if (!resources.has(reference)) notes.at(dependency.line, 'dependency-unknown', { reference: shorten(reference) });
    }
  }
}

/** External metadata (`adlcp:location`): wanted by catalogues, never needed to play. */
export function noteMetadata(
  notes: Notes,
  files: FileIndex,
  shelf: Shelf,
  owner: XmlNode,
  bases: readonly string[],
): void {
  const metadata = childNamed(owner, 'metadata');
  const location = childText(metadata, 'location');
  if (metadata === undefined || location === undefined) return;
  const address = resolve(notes, files, bases, location);
  if (address.kind === 'file' && address.exists) shelf.listed.add(address.path);
  else if (address.kind !== 'remote') notes.at(metadata.line, 'metadata-missing', { href: shorten(location) });
}

/** Long addresses cost most: a base that fills the manifest, and thousands of files below it. */
function resolve(notes: Notes, files: FileIndex, bases: readonly string[], href: string): Address {
  notes.spend(bases.reduce((sum, base) => sum + base.length, href.length) / 20);
  return resolveHref(files, bases, href);
}

function withBase(bases: readonly string[], node: XmlNode): readonly string[] {
  const base = node.attributes.find((one) => one.name === 'base')?.value.trim();
  return base === undefined || base === '' ? bases : [...bases, base];
}
