/** Organisations and items into activity trees. */
import type { Notes } from './found';
import { readLaunch } from './read-launch';
import type { Resource, Scope, Shelf } from './read-resources';
import { readSequencing, readSequencingCollection, type SequencingCollection } from './read-sequencing';
import { noteInvalid, numberFrom, readBoolean, readNumber, shorten } from './read-values';
import type { Activity, ActivityResource, CompletionThreshold, Organisation, ScormVersion } from './types';
import { attribute, childNamed, childrenNamed, childText, type XmlNode } from './xml-tree';

/** Activities after which no sub-manifest is unfolded any more. */
const MOST_ACTIVITIES = 10_000;
/** Levels below which none is: a chain of sub-manifests would be as deep as it is long. */
const DEEPEST = 200;
/** Characters of an identifier that are kept: what was saved is found by it, and a key of an index has its limit. */
const LONGEST_IDENTIFIER = 600;
const HIDEABLE = ['continue', 'previous', 'exit', 'exitAll', 'abandon', 'abandonAll', 'suspendAll'];
const TIME_LIMIT_ACTIONS = ['exit,message', 'exit,no message', 'continue,message', 'continue,no message'] as const;

/** What the reading of one organisation carries along. */
export type Reading = {
  readonly notes: Notes;
  readonly version: ScormVersion;
  readonly shelf: Shelf;
  /** Identifiers given so far in this organisation, how often each: the engine needs them unique. */
  readonly taken: Map<string, number>;
  /** Identifiers of the organisations so far. */
  readonly organisations: Map<string, number>;
};

/** The way down to an item: the sub-manifests that were entered, and how deep it is. */
type Way = { readonly via: readonly string[]; readonly depth: number };

/** CAM 3.4.1.8: an organisation is the root activity. */
export function readOrganisation(reading: Reading, scope: Scope, node: XmlNode, fallbackTitle: string): Organisation {
  const collection = readSequencingCollection(scope.node);
  const identifier = takeIdentifier(reading.notes, reading.organisations, node, 'organisation');
  reading.taken.set(identifier, 1);
  const title = childText(node, 'title') ?? fallbackTitle;
  if (childText(node, 'title') === undefined)
    reading.notes.at(node.line, 'title-missing', { identifier: shorten(identifier) });
  const children = childrenNamed(node, 'item').map((item) =>
    readItem(reading, scope, collection, item, { via: [], depth: 1 }),
  );
  return {
    identifier,
    title,
    objectivesGlobalToSystem: readBoolean(reading.notes, node, 'objectivesGlobalToSystem', true),
    sharedDataGlobalToSystem: readBoolean(reading.notes, node, 'sharedDataGlobalToSystem', true),
    root: { ...describe(reading, node, collection), identifier, title, visible: true, children },
  };
}

function readItem(reading: Reading, scope: Scope, collection: SequencingCollection, node: XmlNode, way: Way): Activity {
  const { notes } = reading;
  // What a sub-manifest adds was written once and may come again and again.
  notes.spend(way.via.length === 0 ? 1 : 10);
  const identifier = takeIdentifier(notes, reading.taken, node, 'item');
  const title = childText(node, 'title') ?? identifier;
  if (childText(node, 'title') === undefined) notes.at(node.line, 'title-missing', { identifier: shorten(identifier) });
  const visible = readBoolean(notes, node, 'isvisible', true);
  if (!visible) notes.at(node.line, 'item-hidden', { title: shorten(title) });
  const below: Way = { via: way.via, depth: way.depth + 1 };
  const own = childrenNamed(node, 'item').map((item) => readItem(reading, scope, collection, item, below));
  const target = followReference(reading, scope, node, own.length > 0, way);
  return {
    ...describe(reading, node, collection),
    identifier,
    title,
    visible,
    children: target.children.length > 0 ? target.children : own,
    ...(target.resource === undefined ? {} : { resource: target.resource }),
  };
}

type Target = { readonly resource?: ActivityResource; readonly children: readonly Activity[] };

