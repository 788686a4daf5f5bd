import { expect, test } from 'vitest';
import { backoff } from './backoff';
import { secondsOf12, secondsOf2004, timeLimit } from './times';

test('times of both versions in seconds', () => {
  expect(secondsOf12('0001:02:03.5')).toBe(3723.5);
  expect(secondsOf12('PT1H')).toBeUndefined();
  expect(secondsOf2004('P1DT2H3M4.5S')).toBe(93784.5);
  expect(secondsOf2004('PT')).toBeUndefined();
  expect(secondsOf2004('00:10:00')).toBeUndefined();
});

test('what was used before counts against the time allowed', () => {
  expect(timeLimit({ max: '00:10:00', used: '0000:09:30', action: 'exit,message' }, secondsOf12)).toEqual({
    seconds: 30,
    exit: true,
    message: true,
  });
  expect(timeLimit({ max: '00:10:00', used: '01:00:00', action: 'exit, no message' }, secondsOf12)).toEqual({
    seconds: 0,
    exit: true,
    message: false,
  });
  expect(timeLimit({ max: 'PT5S', used: undefined, action: 'continue,message' }, secondsOf2004)).toEqual({
    seconds: 5,
    exit: false,
    message: true,
  });
});

test('no limit, a broken one, or nothing to do need no clock', () => {
  expect(timeLimit({ max: undefined, used: undefined, action: 'exit,message' }, secondsOf12)).toBeUndefined();
  expect(timeLimit({ max: 'soon', used: undefined, action: 'exit,message' }, secondsOf12)).toBeUndefined();
  expect(timeLimit({ max: '00:10:00', used: undefined, action: undefined }, secondsOf12)).toBeUndefined();
});

test('waiting doubles up to a minute and is spread by a quarter', () => {
  expect([1, 2, 3, 7, 1000].map((failures) => backoff(failures, 0.5))).toEqual([1000, 2000, 4000, 60_000, 60_000]);
  expect(backoff(1, 0)).toBe(750);
  expect(backoff(1, 1)).toBe(1250);
});
