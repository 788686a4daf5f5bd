/** How values of PostgreSQL become values of ours; the same for every connection. */
import pg from 'pg';

const oid = {
  int8: 20,
  date: 1082,
  numeric: 1700,
  textArray: 1009,
  int8Array: 1016,
  dateArray: 1182,
  numericArray: 1231,
} as const;

type Parser = (text: string) => unknown;
type Nested<T> = T | null | readonly Nested<T>[];

const asText: Parser = (text) => text;
// The driver types its parsers loosely, by the ids it knows.
const driversParser = pg.types.getTypeParser as (id: number, format?: 'text' | 'binary') => Parser;
const textArray = driversParser(oid.textArray, 'text') as (text: string) => Nested<string>;

function each(parse: (text: string) => unknown): Parser {
  const walk = (value: Nested<string>): unknown =>
    value === null ? null : typeof value === 'string' ? parse(value) : value.map(walk);
  return (text) => walk(textArray(text));
}

const parsers: Readonly<Record<number, Parser>> = {
  [oid.int8]: Number,
  [oid.numeric]: Number,
  [oid.date]: asText,
  [oid.int8Array]: each(Number),
  [oid.numericArray]: each(Number),
  [oid.dateArray]: textArray,
};

/**
 * date → 'YYYY-MM-DD', bigint and numeric → number, timestamptz → Date, json → parsed.
 * A bigint beyond 2^53 loses digits: we have none.
 */
export const typeParsers: pg.CustomTypesConfig = { getTypeParser: parserOf };

function parserOf(id: number, format?: 'text' | 'binary'): Parser {
  const ours = format === 'binary' ? undefined : parsers[id];
  return ours ?? driversParser(id, format);
}
