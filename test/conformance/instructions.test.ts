import { expect, test } from 'vitest';
import { root, stepsOf } from './instructions';

const ended = { do: 'expect-end' };
const relaunch = { do: 'launch' };

test.each([
  ['Exit', [{ do: 'leave' }]],
  ['Previous', [{ do: 'press', control: 'previous' }]],
  ['Choice~Activity 2', [{ do: 'choose', title: 'Activity 2' }]],
  ['Choice~the activity that corresponds to the root of "Some Package"', [{ do: 'choose', title: root }]],
  ['ChoiceExit~Activity 2', [{ do: 'choose', title: 'Activity 2' }, ended]],
  ['ContinueExitCM8', [{ do: 'press', control: 'continue' }, ended, relaunch]],
  ['SuspendCM09ca', [{ do: 'press', control: 'suspend' }, ended, relaunch]],
  ['ExitCM09ba', [{ do: 'leave' }, ended, relaunch]],
  ['RelaunchRU14b', [ended, relaunch]],
  ['RelaunchCM10', [ended, relaunch, { do: 'choose', title: 'Activity 4' }]],
  ['APIt2', [{ do: 'choose', title: 'API Implementation Test 2' }]],
  ['DMIt4', [{ do: 'choose', title: 'Data Model Implementation Test 4' }]],
  ['exitlaunch~DDMb', [{ do: 'leave' }, ended, { do: 'launch', package: 'DDMb' }]],
  ['autoendrelaunch~DDMa', [ended, { do: 'launch', package: 'DDMa' }]],
  ['ReLaunchDDMb', [ended, { do: 'launch', package: 'DDMb' }]],
])('%s', (code, steps) => expect(stepsOf(code)).toEqual(steps));

test('an unknown code is an error, not a step left out', () => expect(() => stepsOf('Dance')).toThrow('Dance'));
