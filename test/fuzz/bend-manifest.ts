/** Mutations of a manifest: of its tree first, then of its text, then of its bytes. */
import iconv from 'iconv-lite';
import { oddValue } from './odd-values';
import type { Random } from './random';
import { copyOf, element, elementsIn, everyElement, writeXml, type Element } from './xml';

type Bend = (random: Random, all: readonly Element[], known: readonly string[]) => void;

const NAMES = [
  'item',
  'organization',
  'organizations',
  'resource',
  'resources',
  'manifest',
  'metadata',
  'title',
  'imsss:sequencing',
  'imsss:objectives',
  'adlseq:objectives',
  'imsss:sequencingCollection',
  '__proto__',
  'constructor',
  'x:y',
  '_',
];
const ATTRIBUTES = [
  'identifier',
  'identifierref',
  'href',
  'xml:base',
  'default',
  'isvisible',
  'parameters',
  'IDRef',
  'ID',
  'objectiveID',
  'targetObjectiveID',
  'attemptLimit',
  'selectCount',
  'minimumCount',
  'xmlns',
  'xmlns:imsss',
  '__proto__',
  'constructor',
];

const place = (random: Random, parent: Element, child: Element | string): void => {
  parent.children.splice(random.int(parent.children.length + 1), 0, child);
};
const someParent = (random: Random, all: readonly Element[]): Element | undefined => {
  const parents = all.filter((one) => elementsIn(one).length > 0);
  return parents.length === 0 ? undefined : random.pick(parents);
};
/** A place in a parent's list where an element is. */
const spot = (random: Random, parent: Element): number => parent.children.indexOf(random.pick(elementsIn(parent)));

const BENDS: readonly Bend[] = [
  function drop(random, all) {
    const parent = someParent(random, all);
    if (parent !== undefined) parent.children.splice(spot(random, parent), 1);
  },
  function duplicate(random, all) {
    const parent = someParent(random, all);
    if (parent === undefined) return;
    const one = parent.children[spot(random, parent)] as Element;
    const copies = random.chance(0.05) ? 60 : 1 + random.int(3);
    // Copies of copies must not grow without end.
    if (everyElement(one).length * copies > 3_000) return;
    for (let more = 0; more < copies; more += 1) place(random, parent, copyOf(one));
  },
  function swapOrMove(random, all) {
    const from = someParent(random, all);
    const to = random.pick(all);
    if (from === undefined) return;
    const one = from.children[spot(random, from)] as Element;
    // Never into itself: a copy, where it would be.
    if (everyElement(one).length > 500) return;
    place(random, to, copyOf(one));
    if (random.chance(0.7)) from.children.splice(from.children.indexOf(one), 1);
  },
  function rename(random, all) {
    const one = random.pick(all);
    one.name = random.chance(0.5) ? random.pick(NAMES) : random.pick(all).name;
    if (random.chance(0.2)) one.name = one.name.replace(/^.*:/, random.pick(['', 'adlcp:', 'zz:']));
  },
  function attribute(random, all, known) {
    const one = random.pick(all);
    const chosen = one.attributes.length === 0 ? undefined : random.pick(one.attributes);
    if (chosen === undefined || random.chance(0.3)) {
      one.attributes.push([random.pick(ATTRIBUTES), oddValue(random, known)]);
    } else if (random.chance(0.2)) one.attributes.splice(one.attributes.indexOf(chosen), 1);
    else if (random.chance(0.1)) chosen[0] = random.pick(ATTRIBUTES);
    else chosen[1] = oddValue(random, known);
  },
  function reference(random, all, known) {
    const references = all.flatMap((one) =>
      one.attributes.filter(([name]) => /ref$|default|Objective|^ID$/i.test(name)),
    );
    if (references.length > 0 && known.length > 0) random.pick(references)[1] = random.pick(known);
  },
  function text(random, all, known) {
    const holders = all.filter((one) => typeof one.children[0] === 'string');
    const one = random.pick(holders.length > 0 && random.chance(0.8) ? holders : all);
    if (typeof one.children[0] === 'string') one.children[0] = oddValue(random, known);
    else place(random, one, oddValue(random, known));
  },
  function nest(random, all) {
    const parent = random.pick(all);
    const name = random.pick([...NAMES, parent.name]);
    let inner = element(name, { identifier: 'deep' });
    for (let level = random.pick([3, 20, 120, 205]); level > 0; level -= 1) inner = element(name, {}, [inner]);
    place(random, parent, inner);
  },
  function shuffle(random, all) {
    const one = someParent(random, all);
    one?.children.sort(() => random.next() - 0.5);
  },
];

/** Changes the tree in place, a few times. */
export function bendTree(random: Random, root: Element): void {
  const known = everyElement(root).flatMap((one) =>
    one.attributes.filter(([name]) => /^(identifier|ID|objectiveID)$/.test(name)).map(([, value]) => value),
  );
  for (let turn = random.int(6); turn >= 0; turn -= 1) random.pick(BENDS)(random, everyElement(root), known);
}

const SNIPPETS = [
  '<!DOCTYPE manifest SYSTEM "x.dtd">',
  '<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
  '<!DOCTYPE',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<?xml version="1.1"?>',
  '<?php ?>',
  '<',
  '>',
  '&',
  '&b;',
  '&#0;',
  '\0',
  '</manifest>',
  '<item>',
  '"',
  ' xmlns=""',
  ' a="1" a="2"',
  '\uFEFF',
  '\uD800',
];

/** Changes of the text as such: cut, doubled, with things in it that do not belong. */
export function bendText(random: Random, text: string): string {
  let bent = text;
  for (let turn = random.int(3); turn >= 0; turn -= 1) {
    const at = random.int(bent.length + 1);
    const way = random.int(5);
    if (way === 0) bent = bent.slice(0, at);
    else if (way === 1) bent = bent.slice(0, at) + bent.slice(at + random.int(40));
    else if (way === 2) bent = bent.slice(0, at) + bent.slice(at, at + random.int(200)).repeat(2) + bent.slice(at);
    else bent = bent.slice(0, at) + random.pick(SNIPPETS) + bent.slice(at);
  }
  return bent;
}

const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'utf-32le',
  'utf-32be',
  'windows-1252',
  'iso-8859-1',
  'shift_jis',
  'cp437',
];
const DECLARED = [
  ...ENCODINGS,
  'UTF-16',
  'UTF-8',
  'us-ascii',
  'x-unknown',
  'base64',
  'hex',
  'utf-7',
  'utf7-imap',
  'internal',
  'binary',
  'ucs2',
  '',
];

/** The bytes of a manifest, now and then in an encoding that is not the one it declares. */
export function encodeManifest(random: Random, body: string): Buffer {
  if (random.chance(0.7)) return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
  const declaration = random.chance(0.7) ? `<?xml version="1.0" encoding="${random.pick(DECLARED)}"?>\n` : '';
  const mark = random.chance(0.4) ? '\uFEFF'.repeat(1 + random.int(2)) : '';
  const bytes = iconv.encode(mark + declaration + body, random.pick(ENCODINGS));
  if (random.chance(0.2)) return Buffer.concat([bytes, Buffer.alloc(random.int(5))]);
  if (random.chance(0.2) && bytes.length > 0) bytes[random.int(bytes.length)] = random.int(256);
  return bytes;
}

/** A grown tree as bytes, bent in `ways`. */
export function bentManifest(random: Random, root: Element): Buffer {
  if (random.chance(0.85)) bendTree(random, root);
  const text = writeXml(root);
  return encodeManifest(random, random.chance(0.25) ? bendText(random, text) : text);
}
