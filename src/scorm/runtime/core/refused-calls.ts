/** What the browser refused before it came to be saved, in the words that are shown beside a commit. */
import { noteOn } from './element-notes';
import type { JournalEntry, RefusedElement } from './protocol';

/** Kept of one entry: content that errs in a loop fills nobody's disk. */
export const mostRefusedCalls = 50;

/** Calls that scorm-again or our guard refused, as remarks on the entry that brings them (`JournalEntry.refused`). */
export const refusedCalls = ({ sequence, refused = [] }: JournalEntry): RefusedElement[] =>
  refused
    .slice(0, mostRefusedCalls)
    .map(({ element, value, error }) => ({ sequence, ...noteOn(element, 'refused-in-browser', value, Number(error)) }));
