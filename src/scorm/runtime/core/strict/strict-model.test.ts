/** SCORM 2004 4th Edition, RTE 3.1.7 and ch. 4, SN 5.6: verdicts of the data model, case by case. */
import { describe, expect, test } from 'vitest';
import type { ScormVersion } from '../../../package/core/types';
import type { Elements } from '../protocol';
import { rulesOf } from './editions';
import { createStrictModel, type StrictStart } from './strict-model';
import { table2004 } from './table-2004';

const model = (
  elements: Elements = {},
  more: Partial<StrictStart> = {},
  version: ScormVersion = '2004 4th Edition',
) => {
  const made = createStrictModel(table2004(rulesOf(version)), { elements, ...more });
  return {
    set: made.set,
    get: (name: string): string | number => {
      const { value, code } = made.get(name);
      return code === 0 ? value : code;
    },
  };
};

describe('RTE 3.1.7: names', () => {
  test.each([
    ['', 301, 351],
    ['cmi', 401, 401],
    ['cmi.objectives', 401, 401],
    ['cmi.objectives.0', 401, 401],
    ['cmi.score', 401, 401],
    ['adl.data', 401, 401],
    ['cmi.nonsense', 401, 401],
    ['cmi.core.lesson_status', 401, 401],
    ['cmi.objectives.first.id', 401, 401],
    ['cmi.objectives.#.id', 401, 401],
    ['cmi.location.x', 401, 401],
    ['__proto__', 401, 401],
    ['cmi.location._children', 301, 404],
    ['cmi.location._count', 301, 404],
    ['cmi.location._version', 301, 404],
    ['cmi.nonsense._count', 401, 401],
    ['cmi._version', '1.0', 404],
    ['cmi.objectives._count', '0', 404],
    ['cmi.score._children', 'scaled,raw,min,max', 404],
    ['adl.data._children', 'id,store', 404],
    ['cmi.exit', 405, 406],
    ['cmi.session_time', 405, 406],
    ['cmi.entry', '', 404],
    ['cmi.launch_data', 403, 404],
    ['cmi.max_time_allowed', 403, 404],
    ['cmi.time_limit_action', 'continue,no message', 404],
    ['cmi.comments_from_lms.0.comment', 301, 404],
    ['cmi.learner_preference.audio_level', '1', 406],
    ['cmi.learner_preference.language', '', 406],
    ['adl.nav.request', '_none_', 406],
    ['adl.data.0.id', 301, 404],
    ['adl.data.0.store', 301, 351],
  ])('%s: read %s, written %s', (name, read, written) => {
    const { get, set } = model();
    expect(get(name)).toBe(read);
    expect(set(name, 'no such value')).toBe(written);
    expect(get('cmi.objectives._count')).toBe('0');
  });
});

test('RTE 3.1.7: a name that goes on and on is none', () => {
  const { get, set } = model();
  const name = `cmi.location${'.x'.repeat(500_000)}`;
  expect([get(name), set(name, 'x')]).toEqual([401, 401]);
});

