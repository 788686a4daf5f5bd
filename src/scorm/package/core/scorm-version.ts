/** Which SCORM a manifest is, from what it says and, failing that, from how it is written. */
import type { Notes } from './found';
import { shorten } from './read-values';
import type { ScormVersion } from './types';
import { attribute, childNamed, childText, everyNode, type XmlNode } from './xml-tree';

const XMLNS = 'http://www.w3.org/2000/xmlns/';

type Family = '1.2' | '2004';

/** The version; notes when it had to be guessed. */
export function detectVersion(notes: Notes, manifest: XmlNode): ScormVersion {
  const metadata = childNamed(manifest, 'metadata');
  const written = childText(metadata, 'schemaversion');
  const said = written === undefined ? undefined : versionSaid(written);
  const seen = familySeen(manifest);
  const line = childNamed(metadata, 'schemaversion')?.line ?? manifest.line;
  if (said !== undefined) {
    const family: Family = said === '1.2' ? '1.2' : '2004';
    if (seen !== undefined && seen !== family) notes.at(line, 'version-contradicts', { version: said, seen });
    return said;
  }
  const guess: ScormVersion =
    seen === '2004' ? (usesFourthEdition(manifest) ? '2004 4th Edition' : '2004 3rd Edition') : '1.2';
  if (written === undefined) notes.at(manifest.line, 'version-missing', { version: guess });
  else notes.at(line, 'version-unknown', { written: shorten(written), version: guess });
  return guess;
}

/** What `schemaversion` means, whatever its case and spacing; undefined when it means nothing to us. */
export function versionSaid(written: string): ScormVersion | undefined {
  const text = written
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
  if (/4th|fourth/.test(text)) return '2004 4th Edition';
  if (/3rd|third/.test(text)) return '2004 3rd Edition';
  if (/2nd|second/.test(text)) return '2004 2nd Edition';
  if (/^(scorm |cam )*1\.[012](\.\d+)*$/.test(text)) return '1.2';
  // "CAM 1.3" is what the first two editions of 2004 say.
  if (/^(scorm |cam )*(1\.3(\.\d+)*|2004)$/.test(text)) return '2004 2nd Edition';
  return undefined;
}

/** SCORM 1.2 and 2004 use different namespaces, and spell `scormtype` differently. */
function familySeen(manifest: XmlNode): Family | undefined {
  let hint: Family | undefined;
  for (const node of everyNode(manifest)) {
    // A namespace counts when it is used or only declared.
    const spaces = node.attributes.map((one) => (one.space === XMLNS ? one.value : one.space));
    for (const space of [node.space, ...spaces]) {
      if (/adlcp_rootv1p2|imscp_rootv1p1p2/i.test(space)) return '1.2';
      if (/adlcp_v1p3|imsss|adlseq|adlnav/i.test(space)) return '2004';
    }
    if (hint === undefined) hint = hintOf(node);
  }
  return hint;
}

function hintOf(node: XmlNode): Family | undefined {
  if (['masteryscore', 'prerequisites', 'maxtimeallowed', 'datafromlms', 'timelimitaction'].includes(node.name))
    return '1.2';
  if (['sequencing', 'dataFromLMS', 'timeLimitAction', 'completionThreshold'].includes(node.name)) return '2004';
  if (node.attributes.some((one) => one.name === 'scormtype')) return '1.2';
  if (node.attributes.some((one) => one.name === 'scormType')) return '2004';
  return undefined;
}

function usesFourthEdition(manifest: XmlNode): boolean {
  for (const node of everyNode(manifest)) {
    if (attribute(node, 'sharedDataGlobalToSystem') !== undefined) return true;
    if (attribute(node, 'targetID') !== undefined && node.name === 'map') return true;
    if (node.name === 'completionThreshold' && attribute(node, 'completedByMeasure') !== undefined) return true;
    if (node.name === 'objectives' && node.space.includes('adlseq')) return true;
  }
  return false;
}
