/** Values that programs stumble over. */
import type { Random } from './random';
import { BARE_AMPERSAND } from './xml';

const NUMBERS = [
  '',
  '0',
  '-0',
  '-1',
  '1',
  '1.5',
  '101',
  '1e9',
  '1e308',
  '1e999',
  'NaN',
  'Infinity',
  '0x10',
  '1,5',
  '85%',
  '٣',
];
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'prototype',
  '#text',
  '$',
  'null',
  'undefined',
];
const PLACES = [
  '../../etc/passwd',
  '..\\..\\windows',
  '/etc/passwd',
  'C:\\x.html',
  '//evil.example/x',
  'http://evil.example/a b',
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  '%2e%2e%2fx',
  '%00.html',
  '%',
  '%ff%fe',
  'a/./../../b',
  '?',
  '#',
  '.',
  '..',
  ' index.html ',
  'index.html\u0000',
  'con',
  'inner/../../x',
  'http:',
  'http://',
  'https://\u0000/',
  'http://[::1',
  'HTTP://A\\b',
  '\\\\server\\share',
];
const TEXTS = [
  ' ',
  '\u202e',
  '\ufeff',
  '\ufffe',
  '\u{1f600}',
  'é'.normalize('NFD'),
  '{name}',
  '{count, plural, other {x}}',
  '<script>alert(1)</script>',
  `${BARE_AMPERSAND}#0;`,
  `${BARE_AMPERSAND}#xD800;`,
  `${BARE_AMPERSAND}#xFFFF;`,
  `${BARE_AMPERSAND}#1114112;`,
  `${BARE_AMPERSAND}#x1F600;`,
  `${BARE_AMPERSAND}unknown;`,
  `${BARE_AMPERSAND}`,
  'true',
  'maybe',
  'ALL',
  'PT1H',
  'P999999999Y',
];
/** `aicc_script` and what looks like it (1.2 prerequisites). */
const SCRIPTS = [
  '((((((((((a))))))))))',
  '('.repeat(2_000),
  '~'.repeat(2_000),
  `${'~('.repeat(1_000)}a${')'.repeat(1_000)}`,
  `${'a&'.repeat(2_000)}a`,
  '9999999999*{ITEM-1}',
  '-1*{ITEM-1,ITEM-2}',
  '{}',
  'ITEM-1="',
  'ITEM-1=__proto__',
  '&|~*{}',
];
const LISTS = [NUMBERS, NAMES, PLACES, TEXTS, SCRIPTS];

/** `known`: names the document itself uses, so that references meet something. */
export function oddValue(random: Random, known: readonly string[]): string {
  if (known.length > 0 && random.chance(0.35)) return random.pick(known);
  if (random.chance(0.03)) return random.pick(['x', 'ä', '&', '/', '../', 'a/', '%41']).repeat(1 + random.int(20_000));
  return random.pick(random.pick(LISTS));
}