describe('RTE 3.1.7: values', () => {
  test.each<readonly [string, readonly string[], readonly (readonly [string, number])[]]>([
    ['cmi.location', ['', 'x'.repeat(8_000)], [['x'.repeat(8_001), 351]]],
    [
      'cmi.suspend_data',
      ['', 'line\nline', 'x'.repeat(131_072)],
      [
        ['x'.repeat(131_073), 351],
        ['half \ud800', 351],
        ['\0', 351],
      ],
    ],
    [
      'cmi.completion_status',
      ['completed', 'incomplete', 'not attempted', 'unknown'],
      [
        ['Completed', 406],
        ['', 406],
        ['passed', 406],
      ],
    ],
    [
      'cmi.success_status',
      ['passed', 'failed', 'unknown'],
      [
        ['pass', 406],
        ['', 406],
        ['completed', 406],
      ],
    ],
    [
      'cmi.score.scaled',
      ['-1', '0.5', '1.0', '-.5'],
      [
        ['1.0000999', 407],
        ['-1.1', 407],
        ['', 406],
        ['85%', 406],
        ['1e-7', 406],
      ],
    ],
    [
      'cmi.score.raw',
      ['-100', '101', '7.000099999887765544'],
      [
        ['', 406],
        ['34,000.00', 406],
        ['ten', 406],
      ],
    ],
    [
      'cmi.progress_measure',
      ['0', '1', '0.333'],
      [
        ['-0.1', 407],
        ['1.1', 407],
        ['', 406],
      ],
    ],
    [
      'cmi.learner_preference.audio_level',
      ['0', '50.9'],
      [
        ['-1', 407],
        ['loud', 406],
      ],
    ],
    ['cmi.learner_preference.delivery_speed', ['0.0', '100'], [['-1', 407]]],
    [
      'cmi.learner_preference.audio_captioning',
      ['-1', '0', '1'],
      [
        ['2', 406],
        ['', 406],
        ['1.0', 406],
      ],
    ],
    [
      'cmi.learner_preference.language',
      ['', 'en', 'de-CH', 'i-klingon', 'ZHO'],
      [
        ['xx', 406],
        ['e', 406],
        ['en_GB', 406],
      ],
    ],
    [
      'adl.nav.request',
      ['continue', '{target=a.b}choice', '{target=a}jump', '_none_'],
      [
        ['next', 406],
        ['{target=}choice', 406],
        ['{target=a}', 406],
      ],
    ],
  ])('%s', (name, good, bad) => {
    const { get, set } = model();
    for (const value of good) {
      expect([value.slice(0, 20), set(name, value)]).toEqual([value.slice(0, 20), 0]);
      expect(get(name)).toBe(value);
    }
    for (const [value, code] of bad) {
      expect([value.slice(0, 20), set(name, value)]).toEqual([value.slice(0, 20), code]);
      expect(get(name)).toBe(good.at(-1));
    }
  });

  test.each([
    ['RTE 4.2.8', 'cmi.exit', ['time-out', 'suspend', 'logout', 'normal', ''], ['Suspend', 'quit']],
    [
      'RTE 4.1.1.7, timeinterval',
      'cmi.session_time',
      ['PT0S', 'P1Y6M14DT4H15M6.34S', 'PT01H059M020S', 'P14D', 'P1YT1S'],
      ['', 'P', 'PT', 'P1DT', 'P1D4H', '1Y', 'PT1.234S', 'PT-1S', '00:10:00', 'P1W'],
    ],
  ])('%s %s', (_, name, good, bad) => {
    const { set } = model();
    for (const value of good) expect([value, set(name, value)]).toEqual([value, 0]);
    for (const value of bad) expect([value, set(name, value)]).toEqual([value, 406]);
  });

  const times = {
    good: [
      '1970',
      '2038',
      '2004-02-29',
      '2004-04-01T15',
      '2004-04-01T15:01:02',
      '2004-04-01T15:01:02.5',
      '2004-04-01T15:01:02.55Z',
      '2004-04-01T15:01:02.55-03:30',
    ],
    fourth: ['1969', '2039', '2004-04-01T15:01:02.025', '2004-04-01T15:01:02Z', '2004-04-01T15:01:02+02:00'],
    bad: [
      '',
      '04',
      '2004-4',
      '2004-02-30',
      '2003-02-29',
      '2004-04-31',
      '2004-04-01T',
      '2004-04-01T24',
      '2004-04-01T15Z',
      '2004-04-01 15:00:00',
      '2004-04-01T15:01:02.55+24',
    ],
  };
  test('RTE 4.1.1.8, time: the 4th Edition letter by letter, older content as it was made', () => {
    const name = 'cmi.comments_from_learner.0.timestamp';
    const fourth = model();
    const third = model({}, {}, '2004 3rd Edition');
    for (const value of times.good)
      expect([value, fourth.set(name, value), third.set(name, value)]).toEqual([value, 0, 0]);
    for (const value of times.fourth)
      expect([value, fourth.set(name, value), third.set(name, value)]).toEqual([value, 406, 0]);
    for (const value of times.bad)
      expect([value, fourth.set(name, value), third.set(name, value)]).toEqual([value, 406, 406]);
  });

  test('RTE 4.1.1.6, identifiers: URIs in the 4th Edition, anything that is not blank in older ones', () => {
    const codes = (value: string) =>
      (['2004 4th Edition', '2004 2nd Edition'] as const).map((version) =>
        model({}, {}, version).set('cmi.objectives.0.id', value),
      );
    for (const value of ['o1', 'urn:adl:x/1', 'http://a.example/b?c#d', 'größe', 'x'.repeat(8_000)])
      expect(codes(value)).toEqual([0, 0]);
    for (const value of ['urn:', 'urn:a', 'urn:adl:two words', 'two words', '{a}', 'a[,]b'])
      expect(codes(value)).toEqual([406, 0]);
    for (const value of ['', ' ', ' edge']) expect(codes(value)).toEqual([406, 406]);
  });

  test('RTE 4.1.1.3, localized strings: a language that is named exists', () => {
    const { set } = model();
    for (const value of ['', 'text', '{lang=en}', '{lang=en-GB}Hi', '{x}', 'a {lang=xx}'])
      expect(set('cmi.comments_from_learner.0.comment', value)).toBe(0);
    for (const value of ['{lang=}', '{lang=sp}hola', '{lang=e n}x'])
      expect(set('cmi.comments_from_learner.0.comment', value)).toBe(406);
  });
});

