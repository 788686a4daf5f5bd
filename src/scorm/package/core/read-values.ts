/** Reads typed values from attributes and texts; what cannot be read is noted and its default taken. */
import type { Notes } from './found';
import { attribute, type XmlNode } from './xml-tree';

/** The longest piece of an author's text that a finding repeats. */
const SHOWN = 80;

export function shorten(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}

export function noteInvalid(notes: Notes, line: number, name: string, value: string): void {
  notes.at(line, 'value-invalid', { name, value: shorten(value) });
}

/** xs:boolean, any case; `otherwise` when absent or unreadable. */
export function readBoolean(notes: Notes, node: XmlNode | undefined, name: string, otherwise: boolean): boolean {
  const text = attribute(node, name);
  if (node === undefined || text === undefined || text === '') return otherwise;
  switch (text.toLowerCase()) {
    case 'true':
    case '1':
      return true;
    case 'false':
    case '0':
      return false;
    default:
      noteInvalid(notes, node.line, name, text);
      return otherwise;
  }
}

/** A decimal number within bounds, from a text. */
export function numberFrom(
  notes: Notes,
  line: number,
  name: string,
  text: string | undefined,
  bounds: { readonly min: number; readonly max: number; readonly whole?: boolean },
): number | undefined {
  const trimmed = text?.trim();
  if (trimmed === undefined || trimmed === '') return undefined;
  const value = /^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  const fits = value >= bounds.min && value <= bounds.max && (bounds.whole !== true || Number.isInteger(value));
  if (!fits) {
    noteInvalid(notes, line, name, trimmed);
    return undefined;
  }
  return value;
}

/** A number attribute within bounds; undefined when absent or unreadable. */
export function readNumber(
  notes: Notes,
  node: XmlNode | undefined,
  name: string,
  bounds: { readonly min: number; readonly max: number; readonly whole?: boolean },
): number | undefined {
  return node === undefined ? undefined : numberFrom(notes, node.line, name, attribute(node, name), bounds);
}

/** One of a vocabulary, ignoring case; undefined when absent or unknown. */
export function wordFrom<Word extends string>(
  notes: Notes,
  line: number,
  name: string,
  text: string | undefined,
  words: readonly Word[],
): Word | undefined {
  const trimmed = text?.trim();
  if (trimmed === undefined || trimmed === '') return undefined;
  const word = words.find((one) => one.toLowerCase() === trimmed.toLowerCase());
  if (word === undefined) noteInvalid(notes, line, name, trimmed);
  return word;
}

/** A vocabulary attribute with its default. */
export function readWord<Word extends string>(
  notes: Notes,
  node: XmlNode | undefined,
  name: string,
  words: readonly Word[],
  otherwise: Word,
): Word {
  if (node === undefined) return otherwise;
  return wordFrom(notes, node.line, name, attribute(node, name), words) ?? otherwise;
}
