import { expect, test } from 'vitest';
import { faultOf, idsFault } from './compare';
import { readScript } from './script';

function right(line: string, value: string, error = '0'): boolean {
  const command = readScript(Buffer.from(`title=X\nAct1V1.commands.0=${line}`)).visits[0]?.commands[0];
  if (!command || command.verb === 'objective-ids') throw new Error('no command');
  return faultOf(command, { value, error }, 'pat') === undefined;
}

const gets = (element: string, expected: string) => `GET->${element}->${expected}->0`;

test.each([
  ['I->->t->0', 'true', 'false'],
  ['C->illegal->f->0', 'false', 'true'],
  ['SET->c~LOC!x->t->0', 'true', ''],
  ['GLE->->0->0', '0', '101'],
  [gets('a~n~rv~N.c', 't'), 'unknown', 'maybe'],
  [gets('a~n~rv~N.p', 't'), 'false', ''],
  [gets('c~LI', 'anything'), 'pat', 'anything'],
  [gets('c~OB~&one&~id', ''), 'one', ''],
  [gets('c~OB~CNT', '1'), '1', '1.0'],
  [gets('c~LOC', ''), '', ' '],
  [gets('c~CS', 'incomp'), 'incomplete', 'completed'],
  ['GES->1->less255->0', 'x'.repeat(254), 'x'.repeat(255)],
  ['GES->1->emptyCS->0', '', 'x'],
  ['GeDi->1->emptyCS->0', 'x'.repeat(254), 'x'.repeat(255)],
])('%s: the value decides', (line, good, bad) => {
  expect(right(line, good)).toBe(true);
  expect(right(line, bad)).toBe(false);
});

test('the error code must be equal, save where the suite does not look at it', () => {
  expect(right('SET->c~LOC!x->f->406', 'false', '406')).toBe(true);
  expect(right('SET->c~LOC!x->f->406', 'false', '407')).toBe(false);
  expect(right(gets('c~LN', 'x'), 'whoever')).toBe(true);
  expect(right(gets('c~LN', 'x'), 'whoever', '301')).toBe(false);
  expect(right(gets('a~n~rv~TY.c~tar~x', 't'), 'unknown', '401')).toBe(true);
  expect(right(gets('a~n~rv~TY.c~tar~x', 't'), '', '0')).toBe(false);
  expect(right(gets('a~n~rv~N.c', 't'), 'true', '401')).toBe(false);
});

test('comments from the system may be there or not', () => {
  for (const error of ['0', '301', '403']) expect(right(gets('c~CFLMS~0~COM', 'x'), '', error)).toBe(true);
  expect(right(gets('c~CFLMS~0~COM', 'x'), '', '401')).toBe(false);
  expect(right(gets('c~CFLMS', ''), '', '401')).toBe(true);
  expect(right(gets('c~CFLMS~CHIL', 'comment,location'), 'location,comment')).toBe(true);
  expect(right(gets('c~CFLMS~CHIL', 'comment,location'), 'comment')).toBe(false);
});

