import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchOtherApi } from './other-api';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('content that looks only for the API of the other version is told of once, and finds nothing', () => {
  const host: Record<string, unknown> = {};
  const tell = vi.fn<() => void>();
  watchOtherApi(host, 'API_1484_11', tell);
  expect([host['API_1484_11'], host['API_1484_11'], Object.keys(host)]).toEqual([undefined, undefined, []]);
  vi.runAllTimers();
  expect(tell).toHaveBeenCalledTimes(1);
});

test('content that tries both, in either order, is let alone; so is content that brings its own', () => {
  const tell = vi.fn<() => void>();
  const first: Record<string, unknown> = {};
  const watched = watchOtherApi(first, 'API', tell);
  void first['API'];
  watched.rightOneSeen();
  void first['API'];
  const second: Record<string, unknown> = {};
  watchOtherApi(second, 'API', tell);
  void second['API'];
  second['API'] = 'its own';
  vi.runAllTimers();
  expect(tell).not.toHaveBeenCalled();
  expect(second['API']).toBe('its own');
});
