import { expect, test } from 'vitest';
import { csvLines } from './csv';

test.each([
  ['=1+1', "'=1+1"],
  ['+44 20', "'+44 20"],
  ['-5', "'-5"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', '"\'\t=1"'],
  ['\r=1', '"\'\r=1"'],
  ['＝1', "'＝1"],
  ['a=1', 'a=1'],
  ['say "yes", or', '"say ""yes"", or"'],
  ['two\nlines', '"two\nlines"'],
  [' spaced', '" spaced"'],
])('a cell %j is written %j', (cell, written) => {
  expect(csvLines([[cell]])).toBe(`${written}\r\n`);
});

test('numbers stay numbers, what is not there is empty', () => {
  expect(csvLines([[-0.5, null, undefined, Number.NaN, 'x']])).toBe('-0.5,,,,x\r\n');
});
