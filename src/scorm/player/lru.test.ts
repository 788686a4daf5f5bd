import { expect, test } from 'vitest';
import { createLru } from './lru';

test('what was not asked for the longest goes first', () => {
  const lru = createLru<number>(2);
  lru.set('a', 1);
  lru.set('b', 2);
  expect(lru.get('a')).toBe(1);
  lru.set('c', 3);
  expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual([1, undefined, 3]);
});

test('weights are added up, replaced with their entry, and too much is not kept', () => {
  const lru = createLru<string>(100);
  lru.set('a', 'a', 60);
  lru.set('a', 'a2', 30);
  lru.set('b', 'b', 70);
  expect([lru.get('a'), lru.get('b')]).toEqual(['a2', 'b']);
  lru.set('huge', 'x', 101);
  expect(lru.get('huge')).toBeUndefined();
  expect(lru.get('b')).toBe('b');
  lru.set('c', 'c', 90);
  expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual([undefined, undefined, 'c']);
});
