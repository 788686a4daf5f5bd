/** xml2js with what it lacks: lines, caps on depth and elements, a word about DOCTYPE and prefixes. */
import { Parser } from 'xml2js';
import { shorten } from './core/read-values';
import type { XmlNode, XmlAttribute } from './core/xml-tree';

export type ParseJob = { readonly text: string; readonly maxDepth: number; readonly maxElements: number };

export type ParseFault = 'not-well-formed' | 'doctype' | 'too-deep' | 'too-many-elements';

export type ParseResult =
  | { readonly ok: true; readonly tree: XmlNode; readonly notes: readonly ParseNote[] }
  | { readonly ok: false; readonly fault: ParseFault; readonly line: number; readonly detail: string };

export type ParseNote = {
  readonly code: 'manifest-prefix-undeclared' | 'manifest-doctype-ignored';
  readonly line: number;
  readonly detail: string;
};

/** Names that no XML element or attribute can have, so that a hostile name cannot meet ours. */
const ATTRIBUTES = '#attributes';
const TEXT = '#text';
const LINE = '#line';

/** The part of sax, under xml2js, that is used here. */
type Sax = {
  line: number;
  error: Error | null;
  onopentag: (tag: { attributes: Record<string, unknown> }) => void;
  onclosetag: (name: string) => void;
  onerror: (error: Error) => void;
  ondoctype: (text: string) => void;
};

class Refused extends Error {
  constructor(
    readonly fault: ParseFault,
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

/** Never throws. */
export function parseXml(job: ParseJob): ParseResult {
  const parser = new Parser({
    xmlns: true,
    attrkey: ATTRIBUTES,
    charkey: TEXT,
    explicitRoot: true,
    explicitArray: true,
    async: false,
  });
  const sax = (parser as unknown as { saxParser: Sax }).saxParser;
  const notes: ParseNote[] = [];
  watch(sax, job, notes);
  let result: unknown;
  let failure: unknown;
  parser.on('end', (value: unknown) => (result ??= value));
  parser.on('error', (error: unknown) => (failure ??= error));
  try {
    parser.parseString(job.text);
  } catch (error) {
    failure ??= error;
  }
  if (failure !== undefined && failure !== null) return refusal(failure, sax);
  const root = rootOf(result);
  if (root === undefined) return { ok: false, fault: 'not-well-formed', line: 1, detail: 'no root element' };
  return { ok: true, tree: root, notes };
}

function watch(sax: Sax, job: ParseJob, notes: ParseNote[]): void {
  let depth = 0;
  let elements = 0;
  const { onopentag, onclosetag } = sax;
  sax.onopentag = (tag) => {
    depth += 1;
    elements += 1;
    const line = sax.line + 1;
    if (depth > job.maxDepth) throw new Refused('too-deep', line, '');
    if (elements > job.maxElements) throw new Refused('too-many-elements', line, '');
    tag.attributes[LINE] = { local: LINE, uri: '', value: String(line) };
    onopentag(tag);
  };
  sax.onclosetag = (name) => {
    depth -= 1;
    onclosetag(name);
  };
  sax.ondoctype = (text) => {
    // An internal subset may define entities; one that only names a DTD does nothing, as none is ever fetched.
    if (/\[|<!/.test(text)) throw new Refused('doctype', sax.line + 1, '');
    notes.push({ code: 'manifest-doctype-ignored', line: sax.line + 1, detail: '' });
  };
  sax.onerror = (error) => {
    const prefix = /^Unbound namespace prefix: "([^"]*)"/.exec(error.message)?.[1];
    // The first fault is the one to mend; going on would cost as much as an error for every character that follows.
    if (prefix === undefined) throw notWellFormed(error, sax);
    // Well-formed all the same; the prefix itself then stands for the namespace.
    sax.error = null;
    const name = shorten(prefix.split(':')[0] ?? prefix);
    if (!notes.some((note) => note.detail === name))
      notes.push({ code: 'manifest-prefix-undeclared', line: sax.line + 1, detail: name });
  };
}

function refusal(failure: unknown, sax: Sax): ParseResult {
  const { fault, line, message } = failure instanceof Refused ? failure : notWellFormed(failure, sax);
  return { ok: false, fault, line, detail: message };
}

function notWellFormed(failure: unknown, sax: Sax): Refused {
  const message = failure instanceof Error ? failure.message : String(failure);
  const line = /\nLine: (\d+)/.exec(message)?.[1];
  const detail = shorten(message.split('\n')[0] ?? '');
  return new Refused('not-well-formed', line === undefined ? sax.line + 1 : Number(line) + 1, detail);
}

function rootOf(result: unknown): XmlNode | undefined {
  if (!isRecord(result)) return undefined;
  const name = Object.keys(result)[0];
  return name === undefined ? undefined : toNode(result[name]);
}

/** xml2js's objects -> our nodes. Depth is capped before, so the recursion is bounded. */
function toNode(value: unknown): XmlNode | undefined {
  if (!isRecord(value)) return undefined;
  const written = isRecord(value[ATTRIBUTES]) ? value[ATTRIBUTES] : {};
  const space = isRecord(value[`${ATTRIBUTES}ns`]) ? value[`${ATTRIBUTES}ns`] : {};
  const attributes: XmlAttribute[] = [];
  let line = 0;
  for (const one of Object.values(written)) {
    if (!isRecord(one)) continue;
    if (one['local'] === LINE) line = Number(one['value']);
    else attributes.push({ name: asText(one['local']), space: asText(one['uri']), value: asText(one['value']) });
  }
  const children: XmlNode[] = [];
  for (const [name, list] of Object.entries(value)) {
    if (name === ATTRIBUTES || name === `${ATTRIBUTES}ns` || name === TEXT || !Array.isArray(list)) continue;
    for (const one of list) {
      const child = toNode(one);
      if (child !== undefined) children.push(child);
    }
  }
  return {
    name: asText((space as Record<string, unknown>)['local']),
    space: asText((space as Record<string, unknown>)['uri']),
    attributes,
    text: asText(value[TEXT]),
    children,
    line,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
