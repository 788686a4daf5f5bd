import { expect, test } from 'vitest';
import type { Fault } from './protocol';
import { summariseTrial, type TrialCommit, type TrialNote } from './summarise-trial';

const commit = (
  seconds: number,
  kind: string,
  elements: Record<string, string>,
  more: Partial<TrialCommit> = {},
): TrialCommit => ({
  activity: 'a',
  kind,
  receivedAt: new Date(Date.UTC(2026, 5, 1, 9, 0, 0, seconds * 1000)).toISOString(),
  elements,
  refused: [],
  ...more,
});
const openedAt = '2026-06-01T09:00:00.000Z';

test('what was said, in the order it was said, each status once in a row', () => {
  const [a] = summariseTrial(
    [
      {
        openedAt,
        commits: [
          commit(0.4, 'initialize', {}),
          commit(2, 'commit', { 'cmi.core.lesson_status': 'incomplete', 'cmi.suspend_data': 'x'.repeat(40) }),
          commit(3, 'commit', {
            'cmi.core.lesson_status': 'incomplete',
            'cmi.suspend_data': 'x',
            'cmi.interactions.0.id': 'q1',
          }),
          commit(4, 'terminate', {
            'cmi.core.lesson_status': 'passed',
            'cmi.core.score.raw': '80',
            'cmi.core.lesson_location': '7',
            'cmi.interactions.0.result': 'correct',
            'cmi.interactions.1.id': 'q2',
          }),
        ],
      },
    ],
    ['a'],
  );
  expect(a).toEqual({
    identifier: 'a',
    spoke: true,
    firstWordAfter: 0.4,
    statuses: ['incomplete', 'passed'],
    score: '80',
    stateLength: 40,
    keptPlace: true,
    answers: 2,
    ended: true,
    refused: [],
    refusedCalls: [],
    missing: [],
    scriptErrors: [],
  });
});

test('silence is told apart from words that were refused', () => {
  const refused = { refused: [{ message: 'No such status.' }, { message: 'No such status.' }, 'odd'] };
  const found = summariseTrial([{ openedAt, commits: [commit(1, 'commit', {}, refused)] }], ['a', 'b']);
  expect(found).toMatchObject([
    { identifier: 'a', spoke: true, statuses: [], refused: ['No such status.'], ended: false },
    { identifier: 'b', spoke: false },
  ]);
  expect(found[1]).not.toHaveProperty('firstWordAfter');
  expect(found[0]).not.toHaveProperty('score');
});

test('what went wrong in the page, each once: calls that were told an error with how often, files, scripts', () => {
  const at = openedAt;
  const call = (value: string, error: string): TrialNote => ({
    kind: 'call',
    at,
    activity: 'a',
    call: 'LMSSetValue',
    args: ['cmi.core.lesson_status', value],
    returned: 'false',
    error,
  });
  const fault = (activity: string, parts: Fault): TrialNote => ({ kind: 'fault', at, activity, ...parts });
  const inBrowser = { refused: [{ message: 'The browser said no.', code: 'refused-in-browser' }] };
  const [a, b] = summariseTrial(
    [{ openedAt, commits: [commit(1, 'commit', {}, inBrowser)] }],
    ['a'],
    [
      call('Done', '405'),
      call('x'.repeat(80), '405'),
      call('Done', '301'),
      fault('b', { what: 'request', where: 'a.png', status: 404 }),
      fault('b', { what: 'request', where: 'a.png', status: 404 }),
      fault('b', { what: 'script', where: 'a.js:3', text: 'x is not defined' }),
    ],
  );
  expect(a).toMatchObject({
    refused: [],
    refusedCalls: [
      { call: 'LMSSetValue', args: ['cmi.core.lesson_status', 'Done'], error: '405', times: 2 },
      { error: '301', times: 1 },
    ],
    missing: [],
  });
  expect(b).toMatchObject({
    identifier: 'b',
    spoke: false,
    missing: [{ where: 'a.png', status: 404 }],
    scriptErrors: [{ where: 'a.js:3', text: 'x is not defined' }],
  });
});