describe('RTE 3.1.7: rows', () => {
  test('are begun in order; nothing comes of a refused write', () => {
    const { get, set } = model();
    expect(set('cmi.objectives.1.id', 'o')).toBe(351);
    expect(set('cmi.objectives.00.id', 'o')).toBe(351);
    expect(set('cmi.objectives.0.success_status', 'passed')).toBe(408);
    expect(set('cmi.objectives.0.id', '')).toBe(406);
    expect(get('cmi.objectives._count')).toBe('0');
    expect(get('cmi.objectives.0.success_status')).toBe(301);
    expect(set('cmi.objectives.0.id', 'o')).toBe(0);
    expect(get('cmi.objectives.0.success_status')).toBe('unknown');
    expect(get('cmi.objectives.0.score.raw')).toBe(403);
    expect(get('cmi.objectives._count')).toBe('1');
  });

  test('RTE 4.2.17: the id of an objective is said once and by one row only', () => {
    const { get, set } = model({ 'cmi.objectives.0.id': 'of the manifest' });
    expect(set('cmi.objectives.0.id', 'of the manifest')).toBe(0);
    expect(set('cmi.objectives.0.id', 'o')).toBe(351);
    expect(set('cmi.objectives.1.id', 'o')).toBe(0);
    expect(set('cmi.objectives.2.id', 'o')).toBe(351);
    expect(get('cmi.objectives._count')).toBe('2');
  });

  test('RTE 4.2.9: interactions wait for their id, responses for the type too; the id may change', () => {
    const { get, set } = model();
    expect(set('cmi.interactions.0.type', 'choice')).toBe(408);
    expect(set('cmi.interactions.0.objectives.0.id', 'o')).toBe(408);
    expect(set('cmi.interactions.0.id', 'q')).toBe(0);
    expect(set('cmi.interactions.0.learner_response', 'a')).toBe(408);
    expect(set('cmi.interactions.0.correct_responses.0.pattern', 'a')).toBe(408);
    expect(set('cmi.interactions.0.type', 'choice')).toBe(0);
    expect(set('cmi.interactions.0.correct_responses.1.pattern', 'a')).toBe(351);
    expect(set('cmi.interactions.0.correct_responses.0.pattern', 'a')).toBe(0);
    expect(set('cmi.interactions.0.correct_responses.1.pattern', 'a')).toBe(351);
    expect(get('cmi.interactions.0.correct_responses._count')).toBe('1');
    expect(set('cmi.interactions.0.id', 'q2')).toBe(0);
    expect(set('cmi.interactions.1.id', 'q2')).toBe(0);
    expect(set('cmi.interactions.0.objectives.0.id', 'o')).toBe(0);
    expect(set('cmi.interactions.0.objectives.1.id', 'o')).toBe(351);
    expect(get('cmi.interactions.7.objectives._count')).toBe(301);
  });

  test('what was saved with holes is read without', () => {
    const { get } = model({
      'cmi.interactions.4.id': 'b',
      'cmi.interactions.2.id': 'a',
      'cmi.interactions.10.id': 'c',
    });
    expect(['_count', '0.id', '1.id', '2.id', '3.id'].map((one) => get(`cmi.interactions.${one}`))).toEqual([
      '3',
      'a',
      'b',
      'c',
      301,
    ]);
  });
});

