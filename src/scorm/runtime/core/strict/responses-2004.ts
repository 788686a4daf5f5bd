/** Learner responses and patterns of correct responses, by the type of their interaction (RTE 4.2.9.1, 4.2.9.2). */
import { isDecimal } from './checks';
import { isIdentifier, isLocalized, TOO_LONG, TYPE } from './checks-2004';
import type { Rules } from './checks-2004';
import type { Check, Sibling } from './table';

type Form = (value: string, rules: Rules) => boolean;
type Forms = Readonly<Record<string, Form>>;

const pieces = (value: string): string[] => value.split('[,]');

/** As many pieces as the books promise to keep. */
const MOST_CHOICES = 36;
const MOST_WORDS = 10;
const MOST_STEPS = 250;

const truth: Form = (value) => value === 'true' || value === 'false';

/** A set or a list of identifiers; nothing at all is an empty one. */
const identifiers =
  (distinct: boolean, most: number): Form =>
  (value, rules) => {
    if (value === '') return true;
    const list = pieces(value);
    return (
      list.length <= most &&
      list.every((one) => isIdentifier(one, rules)) &&
      (!distinct || new Set(list).size === list.length)
    );
  };

/** `source[.]target`, both identifiers. */
const pairs: Form = (value, rules) => {
  if (value === '') return true;
  const list = pieces(value);
  return (
    list.length <= MOST_CHOICES &&
    list.every((one) => {
      const sides = one.split('[.]');
      return sides.length === 2 && sides.every((side) => isIdentifier(side, rules));
    })
  );
};

/** `step[.]answer`, either of which may be missing. */
const steps: Form = (value, rules) => {
  const list = pieces(value);
  return (
    list.length <= MOST_STEPS &&
    list.every((one) => {
      const [step = '', answer, ...more] = one.split('[.]');
      return answer !== undefined && more.length === 0 && one !== '[.]' && (step === '' || isIdentifier(step, rules));
    })
  );
};

const delimiter = /^\{(case_matters|order_matters)=([^}]*)\}/;

/** Texts that may each say their language. */
const texts: Form = (value, rules) => {
  const list = pieces(value);
  return list.length <= MOST_WORDS && list.every((one) => isLocalized(one, rules));
};

/** Delimiters stand in front of everything else, in any order; behind a language they are text. */
const withDelimiters =
  (known: readonly string[], form: Form): Form =>
  (value, rules) => {
    let rest = value;
    for (let found = delimiter.exec(rest); found; found = delimiter.exec(rest)) {
      const [all, name = '', said] = found;
      if (!known.includes(name)) break;
      if (said !== 'true' && said !== 'false') return false;
      rest = rest.slice(all.length);
    }
    return form(rest, rules);
  };

const anything: Form = () => true;
const number: Form = (value) => isDecimal(value);

/** A number, or `least[:]most` where either side may be open. */
const range: Form = (value) => {
  const sides = value.split('[:]');
  if (sides.length === 1) return isDecimal(value);
  const [least = '', most = ''] = sides;
  const right = sides.length === 2 && [least, most].every((side) => side === '' || isDecimal(side));
  return right && (least === '' || most === '' || Number(least) <= Number(most));
};

const responses: Forms = {
  'true-false': truth,
  choice: identifiers(true, MOST_CHOICES),
  'fill-in': texts,
  'long-fill-in': isLocalized,
  likert: isIdentifier,
  matching: pairs,
  performance: steps,
  sequencing: identifiers(false, MOST_CHOICES),
  numeric: number,
  other: anything,
};

const patterns: Forms = {
  ...responses,
  'fill-in': withDelimiters(['case_matters', 'order_matters'], texts),
  'long-fill-in': withDelimiters(['case_matters'], isLocalized),
  performance: withDelimiters(['order_matters'], steps),
  numeric: range,
};

const onePatternOnly: ReadonlySet<string> = new Set(['true-false', 'likert', 'numeric', 'other']);

/** How many patterns an interaction of this type may have. */
export const mostPatterns = (type: string | undefined): number =>
  type !== undefined && onePatternOnly.has(type) ? 1 : Infinity;

/** Two equal patterns of a choice would be one answer twice. */
export const isDistinct = (sibling: Sibling): boolean => sibling('type') === 'choice';

const checkBy =
  (forms: Forms, rules: Rules, most: number): Check =>
  (value, sibling) => {
    if (value.length > most) return TOO_LONG;
    return (forms[sibling('type') ?? 'other'] ?? anything)(value, rules) ? 0 : TYPE;
  };

export const response = (rules: Rules, most: number): Check => checkBy(responses, rules, most);
export const pattern = (rules: Rules, most: number): Check => checkBy(patterns, rules, most);