test.each([
  ['c~S~SCA', '0.5', '0.50', '0.500002'],
  ['c~S~RW', '1', '1.0', '2'],
  ['c~PM', '0.6666666', '0.666666', '0.66'],
  ['c~TT', 'PT0H0M0S', 'PT0S', 'PT0.01S'],
  ['c~TT', 'P1Y', 'P365D', 'P366D'],
  ['c~TT', 'P1M', 'PT2628029S', 'P30D'],
  ['c~INTR~0~LAT', 'PT1.129S', 'PT1.12S', 'PT1.2S'],
  ['c~INTR~0~TS', '2004-06-01T10:00:00+02:00', '2004-06-01T08:00:00.5Z', '2004-06-01T10:00:00Z'],
  ['c~CHIL', 'b,a', 'a,b', 'a'],
  ['c~CFLRNR~0~COM', 'Hello', '{lang=eng}Hello', '{lang=fr}Hello'],
  ['c~INTR~0~D', '{lang=zho}x', '{lang=zh}x', 'x'],
  ['c~LOC', 'x'.repeat(1001), 'x'.repeat(1000), 'x'.repeat(999)],
  ['c~CFLRNR~0~LOC', 'x'.repeat(251), 'x'.repeat(250), 'x'.repeat(249)],
  ['c~SD', 'x'.repeat(64_001), 'x'.repeat(64_000), 'x'.repeat(63_999)],
  ['a~DA~0~STR', 'x'.repeat(64_001), 'x'.repeat(64_000), 'y'.repeat(64_000)],
  ['c~OB~0~id', 'x'.repeat(4001), 'x'.repeat(4000), 'x'],
  ['c~INTR~0~R', '0.5', '.5', 'correct'],
  ['c~INTR~0~R', 'correct', 'correct', 'neutral'],
  ['c~INTR~0~LR!TY.c', 'a[,]b', 'b[,]a', 'a'],
  ['c~INTR~0~LR!TY.m', 'a[.]1[,]b[.]2', 'b[.]2[,]a[.]1', 'a[.]2[,]b[.]1'],
  ['c~INTR~0~LR!TY.s', 'a[,]b', 'a[,]b', 'b[,]a'],
  ['c~INTR~0~LR!TY.n', '1', '1.0', '2'],
  ['c~INTR~0~LR!TY.o', 'some', 'some', 'Some'],
  ['c~INTR~0~LR!TY.tf', 'true', 'true', 't'],
  ['c~INTR~0~CR~0~P!TY.n', '1[:]2', '1.0[:]2.0', '1[:]3'],
  ['c~INTR~0~CR~0~P!TY.n', '[:]', '[:]', '1[:]'],
  ['c~INTR~0~CR~0~P!TY.f', 'One[,]two', 'one[,]TWO', 'two[,]one'],
  ['c~INTR~0~CR~0~P!TY.f', '{case_matters=true}One', '{case_matters=true}One', '{case_matters=true}one'],
  ['c~INTR~0~CR~0~P!TY.f', '{order_matters=false}a[,]b', '{order_matters=false}b[,]a', 'b[,]a'],
  ['c~INTR~0~CR~0~P!TY.f', '{lang=en}a[,]b', 'a[,]{lang=en}b', '{lang=fr}a[,]b'],
  ['c~INTR~0~CR~0~P!TY.lf', '{lang=en}Long', 'long', '{lang=de}long'],
  ['c~INTR~0~CR~0~P!TY.p', 'a[.]1[:]2[,]b[.]x', 'a[.]1.0[:]2[,]b[.]x', 'b[.]x[,]a[.]1[:]2'],
  [
    'c~INTR~0~CR~0~P!TY.p',
    '{order_matters=false}a[.]1[,]b[.]x',
    '{order_matters=false}b[.]x[,]a[.]1',
    '{order_matters=false}a[.]1',
  ],
])('typed equality: %s, %s', (element, expected, same, other) => {
  expect(right(gets(element, expected), expected)).toBe(true);
  expect(right(gets(element, expected), same)).toBe(true);
  expect(right(gets(element, expected), other)).toBe(false);
});

test('nothing is expected, yet a localised value with nothing in it came', () => {
  expect(right(gets('c~CFLRNR~0~COM', ''), '{lang=en}')).toBe(true);
  expect(right(gets('c~CFLRNR~0~COM', ''), '{lang=en}x')).toBe(false);
});

test('rows of objectives: order is free, number and names are not', () => {
  expect(idsFault(['a', 'b'], ['b', 'a'])).toBeUndefined();
  expect(idsFault(['a', 'b'], ['a'])).toContain('expected');
  expect(idsFault(['a'], ['b'])).toContain('got b');
  expect(idsFault([], [])).toBeUndefined();
});