/** CAM 3.4.1.9: `identifierref` names a resource or a sub-manifest, in this manifest or an inner one. */
function followReference(
  reading: Reading,
  scope: Scope,
  item: XmlNode,
  isCluster: boolean,
  { via, depth }: Way,
): Target {
  const { notes } = reading;
  const title = shorten(childText(item, 'title') ?? attribute(item, 'identifier') ?? '');
  const reference = attribute(item, 'identifierref') ?? '';
  if (reference === '') {
    if (!isCluster) notes.at(item.line, 'item-without-resource', { title });
    return { children: [] };
  }
  const resource = findResource(notes, scope, reference) ?? reading.shelf.all.get(reference);
  if (resource !== undefined) {
    // A cluster's resource is never delivered: only leaves are launched (SN 2.1).
    const launch = isCluster ? undefined : readLaunch(notes, item, resource, attribute(item, 'parameters') ?? '');
    return launch === undefined ? { children: [] } : { children: [], resource: launch };
  }
  const inner = reading.shelf.scopes.get(reference);
  if (inner === undefined) {
    notes.at(item.line, 'item-resource-unknown', { title, reference: shorten(reference) });
    return { children: [] };
  }
  // Sub-manifests that name each other many times over would grow without end.
  if (via.includes(reference) || inner === scope || depth > DEEPEST || reading.taken.size > MOST_ACTIVITIES) {
    notes.at(item.line, 'submanifest-loop', { reference: shorten(reference) });
    return { children: [] };
  }
  notes.at(item.line, 'submanifest-used', { reference: shorten(reference) });
  const list = childNamed(inner.node, 'organizations');
  const organisations = childrenNamed(list, 'organization');
  const chosen =
    organisations.find((one) => attribute(one, 'identifier') === attribute(list, 'default')) ?? organisations[0];
  const collection = readSequencingCollection(inner.node);
  return {
    children: childrenNamed(chosen, 'item').map((one) =>
      readItem(reading, inner, collection, one, { via: [...via, reference], depth: depth + 1 }),
    ),
  };
}

