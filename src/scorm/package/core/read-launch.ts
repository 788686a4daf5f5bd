/** What launching an item opens, and what is odd about it. */
import type { Notes } from './found';
import { shorten } from './read-values';
import type { Resource } from './read-resources';
import { addParameters } from './resolve-href';
import type { ActivityResource } from './types';
import { attribute, childText, type XmlNode } from './xml-tree';

/** Extensions a browser opens by itself. Anything else may be downloaded instead of shown. */
const OPENABLE = new Set([
  'html',
  'htm',
  'xhtml',
  'xht',
  'pdf',
  'txt',
  'png',
  'jpg',
  'jpeg',
  'gif',
  'svg',
  'webp',
  'mp4',
  'm4v',
  'webm',
  'ogv',
  'mp3',
  'm4a',
  'ogg',
  'wav',
  'xml',
]);
const SERVER_PAGES = new Set(['asp', 'aspx', 'php', 'jsp', 'cfm', 'cgi', 'pl', 'shtml']);

/** The launch of a leaf (CAM 3.4.1.9), or undefined when the resource cannot be opened at all. */
export function readLaunch(
  notes: Notes,
  item: XmlNode,
  resource: Resource,
  parameters: string,
): ActivityResource | undefined {
  const title = shorten(childText(item, 'title') ?? attribute(item, 'identifier') ?? resource.identifier);
  const { address, hrefWritten } = resource;
  if (address === undefined || hrefWritten === undefined) {
    notes.at(item.line, 'item-resource-not-launchable', { title, resource: shorten(resource.identifier) });
    return undefined;
  }
  const href = shorten(hrefWritten);
  if (address.kind === 'unusable') {
    notes.at(resource.line, 'launch-address-unusable', { title, href });
    return undefined;
  }
  if (address.kind === 'outside') {
    notes.at(resource.line, 'launch-outside', { title, href });
    return undefined;
  }
  if (!resource.typeSaid) notes.at(resource.line, 'resource-type-missing', { resource: shorten(resource.identifier) });
  const { identifier, scormType } = resource;
  const suffix = addParameters(address.suffix, parameters);
  if (address.kind === 'remote') {
    notes.at(resource.line, 'launch-remote', { title, href });
    return { identifier, scormType, href: address.url, parameters: suffix };
  }
  if (!address.exists) notes.at(resource.line, 'launch-file-missing', { title, href });
  else noteKind(notes, resource, title, address.path);
  return { identifier, scormType, href: address.path, parameters: suffix };
}

function noteKind(notes: Notes, resource: Resource, title: string, path: string): void {
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  if (SERVER_PAGES.has(extension)) notes.at(resource.line, 'launch-server-page', { title, file: shorten(path) });
  else if (extension === 'swf') notes.at(resource.line, 'launch-flash', { title, file: shorten(path) });
  else if (!OPENABLE.has(extension)) notes.at(resource.line, 'launch-type-unusual', { title, file: shorten(path) });
}
