import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createKeys } from '../../platform/auth';
import { createPasses, type Passes } from './passes';
import type { PassContent } from './tickets';

const now = { at: new Date('2026-06-15T12:00:00Z') };
const clock = { now: () => now.at, today: () => '2026-06-15' as never };
const keys = createKeys(Buffer.alloc(32, 1));
const host = { kind: 'package', label: 'abc' } as const;
const content = (attemptId: string, label = 'abc'): PassContent => ({
  tenantId: 't',
  attemptId,
  ownerId: 'o',
  versionId: 'v',
  storeKey: 'versions/v',
  scormVersion: '1.2',
  mode: 'normal',
  label,
});
const made = (secure = false): Passes => createPasses({ keys, clock, secure });
const asking = (...cookies: string[]): IncomingMessage =>
  ({ headers: { cookie: cookies.join('; ') } }) as IncomingMessage;
const pair = (cookie: string): string => cookie.split(';', 1)[0] ?? '';

describe('a pass', () => {
  test('on https is Secure and under __Host-, which no sibling can set', () => {
    const passes = made(true);
    const cookie = passes.cookie(content('a'));
    expect(cookie).toMatch(
      /^__Host-preceptor_play_a=[\w.-]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect(passes.find(asking(pair(cookie)), host, 'a')?.attemptId).toBe('a');
    expect(passes.find(asking(pair(cookie).replace('__Host-', '')), host, 'a')).toBeUndefined();
  });

  test('is for its attempt, its host and its time', () => {
    const passes = made();
    const request = asking('theme=dark', pair(passes.cookie(content('a'))), pair(passes.cookie(content('b'))));
    expect(passes.find(request, host, 'a')?.attemptId).toBe('a');
    expect(passes.find(request, host, 'b')?.attemptId).toBe('b');
    expect(passes.find(request, host, 'c')).toBeUndefined();
    expect(passes.find(request, { kind: 'package', label: 'xyz' }, 'a')).toBeUndefined();
    expect(passes.find(request, { kind: 'launcher' }, 'a')).toBeUndefined();
    expect(passes.find({ headers: {} } as IncomingMessage, host, 'a')).toBeUndefined();
    now.at = new Date(now.at.getTime() + 12 * 3600 * 1000);
    // Read before, and known: the time is looked at each time.
    expect(passes.find(request, host, 'a')).toBeUndefined();
  });

  test('of the latest launch serves files where there are no separate hosts', () => {
    const passes = made();
    const first = pair(passes.cookie(content('a', 'abc')));
    now.at = new Date(now.at.getTime() + 1000);
    const second = pair(passes.cookie(content('b', 'xyz')));
    expect(passes.latest(asking(first, second), { kind: 'fallback' })?.attemptId).toBe('b');
    expect(passes.latest(asking(first, second), host)?.attemptId).toBe('a');
  });

  test('under another name than its attempt’s, or signed for another purpose, is none', () => {
    const passes = made();
    const [, value = ''] = pair(passes.cookie(content('a'))).split('=');
    expect(passes.find(asking(`preceptor_play_b=${value}`), host, 'b')).toBeUndefined();
    expect(passes.find(asking(`preceptor_play_b=${value}`), host, 'a')).toBeUndefined();
    const ticket = keys.sign('launch', { ...content('a'), madeAt: 0, until: 9e15 }, new Date(9e12));
    expect(passes.find(asking(`preceptor_play_a=${ticket}`), host, 'a')).toBeUndefined();
  });

  test('is found behind rubbish, however much of it there is room for', () => {
    const passes = made();
    const good = pair(passes.cookie(content('a')));
    expect(
      passes.find(asking(';;=;x', 'preceptor_play_a', 'preceptor_play_a=', 'preceptor_play_a=x.y', good), host, 'a'),
    ).toBeDefined();
    const rubbish = Array.from({ length: 30 }, (_, index) => `preceptor_play_${index}=${'z'.repeat(200)}.x`);
    expect(passes.find(asking(...rubbish, good), host, 'a')).toBeDefined();
  });
});
