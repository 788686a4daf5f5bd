import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sco } from '../../../../test/support/activity-trees';
import { judge, short, type Said } from '../../../../test/support/judge-visits';
import type { Activity } from '../../package/core/types';
import type { ActivityResult } from '../../sequencing/core/types';
import { foldActivity } from './fold-activity';
import { judgeActivity } from './judge-activity';
import type { Elements } from './protocol';
import type { Closing } from './verdict';

const status = (value: string, raw?: string, exit?: string): Elements => ({
  'cmi.core.lesson_status': value,
  ...(raw === undefined ? {} : { 'cmi.core.score.raw': raw }),
  ...(exit === undefined ? {} : { 'cmi.core.exit': exit }),
});
describe('SCORM 1.2', () => {
  const mastery80 = sco('A', { masteryScore: 80 });
  const plain = sco('A');
  const raw = (value: string): Elements => ({ 'cmi.core.score.raw': value });

  test.each<readonly [string, Activity, Elements, 'ended' | 'open', Closing, string]>([
    [
      'V26 SCO-3: raw 79, mastery 80, content says completed',
      mastery80,
      status('completed', '79'),
      'ended',
      'terminate',
      'completed/failed',
    ],
    [
      'V27 SCO-4: no mastery, content says passed with raw 10',
      plain,
      status('passed', '10'),
      'ended',
      'terminate',
      'completed/passed',
    ],
    ['SCO-2: never set, finished', plain, {}, 'ended', 'terminate', 'completed/unknown'],
    ['SCO-2: never set, vanished', plain, raw('90'), 'open', 'silent', 'incomplete/unknown'],
    ['SCO-2: never set, suspended', plain, { 'cmi.core.exit': 'suspend' }, 'ended', 'terminate', 'incomplete/unknown'],
    [
      'SCO-2, SCO-3: never set, finished, raw at mastery',
      mastery80,
      raw('80'),
      'ended',
      'terminate',
      'completed/passed',
    ],
    [
      'SCO-3: content says passed below mastery',
      mastery80,
      status('passed', '50'),
      'ended',
      'terminate',
      'completed/failed',
    ],
    [
      'SCO-3: content says failed above mastery',
      mastery80,
      status('failed', '81'),
      'ended',
      'terminate',
      'completed/passed',
    ],
    [
      'SCO-3: incomplete is left alone',
      mastery80,
      status('incomplete', '0'),
      'ended',
      'terminate',
      'incomplete/unknown',
    ],
    [
      'SCO-3: mastery without a raw score does not apply',
      mastery80,
      status('passed'),
      'ended',
      'terminate',
      'completed/passed',
    ],
    [
      'SCO-3: a mastery score of 0 is one',
      sco('A', { masteryScore: 0 }),
      status('completed', '0'),
      'ended',
      'terminate',
      'completed/passed',
    ],
    [
      'SCO-3 on suspend: incomplete with raw 0 is not failed',
      mastery80,
      status('incomplete', '0', 'suspend'),
      'ended',
      'terminate',
      'incomplete/unknown',
    ],
    [
      'SCO-3 on suspend: completed below mastery is not failed yet',
      mastery80,
      status('completed', '79', 'suspend'),
      'ended',
      'terminate',
      'completed/unknown',
    ],
    [
      'SCO-3 on suspend: content and score agree',
      mastery80,
      status('completed', '85', 'suspend'),
      'ended',
      'terminate',
      'completed/passed',
    ],
    ['SCO-4: completed stays completed', plain, status('completed', '10'), 'ended', 'terminate', 'completed/unknown'],
    ['SCO-4: failed stays failed', plain, status('failed', '100'), 'ended', 'terminate', 'completed/failed'],
    ['browsed is no success', plain, status('browsed'), 'ended', 'terminate', 'incomplete/unknown'],
    ['ELO-14: judged at a commit without mastery', plain, status('passed', '90'), 'open', 'commit', 'completed/passed'],
    [
      'ELO-14: not judged at a commit with mastery',
      mastery80,
      status('passed', '90'),
      'open',
      'commit',
      'completed/unknown',
    ],
    [
      'ELO-14: judged when the silent session is closed',
      mastery80,
      status('passed', '90'),
      'open',
      'silent',
      'completed/passed',
    ],
    ['ELO-14: silent below mastery', mastery80, status('completed', '79'), 'open', 'silent', 'completed/failed'],
  ])('%s', (_name, activity, elements, how, closing, expected) => {
    expect(short(judge('1.2', activity, [[elements, how]], closing))).toBe(expected);
  });

  test('SCO-3: with the setting off only an unset status is decided by mastery', () => {
    const settings = { masteryOverridesStatus: false };
    expect(short(judge('1.2', mastery80, [[status('passed', '50'), 'ended']], 'terminate', settings))).toBe(
      'completed/passed',
    );
    expect(short(judge('1.2', mastery80, [[raw('50'), 'ended']], 'terminate', settings))).toBe('completed/failed');
    expect(short(judge('1.2', mastery80, [[status('passed', '50'), 'open']], 'commit', settings))).toBe(
      'completed/passed',
    );
  });

  test('SCO-5: without credit nothing changes; browse counts as begun', () => {
    expect(short(judge('1.2', plain, [[status('passed'), 'ended']], 'terminate', { mode: 'review' }))).toBe(
      'not attempted/unknown',
    );
    expect(short(judge('1.2', plain, [[status('passed'), 'ended']], 'terminate', { mode: 'browse' }))).toBe(
      'incomplete/unknown',
    );
    const state = foldActivity(
      '1.2',
      undefined,
      [{ generation: 1, sequence: 1, kind: 'terminate', elements: status('failed') }],
      1,
    );
    const before: ActivityResult = {
      attempted: true,
      suspended: false,
      completion: 'completed',
      success: 'passed',
      raw: 90,
      totalSeconds: 5,
    };
    expect(judgeActivity('1.2', plain, state, { closing: 'terminate' }, { mode: 'review' }, before)).toBe(before);
  });

  test('ELO-7: a later visit cannot undo what was passed, and the best score stands', () => {
    const result = judge(
      '1.2',
      mastery80,
      [
        [status('completed', '90'), 'ended'],
        [status('completed', '40'), 'ended'],
      ],
      'terminate',
    );
    expect(result).toMatchObject({ completion: 'completed', success: 'passed', raw: 90 });
  });
  test('ELO-7: completed where no mastery is asked is a success that stays', () => {
    expect(
      short(
        judge(
          '1.2',
          plain,
          [
            [status('completed'), 'ended'],
            [status('incomplete'), 'ended'],
          ],
          'terminate',
        ),
      ),
    ).toBe('completed/unknown');
  });
  test('failed is no success: a new visit in progress takes its place', () => {
    expect(
      short(
        judge(
          '1.2',
          mastery80,
          [
            [status('completed', '40'), 'ended'],
            [status('incomplete'), 'open'],
          ],
          'commit',
        ),
      ),
    ).toBe('incomplete/unknown');
  });
  test('a visit goes on from what the one before it said', () => {
    const result = judge(
      '1.2',
      mastery80,
      [
        [status('incomplete', '85', 'suspend'), 'ended'],
        [{ 'cmi.core.lesson_status': 'completed' }, 'ended'],
      ],
      'terminate',
    );
    expect(result).toMatchObject({ completion: 'completed', success: 'passed', raw: 85, suspended: false });
  });
  test('the running score of a visit that was interrupted is not yet a result', () => {
    const result = judge(
      '1.2',
      mastery80,
      [
        [status('incomplete', '100'), 'open'],
        [status('completed', '60'), 'ended'],
      ],
      'terminate',
    );
    expect(result).toMatchObject({ success: 'failed', raw: 60 });
  });
  test('SCO-2: leaving by the player does not take completion from content that never sets a status', () => {
    const state = foldActivity(
      '1.2',
      undefined,
      [{ generation: 1, sequence: 1, kind: 'terminate', elements: { 'cmi.core.lesson_location': '3' } }],
      1,
    );
    expect(short(judgeActivity('1.2', plain, state, { closing: 'terminate', suspended: true }))).toBe(
      'completed/unknown',
    );
  });
  test('SCO-2: a visit that goes on is not completed because another activity ended in the same request', () => {
    expect(short(judge('1.2', plain, [[{ 'cmi.core.lesson_location': '3' }, 'open']], 'terminate'))).toBe(
      'incomplete/unknown',
    );
  });
  test('suspended or vanished is said', () => {
    expect(judge('1.2', plain, [[status('incomplete', '1', 'suspend'), 'ended']], 'terminate').suspended).toBe(true);
    expect(judge('1.2', plain, [[status('incomplete'), 'open']], 'silent').suspended).toBe(true);
    expect(judge('1.2', plain, [[status('incomplete'), 'open']], 'commit').suspended).toBe(false);
  });
});

test('ELO-7: whatever visits follow, success and the score that won it are not lost', () => {
  const statuses = ['incomplete', 'completed', 'passed', 'failed', 'browsed'];
  const visit = fc.tuple(
    fc.record(
      {
        'cmi.core.lesson_status': fc.constantFrom(...statuses),
        'cmi.core.score.raw': fc.integer({ min: 0, max: 100 }).map(String),
        'cmi.core.exit': fc.constantFrom('', 'suspend'),
      },
      { requiredKeys: [] },
    ),
    fc.constantFrom<'ended' | 'open'>('ended', 'open'),
  );
  fc.assert(
    fc.property(
      fc.array(visit, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(undefined, 0, 50, 100),
      (visits, masteryScore) => {
        const activity = sco('A', masteryScore === undefined ? {} : { masteryScore });
        const known = visits as readonly Said[];
        let passed = false;
        for (let count = 1; count <= known.length; count += 1) {
          const result = judge('1.2', activity, known.slice(0, count), 'silent');
          if (passed) expect(result.success).toBe('passed');
          passed = result.success === 'passed';
        }
      },
    ),
    { numRuns: 500 },
  );
});
