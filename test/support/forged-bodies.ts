/** Good traffic of a player, bent: replayed, reordered, cut, given other names, numbers, times and claims. */
import fc from 'fast-check';

export type Body = Record<string, unknown> & { readonly session: string; readonly entries: readonly unknown[] };
type Entry = Record<string, unknown> & { readonly sequence: number; readonly set: Readonly<Record<string, unknown>> };

/** What nobody sends by mistake. Parsed by `JSON.parse`, so that `__proto__` is a name like any other. */
const oddSets = [
  '{"__proto__":{"admin":true},"cmi.core.lesson_location":"x"}',
  '{"constructor":"x","toString":"y","cmi.core.lesson_location":"z"}',
  '{"cmi.core.lesson_location":{"toString":"x"}}',
  '{"cmi.core.lesson_location":null,"cmi.suspend_data":[1,2]}',
  '{"cmi.core.lesson_location":"a\\u0000b"}',
  '{"cmi.core.lesson_location":"\\ud800"}',
  '{"cmi.core.student_id":"somebody else","cmi.core.credit":"no-credit"}',
  '{"cmi.core.score.raw":"1e308","cmi.core.session_time":"9999:99:99"}',
  '{"cmi.interactions.999999999.id":"q","cmi.objectives.-1.id":"o"}',
  '{"cmi.core.lesson_status":"completed; drop table attempt"}',
  '{"cmi.core.lesson_status":"Completed\\u0000"}',
  '{"":"","cmi":"x","cmi.":"y","cmi.core":"z"}',
].map((text) => JSON.parse(text) as Readonly<Record<string, unknown>>);

const oddNumbers = [0, -1, 1.5, 1e15, 2 ** 31, 2 ** 31 - 1, 2 ** 53, -0, '1', null, [1], {}];
const oddTimes = [
  '',
  'yesterday',
  '0000-00-00T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '1970-01-01T00:00:00Z',
  `2026-06-15T11:59:00.${'9'.repeat(40)}Z`,
  1,
  null,
];
const oddNames = [
  '',
  '__proto__',
  'constructor',
  'no such activity',
  'a\u0000',
  '\ud800',
  'x'.repeat(5_000),
  '../../etc',
  7,
  null,
];
const oddKinds = ['commit', 'initialize', 'terminate', 'TERMINATE', '', '__proto__', null];
const claims = [
  { completion: 'completed', success: 'passed', scaled: 1 },
  { completion: 'completed', success: 'passed', scaled: 1e9 },
  { completion: '__proto__', success: 'constructor' },
  'completed',
  [],
];

type Bend = (body: Body) => Body;

const onEntry = (change: (entry: Entry) => Record<string, unknown>): fc.Arbitrary<Bend> =>
  fc.nat(20).map((at) => (body) => ({
    ...body,
    entries: body.entries.map((entry, index) => (index === at % body.entries.length ? change(entry as Entry) : entry)),
  }));
const oneOf = <T>(values: readonly T[], make: (value: T) => fc.Arbitrary<Bend>): fc.Arbitrary<Bend> =>
  fc.constantFrom(...values).chain(make);

/** One change to a body. `sessions` are of the same attempt, of others, and of nobody. */
export const bends = (sessions: readonly string[]): fc.Arbitrary<Bend> =>
  fc.oneof(
    oneOf(sessions, (session) => fc.constant((body) => ({ ...body, session }))),
    fc.constant<Bend>((body) => ({ ...body, entries: [...body.entries].reverse() })),
    fc.constant<Bend>((body) => ({ ...body, entries: [...body.entries, ...body.entries] })),
    fc.constant<Bend>((body) => ({ ...body, entries: body.entries.slice(1) })),
    fc.constant<Bend>((body) => ({ ...body, entries: 'none' as never })),
    oneOf(oddNumbers, (sequence) => onEntry((entry) => ({ ...entry, sequence }))),
    fc
      .integer({ min: 1, max: 60 })
      .chain((more) => onEntry((entry) => ({ ...entry, sequence: Number(entry.sequence) + more }))),
    oneOf(oddTimes, (at) => onEntry((entry) => ({ ...entry, at }))),
    oneOf(oddNames, (activity) => onEntry((entry) => ({ ...entry, activity }))),
    oneOf(oddKinds, (kind) => onEntry((entry) => ({ ...entry, kind }))),
    oneOf(oddSets, (set) => onEntry((entry) => ({ ...entry, set }))),
    fc
      .string({ maxLength: 30 })
      .chain((text) => onEntry((entry) => ({ ...entry, set: { 'cmi.core.lesson_location': text } }))),
    oneOf(claims, (claim) => fc.constant((body) => ({ ...body, claim }))),
    fc.constant<Bend>((body) => ({ ...body, request: { type: 'continue' }, move: -1 })),
    fc.constant<Bend>((body) => JSON.parse(`{"__proto__":{"entries":[]},${JSON.stringify(body).slice(1)}`) as Body),
  );

/** What is done to the text on its way. */
export const onTheWay: fc.Arbitrary<(text: string) => string> = fc.oneof(
  { weight: 8, arbitrary: fc.constant((text: string) => text) },
  {
    weight: 1,
    arbitrary: fc
      .double({ min: 0, max: 1, noNaN: true })
      .map((share) => (text: string) => text.slice(0, Math.floor(text.length * share))),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'null', '[]', '"x"', '{', '\u0000', '<html>', '1e999').map((other) => () => other),
  },
);