describe('statuses that measures decide', () => {
  test('RTE 4.2.4: with a completion threshold what content says of completion is not what is read', () => {
    const { get, set } = model({ 'cmi.completion_threshold': '0.6' });
    set('cmi.completion_status', 'completed');
    expect(get('cmi.completion_status')).toBe('unknown');
    set('cmi.progress_measure', '0.6');
    expect(get('cmi.completion_status')).toBe('completed');
    set('cmi.progress_measure', '0.59');
    expect(get('cmi.completion_status')).toBe('incomplete');
  });
  test('RTE 4.2.22: with a passing score the scaled score decides', () => {
    const { get, set } = model({ 'cmi.scaled_passing_score': '-0.5' });
    set('cmi.success_status', 'passed');
    expect(get('cmi.success_status')).toBe('unknown');
    set('cmi.score.scaled', '-0.5');
    expect(get('cmi.success_status')).toBe('passed');
    set('cmi.score.scaled', '-0.51');
    expect(get('cmi.success_status')).toBe('failed');
  });
  test('RTE 4.2.4, 4.2.22: without them content is believed', () => {
    const { get, set } = model({ 'cmi.progress_measure': '1', 'cmi.score.scaled': '1' });
    expect([get('cmi.completion_status'), get('cmi.success_status')]).toEqual(['unknown', 'unknown']);
    set('cmi.completion_status', 'incomplete');
    set('cmi.success_status', 'failed');
    expect([get('cmi.completion_status'), get('cmi.success_status')]).toEqual(['incomplete', 'failed']);
  });
});

describe('RTE 4.3: shared data', () => {
  const rows = {
    'adl.data.0.id': 'open',
    'adl.data.1.id': 'told',
    'adl.data.2.id': 'taken',
    'adl.data.1.store': 'news',
  };
  const buckets = [
    { read: true, write: true },
    { read: true, write: false },
    { read: false, write: true },
  ];
  test('each row may be read and written as its map says; an empty bucket counts as never set', () => {
    const { get, set } = model(rows, { buckets });
    expect(get('adl.data._count')).toBe('3');
    expect(get('adl.data.0.store')).toBe(403);
    expect([set('adl.data.0.store', 'x'), get('adl.data.0.store')]).toEqual([0, 'x']);
    expect([set('adl.data.0.store', ''), get('adl.data.0.store')]).toEqual([0, 403]);
    expect([set('adl.data.1.store', 'x'), get('adl.data.1.store')]).toEqual([404, 'news']);
    expect([set('adl.data.2.store', 'x'), get('adl.data.2.store')]).toEqual([0, 405]);
    expect([set('adl.data.0.id', 'open'), get('adl.data.0.id')]).toEqual([404, 'open']);
    expect([set('adl.data.3.store', 'x'), get('adl.data.3.store')]).toEqual([351, 301]);
  });
});

test('SN 5.6.5: what is known only at the moment is asked for then, and never written', () => {
  let now = 'false';
  const { get, set } = model({}, { live: (name) => (name === 'adl.nav.request_valid.continue' ? now : undefined) });
  expect(get('adl.nav.request_valid.continue')).toBe('false');
  now = 'true';
  expect(get('adl.nav.request_valid.continue')).toBe('true');
  expect(set('adl.nav.request_valid.continue', 'true')).toBe(404);
  expect(get('adl.nav.request_valid.nonsense')).toBe(401);
});
