import { describe, expect, test } from 'vitest';
import { enrolmentStanding, isToDo, playWord, type EnrolmentLook } from './standing';

const look = (over: Partial<EnrolmentLook>): EnrolmentLook => ({
  status: 'Confirmed',
  successful: false,
  success: 'unknown',
  online: true,
  ...over,
});

describe('ELO-10: what may be played, and what that is called', () => {
  test.each([
    [look({}), 'start', 'not-started', true],
    [look({ status: 'InProgress' }), 'continue', 'in-progress', true],
    [look({ status: 'InProgress', success: 'failed' }), 'again', 'not-passed', true],
    [look({ status: 'Attended', successful: true, success: 'passed' }), 'review', 'passed', false],
    [look({ status: 'Attended', successful: true }), 'review', 'completed', false],
    [look({ status: 'Attended', successful: false }), 'again', 'not-passed', true],
    [look({ status: 'Incomplete' }), undefined, 'incomplete', false],
    [look({ status: 'Withdrawn' }), undefined, 'withdrawn', false],
    [look({ status: 'Confirmed', online: false }), undefined, 'not-started', true],
  ])('%o: %s, %s', (given, play, word, toDo) => {
    expect(playWord(given)).toBe(play);
    expect(enrolmentStanding(given).word).toBe(word);
    expect(isToDo(given)).toBe(toDo);
  });
});
