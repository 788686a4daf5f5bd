import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clockFromSetting, fixedClock, londonDate } from './clock';

test('DATE-1: today is the date in London, also in summer time after 23:00 UTC', () => {
  expect(londonDate(new Date('2026-07-01T22:59:59Z'))).toBe('2026-07-01');
  expect(londonDate(new Date('2026-07-01T23:00:00Z'))).toBe('2026-07-02');
  expect(londonDate(new Date('2026-12-31T23:59:59Z'))).toBe('2026-12-31');
  expect(fixedClock('2026-07-01T23:00:00Z').today()).toBe('2026-07-02');
});

test('a clock file is read again when it is rewritten, and a half-written one keeps the last instant', () => {
  const dir = mkdtempSync(join(tmpdir(), 'clock-'));
  const file = join(dir, 'now');
  try {
    writeFileSync(file, '2026-01-01T00:00:00Z\n');
    const clock = clockFromSetting(file);
    expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
    writeFileSync(file, '2026-01-02T10');
    expect(clock.today()).toBe('2026-01-01');
    writeFileSync(file, '2026-01-02T10:00:00.5+00:00');
    expect(clock.now().toISOString()).toBe('2026-01-02T10:00:00.500Z');
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('a setting that is neither an instant nor a file is refused at once', () => {
  expect(() => clockFromSetting('tomorrow')).toThrow();
  expect(() => clockFromSetting('2026-13-45')).toThrow();
});
