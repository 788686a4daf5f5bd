import { expect, test } from 'vitest';
import { calmDialogs } from './calm-dialogs';
import { createKeeping } from './keeping';
import { timeWords } from './time-limit';

/** A clock that is moved by hand. */
function clock() {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    after: (milliseconds: number, run: () => void) => {
      const timer = { at: now + milliseconds, run };
      timers.push(timer);
      return () => void (timers = timers.filter((one) => one !== timer));
    },
    pass: (milliseconds: number) => {
      const end = now + milliseconds;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((one) => one !== next);
        now = next.at;
        next.run();
      }
      now = end;
    },
    waiting: () => timers.length,
  };
}

test('what is set and not committed is kept two seconds after content fell quiet, and once', () => {
  const time = clock();
  const kept: number[] = [];
  const keeping = createKeeping(time.now, time.after, () => kept.push(time.now()));
  keeping.heard();
  time.pass(1000);
  keeping.heard();
  time.pass(10_000);
  expect(kept).toEqual([3000]);
  expect(time.waiting()).toBe(0);
});

test('content that never falls quiet is kept every five seconds, with one timer however often it sets', () => {
  const time = clock();
  const kept: number[] = [];
  const keeping = createKeeping(time.now, time.after, () => kept.push(time.now()));
  for (let i = 0; i < 12_000; i += 1) {
    keeping.heard();
    expect(time.waiting()).toBe(1);
    time.pass(1);
  }
  expect(kept).toEqual([5000, 10_000]);
  keeping.stop();
  time.pass(10_000);
  expect(kept).toHaveLength(2);
});

test('dialogs: the first few are shown, the rest of a storm is left out, and a loop of them is broken', () => {
  let now = 0;
  let told = 0;
  const shown: string[] = [];
  const host = {
    alert: (text?: string) => void shown.push(text ?? ''),
    confirm: () => true,
    prompt: () => 'text',
  };
  calmDialogs(
    host,
    () => now,
    () => (told += 1),
  );
  calmDialogs(
    host,
    () => now,
    () => (told += 100),
  );
  for (let i = 0; i < 20; i += 1) host.alert(String(i));
  expect(shown).toEqual(['0', '1', '2', '3', '4']);
  expect([host.confirm(), host.prompt()]).toEqual([false, null]);
  expect(told).toBe(1);
  expect(() => {
    for (;;) host.alert('again');
  }).toThrow('Too many dialogs');
  now += 3000;
  expect(host.confirm()).toBe(true);
});

test('time left in words: whole minutes, seconds in the last', () => {
  expect(timeWords(301)).toEqual({ minutes: 6 });
  expect(timeWords(61)).toEqual({ minutes: 2 });
  expect(timeWords(60)).toEqual({ seconds: 60 });
  expect(timeWords(9)).toEqual({ seconds: 9 });
});
