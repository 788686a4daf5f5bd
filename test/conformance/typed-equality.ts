/** When two values of an element of the data model are the same though their characters differ. */

type Equal = (expected: string, given: string) => boolean;

const real = (text: string): number | undefined =>
  /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.trim()) ? Number(text) : undefined;

/** Cut or rounded to six decimals, either is enough. */
export const sameReal: Equal = (expected, given) => {
  const [a, b] = [real(expected), real(given)];
  if (a === undefined || b === undefined) return expected === given;
  return Math.floor(a * 1e6) === Math.floor(b * 1e6) || Math.round(a * 1e6) === Math.round(b * 1e6);
};

const duration = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$/;
/** Seconds in a year, month, day, hour, minute and second. */
const weights = [365 * 86_400, 2_628_029, 86_400, 3600, 60, 1];

/** In hundredths of a second. */
function lengthOf(text: string): number | undefined {
  const found = duration.exec(text);
  if (!found || text === 'P') return undefined;
  const seconds = weights.reduce((sum, weight, index) => sum + weight * Number(found[index + 1] ?? 0), 0);
  return seconds * 100 + Number((found[7] ?? '').padEnd(2, '0').slice(0, 2));
}

export const sameDuration: Equal = (expected, given) => {
  const [a, b] = [lengthOf(expected), lengthOf(given)];
  return a === undefined || b === undefined ? expected === given : a === b;
};

const time = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?$/;

/** Milliseconds; a time without a zone is taken to be UTC, here and there. */
function instantOf(text: string): number | undefined {
  const found = time.exec(text);
  if (!found) return undefined;
  const part = (index: number, otherwise: number): number => Number(found[index] ?? otherwise);
  const at = Date.UTC(part(1, 0), part(2, 1) - 1, part(3, 1), part(4, 0), part(5, 0), part(6, 0));
  const zone = found[7];
  if (zone === undefined || zone === 'Z') return at;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return at - (zone.startsWith('-') ? -1 : 1) * minutes * 60_000;
}

export const sameInstant: Equal = (expected, given) => {
  const [a, b] = [instantOf(expected), instantOf(given)];
  return a === undefined || b === undefined ? expected === given : a === b;
};

const listOf = (text: string, by = '[,]'): string[] => text.split(by);
const sorted = (list: readonly string[]): string => JSON.stringify([...list].sort());

export const sameNames: Equal = (expected, given) => {
  const names = (text: string): string => sorted(text.split(',').map((name) => name.trim()));
  return names(expected) === names(given);
};

/** Equal, or cut to the length that every system must keep (RTE: smallest permitted maximum). */
export const sameUpTo =
  (length: number): Equal =>
  (expected, given) =>
    expected === given || (given.length >= length && expected.startsWith(given));

const threeToTwo: Readonly<Record<string, string>> = {
  eng: 'en',
  zho: 'zh',
  chi: 'zh',
  fra: 'fr',
  fre: 'fr',
  deu: 'de',
  ger: 'de',
  spa: 'es',
  ita: 'it',
  jpn: 'ja',
  rus: 'ru',
  por: 'pt',
};

function languageOf(tag: string): string {
  const [first = '', ...rest] = tag.toLowerCase().split('-');
  return [threeToTwo[first] ?? first, ...rest].join('-');
}

/** Takes the marks in braces from the front of a response or a localised string. */
function marksOf(text: string): { marks: Map<string, string>; rest: string } {
  const marks = new Map<string, string>();
  let rest = text;
  for (;;) {
    const found = /^\{(lang|case_matters|order_matters)=([^}]*)\}/.exec(rest);
    if (!found) return { marks, rest };
    marks.set(found[1] ?? '', found[2] ?? '');
    rest = rest.slice(found[0].length);
  }
}

export const sameLocalized =
  (length: number): Equal =>
  (expected, given) => {
    const [a, b] = [marksOf(expected), marksOf(given)];
    return (
      languageOf(a.marks.get('lang') ?? 'en') === languageOf(b.marks.get('lang') ?? 'en') &&
      sameUpTo(length)(a.rest, b.rest)
    );
  };

const sameRange: Equal = (expected, given) => {
  const [a, b] = [listOf(expected, '[:]'), listOf(given, '[:]')];
  return a.length === b.length && a.every((bound, index) => sameReal(bound, b[index] ?? ''));
};

/** Every piece of one list has an equal partner of its own in the other. */
function sameUnordered(expected: readonly string[], given: readonly string[], equal: Equal): boolean {
  if (expected.length !== given.length) return false;
  const left = [...given];
  return expected.every((piece) => {
    const at = left.findIndex((one) => equal(piece, one));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

const sameOrdered = (expected: readonly string[], given: readonly string[], equal: Equal): boolean =>
  expected.length === given.length && expected.every((piece, index) => equal(piece, given[index] ?? ''));

const isTrue = (marks: Map<string, string>, name: string, otherwise: boolean): boolean =>
  marks.has(name) ? marks.get(name) === 'true' : otherwise;

/** Texts in a response: language, and letters that count alike when case does not matter. */
const sameText =
  (caseMatters: boolean): Equal =>
  (expected, given) => {
    const [a, b] = [marksOf(expected), marksOf(given)];
    const plain = (text: string): string => (caseMatters ? text : text.toLowerCase());
    const languages = [a, b].map(({ marks }) => languageOf(marks.get('lang') ?? 'en'));
    return languages[0] === languages[1] && plain(a.rest) === plain(b.rest);
  };

/** A step's name and its answer, which may be a range of numbers. */
const sameStep: Equal = (expected, given) => {
  const [a, b] = [listOf(expected, '[.]'), listOf(given, '[.]')];
  return a.length === b.length && a[0] === b[0] && sameRange(a.slice(1).join('[.]'), b.slice(1).join('[.]'));
};

/** Responses and patterns of an interaction (RTE 4.2.9). */
export function sameResponse(type: string | undefined, expected: string, given: string): boolean {
  const [a, b] = [marksOf(expected), marksOf(given)];
  const [ordered, cased] = [a, b].map(({ marks }) => isTrue(marks, 'order_matters', true));
  const caseMatters = isTrue(a.marks, 'case_matters', false);
  const sameMarks = ordered === cased && caseMatters === isTrue(b.marks, 'case_matters', false);
  const inOrder = ordered ?? true;
  const lists = (equal: Equal): boolean =>
    (inOrder ? sameOrdered : sameUnordered)(listOf(a.rest), listOf(b.rest), equal);
  switch (type) {
    case 'choice':
    case 'matching':
      return sameUnordered(listOf(expected), listOf(given), (one, other) => one === other);
    case 'fill-in': {
      // The language of the first piece stands among the marks of the whole.
      const again = (mark: Map<string, string>, rest: string): string =>
        mark.has('lang') ? `{lang=${mark.get('lang') ?? ''}}${rest}` : rest;
      const pieces = [a, b].map(({ marks, rest }) => listOf(again(marks, rest)));
      return (
        sameMarks && (inOrder ? sameOrdered : sameUnordered)(pieces[0] ?? [], pieces[1] ?? [], sameText(caseMatters))
      );
    }
    case 'long-fill-in':
      return sameMarks && sameText(caseMatters)(withLanguage(a), withLanguage(b));
    case 'performance':
      return sameMarks && lists(sameStep);
    case 'numeric':
      return sameRange(expected, given);
    default:
      return expected === given;
  }
}

const withLanguage = ({ marks, rest }: ReturnType<typeof marksOf>): string =>
  marks.has('lang') ? `{lang=${marks.get('lang') ?? ''}}${rest}` : rest;
