/** The server trusts nothing: every element against the data model, one bad one never loses the rest. */
import type { ScormVersion } from '../../package/core/types';
import { MOST_COMMIT_CHARACTERS, MOST_COMMIT_ELEMENTS, MOST_VALUE_CHARACTERS } from './data-model';
import { noteOn, type ElementNote } from './element-notes';
import { finderOf, is12 } from './find-element';
import type { Elements, JournalEntry } from './protocol';
import { checkPatterns } from './response-patterns';
import { storable } from './storable';

export type Validated = {
  /** What may be stored: mended where it had to be. */
  readonly accepted: Elements;
  /** What was not stored, and why (a `RefusedElement` without its sequence). */
  readonly refused: readonly ElementNote[];
  /** What was stored with a remark. */
  readonly warnings: readonly ElementNote[];
};

/** The `entry` that the player says the content was given: allowed in `initialize` only (see fold-activity). */
const ENTRY_WORDS = new Set(['ab-initio', 'resume', '']);
const entryName = (version: ScormVersion): string => (is12(version) ? 'cmi.core.entry' : 'cmi.entry');

const isRecord = (set: unknown): boolean => typeof set === 'object' && set !== null && !Array.isArray(set);

type Kind = JournalEntry['kind'];

/** Characters of a name and its value; what is not text is refused later and costs nothing here. */
function sizeOf(set: Elements, name: string): number {
  const value: unknown = set[name];
  return name.length + (typeof value === 'string' ? value.length : 0);
}

/**
 * Names in the order they are to be checked: as sent; or, when not all can be kept, those that the data model knows before
 * those it does not, and the short values first.
 */
function namesWithinLimits(
  set: Elements,
  knows: (name: string) => boolean,
): { readonly names: readonly string[]; readonly left: readonly string[] } {
  const names = Object.keys(set);
  let total = 0;
  for (const name of names) total += sizeOf(set, name);
  if (names.length <= MOST_COMMIT_ELEMENTS && total <= MOST_COMMIT_CHARACTERS) return { names, left: [] };
  const cost = (name: string): number => sizeOf(set, name);
  const known = new Set(names.filter(knows));
  const byWorth = (a: string, b: string): number => Number(known.has(b)) - Number(known.has(a)) || cost(a) - cost(b);
  const kept: string[] = [];
  const left: string[] = [];
  let budget = MOST_COMMIT_CHARACTERS;
  for (const name of [...names].sort(byWorth)) {
    budget -= cost(name);
    (budget >= 0 && kept.length < MOST_COMMIT_ELEMENTS ? kept : left).push(name);
  }
  return { names: kept, left };
}

/**
 * Checks a set of changed elements: name, access, type, range, vocabulary, index and size (SCORM.md §2,
 * SCO-7). Never throws, whatever it is given. `kind` lets `initialize` say which `entry` was delivered.
 */
export function validateElements(version: ScormVersion, set: Elements, kind: Kind = 'commit'): Validated {
  const find = finderOf(version);
  const accepted: Record<string, string> = {};
  const refused: ElementNote[] = [];
  const warnings: ElementNote[] = [];
  const { names, left } = namesWithinLimits(isRecord(set) ? set : {}, (name) => !('refused' in find(name)));
  for (const name of left) refused.push(noteOn(name, 'commit-too-large'));

  for (const name of names) {
    const given: unknown = set[name];
    const found = find(name);
    if ('refused' in found) {
      if (kind === 'initialize' && name === entryName(version) && typeof given === 'string' && ENTRY_WORDS.has(given)) {
        accepted[name] = given;
      } else {
        refused.push(noteOn(name, found.refused));
      }
      continue;
    }
    const plain = typeof given === 'number' || typeof given === 'boolean' ? String(given) : given;
    if (typeof plain !== 'string') {
      refused.push(noteOn(name, 'not-text'));
      continue;
    }
    if (plain.length > MOST_VALUE_CHARACTERS) {
      refused.push(noteOn(name, 'too-long', '', MOST_VALUE_CHARACTERS));
      continue;
    }
    const value = storable(plain);
    if (value !== plain) warnings.push(noteOn(name, 'characters-removed'));
    const checked = found.spec.check(value);
    if (typeof checked === 'string') {
      accepted[name] = checked;
    } else if (checked.value === undefined) {
      refused.push(noteOn(name, checked.code, value, checked.limit));
    } else {
      accepted[name] = checked.value;
      warnings.push(noteOn(name, checked.code, value, checked.limit));
    }
  }
  checkPatterns(version, accepted, warnings);
  return { accepted, refused, warnings };
}
