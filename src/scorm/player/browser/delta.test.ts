import { expect, test } from 'vitest';
import { createDelta } from './delta';

test('SCO-6: a terminate carries session time and exit, though a commit carried them before', () => {
  const delta = createDelta();
  delta.record('cmi.core.session_time', '00:01:00');
  delta.record('cmi.core.exit', 'suspend');
  delta.record('cmi.core.score.raw', '80');
  delta.settle(delta.collect('commit'));
  expect(delta.isEmpty()).toBe(true);
  expect(delta.collect('terminate')).toEqual({ 'cmi.core.session_time': '00:01:00', 'cmi.core.exit': 'suspend' });
});

test('the last value wins, in the order of first writing', () => {
  const delta = createDelta();
  delta.record('cmi.interactions.0.id', 'q1');
  delta.record('cmi.interactions.0.type', 'choice');
  delta.record('cmi.interactions.0.id', 'q1b');
  expect(Object.entries(delta.collect('commit'))).toEqual([
    ['cmi.interactions.0.id', 'q1b'],
    ['cmi.interactions.0.type', 'choice'],
  ]);
});

test('a value that was set again while the entry was written stays', () => {
  const delta = createDelta();
  delta.record('cmi.location', '1');
  const written = delta.collect('commit');
  delta.record('cmi.location', '2');
  delta.settle(written);
  expect(delta.collect('commit')).toEqual({ 'cmi.location': '2' });
});

test('collecting alone forgets nothing, so a journal that is full loses nothing', () => {
  const delta = createDelta();
  delta.record('cmi.suspend_data', 'a');
  delta.collect('commit');
  expect(delta.collect('commit')).toEqual({ 'cmi.suspend_data': 'a' });
});

test('what was carried already is not carried again, unless something else was said between', () => {
  const delta = createDelta();
  const say = (value: string): object => {
    delta.record('cmi.suspend_data', value);
    const written = delta.collect('commit');
    delta.settle(written);
    return written;
  };
  expect(say('a')).toEqual({ 'cmi.suspend_data': 'a' });
  expect(say('a')).toEqual({});
  expect(say('b')).toEqual({ 'cmi.suspend_data': 'b' });
  expect(say('a')).toEqual({ 'cmi.suspend_data': 'a' });
});
