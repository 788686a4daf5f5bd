/**
 * SCORM 1.2 `adlcp:prerequisites` of type `aicc_script` (CAM 2.3.2.5.2): `&` and, `|` or, `~` not,
 * `( )`, `A1 = "passed"`, `A1 <> failed`, and `2*{A1, A2, A3}` for "two or more of". A bare identifier
 * is met when that activity is completed or passed. `AND` and `OR` are read as authors mean them.
 *
 * The reader is total: what it cannot read, or what names an activity that is not there, counts as
 * met with a note. An author's typing error must not lock learners out.
 */

export type PrerequisiteStatus = 'passed' | 'completed' | 'browsed' | 'failed' | 'not attempted' | 'incomplete';

type Expression =
  | { readonly kind: 'done'; readonly activity: string }
  | { readonly kind: 'is'; readonly activity: string; readonly status: PrerequisiteStatus; readonly wanted: boolean }
  | { readonly kind: 'not'; readonly inner: Expression }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Expression[] }
  | { readonly kind: 'at-least'; readonly count: number; readonly parts: readonly Expression[] };

export type PrerequisiteNote = 'malformed' | 'unknown-activity';

export type Prerequisites =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly note: PrerequisiteNote }
  | { readonly kind: 'readable'; readonly expression: Expression; readonly activities: readonly string[] };

const LONGEST = 8_000;
const DEEPEST = 64;

const STATUSES: Readonly<Record<string, PrerequisiteStatus>> = {
  passed: 'passed',
  p: 'passed',
  completed: 'completed',
  complete: 'completed',
  c: 'completed',
  browsed: 'browsed',
  b: 'browsed',
  failed: 'failed',
  f: 'failed',
  'not attempted': 'not attempted',
  n: 'not attempted',
  incomplete: 'incomplete',
  i: 'incomplete',
};

type Token = { readonly type: 'sign' | 'word' | 'quoted'; readonly text: string };
const TOKEN = /\s*(?:(<>|[&|~=(){},*])|"([^"]*)"|'([^']*)'|([^\s&|~=(){},*<>"']+))/y;

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const m = TOKEN.exec(text);
    if (m === null) return undefined;
    if (m[1] !== undefined) tokens.push({ type: 'sign', text: m[1] });
    else if (m[4] !== undefined) tokens.push({ type: 'word', text: m[4] });
    else {
      const inner = m[2] ?? m[3] ?? '';
      if (inner === '') return undefined;
      tokens.push({ type: 'quoted', text: inner });
    }
  }
  return tokens;
}

/** Thrown and caught in this file only: the reading has failed. */
class Malformed extends Error {}

function parse(tokens: readonly Token[]): { readonly expression: Expression; readonly activities: readonly string[] } {
  const activities = new Set<string>();
  let at = 0;
  const isSign = (text: string): boolean => tokens[at]?.type === 'sign' && tokens[at]?.text === text;
  const accept = (text: string): boolean => isSign(text) && ((at += 1), true);
  /** Authors write the words too; where an operator stands, no identifier can. */
  const acceptWord = (text: string): boolean =>
    tokens[at]?.type === 'word' && tokens[at]?.text.toLowerCase() === text && ((at += 1), true);
  const expect = (text: string): void => {
    if (!accept(text)) throw new Malformed();
  };
  const deeper = (depth: number): number => {
    if (depth >= DEEPEST) throw new Malformed();
    return depth + 1;
  };

  const chain =
    (sign: '|' | '&', word: 'or' | 'and', kind: 'any' | 'all', next: (depth: number) => Expression) =>
    (depth: number): Expression => {
      const parts = [next(depth)];
      while (accept(sign) || acceptWord(word)) parts.push(next(depth));
      return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind, parts };
    };

  const status = (): PrerequisiteStatus => {
    const token = tokens[at];
    if (token === undefined || token.type === 'sign') throw new Malformed();
    at += 1;
    let text = token.text.trim().toLowerCase();
    if (text === 'not' && tokens[at]?.text.toLowerCase() === 'attempted') {
      at += 1;
      text = 'not attempted';
    }
    const found = Object.hasOwn(STATUSES, text) ? STATUSES[text] : undefined;
    if (found === undefined) throw new Malformed();
    return found;
  };

  const set = (count: number, depth: number): Expression => {
    expect('{');
    const parts = [either(depth)];
    while (accept(',')) parts.push(either(depth));
    expect('}');
    return { kind: 'at-least', count, parts };
  };

  const single = (depth: number): Expression => {
    if (accept('~')) return { kind: 'not', inner: single(deeper(depth)) };
    if (accept('(')) {
      const inner = either(deeper(depth));
      expect(')');
      return inner;
    }
    const token = tokens[at];
    if (token === undefined || token.type === 'sign') throw new Malformed();
    at += 1;
    if (isSign('*')) {
      at += 1;
      if (!/^\d{1,6}$/.test(token.text)) throw new Malformed();
      return set(Number(token.text), deeper(depth));
    }
    activities.add(token.text);
    if (accept('=')) return { kind: 'is', activity: token.text, status: status(), wanted: true };
    if (accept('<>')) return { kind: 'is', activity: token.text, status: status(), wanted: false };
    return { kind: 'done', activity: token.text };
  };
  const both = chain('&', 'and', 'all', single);
  const either = chain('|', 'or', 'any', both);

  const expression = either(0);
  if (at < tokens.length) throw new Malformed();
  return { expression, activities: [...activities] };
}

/** Reads a script once; never throws. `exists` says whether an identifier names an activity of the tree. */
export function readPrerequisites(text: string | undefined, exists: (activity: string) => boolean): Prerequisites {
  if (text === undefined || text.trim() === '') return { kind: 'none' };
  const tokens = text.length > LONGEST ? undefined : tokensOf(text);
  if (tokens === undefined || tokens.length === 0) return { kind: 'unreadable', note: 'malformed' };
  try {
    const { expression, activities } = parse(tokens);
    if (!activities.every(exists)) return { kind: 'unreadable', note: 'unknown-activity' };
    return { kind: 'readable', expression, activities };
  } catch (fault) {
    if (!(fault instanceof Malformed)) throw fault;
    return { kind: 'unreadable', note: 'malformed' };
  }
}

function holds(expression: Expression, statusOf: (activity: string) => PrerequisiteStatus): boolean {
  switch (expression.kind) {
    case 'done': {
      const status = statusOf(expression.activity);
      return status === 'completed' || status === 'passed';
    }
    case 'is':
      return (statusOf(expression.activity) === expression.status) === expression.wanted;
    case 'not':
      return !holds(expression.inner, statusOf);
    case 'all':
      return expression.parts.every((part) => holds(part, statusOf));
    case 'any':
      return expression.parts.some((part) => holds(part, statusOf));
    case 'at-least':
      return expression.parts.filter((part) => holds(part, statusOf)).length >= expression.count;
  }
}

/** Whether the prerequisites are met now; what could not be read is. */
export function prerequisitesMet(
  prerequisites: Prerequisites,
  statusOf: (activity: string) => PrerequisiteStatus,
): boolean {
  return prerequisites.kind !== 'readable' || holds(prerequisites.expression, statusOf);
}
