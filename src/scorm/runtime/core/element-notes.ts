/** The sentences about single elements: one code, one sentence, filled in. */
import { elementMessages } from '../messages.en';
import { storable } from './storable';

export type ElementCode = keyof typeof elementMessages;

/** A remark about one element: a refusal without its sequence number, or a warning. */
export type ElementNote = {
  readonly element: string;
  readonly code: ElementCode;
  readonly message: string;
};

const LONGEST_SHOWN = 80;

/** Notes are stored too; and a cut may go through the middle of a character. */
const shorten = (text: string): string =>
  storable(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);

/** Builds the remark; names and values of any length are cut to what a person can read. */
export function noteOn(element: string, code: ElementCode, value = '', limit = 0): ElementNote {
  const shown = shorten(element);
  const message = elementMessages[code].replace(/\{(element|value|limit)\}/g, (_, slot: string) =>
    slot === 'element' ? shown : slot === 'value' ? shorten(value) : limit.toLocaleString('en-GB'),
  );
  return { element: shown, code, message };
}
