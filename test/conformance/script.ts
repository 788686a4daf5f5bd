/**
 * Reads a script of the suite: bytes in, header, visits and commands out. Pure; carries nothing out.
 * The order of lines is the order of everything: numbers in keys are labels that repeat and jump.
 */
import iconv from 'iconv-lite';
import { longFor, valueFor } from './abbreviations';

/** The return value and the error code that the script expects straight after a call. */
export type Expected = { readonly value: string; readonly error: string };

/** An element's name, and the row it means when the script names the row by its identifier. */
export type Element = {
  /** With `{row}` in the place of the index that `row` names. */
  readonly name: string;
  /** The collection whose row has this identifier: `cmi.objectives.n.id` or `adl.data.n.id`. */
  readonly row?: { readonly collection: 'cmi.objectives' | 'adl.data'; readonly id: string };
};

type Said = { readonly label: string; readonly line: string; readonly expected: Expected };

export type Command =
  | (Said & { readonly verb: 'initialize' | 'commit'; readonly argument: string })
  | (Said & {
      readonly verb: 'get';
      readonly element: Element;
      /** The type of the interaction that is read, which decides how its responses compare. */
      readonly interactionType?: string;
    })
  | (Said & { readonly verb: 'set'; readonly element: Element; readonly value: string })
  | (Said & { readonly verb: 'error-string' | 'diagnostic'; readonly code: string })
  | (Said & { readonly verb: 'last-error' })
  /** The rows of cmi.objectives have these identifiers and no others. */
  | (Said & { readonly verb: 'objective-ids'; readonly ids: readonly string[] });

export type Question = {
  /** As the script writes it. */
  readonly text: string;
  readonly kind:
    | 'continue.enabled'
    | 'continue.disabled'
    | 'previous.enabled'
    | 'previous.disabled'
    | 'toc.enabled'
    | 'toc.enabled.selectable'
    | 'toc.visible'
    | 'click.button';
  /** The entry that is asked about. */
  readonly title?: string;
  readonly expected: 'Y' | 'N';
};

export type Visit = {
  /** `Act12V1` as written. */
  readonly label: string;
  /** The activity: `12`, or `1a` where a case has several packages. */
  readonly act: string;
  readonly questions: readonly Question[];
  readonly commands: readonly Command[];
  /** What the learner does or notices when the page is done: see `instructions.ts`. */
  readonly instruction?: string;
};

export type Script = {
  readonly title: string;
  /** `.`, the title of the entry to be chosen first, or the name of the package to be launched. */
  readonly start: string;
  /** Every line before the first visit. */
  readonly header: Readonly<Record<string, string>>;
  readonly visits: readonly Visit[];
};

const visitKey = /^Act(.+?)V([^.]*)$/;

/** @throws Error when the text is no script */
export function readScript(bytes: Uint8Array): Script {
  const header: Record<string, string> = {};
  const visits: (Visit & { commands: Command[] })[] = [];
  const asked = new Map<Visit, { questions: string; answers: string }>();
  for (const line of logicalLines(iconv.decode(Buffer.from(bytes), 'windows-1252'))) {
    const at = line.indexOf('=');
    if (at < 0) continue;
    const [key, value] = [line.slice(0, at), line.slice(at + 1)];
    const dot = key.indexOf('.');
    const found = dot < 0 ? null : visitKey.exec(key.slice(0, dot));
    if (!found) {
      header[key] = value;
      continue;
    }
    const [label, act = ''] = found;
    let visit = visits.at(-1);
    if (visit?.label !== label) {
      visit = { label, act, questions: [], commands: [] };
      visits.push(visit);
    }
    const rest = key.slice(dot + 1);
    if (rest === 'UIQ') asked.set(visit, { answers: '', ...asked.get(visit), questions: value });
    else if (rest === 'UIA') asked.set(visit, { questions: '', ...asked.get(visit), answers: value });
    else if (rest === 'CUI') Object.assign(visit, { instruction: value });
    else if (rest.startsWith('commands.')) {
      const command = readCommand(rest.slice('commands.'.length), value);
      if (command) visit.commands.push(command);
    } else throw new Error(`unknown key ${key}`);
  }
  for (const [visit, { questions, answers }] of asked)
    Object.assign(visit, { questions: readQuestions(questions, answers) });
  if (header['title'] === undefined || visits.length === 0) throw new Error('this is no script: no title or no visit');
  return { title: header['title'], start: header['start'] ?? '.', header, visits };
}

