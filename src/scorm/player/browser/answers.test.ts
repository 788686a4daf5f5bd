import { describe, expect, test } from 'vitest';
import { readCommitAnswer, readNavigateAnswer } from './answers';

const json = 'application/json; charset=utf-8';
const good = { acknowledged: [1], refused: [], conflicts: [], superseded: false };
const read = (status: number, contentType: string, text: string) =>
  readCommitAnswer({ status, contentType, text }).kind;

describe('only a JSON answer of the right shape is a success', () => {
  test.each([
    [200, json, JSON.stringify(good), 'answer'],
    [409, 'application/problem+json', JSON.stringify({ ...good, conflicts: [1] }), 'answer'],
    [200, json, '', 'retry'],
    [204, '', '', 'retry'],
    [200, 'text/html', '<form>Sign in</form>', 'retry'],
    [200, 'text/html', JSON.stringify(good), 'retry'],
    [200, json, '{"result":true}', 'retry'],
    [200, json, JSON.stringify({ ...good, acknowledged: ['1'] }), 'retry'],
    [200, json, 'null', 'retry'],
    [401, json, '{}', 'sign-in'],
    [403, json, '{}', 'sign-in'],
    [409, json, '{}', 'conflict'],
    [413, 'text/html', '', 'too-large'],
    [404, json, '{}', 'refused'],
    [421, json, '{}', 'retry'],
    [429, json, '{}', 'retry'],
    [500, json, JSON.stringify(good), 'retry'],
    [503, 'text/html', '', 'retry'],
    [302, '', '', 'retry'],
  ])('%i %s %s -> %s', (status, type, text, kind) => {
    expect(read(status, type, text)).toBe(kind);
  });
});

test('a navigation needs a result, contents and controls', () => {
  const navigate = (value: unknown) =>
    readNavigateAnswer({ status: 200, contentType: json, text: JSON.stringify(value) }).kind;
  const whole = { ...good, contents: [], controls: { choices: [] }, result: { kind: 'end' } };
  expect(navigate(whole)).toBe('answer');
  expect(navigate(good)).toBe('retry');
  expect(navigate({ ...whole, result: { kind: 'deliver' } })).toBe('retry');
  expect(navigate({ ...whole, result: { kind: 'deliver', delivery: { url: '/files/x', cmi: {} } } })).toBe('answer');
  expect(navigate({ ...whole, result: { kind: 'elsewhere' } })).toBe('retry');
});
