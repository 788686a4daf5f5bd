/** ELO-5: a parsed manifest and the names of the files beside it -> a checked package and what was found. */
import { takeNotes, TooMuch, type Found, type Notes } from './found';
import { readLaunch } from './read-launch';
import { freeIdentifier, readOrganisation } from './read-activities';
import { newShelf, noteMetadata, readScope, type Scope, type Shelf } from './read-resources';
import { indexFiles, type FileIndex } from './resolve-href';
import { detectVersion } from './scorm-version';
import { readSequencing } from './read-sequencing';
import { shorten } from './read-values';
import type { Activity, CheckedPackage, Organisation, ScormVersion } from './types';
import { attribute, childNamed, childrenNamed, everyNode, type XmlNode } from './xml-tree';

export type ReadManifest = { readonly package?: CheckedPackage; readonly findings: readonly Found[] };

/**
 * Pure. `fileNames` are paths relative to the manifest's folder; `manifestPath` (from the zip's top)
 * names the place in findings, and its folder becomes `CheckedPackage.root`.
 */
export function readManifest(
  tree: XmlNode,
  fileNames: readonly string[],
  manifestPath = 'imsmanifest.xml',
): ReadManifest {
  const notes = takeNotes(manifestPath);
  try {
    return read(notes, tree, fileNames, manifestPath);
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    notes.at(tree.line, 'manifest-grows');
    return { findings: notes.found };
  }
}

function read(notes: Notes, tree: XmlNode, fileNames: readonly string[], manifestPath: string): ReadManifest {
  if (tree.name.toLowerCase() !== 'manifest') {
    notes.at(tree.line, 'manifest-not-a-manifest', { name: shorten(tree.name) });
    return { findings: notes.found };
  }
  const version = detectVersion(notes, tree);
  const files = indexFiles(fileNames);
  const shelf = newShelf();
  const scope = readScope(notes, files, shelf, tree, []);
  const organisations = readOrganisations(notes, version, shelf, scope);
  for (const list of childrenNamed(tree, 'organizations')) {
    for (const node of everyNode(list)) noteMetadata(notes, files, shelf, node, []);
  }
  const chosen = chooseOrganisation(notes, tree, organisations);
  if (chosen === undefined || !canBeOpened(chosen)) notes.at(tree.line, 'manifest-nothing-to-launch');
  if (chosen === undefined) return { findings: notes.found };
  if (canBeOpened(chosen)) noteLaunchFiles(notes, tree, files, chosen);
  noteFiles(notes, files, shelf);
  const root = manifestPath.includes('/') ? manifestPath.slice(0, manifestPath.lastIndexOf('/')) : '';
  const found: CheckedPackage = {
    scormVersion: version,
    title: chosen.title,
    root,
    defaultOrganisation: chosen.identifier,
    organisations,
  };
  return { package: found, findings: notes.found };
}

function readOrganisations(notes: Notes, version: ScormVersion, shelf: Shelf, scope: Scope): Organisation[] {
  const nodes = childrenNamed(scope.node, 'organizations').flatMap((list) => childrenNamed(list, 'organization'));
  const fallbackTitle = attribute(scope.node, 'identifier') ?? '';
  const organisations = new Map<string, number>();
  const read = nodes.map((node) =>
    readOrganisation({ notes, version, shelf, taken: new Map(), organisations }, scope, node, fallbackTitle),
  );
  if (read.some(canBeOpened)) return read;
  const made = organisationOfResources(notes, version, scope, fallbackTitle);
  return made === undefined ? read : [made];
}