/** Lines with continuations glued on (their leading blanks included) and comments left out. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let open = '';
  for (const line of text.split(/\r?\n/)) {
    if (line.endsWith('\\')) {
      open += line.slice(0, -1);
      continue;
    }
    lines.push(open + line);
    open = '';
  }
  if (open !== '') lines.push(open);
  return lines.filter((line) => !line.includes('####'));
}

const verbs: Readonly<Record<string, Command['verb']>> = {
  I: 'initialize',
  C: 'commit',
  GET: 'get',
  SET: 'set',
  GES: 'error-string',
  GeDi: 'diagnostic',
  GLE: 'last-error',
  COI: 'objective-ids',
};

/** Undefined for a line without a verb, which the suite passes over. */
function readCommand(label: string, written: string): Command | undefined {
  const line = written.replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const [token = '', first = '', ...rest] = line.split('->');
  const verb = verbs[token];
  if (verb === undefined) return undefined;
  const said = { label, line, expected: { value: rest.at(-2) ?? '', error: rest.at(-1) ?? '' } };
  const expectedLong = { ...said.expected, value: longFor(said.expected.value) };
  switch (verb) {
    case 'initialize':
    case 'commit':
      return { ...said, verb, argument: first, expected: expectedLong };
    case 'get': {
      const [name = '', type] = splitOnce(first, '!');
      const interactionType = type?.split('~').at(-1);
      return {
        ...said,
        verb,
        element: elementOf(name),
        expected: expectedLong,
        ...(interactionType === undefined ? {} : { interactionType: longFor(interactionType) }),
      };
    }
    case 'set': {
      const [name = '', value = ''] = splitOnce(first, '!');
      return { ...said, verb, element: elementOf(name), value: setValueOf(value), expected: expectedLong };
    }
    case 'error-string':
    case 'diagnostic':
      return { ...said, verb, code: first };
    case 'last-error':
      return { ...said, verb };
    case 'objective-ids':
      return { ...said, verb, ids: first === '' ? [] : first.split(',') };
  }
}

function splitOnce(text: string, by: string): [string, string?] {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + by.length)];
}

/** A target of navigation (`tar~<identifier>~TY.c`), else one token. */
function setValueOf(value: string): string {
  const target = /^tar~(.*)~([^~]*)$/.exec(value);
  return target ? `{target=${target[1] ?? ''}}${longFor(target[2] ?? '')}` : valueFor(value);
}

function elementOf(written: string): Element {
  if (!written.includes('~')) return { name: written };
  const segments = written.split('~');
  const at = segments.indexOf('tar');
  const long = segments.map(longFor);
  // What follows `tar` is an identifier and stands for itself.
  if (at >= 0) return { name: [...long.slice(0, at), `{target=${segments.slice(at + 1).join('~')}}`].join('.') };
  const rowAt = segments.findIndex((segment) => /^&.*&$/.test(segment));
  if (rowAt < 0) return { name: long.join('.') };
  const collection = long.slice(0, rowAt).join('.');
  if (collection !== 'cmi.objectives' && collection !== 'adl.data') throw new Error(`no rows by name in ${collection}`);
  const id = (segments[rowAt] ?? '').slice(1, -1);
  return {
    name: long.map((segment, index) => (index === rowAt ? '{row}' : segment)).join('.'),
    row: { collection, id },
  };
}

const questionKinds: readonly string[] = [
  'continue.enabled',
  'continue.disabled',
  'previous.enabled',
  'previous.disabled',
  'toc.enabled',
  'toc.enabled.selectable',
  'toc.visible',
  'click.button',
] satisfies readonly Question['kind'][];

function readQuestions(questions: string, answers: string): Question[] {
  const expected = answers.split('~');
  const asked = questions.split('~');
  if (asked.length !== expected.length) throw new Error(`${asked.length} questions and ${expected.length} answers`);
  return asked.map((text, index) => {
    const [kind = '', title] = splitOnce(text, '@');
    const answer = expected[index];
    if (!questionKinds.includes(kind)) throw new Error(`unknown question ${text}`);
    if (answer !== 'Y' && answer !== 'N') throw new Error(`unknown answer ${answer ?? ''}`);
    return {
      text,
      kind: kind as Question['kind'],
      expected: answer,
      ...(title === undefined ? {} : { title }),
    };
  });
}
