import { expect, test } from 'vitest';
import { faultLine, judgeCalls } from './judge-calls';
import { lineOf } from './report';
import type { MadeCall } from './sco-messages';
import { readScript } from './script';

const commands =
  readScript(
    Buffer.from(
      'title=X\nAct1V1.commands.0=I->->t->0\nAct1V1.commands.1=COI->a,b\nAct1V1.commands.2=SET->c~OB~&a&~SS!pass->t->0',
    ),
  ).visits[0]?.commands ?? [];
const made: readonly MadeCall[] = [
  { operation: 'Initialize', arguments: [''], value: 'true', error: '0' },
  { operation: 'ids', arguments: ['cmi.objectives'], ids: ['b', 'a'] },
  { operation: 'SetValue', arguments: ['cmi.objectives.1.success_status', 'passed'], value: 'true', error: '0' },
];
const judge = (calls: readonly MadeCall[]) => judgeCalls(commands, calls, 'pat').map(({ ok, fault }) => fault ?? ok);
const changed = (index: number, call: Partial<MadeCall>) =>
  made.map((each, at) => (at === index ? { ...each, ...call } : each));

test('calls are laid beside commands in order; what the page does by itself is written down only', () => {
  const terminate = { operation: 'Terminate', arguments: [''], value: 'false', error: '113' };
  expect(judge([...made, terminate])).toEqual([true, true, true, true]);
});

test.each([
  ['a wrong value', changed(0, { value: 'false' }), 0, 'expected "true", got "false" (error 0)'],
  ['a wrong error', changed(0, { error: '103' }), 0, 'expected error 0, got 103'],
  ['other rows', changed(1, { ids: ['a'] }), 1, 'expected the objectives a, b, got a'],
  [
    'a row that is not there',
    changed(2, { missing: true, value: '', error: '' }),
    2,
    'the row that the script names is not there',
  ],
  ['an API that throws', changed(2, { thrown: 'TypeError: x' }), 2, 'the call threw TypeError: x'],
  ['a call that was not made', made.slice(0, 2), 2, 'the call was not made'],
])('%s is a fault', (_, calls, at, fault) => {
  expect(judge(calls)[at]).toBe(fault);
  expect(judge(calls).filter((one) => one !== true)).toHaveLength(1);
});

test('a line for a case tells what went wrong first', () => {
  const [call] = judgeCalls(commands, changed(0, { value: 'false' }), 'pat');
  const fault = call ? faultLine(call) : '';
  const visit = { label: 'Act1V1', expected: { case: 'X', act: '1' }, questions: [], calls: [], moves: [] };
  const visits = [
    { ...visit, faults: [] },
    { ...visit, faults: [fault, 'more'] },
  ];
  expect(lineOf({ id: 'X-1', passed: false, seconds: 1.25, faults: [], visits })).toBe(
    'FAIL X-1      1.3 s  visit 2 (Act1V1): Initialize(): expected "true", got "false" (error 0) (and 1 more)',
  );
  expect(lineOf({ id: 'X-1', passed: true, seconds: 4.21, faults: [], visits: [] })).toBe('pass X-1      4.2 s');
});