/** A package that lists resources but no way through them is played in the order of its launchable resources. */
function organisationOfResources(
  notes: Notes,
  version: ScormVersion,
  scope: Scope,
  fallbackTitle: string,
): Organisation | undefined {
  const scorm12 = version === '1.2';
  const plain = scorm12 ? {} : { sequencing: readSequencing(notes, NOWHERE, new Map()) };
  const describe = { visible: true, hideLmsUi: [], sharedData: [], ...plain };
  const all = [...scope.resources.values()].filter((one) => one.hrefWritten !== undefined);
  const scos = all.filter((one) => one.scormType === 'sco');
  const taken = new Map<string, number>();
  const identifier = freeIdentifier(taken, 'resources');
  const children = (scos.length > 0 ? scos : all).flatMap((one): Activity[] => {
    const resource = readLaunch(notes, { ...NOWHERE, line: one.line }, one, '');
    if (resource === undefined) return [];
    const name = freeIdentifier(taken, one.identifier === '' ? `item-${taken.size}` : one.identifier);
    return [{ ...describe, identifier: name, title: name, children: [], resource }];
  });
  if (children.length === 0) return undefined;
  notes.at(scope.node.line, 'organisations-none', { count: children.length });
  const title = fallbackTitle === '' ? 'SCORM' : fallbackTitle;
  return {
    identifier,
    title,
    objectivesGlobalToSystem: true,
    sharedDataGlobalToSystem: true,
    root: { ...describe, identifier, title, children },
  };
}

const NOWHERE: XmlNode = { name: 'item', space: '', attributes: [], text: '', children: [], line: 0 };

/** CAM 3.4.1.7: the default organisation, or the first one that has something to play. */
function chooseOrganisation(
  notes: Notes,
  tree: XmlNode,
  organisations: readonly Organisation[],
): Organisation | undefined {
  const list = childNamed(tree, 'organizations');
  const line = list?.line ?? tree.line;
  const wanted = attribute(list, 'default') ?? '';
  const first = organisations[0];
  if (first === undefined) return undefined;
  if (organisations.length > 1) notes.at(line, 'organisations-several', { count: organisations.length });
  const named = organisations.find((one) => one.identifier === wanted);
  if (wanted !== '' && named === undefined)
    notes.at(line, 'organisation-default-broken', { wanted: shorten(wanted), taken: shorten(first.title) });
  const chosen = named ?? first;
  if (canBeOpened(chosen)) return chosen;
  const playable = organisations.find(canBeOpened);
  if (playable !== undefined) notes.at(line, 'organisation-default-empty', { taken: shorten(playable.title) });
  return playable ?? chosen;
}

function canBeOpened(organisation: Organisation): boolean {
  return leavesOf(organisation.root).some((leaf) => leaf.resource !== undefined);
}

/** A missing launch file refuses the package only when no activity at all can be launched. */
function noteLaunchFiles(notes: Notes, tree: XmlNode, files: FileIndex, organisation: Organisation): void {
  const launchable = leavesOf(organisation.root).some(
    ({ resource }) => resource !== undefined && (files.has(resource.href) || /^https?:/i.test(resource.href)),
  );
  if (!launchable) notes.at(tree.line, 'manifest-launch-files-missing');
  const kinds = leavesOf(organisation.root).map((leaf) => leaf.resource?.scormType);
  if (!kinds.includes('sco')) notes.at(tree.line, 'resources-assets-only');
}

const SCHEMA_FILE = /(^|\/)(imsmanifest\.xml|[^/]+\.(xsd|dtd))$/i;

function noteFiles(notes: Notes, files: FileIndex, shelf: Shelf): void {
  const unlisted = files.names.filter((name) => !shelf.listed.has(name) && !SCHEMA_FILE.test(name));
  if (unlisted.length > 0)
    notes.at(0, 'files-unlisted', { count: unlisted.length, example: shorten(unlisted[0] ?? '') });
}

/** The activities without children, in order. */
export function leavesOf(activity: Activity): Activity[] {
  return activity.children.length === 0 ? [activity] : activity.children.flatMap(leavesOf);
}

/** All activities below the root, parents first, as a table of contents lists them. */
export function activitiesOf(root: Activity): Activity[] {
  return root.children.flatMap((child) => [child, ...activitiesOf(child)]);
}