function findResource(notes: Notes, scope: Scope, identifier: string): Resource | undefined {
  // A look is far less work than an activity.
  notes.spend(0.1);
  const own = scope.resources.get(identifier);
  if (own !== undefined) return own;
  for (const inner of scope.inner) {
    const found = findResource(notes, inner, identifier);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What an item says about itself besides its place in the tree. */
function describe(reading: Reading, node: XmlNode, collection: SequencingCollection) {
  const { notes } = reading;
  const scorm12 = reading.version === '1.2';
  const prerequisites = scorm12 ? childText(node, 'prerequisites') : undefined;
  const mastery = scorm12 ? readMastery(notes, node) : undefined;
  const maxTimeAllowed = scorm12 ? readMaxTime(notes, node) : undefined;
  const timeLimitAction = readTimeLimitAction(notes, node);
  const dataFromLms = childNamed(node, 'dataFromLMS')?.text.trim();
  const completionThreshold = scorm12 ? undefined : readCompletionThreshold(notes, node);
  return {
    hideLmsUi: scorm12 ? [] : readHidden(notes, node),
    sharedData: scorm12 ? [] : readSharedData(notes, node),
    ...(prerequisites === undefined ? {} : { prerequisites }),
    ...(mastery === undefined ? {} : { masteryScore: mastery }),
    ...(maxTimeAllowed === undefined ? {} : { maxTimeAllowed }),
    ...(timeLimitAction === undefined ? {} : { timeLimitAction }),
    ...(dataFromLms === undefined ? {} : { dataFromLms }),
    ...(completionThreshold === undefined ? {} : { completionThreshold }),
    ...(scorm12 ? {} : { sequencing: readSequencing(notes, node, collection) }),
  };
}

function readMastery(notes: Notes, node: XmlNode): number | undefined {
  const text = childText(node, 'masteryscore')?.replace(/\s*%$/, '').replace(',', '.');
  return numberFrom(notes, childNamed(node, 'masteryscore')?.line ?? node.line, 'masteryscore', text, {
    min: 0,
    max: 100,
  });
}

function readMaxTime(notes: Notes, node: XmlNode): string | undefined {
  const text = childText(node, 'maxtimeallowed');
  if (text === undefined || /^\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?$/.test(text)) return text;
  noteInvalid(notes, childNamed(node, 'maxtimeallowed')?.line ?? node.line, 'maxtimeallowed', text);
  return undefined;
}

function readTimeLimitAction(notes: Notes, node: XmlNode): Activity['timeLimitAction'] {
  const text = childText(node, 'timeLimitAction');
  if (text === undefined) return undefined;
  const tidy = text
    .toLowerCase()
    .replace(/\s*,\s*/, ',')
    .replace(/\s+/g, ' ');
  const action = TIME_LIMIT_ACTIONS.find((one) => one === tidy);
  if (action === undefined)
    noteInvalid(notes, childNamed(node, 'timeLimitAction')?.line ?? node.line, 'timeLimitAction', text);
  return action;
}

/** 3rd Edition: a number as text. 4th Edition: three attributes (CAM 3.4.1.11). */
function readCompletionThreshold(notes: Notes, node: XmlNode): CompletionThreshold | undefined {
  const threshold = childNamed(node, 'completionThreshold');
  if (threshold === undefined) return undefined;
  const unit = { min: 0, max: 1 };
  const text = numberFrom(notes, threshold.line, 'completionThreshold', threshold.text, unit);
  return {
    completedByMeasure: readBoolean(notes, threshold, 'completedByMeasure', text !== undefined),
    minProgressMeasure: readNumber(notes, threshold, 'minProgressMeasure', unit) ?? text ?? 1,
    progressWeight: readNumber(notes, threshold, 'progressWeight', unit) ?? 1,
  };
}

function readHidden(notes: Notes, node: XmlNode): string[] {
  const presentation = childNamed(node, 'presentation');
  const hidden = childrenNamed(childNamed(presentation, 'navigationInterface'), 'hideLMSUI');
  return [
    ...new Set(
      hidden.flatMap((one) => {
        const word = HIDEABLE.find((known) => known === one.text.trim());
        if (word === undefined) noteInvalid(notes, one.line, 'hideLMSUI', one.text.trim());
        return word === undefined ? [] : [word];
      }),
    ),
  ];
}

function readSharedData(notes: Notes, node: XmlNode): Activity['sharedData'] {
  return childrenNamed(childNamed(node, 'data'), 'map').flatMap((map) => {
    const targetId = attribute(map, 'targetID') ?? '';
    if (targetId === '') return [];
    const read = readBoolean(notes, map, 'readSharedData', true);
    return [{ targetId, read, write: readBoolean(notes, map, 'writeSharedData', true) }];
  });
}

function takeIdentifier(
  notes: Notes,
  taken: Map<string, number>,
  node: XmlNode,
  kind: 'item' | 'organisation',
): string {
  const written = attribute(node, 'identifier') ?? '';
  const letters = written.length > LONGEST_IDENTIFIER ? [...written] : [];
  const long = letters.length > LONGEST_IDENTIFIER;
  const kept = long ? letters.slice(0, LONGEST_IDENTIFIER).join('') : written;
  const wanted = kept === '' ? `${kind}-${taken.size + 1}` : kept;
  const identifier = freeIdentifier(taken, wanted);
  if (long) notes.at(node.line, 'identifier-too-long', { identifier: shorten(written), limit: LONGEST_IDENTIFIER });
  if (written === '') notes.at(node.line, 'identifier-missing', { identifier });
  else if (identifier !== kept)
    notes.at(node.line, 'identifier-duplicate', { identifier: shorten(written), given: shorten(identifier) });
  return identifier;
}

/** Remembers how often a name was wanted, so that many equal ones stay cheap. */
export function freeIdentifier(taken: Map<string, number>, wanted: string): string {
  let copy = (taken.get(wanted) ?? 0) + 1;
  taken.set(wanted, copy);
  if (copy === 1) return wanted;
  while (taken.has(`${wanted}-${copy}`)) copy += 1;
  taken.set(`${wanted}-${copy}`, 1);
  return `${wanted}-${copy}`;
}
