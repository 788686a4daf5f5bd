import { describe, expect, test } from 'vitest';
import { rulesOf } from './editions';
import { createStrictModel } from './strict-model';
import { table2004 } from './table-2004';

describe('RTE 4.2.9.1, 4.2.9.2: responses and patterns', () => {
  test.each<readonly [string, readonly string[], readonly string[], readonly string[], readonly string[]]>([
    ['true-false', ['true', 'false'], ['', 't', 'True'], ['true'], ['', '1']],
    [
      'choice',
      ['', 'a', 'a[,]b'],
      ['[,]', 'a[,]', 'a[,]a', 'two words', Array.from({ length: 37 }, (_, n) => `a${n}`).join('[,]')],
      ['b[,]a'],
      ['{order_matters=false}a'],
    ],
    [
      'fill-in',
      ['', 'a b[,]{lang=fr}c'],
      ['{lang=sp}a', 'a[,]{lang=}b'],
      ['{case_matters=true}{order_matters=false}{lang=en}a', '{lang=en}{case_matters=maybe}a'],
      ['{case_matters=maybe}a', '{order_matters=}a'],
    ],
    [
      'long-fill-in',
      ['', '{lang=en}a[,]b'],
      ['{lang=sp}a'],
      ['{case_matters=false}{lang=en}a'],
      ['{case_matters=x}a', '{lang=}a'],
    ],
    ['likert', ['a'], ['', 'a[,]b', 'a b'], ['a'], ['']],
    ['matching', ['a[.]b', 'a[.]b[,]c[.]d'], ['a', 'a[.]', '[.]a', 'a[.]b[,]'], ['a[.]b'], ['z']],
    [
      'performance',
      ['a[.]b', '[.]some words', 'a[.]', 'a[.]1[,]b[.]2'],
      ['', 'a', '[.]', 'a b[.]c'],
      ['{order_matters=false}a[.]1[:]2'],
      ['{order_matters=x}a[.]b'],
    ],
    ['sequencing', ['', 'a[,]b[,]a'], ['[,]', 'a b'], ['a[,]b'], ['a[,]']],
    ['numeric', ['3', '-0.5'], ['', '1[:]2', 'a'], ['3', '1[:]2', '[:]2', '1[:]', '[:]'], ['2[:]1', '1,000', 'a[:]b']],
    ['other', ['', 'anything {at} all'], [], ['anything'], []],
  ])('%s', (type, responses, wrongResponses, patterns, wrongPatterns) => {
    const { set } = createStrictModel(table2004(rulesOf('2004 4th Edition')), { elements: {} });
    set('cmi.interactions.0.id', 'q');
    set('cmi.interactions.0.type', type);
    const all = (element: string, values: readonly string[], code: number): void => {
      for (const value of values) expect([value, set(`cmi.interactions.0.${element}`, value)]).toEqual([value, code]);
    };
    all('learner_response', responses, 0);
    all('learner_response', wrongResponses, 406);
    all('correct_responses.0.pattern', patterns, 0);
    all('correct_responses.0.pattern', wrongPatterns, 406);
    const onlyOne = ['true-false', 'likert', 'numeric', 'other'].includes(type);
    if (onlyOne) all('correct_responses.1.pattern', patterns, 351);
  });
});
